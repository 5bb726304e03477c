package recovery_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// compareSilently compares with a registry that keeps no log, as EPP registries do not.
func (e *env) compareSilently(shows func(*registry.Registration), want ...string) {
	e.Helper()
	e.Must(e.compareOn(e.over(silent{Connector: e.Sandbox, shows: shows})))
	want = append(want, "not_asked sandbox")
	slices.Sort(want)
	e.wantFindings(want...)
	e.wantSelling(true)
}

func TestYearsThatARegistryWithoutALogGaveAreTheAccountsAndNotChargedAgain(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("longer.com", func(d *reseller.Desired) { d.AutoRenew = true })
		e.day("2027-01-31")
		e.SetPrices([]reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 2000_00}})
		e.Must(e.Jobs.Run(e.Context(), "auto-renew")) // invoices the term; credit does not cover it
		if !e.Domain("longer.com").Invoiced {
			t.Fatal("the term is not invoiced")
		}
		e.backup()
		e.Clock.Move(time.Hour)
		_, err := e.Sandbox.Renew(e.Context(), renewal(d, 2))
		e.Must(err)
		e.restore()

		e.compareSilently(nil, "changed longer.com")
		e.wantPaidThrough("longer.com", "2029-03-01")
		e.wantBalance(990_00, 0)
		if detail := e.detail("longer.com"); !strings.Contains(detail, "paid through 2029-03-01 instead of 2027-03-01: the registry gave 2 years after the backup") {
			t.Errorf("found %q", detail)
		}
		// The invoice of the term that is paid for is cancelled, and the next term will have its own.
		invoices, err := e.Store.Invoices(e.Context(), e.Account.ID, 0, 100)
		e.Must(err)
		if i := invoices[1]; i.Status != reseller.InvoiceCancelled || e.Domain("longer.com").Invoiced {
			t.Errorf("the invoice is %s, the next term invoiced %t", i.Status, e.Domain("longer.com").Invoiced)
		}
		e.Unclean = true // the registry's log, which verify reads, has years that no order asked for
	})
}

func renewal(d reseller.Domain, years int) registry.Renew {
	return registry.Renew{ClTRID: reseller.ClTRID(reseller.NewClTRIDBase(), 1), Name: d.Name, CurrentExpiry: d.RegistryExpiry, Years: years}
}

// The registry renews .com by itself on the day it expires. Whether such a year was paid for after the backup nobody can
// know; whether it is the registry's own at all must be judged from what the registry shows.
func TestYearThatARegistryAddedByItselfIsNotPaidFor(t *testing.T) {
	withoutGrace := func(r *registry.Registration) { r.Status = []registry.Status{registry.StatusOK} }
	for _, c := range []struct {
		name  string
		then  func(e *env) // after the backup and the registry's own renewal
		shows func(*registry.Registration)
		paid  string
		found []string
	}{
		{"it says so", func(*env) {}, nil, "2027-03-01", []string{"changed own.com", "unpaid own.com"}},
		{"nothing of ours changed the name since", func(*env) {}, withoutGrace, "2027-03-01", []string{"changed own.com", "unpaid own.com"}},
		{"something of ours changed the name since", func(e *env) { e.hosts("own.com", "ns1.own.com") }, withoutGrace, "2028-03-01", []string{"changed own.com"}},
		{"it says so beside a year that was ordered", func(e *env) {
			d := e.Domain("own.com")
			d.RegistryExpiry = reseller.AddYears(d.RegistryExpiry, 1)
			_, err := e.Sandbox.Renew(e.Context(), renewal(d, 1))
			e.Must(err)
		}, func(r *registry.Registration) {
			r.Status = []registry.Status{registry.StatusOK, registry.StatusAutoRenewPeriod}
		}, "2028-03-01", []string{"changed own.com"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onBoth(t, func(e *env) {
				e.Register("own.com")
				e.day("2027-02-20")
				e.backup()
				e.day("2027-03-05")
				c.then(e)
				e.restore()
				e.compareSilently(c.shows, c.found...)
				e.wantPaidThrough("own.com", c.paid)
				e.wantBalance(990_00, 0)
				e.Unclean = true // the registry's log, which verify reads, may have years that no order asked for
			})
		})
	}
}

// A renewal that the registry proves neither way, as another year was bought after the backup, has its year counted with that one. Whatever
// the operator says of it later, no year is taken back, to be sold again.
func TestRenewalThatIsResolvedAfterARestoreTakesNoYearAway(t *testing.T) {
	onBoth(t, func(e *env) {
		d := e.Register("twice.com")
		o := e.unfinished("twice.com", -time.Second)
		e.backup()
		expiry := d.RegistryExpiry
		for _, base := range []string{o.ClTRIDBase, reseller.NewClTRIDBase()} {
			receipt, err := e.Sandbox.Renew(e.Context(), registry.Renew{ClTRID: reseller.ClTRID(base, 1), Name: d.Name, CurrentExpiry: expiry, Years: 1})
			e.Must(err)
			expiry = receipt.Expires
		}
		e.Unclean = true // the registry has a log here, which the connector of this story does not show
		e.restore()
		e.later(2 * time.Hour)
		quiet := e.over(silent{Connector: e.Sandbox, shows: func(r *registry.Registration) { r.LastTrID = "" }})
		e.Must(e.compareOn(quiet))
		e.wantPaidThrough("twice.com", "2029-03-01")
		if end := e.settled(o.ID); end.State != reseller.OrderRefused {
			t.Errorf("the renewal whose year was counted is %s: %s", end.State, end.Reason)
		}
		e.wantBalance(990_00, 0)
	})
}
