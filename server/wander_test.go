package server_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
)

// TestCustomersWhoWanderDoNotRingTheAlarmOfVerify lets two accounts do anything with a few names, at any time, while the registry
// fails them now and then, and holds the books against one another all the while. NAMEYARD_WALKS walks so often instead of once.
func TestCustomersWhoWanderDoNotRingTheAlarmOfVerify(t *testing.T) {
	t.Parallel()
	walks, err := strconv.Atoi(os.Getenv("NAMEYARD_WALKS"))
	if err != nil {
		walks = 1
	}
	for seed := range uint64(walks) {
		e := newEnvOn(t, apptest.SQLite)
		e.moveCredit("5000001")
		w := &wanderers{customers: customers{env: e}, chance: rand.New(rand.NewPCG(seed, 5))}
		for range 150 {
			w.step()
			e.settle()
			e.Clock.Move(time.Duration(1+w.chance.IntN(1000)) * time.Second)
			if e.verify(); t.Failed() {
				t.Fatalf("walk %d:\n%s", seed, strings.Join(w.story, "\n"))
			}
		}
		if w.successes < 10 {
			t.Fatalf("in walk %d the two did only %d things", seed, w.successes)
		}
	}
}

// wanderers are two accounts that do anything.
type wanderers struct {
	customers
	chance    *rand.Rand
	story     []string
	successes int
}

var (
	wanderedNames = []string{"w1.com", "w2.com", "w3.com", "w4.se", "w5.co.uk"}
	wandered      = []string{
		"RegisterDomain regperiod=1", "RegisterDomain regperiod=1", "RegisterDomain regperiod=2", "RegisterDomain regperiod=9", "RenewDomain regperiod=1", "RenewDomain regperiod=1",
		"RenewDomain regperiod=3", "RequestDelete", "RequestDelete", "RequestDelete", "RestoreDomain", "RestoreDomain", "RestoreDomain", "SetAutoRenew autorenew=1",
		"SetAutoRenew autorenew=0", "move", "move", "move", "away", "ApproveTransferAway", "RejectTransferAway", "ReleaseDomain newtag=OTHER",
		"foreign", "TransferDomain regperiod=1&transfersecret=foreign", "TransferDomain regperiod=1&transfersecret=foreign", "CancelTransfer", "RetryTransfer transfersecret=foreign",
		"decided yes", "decided no", "pushed", "IDProtectToggle protectenable=1", "SaveNameservers ns1=ns1.example.org&ns2=ns2.example.org",
		"RegisterNameserver nameserver=ns1.$name&ipaddress=198.51.100.7", "jobs", "jobs", "jobs", "jobs", "pass", "pass", "pass", "numbered", "lost",
	}
)

// step does one thing at random. Whether it can be done is not the question.
func (w *wanderers) step() {
	w.Helper()
	full := wanderedNames[w.chance.IntN(len(wanderedNames))]
	n := parseName(full)
	what, parameters, _ := strings.Cut(wandered[w.chance.IntN(len(wandered))], " ")
	other := w.chance.IntN(2) == 1
	if d, err := w.Store.LiveDomain(w.Context(), n); err == nil && w.chance.IntN(8) > 0 {
		other = d.AccountID == 2 // mostly, who has the name asks
	}
	said := ""
	switch what {
	case "foreign":
		_ = w.Sandbox.AddForeign(w.Context(), n, "foreign", time.Time{}, false)
	case "away":
		w.givesCode(full, other)
		_ = w.Sandbox.RequestAway(w.Context(), n, w.code)
	case "move":
		w.givesCode(full, other)
		said = w.tries("TransferDomain", full, "regperiod=1&transfersecret=$", !other)
	case "decided":
		_ = w.Sandbox.ForeignDecides(w.Context(), n, parameters == "yes", "no")
	case "pushed":
		_ = w.Sandbox.Push(w.Context(), n)
	case "jobs", "numbered":
		w.command(what)
	case "lost":
		w.command("fault lost-answer " + []string{"create", "renew", "delete", "restore", "transfer"}[w.chance.IntN(5)] + " 1")
	case "pass":
		days := []int{1, 4, 5, 6, 20, 31, 35, 45, 61, 330, 365}[w.chance.IntN(11)]
		said = fmt.Sprint(days)
		w.command("advance " + said)
	default:
		said = w.tries(what, full, strings.ReplaceAll(parameters, "$name", full), other)
	}
	w.story = append(w.story, fmt.Sprintf("%s %s %s other=%t %s: %s", w.Clock.Now().Format(time.DateTime), what, full, other, parameters, said))
}

func (w *wanderers) givesCode(full string, other bool) {
	w.Helper()
	w.tries("DomainUpdateLockingStatus", full, "lockstatus=unlocked", other)
	w.tries("GetEPPCode", full, "", other)
}

func (w *wanderers) tries(action, full, parameters string, other bool) string {
	w.Helper()
	result, said := w.asks(action, parseName(full), parameters, other)
	if result == "success" {
		w.successes++
	}
	return result + " " + said
}
