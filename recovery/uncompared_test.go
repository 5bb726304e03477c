package recovery_test

import (
	"net/netip"
	"testing"
	"time"

	"nameyard/operator"
	"nameyard/reseller"
)

// sentSince has the server go on with orders of the backup, and brings the backup back.
func (e *env) sentSince(placed ...reseller.Order) {
	e.Helper()
	e.backup()
	e.Must(e.Sandbox.ClearFaults(e.Context()))
	e.Clock.Move(time.Hour)
	_, err := e.Orders.Reconcile(e.Context())
	e.Must(err)
	for _, o := range placed {
		if end := e.settled(o.ID); end.State != reseller.OrderDone {
			e.Fatalf("the %s is %s before the restore", end.Kind, end.State)
		}
	}
	e.later(30 * time.Hour) // nothing that was not sent by then is sent any more
	e.restoreNow()
}

// What a backup calls unsent may have been sent since. Nothing ends it before the registries and their logs have been asked: no job, and nobody who asks.
func TestOrdersOfTheBackupAreLeftToTheComparison(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		bought, renewed := e.whileDown(e.registration("bought.com")), e.whileDown(e.renewal("known.com"))
		e.sentSince(bought, renewed)
		staff := operator.Orders{Store: e.Store, Orders: e.Orders}
		for _, o := range []reseller.Order{bought, renewed} {
			o := e.settled(o.ID)
			asks := map[string]func() error{
				"asked again": func() error { _, err := staff.AskAgain(e.Context(), o.ID); return err },
				"asked again in a rehearsal": func() error {
					_, err := staff.AskAgain(reseller.Rehearse(e.Context()), o.ID)
					return err
				},
				"followed": func() error { return e.Orders.Follow(e.Context(), o) },
				"resolved": func() error { _, err := e.Orders.Resolve(e.Context(), o.ID, false, "not wanted"); return err },
				"taken back": func() error {
					_, err := e.Store.ReverseOrder(e.Context(), reseller.Reversal{Order: o, Apply: func(*reseller.Domain) {}}, reseller.Operator)
					return err
				},
				"confirmed": func() error {
					_, err := e.Store.ConfirmOrder(e.Context(), reseller.Reversal{Order: o, Apply: func(*reseller.Domain) {}}, reseller.Operator)
					return err
				},
			}
			for way, ask := range asks {
				if err := ask(); !reseller.HasCode(err, reseller.CodeRestoring) {
					t.Errorf("%s before the comparison, the %s says %v", way, o.Kind, err)
				}
			}
			if now := e.settled(o.ID); now.State != o.State {
				t.Errorf("the %s is %s before the comparison, want %s", o.Kind, now.State, o.State)
			}
		}
		e.areFoundDone(bought, renewed)
	})
}

// A deletion that had taken nothing yet by the books is not over for that: the comparison shows what it took since.
func TestDeletionOfTheBackupIsLeftToTheComparison(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("apart.com")
		host := reseller.Host{Name: "ns1.apart.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		e.Change(e.Domain("apart.com"), reseller.OrderHostCreate, "host:"+host.Name, reseller.Desired{Host: &host})
		e.Change(e.Domain("apart.com"), reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{host.Name, "ns2.example.net"}})
		d := e.Domain("apart.com")
		_, err := e.Store.SaveDeletion(e.Context(), reseller.Deletion{
			DomainID: d.ID, AccountID: d.AccountID, PaidFrom: d.PaidThrough, Had: reseller.DelegationOf(d), DueAt: e.Clock.Now(),
		})
		e.Must(err)
		e.backup()
		e.Change(d, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{"ns2.example.net"}, Leaving: true})
		e.Change(e.Domain("apart.com"), reseller.OrderHostDelete, "host:"+host.Name, reseller.Desired{Host: &host, Leaving: true})
		e.restore()

		e.compare("changed apart.com")
		e.setBack("apart.com", host)
	})
}
