package orders

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

var verdicts = map[verdict]string{absent: "no effect", took: "took effect", waiting: "waiting", failed: "failed", unclear: "unclear"}

// findingCase is a row of a table about findings: an order, what the registry shows of its name, how long after noon, and what
// that proves.
type findingCase struct {
	says  string
	order order
	shown *registry.Registration
	after time.Duration
	want  string
}

func proof(f finding) string {
	s := verdicts[f.verdict]
	if f.code != "" {
		s += ", " + f.code
	}
	if f.reason != "" {
		s += ": " + f.reason
	}
	return s
}

func proved(t *testing.T, cases []findingCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(string(c.order.Kind)+": "+c.says, func(t *testing.T) {
			if got := proof(find(c.order, c.shown, noon.Add(c.after))); got != c.want {
				t.Errorf("%s, %s:\n got %s\nwant %s", c.order.Kind, c.says, got, c.want)
			}
		})
	}
}

// shows is what the registry shows of a name of ours.
func shows(changes ...func(*registry.Registration)) *registry.Registration {
	var seen observation
	looking(changes...)(&seen)
	return seen.view.shown
}

// TestNameThatIsNotOursAnyMoreTakesNoChange asks each kind what it makes of a name that another registrar has, and of one that
// is gone.
func TestNameThatIsNotOursAnyMoreTakesNoChange(t *testing.T) {
	const elsewhere = "failed, bad_state: the name is with another registrar"
	const unregistered = "failed, bad_state: the name is not registered"
	host := func(o *order) { o.Desired.Host = &reseller.Host{Name: "ns1.example.com"} }
	no := false
	off := func(o *order) {
		o.Desired.Lock, o.Desired.Hold, o.Desired.Privacy, o.Desired.SecDNS = &no, &no, &no, &reseller.SecDNS{}
	}
	for kind, want := range map[reseller.OrderKind][2]string{
		reseller.OrderRegister:        {"failed, not_available: example.com is not available", "no effect"},
		reseller.OrderTransfer:        {"no effect", "failed, not_available: the name is not registered, so there is nothing to transfer"},
		reseller.OrderRenew:           {elsewhere, unregistered},
		reseller.OrderRestore:         {elsewhere, unregistered},
		reseller.OrderRelease:         {"took effect", unregistered},
		reseller.OrderDelete:          {elsewhere, "took effect"},
		reseller.OrderNameservers:     {elsewhere, unregistered},
		reseller.OrderContacts:        {elsewhere, unregistered},
		reseller.OrderLock:            {elsewhere, unregistered},
		reseller.OrderHold:            {elsewhere, unregistered},
		reseller.OrderDispute:         {elsewhere, unregistered},
		reseller.OrderPrivacy:         {elsewhere, unregistered},
		reseller.OrderDNSSEC:          {elsewhere, unregistered},
		reseller.OrderHostCreate:      {elsewhere, unregistered},
		reseller.OrderHostModify:      {elsewhere, unregistered},
		reseller.OrderHostDelete:      {elsewhere, unregistered},
		reseller.OrderTransferCancel:  {"took effect", "took effect"},
		reseller.OrderTransferApprove: {"took effect", unregistered},
		reseller.OrderTransferReject:  {"failed, bad_state: the transfer was completed first", "took effect"},
	} {
		proved(t, []findingCase{
			{"with another registrar", placed(kind, host, off), shows(foreign), 0, want[0]},
			{"not registered", placed(kind, host, off), nil, 0, want[1]},
		})
	}
}

func TestWhatProvesAPurchase(t *testing.T) {
	long := func(o *order) { o.FrozenExpiry, o.PaidFrom = noon, noon }
	kept := func(o *order) { o.PaidFrom = noon } // the registry has added the year by itself
	own := func(r *registry.Registration) { r.LastTrID = "NY-OURS-1" }
	other := func(r *registry.Registration) { r.LastTrID = "NY-OTHER-1" }
	auto := func(r *registry.Registration) { r.Status = []registry.Status{registry.StatusAutoRenewPeriod} }
	early := func(r *registry.Registration) { r.Created = noon.Add(-time.Hour) }
	ago := func(r *registry.Registration) { r.Created = noon.Add(-clockSkew) }
	came := func(after time.Duration) func(*registry.Registration) {
		return func(r *registry.Registration) { r.Transferred = noon.Add(after) }
	}
	byTag := func(o *order) { o.rules.TransferBy = "tag" }
	inTransfer := func(to registry.TransferState) func(*registry.Registration) {
		return func(r *registry.Registration) { r.Ours, r.Transfer = false, &to }
	}
	proved(t, []findingCase{
		{"created after the intent", placed("register"), shows(), 0, "took effect"},
		{"created by a clock that is slow", placed("register"), shows(ago), 0, "took effect"},
		{"ours for longer", placed("register"), shows(early), 0, "failed, not_available: example.com is not available"},
		{"not decided", placed("register"), shows(creating), 0, "waiting: the registry has not decided yet"},

		{"the date has moved by a year", placed("renew"), shows(renewed), 0, "took effect"},
		{"the date has not moved", placed("renew"), shows(), 0, "no effect"},
		{"the registry's own year is kept", placed("renew", kept), shows(), 0, "took effect"},
		{"over the day of the registry's own renewal, its last transaction is ours", placed("renew", long), shows(own), 0, "took effect"},
		{"over that day, the date alone proves nothing", placed("renew", long), shows(other), 0,
			"unclear: the registry shows expiry 2027-03-01, which proves nothing about 1 years from 2026-03-01"},
		{"over that day, the registry says that the year is its own", placed("renew", long), shows(auto), 0,
			"failed, expiry_mismatch: the registry renewed the name by itself first; nothing was charged: renew again to keep that year"},
		{"before that day, the date proves it", placed("renew", long), shows(), -time.Hour, "took effect"},
		{"four years more are nobody's", placed("renew"), shows(longer), 0,
			"unclear: the registry shows expiry 2030-03-01, which is neither 2027-03-01 nor 1 years later"},

		{"ours, for we do not know how long", placed("transfer"), shows(), 0, "unclear: " + cameUnclaimed},
		{"ours since before it was asked for", placed("transfer"), shows(came(-time.Hour)), 0, "unclear: " + cameUnclaimed},
		{"ours by a clock that is slow", placed("transfer"), shows(came(-clockSkew / 2)), 0, "took effect"},
		{"ours, and the registry had taken the code", placed("transfer", undecided), shows(), 0, "took effect"},
		{"ours by our request", placed("transfer"), shows(func(r *registry.Registration) {
			r.Transfer = &registry.TransferState{Status: registry.TransferServerApproved, ClTRID: "NY-OURS-1"}
		}), 0, "took effect"},
		{"pushed after it was claimed", placed("transfer", byTag, undecided), shows(came(time.Second)), 0, "took effect"},
		{"pushed at the very moment", placed("transfer", byTag, undecided), shows(came(0)), 0, "unclear, needs_operator: " + cameUnclaimed},
		{"pushed before", placed("transfer", byTag, undecided), shows(came(-time.Second)), 0, "unclear, needs_operator: " + cameUnclaimed},
		{"claimed, by what the registry knows nothing of", placed("transfer", byTag), shows(foreign), 0, "waiting: waiting for the losing registrar to set our tag"},
		{"claimed for a month", placed("transfer", byTag, undecided), shows(foreign), claimLasts, "waiting: waiting for the losing registrar to set our tag"},
		{"claimed for longer", placed("transfer", byTag, undecided), shows(foreign), claimLasts + time.Second,
			"failed, registry_refused: its registrar has not set our tag within 30 days"},
		{"requested by another order of ours", placed("transfer"), shows(inTransfer(registry.TransferState{Incoming: true, ClTRID: "NY-OTHER-1"})), 0, "no effect"},
		{"requested by another registrar", placed("transfer"), shows(inTransfer(registry.TransferState{ClTRID: "NY-OURS-1"})), 0, "no effect"},
		{"requested, and the registry does not tell by what", placed("transfer"), shows(inTransfer(registry.TransferState{
			Incoming: true, Status: registry.TransferPending, Requested: noon.Add(-clockSkew), ActsBy: noon.AddDate(0, 0, 5),
		})), 0, "waiting: waiting for the losing registrar until 2026-03-06"},
		{"requested before the order was there", placed("transfer"), shows(inTransfer(registry.TransferState{
			Incoming: true, Status: registry.TransferPending, Requested: noon.Add(-clockSkew - time.Second),
		})), 0, "no effect"},
		{"rejected with a reason", placed("transfer"), shows(inTransfer(registry.TransferState{
			Incoming: true, ClTRID: "NY-OURS-1", Status: registry.TransferClientRejected, Reason: "unpaid",
		})), 0, "failed, registry_refused: the transfer ended as clientRejected: unpaid"},

		{"back", placed("restore"), shows(), 0, "took effect"},
		{"still in redemption", placed("restore"), shows(redeeming), 0, "no effect"},
		{"brought back by somebody else", placed("restore"), shows(other), 0, "failed, bad_state: the name had been restored already"},
		{"brought back by us", placed("restore"), shows(own), 0, "took effect"},

		{"in redemption", placed("delete"), shows(redeeming), 0, "took effect"},
		{"still there", placed("delete"), shows(), 0, "no effect"},
		{"gone when its course is over", placed("delete"), nil, 35 * 24 * time.Hour, "took effect"},
	})
}

func TestWhatProvesAChange(t *testing.T) {
	yes := true
	records := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 1, Algorithm: 13, DigestType: 2, Digest: "AB"}}}
	want := func(o *order) {
		o.Desired.SecDNS = &records
		o.Desired.Lock, o.Desired.Hold, o.Desired.Privacy, o.Desired.Dispute = &yes, &yes, &yes, &reseller.DisputeStatuses{On: true, Transfer: true, Delete: true}
		o.Desired.Contacts = reseller.Contacts{reseller.RoleRegistrant: {Email: "new@example.net"}}
		o.Desired.Host = &reseller.Host{Name: "ns1.example.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
	}
	all := func(r *registry.Registration) {
		r.Status, r.Privacy = []registry.Status{registry.StatusClientTransferProhibited, registry.StatusClientDeleteProhibited, registry.StatusClientHold}, true
		r.Contacts = registry.ShowAll(reseller.Contacts{reseller.RoleRegistrant: {Email: "new@example.net"}})
		r.Hosts = []reseller.Host{{Name: "ns1.example.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}}
		r.Nameservers, r.SecDNS = []string{"ns1.new.net"}, records
	}
	otherAddress := func(r *registry.Registration) {
		r.Hosts = []reseller.Host{{Name: "ns1.example.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.2")}}}
	}
	pendingAway := func(r *registry.Registration) { r.Transfer = &registry.TransferState{Status: registry.TransferPending} }
	for _, kind := range []reseller.OrderKind{
		reseller.OrderNameservers, reseller.OrderContacts, reseller.OrderLock, reseller.OrderHold, reseller.OrderDispute, reseller.OrderPrivacy, reseller.OrderDNSSEC, reseller.OrderHostCreate, reseller.OrderHostModify,
	} {
		proved(t, []findingCase{
			{"as ordered", placed(kind, want), shows(all), 0, "took effect"},
			{"as before", placed(kind, want), shows(), 0, "no effect"},
		})
	}
	proved(t, []findingCase{
		{"another address", placed("host_create", want), shows(otherAddress), 0, "no effect"},
		{"gone", placed("host_delete", want), shows(), 0, "took effect"},
		{"still there", placed("host_delete", want), shows(all), 0, "no effect"},
		{"contacts that are not shown", placed("contacts", want), shows(newServers), 0, "no effect"},
		{"still pending", placed("transfer_reject", want), shows(pendingAway), 0, "no effect"},
		{"pending no more", placed("transfer_reject", want), shows(), 0, "took effect"},
		{"ours, so the transfer was faster", placed("transfer_cancel", want), shows(), 0, "failed, bad_state: the transfer was completed first"},
		{"still ours", placed("release", want), shows(), 0, "no effect"},
	})
}

// showing is a registry that shows one name, or answers with an error.
type showing struct {
	registry.Connector
	shown registry.Registration
	err   error
}

func (r showing) Info(context.Context, reseller.Name) (registry.Registration, error) {
	return r.shown, r.err
}

// TestRegistrysOwnYearIsSoldOnlyWhileItIsOurs sells the year that a registry has added by itself: nothing is sent, and what it
// shows decides.
func TestRegistrysOwnYearIsSoldOnlyWhileItIsOurs(t *testing.T) {
	added := placed("renew", func(o *order) { o.PaidFrom = noon })
	leaving := func(r *registry.Registration) { r.Status = []registry.Status{registry.StatusPendingTransfer} }
	for _, c := range []struct {
		says     string
		registry showing
		want     string
	}{
		{"it shows the year", showing{shown: *shows()}, "expires 2027-03-01"},
		{"it has taken the year back", showing{shown: *shows(func(r *registry.Registration) { r.Expires = noon })}, "refused: the registry does not show the renewed name as ours any more"},
		{"the name is with another registrar", showing{shown: *shows(foreign)}, "refused: the registry does not show the renewed name as ours any more"},
		{"the name is leaving", showing{shown: *shows(leaving)}, "refused: the name is being transferred to another registrar"},
		{"the name is gone", showing{err: registry.ErrNoSuchName}, "refused: the name is not registered any more"},
		{"it does not answer", showing{err: registry.ErrUnknown}, "nothing was sent"},
	} {
		receipt, err := sendRenew(t.Context(), attempt{order: added, conn: c.registry})
		got := "expires " + receipt.Expires.Format(time.DateOnly)
		if no := refusalOf(err); no != nil {
			got = "refused: " + no.words
		} else if errors.Is(err, registry.ErrUnreachable) {
			got = "nothing was sent"
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.says, got, c.want)
		}
	}
}
