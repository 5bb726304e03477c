package orders

import (
	"testing"
	"time"

	"nameyard/registry"
)

func TestWhatIsDoneAfterARestoreWithAnOrderThatWasUnfinishedInTheBackup(t *testing.T) {
	const unseen = "refused, unavailable: " + unseenAfterBackup
	queued := func(o *order) { o.State = "queued" }
	judged(t, afterRestore, []verdictCase{
		{"one that waited in line is not sent", placed("nameservers", queued), observation{}, 0, "refused, unavailable: " + queuedInBackup},
		{"one that had not left us then may have since, and is there", placed("renew", neverLeft), observation{}.and(looking(renewed)), 0, "done as shown, expires 2028-03-01"},
		{"one that had not left us then is not there", placed("renew", neverLeft), observation{}.and(looking()), 10 * time.Minute, unseen},
		{"one that had not left us then cannot be looked for", placed("renew", neverLeft), observation{}.and(blind), time.Hour,
			"unknown, left for 30s, unavailable: the registry cannot be reached"},
		{"the registry's log says that it is done, below more years", placed("renew", unknown), observation{}.and(looking(longer), saying(registry.FoundDone)), 0,
			"done as shown, expires 2030-03-01"},
		{"an auth code leaves nothing to look at", placed("auth_code", unknown), observation{}, 0, unseen},
		{"its effect is there", placed("renew"), observation{}.and(abandoned, looking(renewed)), 0, "done as shown, expires 2028-03-01"},
		{"its effect may still come", placed("renew", unknown), observation{}.and(looking()), 10*time.Minute - 1,
			"unknown, left for 30s: no answer from the registry yet"},
		{"no effect after the settle time: nothing is sent again", placed("renew", unknown), observation{}.and(looking()), 10 * time.Minute, unseen},
		{"its effect may still come while what was sent after the backup may", placed("renew", unknown), observation{}.and(looking(), restoredAfter(5*time.Hour)), 5*time.Hour + 10*time.Minute - 1,
			"unknown, left for 30s: no answer from the registry yet"},
		{"and no longer", placed("renew", unknown), observation{}.and(looking(), restoredAfter(5*time.Hour)), 5*time.Hour + 10*time.Minute, unseen},
		{"the registry's log says that it is done, and the name left since", placed("renew", unknown), observation{}.and(looking(foreign), saying(registry.FoundDone)), 0, "done as shown, expires 2027-03-01"},
		{"it can never take effect", placed("renew", unknown), observation{}.and(noSuchName), 0, "refused, bad_state: the name is not registered"},
		{"it waits for the registry's decision", placed("register", unknown), observation{}.and(looking(creating)), 0,
			"pending, left for 1h0m0s: the registry has not decided yet"},
		{"that nothing of the request is to be seen is no decision", placed("transfer", undecided), observation{}.and(looking(foreign)), 0, "pending, left for 1h0m0s: the registry has accepted it and has not decided yet"},
		{"what is shown proves neither, so the operator decides", placed("renew", unknown), observation{}.and(looking(longer)), 0,
			"unknown, look again soon, needs_operator: the registry shows expiry 2030-03-01, which is neither 2027-03-01 nor 1 years later" +
				"! an order needs the operator: see nameyard order resolve"},
		{"a look that fails proves nothing", placed("renew", unknown), observation{}.and(blind), time.Hour, "unknown, left for 30s: no answer from the registry yet"},
		{"a look that fails leaves the registry to decide", placed("transfer", undecided), observation{}.and(blind), time.Hour, "pending, left for 30s"},
		{"nobody serves its TLD any more", placed("renew", unknown), observation{}.and(noConnector), 0, "unknown, left for 1h0m0s: nobody serves .com"},
	})
}

// restoredAfter says how long after noon the backup was restored.
func restoredAfter(d time.Duration) func(*observation) {
	return func(seen *observation) { seen.restoredAt = noon.Add(d) }
}

func TestWhatIsDoneWhenTheOperatorSaysThatTheRegistryDidIt(t *testing.T) {
	confirms := func(o order, seen observation, set Settings, _ time.Time) step {
		return operatorConfirms(o, *seen.view, seen.bought, set)
	}
	judged(t, confirms, []verdictCase{
		{"it is done, whatever is shown", placed("renew", unknown), observation{}.and(looking(longer)), 0, "done as shown, expires 2030-03-01"},
		{"also of a name that is not there any more", placed("delete", unknown), observation{}.and(noSuchName), 0, "done"},
		{"whose price goes back if that was in its grace", placed("delete", unknown), observation{}.and(noSuchName, soldAt(noon.AddDate(0, 0, -4))), 0, "done, refunding order 4"},
		{"a look that fails leaves it as it was", placed("renew", neverLeft), observation{}.and(blind), 0,
			"unknown, left for 30s, unavailable: the registry cannot be reached"},
		{"and the registry to decide", placed("transfer", undecided), observation{}.and(blind), 0, "pending, left for 30s"},
		{"an upstream that cannot be asked for the command shows the name all the same", placed("renew", unknown), observation{}.and(looking(longer), mute), 0,
			"done as shown, expires 2030-03-01"},
	})
}
