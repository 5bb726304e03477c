package orders

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// noon is when the orders of these tests were placed.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// example is the name that they are for.
var example, _ = reseller.ParseName("example", "com")

// usual are the settings of these tests: settle time 10 minutes, sent again for 24 hours.
var usual = Settings{}.withDefaults()

// placed is an order for example.com that was placed at noon and is being sent for the first time.
func placed(kind reseller.OrderKind, changes ...func(*order)) order {
	o := order{
		Order: reseller.Order{
			ID: 5, Kind: kind, Name: example, State: reseller.OrderSending, Attempt: 1, ClTRIDBase: "OURS",
			CreatedAt: noon, SentAt: noon, FrozenExpiry: noon.AddDate(1, 0, 0), PaidFrom: noon.AddDate(1, 0, 0), CostLimit: 800,
			Charge:  reseller.Charge{Currency: "USD", Net: 1000},
			Desired: reseller.Desired{Years: 1, Nameservers: []string{"ns1.new.net"}},
		},
		rules: reseller.TLD{Name: "com", AddGraceRefund: true, AddGraceDays: 5, RedemptionDays: 30, PendingDeleteDays: 5, RegistryAutorenews: true, Contacts: reseller.ContactsAll},
	}
	for _, change := range changes {
		change(&o)
	}
	return o
}

// unknown makes the outcome of an order open since noon.
func unknown(o *order) {
	o.State, o.UnknownAt, o.Reason = reseller.OrderUnknown, noon, "no answer from the registry yet"
}

// neverLeft makes an order one whose command certainly did not leave us.
func neverLeft(o *order) {
	unknown(o)
	o.Code, o.Reason = reseller.CodeUnavailable, "the registry cannot be reached"
}

func undecided(o *order) { o.State = reseller.OrderPending }
func sentTwice(o *order) { o.Attempt = 2 }

// What a worker observes.
func confirmed(changes ...func(*registry.Receipt)) observation {
	r := registry.Receipt{Code: registry.CodeDone}
	for _, change := range changes {
		change(&r)
	}
	return observation{answer: &answer{receipt: r}}
}

func accepted() observation {
	return observation{answer: &answer{receipt: registry.Receipt{Code: registry.CodePending, Words: "we shall see"}}}
}

func refused() observation {
	return observation{answer: &answer{refused: &refusal{code: reseller.CodeBadState, words: "no"}}}
}

func unanswered(err error) observation { return observation{answer: &answer{failed: err}} }

// and adds to what a worker has observed.
func (seen observation) and(changes ...func(*observation)) observation {
	for _, change := range changes {
		change(&seen)
	}
	return seen
}

func looking(change ...func(*registry.Registration)) func(*observation) {
	return func(seen *observation) {
		shown := &registry.Registration{Ours: true, Created: noon, Expires: noon.AddDate(1, 0, 0), Nameservers: []string{"ns1.old.net"}}
		for _, c := range change {
			c(shown)
		}
		seen.view = &view{shown: shown}
	}
}

func noSuchName(seen *observation) { seen.view = &view{} }
func blind(seen *observation)      { seen.view = &view{err: errors.New("no answer to info")} }
func mute(seen *observation)       { seen.view.err = errors.New("no answer about the command") }
func abandoned(seen *observation)  { seen.takenOver = true }
func noConnector(seen *observation) {
	seen.unserved = errors.New("nobody serves .com")
}

// saying is the word of an upstream about a command that has had its settle time.
func saying(state registry.FoundState) func(*observation) {
	return func(seen *observation) { seen.view.asked = &word{Found: registry.Found{State: state}, settled: true} }
}

func onTerms(t terms) func(*observation) { return func(seen *observation) { seen.terms = &t } }

func soldAt(at time.Time) func(*observation) {
	return func(seen *observation) {
		seen.bought = &purchases{orders: []reseller.Order{{ID: 4, Kind: reseller.OrderRegister, ClTRIDBase: "SOLD", EndedAt: at, Desired: reseller.Desired{Years: 1}}}}
	}
}

// What a registry shows.
func renewed(r *registry.Registration)   { r.Expires = noon.AddDate(2, 0, 0) }
func longer(r *registry.Registration)    { r.Expires = noon.AddDate(4, 0, 0) }
func foreign(r *registry.Registration)   { r.Ours = false }
func notOurs(r *registry.Registration)   { *r = registry.Registration{Hidden: true} } // to see
func creating(r *registry.Registration)  { r.Status = []registry.Status{registry.StatusPendingCreate} }
func redeeming(r *registry.Registration) { r.Status = []registry.Status{registry.StatusRedemption} }
func newServers(r *registry.Registration) {
	r.Nameservers = []string{"ns1.new.net"}
}

// said is a step in a sentence.
func said(s step) string {
	var b strings.Builder
	b.WriteString(string(s.to))
	switch {
	case s.to == reseller.OrderDone && s.effect.shown != nil:
		b.WriteString(" as shown")
	case s.again:
		b.WriteString(", look again soon")
	case s.to.Live() && s.to != reseller.OrderSending:
		fmt.Fprintf(&b, ", left for %s", s.wait)
	}
	if s.code != "" {
		b.WriteString(", " + s.code)
	}
	if s.reason != "" {
		b.WriteString(": " + s.reason)
	}
	if at := s.effect.receipt.Expires; !at.IsZero() {
		b.WriteString(", expires " + at.Format(time.DateOnly))
	}
	for _, r := range s.refunds {
		fmt.Fprintf(&b, ", refunding order %d", r.Order.ID)
	}
	if s.alarm != "" {
		b.WriteString("! " + s.alarm)
	}
	return b.String()
}

// verdictCase is a row of a table about decisions: an order, what is known of it, how long after noon, and what is done.
type verdictCase struct {
	says  string
	order order
	seen  observation
	after time.Duration
	want  string
}

func judged(t *testing.T, by func(order, observation, Settings, time.Time) step, cases []verdictCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			if got := said(by(c.order, c.seen, usual, noon.Add(c.after))); got != c.want {
				t.Errorf("%s:\n got %s\nwant %s", c.says, got, c.want)
			}
		})
	}
}

func TestWhatIsDoneAfterTheRegistrysAnswer(t *testing.T) {
	dear := func(r *registry.Receipt) { r.Fee = &registry.Fee{Amount: 900, Currency: "USD"} }
	credited := func(r *registry.Receipt) {
		r.Credits = []registry.Credit{{ClTRID: reseller.ClTRID("SOLD", 2), Command: "create", Years: 1}}
	}
	nothingBack := func(r *registry.Receipt) { r.Credits = []registry.Credit{} }
	judged(t, decide, []verdictCase{
		{"a yes ends it", placed("renew"), confirmed(), 0, "done"},
		{"a yes that costs more than the limit ends it, and the operator hears of it", placed("renew"), confirmed(dear), 0,
			"done! the registry charged 900, more than the order's cost limit of 800"},
		{"a fee at the limit is no news", placed("renew"), confirmed(dear, func(r *registry.Receipt) { r.Fee.Amount = 800 }), 0, "done"},
		{"a fee in another currency is not compared", placed("renew"), confirmed(dear, func(r *registry.Receipt) { r.Fee.Currency = "SEK" }), 0, "done"},
		{"a no ends it", placed("renew"), refused(), 0, "refused, bad_state: no"},
		{"a registry that decides later is waited for", placed("transfer"), accepted(), 0, "pending, left for 1h0m0s: we shall see"},
		{"a deletion that runs its course is done once the name is leaving", placed("delete"), accepted().and(looking(redeeming)), 0, "done as shown"},
		{"a transfer that was granted at once is done when it is seen", placed("transfer"), confirmed().and(looking()), 0, "done as shown"},
		{"and is open while it is not seen", placed("transfer"), confirmed().and(looking(foreign)), 0,
			"unknown, look again soon: confirmed, and not to be seen yet"},
		{"and is open while it is not ours to see", placed("transfer"), confirmed().and(looking(notOurs)), 0,
			"unknown, look again soon: confirmed, and not to be seen yet"},
		{"and is open while the look fails", placed("transfer"), confirmed().and(blind), 0, "unknown, look again soon: confirmed, and not to be seen yet"},
		{"no answer is no refusal", placed("renew"), unanswered(registry.ErrUnknown), 0, "unknown, look again soon: no answer from the registry yet"},
		{"a registry that is away got nothing", placed("renew"), unanswered(registry.ErrUnreachable), 0,
			"unknown, look again soon, unavailable: the registry cannot be reached"},
		{"no answer the second time, either", placed("renew", sentTwice), unanswered(registry.ErrUnknown), 0, "unknown, look again soon: sent again, no answer yet"},
		{"away the second time", placed("renew", sentTwice), unanswered(registry.ErrUnreachable), 0,
			"unknown, look again soon, unavailable: sent again, no answer yet"},
		{"a TLD that nobody serves got nothing and may be tried at once", placed("renew"), observation{}.and(noConnector), 0,
			"unknown, left for 0s, unavailable: nobody serves .com"},

		{"a deletion takes back the sale that the registry credits", placed("delete"), confirmed(credited).and(noSuchName, soldAt(noon.AddDate(0, 0, -4))), 0, "done, refunding order 4"},
		{"whatever the time of it in our books", placed("delete"), confirmed(credited).and(noSuchName, soldAt(noon.AddDate(0, 0, -6))), 0, "done, refunding order 4"},
		{"but none that it does not credit", placed("delete"), confirmed(nothingBack).and(noSuchName, soldAt(noon)), 0, "done"},
		{"nor one that we did not make", placed("delete"), confirmed(credited).and(noSuchName, func(seen *observation) { seen.bought = &purchases{} }), 0, "done"},
		{"where it does not tell, a sale in the add grace", placed("delete"), confirmed().and(noSuchName, soldAt(noon.AddDate(0, 0, -5).Add(1))), 0, "done, refunding order 4"},
		{"but not one from before", placed("delete"), confirmed().and(noSuchName, soldAt(noon.AddDate(0, 0, -5))), 0, "done"},
		{"a database that does not tell the sales decides nothing", placed("delete"),
			confirmed(credited).and(noSuchName, func(seen *observation) { seen.bought = &purchases{err: errors.New("away")} }), 0, "unknown, left for 30s"},
	})
}

func TestWhatIsDoneAfterARefusalOfACommandThatWasSentBefore(t *testing.T) {
	judged(t, decide, []verdictCase{
		{"the earlier attempt did it", placed("renew", sentTwice), refused().and(looking(renewed)), 0, "done as shown, expires 2028-03-01"},
		{"the earlier attempt did nothing", placed("renew", sentTwice), refused().and(looking()), 0, "refused, bad_state: no"},
		{"a failed look leaves it open", placed("renew", sentTwice), refused().and(blind), 0, "unknown, left for 30s: refused (no), and a look failed"},
		{"the name went to another registrar meanwhile", placed("renew", sentTwice), refused().and(looking(foreign)), 0,
			"refused, bad_state: the name is with another registrar"},
		{"the registry does not show the name any more", placed("renew", sentTwice), refused().and(looking(notOurs)), 0,
			"unknown, left for 30s, needs_operator: the registry does not show the name to us (2201), so it cannot be seen what became of it! an order needs the operator: see nameyard order resolve"},
		{"the earlier attempt waits for the registry's decision", placed("register", sentTwice), refused().and(looking(creating)), 0,
			"pending, left for 1h0m0s: the registry has not decided yet"},
		{"what is shown proves neither, so the operator decides", placed("renew", sentTwice), refused().and(looking(longer)), 0,
			"unknown, left for 30s, needs_operator: the registry shows expiry 2030-03-01, which is neither 2027-03-01 nor 1 years later" +
				"! an order needs the operator: see nameyard order resolve"},
		{"an auth code leaves nothing to look at", placed("auth_code", sentTwice), refused(), 0, "refused, bad_state: no"},
	})
}

func TestWhatIsDoneWithAnOpenOutcome(t *testing.T) {
	const settled = 10 * time.Minute
	judged(t, decide, []verdictCase{
		{"its effect is there", placed("renew", unknown), observation{}.and(looking(renewed)), 0, "done as shown, expires 2028-03-01"},
		{"it can never take effect", placed("renew", unknown), observation{}.and(noSuchName), 0, "refused, bad_state: the name is not registered"},
		{"it waits for the registry's decision", placed("register", unknown), observation{}.and(looking(creating)), 0,
			"pending, left for 1h0m0s: the registry has not decided yet"},
		{"what is shown proves neither, so the operator decides and it is looked at on", placed("renew", unknown), observation{}.and(looking(longer)), 0,
			"unknown, look again soon, needs_operator: the registry shows expiry 2030-03-01, which is neither 2027-03-01 nor 1 years later" +
				"! an order needs the operator: see nameyard order resolve"},
		{"a look that fails proves nothing", placed("renew", unknown), observation{}.and(blind), settled, "unknown, look again soon: no answer from the registry yet"},
		{"no effect proves nothing before the settle time is over", placed("renew", unknown), observation{}.and(looking(), onTerms(terms{priceHolds: true})), settled - 1,
			"unknown, look again soon: no answer from the registry yet"},
		{"an auth code that nobody saw is refused: asking again does no harm", placed("auth_code", unknown), observation{}, 0,
			"refused, unavailable: the registry did not confirm it; ask again"},
		{"nobody serves its TLD any more", placed("renew", unknown), observation{}.and(noConnector), 0, "unknown, left for 1h0m0s: nobody serves .com"},

		{"its worker had sent it", placed("renew"), observation{}.and(abandoned, looking(renewed)), 0, "done as shown, expires 2028-03-01"},
		{"its worker may have sent it: the settle time begins now", placed("renew"), observation{}.and(abandoned, looking()), 24 * time.Hour,
			"unknown, left for 30s: the server stopped while it was sent"},
		{"its worker is gone and the look fails", placed("renew"), observation{}.and(abandoned, blind), 0, "unknown, left for 30s"},
		{"its worker is gone and it was an auth code", placed("auth_code"), observation{}.and(abandoned), 0,
			"refused, unavailable: the registry did not confirm it; ask again"},
		{"its worker is gone and nobody serves its TLD", placed("renew"), observation{}.and(abandoned, noConnector), 0, "unknown, left for 1h0m0s: nobody serves .com"},
	})
}

func TestWhatIsDoneBeforeACommandIsSentAgain(t *testing.T) {
	free := terms{priceHolds: true}
	away := errors.New("the database does not answer")
	judged(t, decide, []verdictCase{
		{"all is well", placed("renew", neverLeft), observation{}.and(onTerms(free)), 0, "sending"},
		{"all is well after the settle time", placed("renew", unknown), observation{}.and(looking(), onTerms(free)), 10 * time.Minute, "sending"},
		{"a day is over", placed("renew", neverLeft), observation{}, 24 * time.Hour,
			"refused, unavailable: the registry did not carry it out within a day; nothing was charged"},
		{"almost a day is over", placed("renew", neverLeft), observation{}.and(onTerms(free)), 24*time.Hour - 1, "sending"},
		{"the price is gone", placed("renew", neverLeft), observation{}.and(onTerms(terms{})), 0,
			"refused, price_changed: the price has changed since it was ordered; nothing was charged: order again"},
		{"the name has left", placed("nameservers", neverLeft), observation{}.and(onTerms(terms{priceHolds: true, left: true})), 0,
			"refused, bad_state: example.com has left the account"},
		{"the auth code cannot be read any more", placed("transfer", neverLeft), observation{}.and(onTerms(terms{priceHolds: true, unreadable: true})), 0,
			"refused, invalid_auth_code: the auth code can no longer be read; nothing was charged: order again"},
		{"what was not asked decides nothing", placed("renew", unknown), observation{}.and(looking()), 10 * time.Minute,
			"unknown, look again soon: no answer from the registry yet"},
		{"a database that does not answer decides nothing", placed("renew", neverLeft), observation{}.and(onTerms(terms{err: away})), 0,
			"unknown, look again soon, unavailable: the registry cannot be reached"},
	})
}

func TestWhatIsDoneWithAnOrderThatTheRegistryHasNotDecided(t *testing.T) {
	const week = 7 * 24 * time.Hour
	having := func(status registry.Status) func(*registry.Registration) {
		return func(r *registry.Registration) { r.Status = append(r.Status, status) }
	}
	requested := func(status registry.TransferStatus) func(*registry.Registration) {
		return func(r *registry.Registration) {
			r.Ours = false
			r.Transfer = &registry.TransferState{Incoming: true, ClTRID: "NY-OURS-1", Status: status, ActsBy: noon.AddDate(0, 0, 5)}
		}
	}
	judged(t, decide, []verdictCase{
		{"it is still pending", placed("transfer", undecided), observation{}.and(looking(requested(registry.TransferPending))), 0,
			"pending, left for 1h0m0s: waiting for the losing registrar until 2026-03-06"},
		{"it was granted", placed("transfer", undecided), observation{}.and(looking()), 0, "done as shown, expires 2027-03-01"},
		{"it was rejected", placed("transfer", undecided), observation{}.and(looking(requested(registry.TransferClientRejected))), 0,
			"refused, registry_refused: the transfer ended as clientRejected"},
		{"the request is not ours to see", placed("transfer", undecided), observation{}.and(looking(notOurs)), 0,
			"pending, left for 1h0m0s, needs_operator: the registry does not show the name to us (2201), so it cannot be seen what became of it! an order needs the operator: see nameyard order resolve"},
		{"nothing of the request is to be seen, which is no decision", placed("transfer", undecided), observation{}.and(looking(foreign)), 0, "pending, left for 1h0m0s: the registry has accepted it and has not decided yet"},
		{"nor is that a renewal does not show", placed("renew", undecided), observation{}.and(looking()), week - 1, "pending, left for 1h0m0s: the registry has accepted it and has not decided yet"},
		{"after a week the operator must ask the registry", placed("renew", undecided), observation{}.and(looking()), week,
			"pending, left for 1h0m0s, needs_operator: the registry accepted it a week ago and shows neither its effect nor that it is still to be decided: " +
				"ask the registry! an order needs the operator: see nameyard order resolve"},
		{"unless it shows that it has to decide", placed("renew", undecided), observation{}.and(looking(having(registry.StatusPendingRenew))), 2 * week,
			"pending, left for 1h0m0s: the registry has not decided yet"},
		{"which shows of one whose answer was lost, too", placed("renew", unknown), observation{}.and(looking(having(registry.StatusPendingRenew))), time.Hour,
			"pending, left for 1h0m0s: the registry has not decided yet"},
		{"and of a change", placed("nameservers", undecided), observation{}.and(looking(having(registry.StatusPendingUpdate))), 2 * week,
			"pending, left for 1h0m0s: the registry has not decided yet"},
		{"a name that the registry hides while it decides", placed("register", undecided), observation{}.and(noSuchName), week - 1, "pending, left for 1h0m0s: the registry has accepted it and has not decided yet"},
		{"a message says no", placed("renew", undecided), observation{}.and(looking(), saying(registry.FoundRefused)), 0, "refused, registry_refused"},
		{"a message says yes to what need not show", placed("contacts", undecided), observation{}.and(looking(), saying(registry.FoundDone)), 0, "done as shown, expires 2027-03-01"},
		{"the registry's own year does not end a renewal that it has accepted", placed("renew", undecided),
			observation{}.and(looking(renewed, having(registry.StatusAutoRenewPeriod))), 366 * 24 * time.Hour,
			"pending, left for 1h0m0s, needs_operator: the registry shows expiry 2028-03-01, which proves nothing about 1 years from 2027-03-01" +
				"! an order needs the operator: see nameyard order resolve"},
		{"a look that fails proves nothing", placed("transfer", undecided), observation{}.and(blind), 0, "pending, left for 1h0m0s"},
		{"nor does an upstream that cannot be asked for the command", placed("renew", undecided), observation{}.and(looking(), mute), 0, "pending, left for 1h0m0s"},
		{"the registry says that it is done, and does not show it in time", placed("renew", undecided), observation{}.and(looking(), saying(registry.FoundDone)), 0,
			"pending, left for 1h0m0s, needs_operator: the registry says that it is done, and does not show it yet" +
				"! an order needs the operator: see nameyard order resolve"},
		{"nobody serves its TLD any more", placed("transfer", undecided), observation{}.and(abandoned, noConnector), 0, "pending, left for 1h0m0s: nobody serves .com"},
	})
}
