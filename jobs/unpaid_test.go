package jobs_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// interrupted is the sandbox registry with something that happens once, while it is asked to change a name.
type interrupted struct {
	*sandbox.Registry
	update   sync.Once
	onUpdate func()
}

func (r *interrupted) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	r.update.Do(r.onUpdate)
	return r.Registry.Update(ctx, u)
}

func TestNameThatIsPaidForWhileItsHostsAreRemovedIsNotDeleted(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.hosts(d, "ns1.example.com", "ns2.example.com")
		e.until("2027-04-09")
		e.topUp(1250)
		other := e.over(&interrupted{Registry: e.Sandbox, onUpdate: func() { e.Renew(e.row(d), 1) }})
		e.Clock.Set(e.Clock.Now().AddDate(0, 0, 2))
		e.Must(other.Jobs.Run(e.Context(), jobs.Unpaid))
		e.wantPaidThrough(d, "2028-03-01")
		e.wantState(d, reseller.DomainActive)
		if n := e.effects("delete", d); n != 0 {
			e.Errorf("a name that was paid for was deleted")
		}
	})
}

func TestGraceShorterThanTheMarginDeletesNothingThatIsPaidFor(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		rules := e.Routes.Rules()
		short := rules["be"]
		short.AutorenewGraceDays = 3
		rules["be"] = short
		d := e.registers("example.be", false)
		_, err := e.Store.ChangeDomain(e.Context(), d.ID, reseller.Operator, "import", func(d *reseller.Domain) error {
			d.RegistryExpiry = reseller.AddYears(d.PaidThrough, 1) // its registry renews early
			return nil
		})
		e.Must(err)
		e.Clock.Set(d.PaidThrough.AddDate(0, 0, -1))
		e.run(jobs.Unpaid)
		e.wantState(d, reseller.DomainActive)
		if phase, end := e.row(d).Phase(short, d.PaidThrough); phase != reseller.PhaseGrace || !end.After(d.PaidThrough) {
			e.Errorf("on the paid-through date the name is %s until %s", phase, end)
		}
		e.Clock.Set(d.PaidThrough.Add(time.Hour))
		e.run(jobs.Unpaid)
		e.wantState(d, reseller.DomainActive)
		e.Clock.Set(d.PaidThrough.AddDate(0, 0, 2))
		e.run(jobs.Unpaid)
		e.wantState(d, reseller.DomainRedemption)
	})
}

// Deleting a name gives the registry's own year back, refunded, and with it the end of the last year that was bought. What is restored
// then is paid through an earlier date, and the term that begins there was sold before.
func TestTermThatComesAgainAfterADeletionAndARestoreIsInvoicedAgain(t *testing.T) {
	onBoth(t, 20_000, func(e *env) {
		d := e.registers("example.com", false)
		e.until("2027-03-10")
		e.Renew(e.row(d), 1) // keeps the registry's year
		row := e.row(d)
		e.Buy(orders.Request{Kind: reseller.OrderRenew, Domain: &row, Desired: reseller.Desired{Years: 1}, Key: "one more"})
		e.wantPaidThrough(d, "2029-03-01")
		e.until("2027-03-20")
		e.Change(e.row(d), reseller.OrderDelete, "delete", reseller.Desired{})
		row = e.row(d)
		e.Buy(orders.Request{Kind: reseller.OrderRestore, Domain: &row})
		e.wantPaidThrough(d, "2028-03-01")
		e.autoRenew(d, true)
		e.until("2028-02-05")
		e.wantPaidThrough(d, "2029-03-01")
		e.wantBills("paid 1250", "paid 1250", "paid 1250", "paid -1250 credits 2", "paid 10000", "paid 1250")
	})
}

func TestRenewalAtTheInvoicesPriceIsSentAgainThoughTheListHasChanged(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-02-05")
		e.SetPrices(apptest.Prices("USD", 2000, "com"))
		e.topUp(1250)
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "renew", Times: 1}))
		e.run(jobs.AutoRenew)
		e.wantPaidThrough(d, "2028-03-01")
		e.wantCredit(0)
		e.wantBills("paid 1250", "paid 1250")
	})
}

// A name whose renewal has not ended is left alone, and the operator hears of it: its money is held.
func TestNameWhoseRenewalIsUnderWayIsNotDeletedAsUnpaid(t *testing.T) {
	for what, c := range map[string]struct {
		years int
		begin func(e *env)
		ends  func(e *env)
	}{
		"pending at the registry": {
			2,
			func(e *env) {
				e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultPending, Command: "renew", Times: 1, Delay: 20 * 24 * time.Hour}))
			},
			func(*env) {},
		},
		"waiting for its registry": {
			1,
			func(e *env) {
				e.Must(e.Store.PauseRegistry(e.Context(), reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
			},
			func(e *env) {
				_, err := e.Store.ResumeRegistry(e.Context(), "sandbox", []string{"com"}, reseller.Operator)
				e.Must(err)
			},
		},
	} {
		t.Run(what, func(t *testing.T) {
			onBoth(t, 1250*3, func(e *env) {
				d := e.registers("example.com", false)
				e.hosts(d, "ns1.example.com", "ns2.example.com")
				e.until("2027-04-04")
				c.begin(e)
				row := e.row(d)
				_, err := e.Orders.Buy(e.Context(), orders.Request{
					Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &row, Desired: reseller.Desired{Years: c.years},
					AnswerBy: e.Clock.Wall().Add(20 * time.Second),
				})
				e.Must(err)
				e.until("2027-04-14")
				if now := e.row(d); len(now.Nameservers) != 2 || len(now.Hosts) != 2 || now.State != reseller.DomainActive {
					e.Errorf("the name is %s, with name servers %v and hosts %v", now.State, now.Nameservers, now.Hosts)
				}
				e.run(jobs.EventNumbers)
				if n := e.events(reseller.EventDeletingUnpaid); n != 0 {
					e.Errorf("the account was told %d times that nobody paid", n)
				}
				if n := e.events(reseller.EventUnpaidKept); n == 0 {
					e.Error("the operator was not told")
				}
				c.ends(e)
				e.until("2027-05-02")
				e.wantPaidThrough(d, reseller.AddYears(d.PaidThrough, c.years).Format(time.DateOnly))
				if now := e.row(d); len(now.Nameservers) != 2 {
					e.Errorf("a name that was paid for has name servers %v", now.Nameservers)
				}
			})
		})
	}
}
