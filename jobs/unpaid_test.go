package jobs_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// interrupted is the sandbox registry with something that happens once, while it is asked to change or to show a name.
type interrupted struct {
	*sandbox.Registry
	update, info sync.Once
	onUpdate     func()
	onInfo       func()
}

func (r *interrupted) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	if r.onUpdate != nil {
		r.update.Do(r.onUpdate)
	}
	return r.Registry.Update(ctx, u)
}

func (r *interrupted) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, name)
	if r.onInfo != nil {
		r.info.Do(r.onInfo)
	}
	return shown, err
}

// behind gives the yard's desk and jobs another way to the registry. What happens on that way goes to the desk as it was.
func (y *env) behind(r *interrupted) {
	y.t.Helper()
	r.Registry = y.registry
	var err error
	y.routes, err = registry.NewRoutes(y.routes.Rules(), map[string]registry.Connector{"sandbox": r})
	y.must(err)
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	y.must(err)
	quiet := slog.New(slog.DiscardHandler)
	desk := orders.New(orders.Config{Store: y.store, Routes: y.routes, Clock: y.clock, Key: key, Log: quiet, Holder: "other"})
	y.t.Cleanup(func() { y.must(desk.Drain(context.Background())) })
	y.table = jobs.New(jobs.Deps{
		Orders: desk, Books: y.store, Routes: y.routes, Restored: y.store, Recoverer: desk, Sandbox: y.registry, Clock: y.clock, Log: quiet,
	})
}

func TestNameThatIsPaidForWhileItsHostsAreRemovedIsNotDeleted(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.hosts(d, "ns1.example.com", "ns2.example.com")
		y.until("2027-04-09")
		y.must(y.store.MoveCredit(y.ctx, y.account, 1250, "", "top-up"))
		y.behind(&interrupted{onUpdate: func() { y.renews(y.row(d.Name), 1) }})
		y.clock.set(y.clock.Now().AddDate(0, 0, 2))
		y.must(y.table.Run(y.ctx, jobs.Unpaid))
		y.wantPaidThrough(d, "2028-03-01")
		y.wantState(d, reseller.DomainActive)
		if n := y.effects("delete", d); n != 0 {
			y.t.Errorf("a name that was paid for was deleted")
		}
	})
}

func TestGraceShorterThanTheMarginDeletesNothingThatIsPaidFor(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		rules := y.routes.Rules()
		short := rules["be"]
		short.AutorenewGraceDays = 3
		rules["be"] = short
		d := y.buys("example", "be", false)
		_, err := y.store.ChangeDomain(y.ctx, d.ID, reseller.Operator, "import", func(d *reseller.Domain) error {
			d.RegistryExpiry = reseller.AddYears(d.PaidThrough, 1) // its registry renews early
			return nil
		})
		y.must(err)
		y.clock.set(d.PaidThrough.AddDate(0, 0, -1))
		y.must(y.table.Run(y.ctx, jobs.Unpaid))
		y.wantState(d, reseller.DomainActive)
		if phase, end := y.row(d.Name).Phase(short, d.PaidThrough); phase != reseller.PhaseGrace || !end.After(d.PaidThrough) {
			y.t.Errorf("on the paid-through date the name is %s until %s", phase, end)
		}
		y.clock.set(d.PaidThrough.Add(time.Hour))
		y.must(y.table.Run(y.ctx, jobs.Unpaid))
		y.wantState(d, reseller.DomainActive)
		y.clock.set(d.PaidThrough.AddDate(0, 0, 2))
		y.must(y.table.Run(y.ctx, jobs.Unpaid))
		y.wantState(d, reseller.DomainRedemption)
	})
}

// Deleting a name gives the registry's own year back, and with it the end of the last year that was bought. What is restored
// then is paid through an earlier date, and the term that begins there was sold before.
func TestTermThatComesAgainAfterADeletionAndARestoreIsInvoicedAgain(t *testing.T) {
	onBoth(t, 20_000, func(y *env) {
		d := y.buys("example", "com", false)
		y.until("2027-03-10")
		y.renews(y.row(d.Name), 1) // keeps the registry's year
		by := y.clock.Wall().Add(20 * time.Second)
		row := y.row(d.Name)
		more, err := y.desk.Buy(y.ctx, orders.Request{
			Caller: reseller.Caller{Account: y.account}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &row, Desired: reseller.Desired{Years: 1},
			Key: "one more", AnswerBy: by,
		})
		y.must(err)
		y.must(orders.Verdict(more.Order))
		y.wantPaidThrough(d, "2029-03-01")
		row = y.row(d.Name)
		y.change(orders.Request{Kind: reseller.OrderDelete, Domain: &row, Subject: "delete", AnswerBy: by})
		row = y.row(d.Name)
		result, err := y.desk.Buy(y.ctx, orders.Request{
			Caller: reseller.Caller{Account: y.account}, Kind: reseller.OrderRestore, Name: d.Name, Domain: &row, AnswerBy: by,
		})
		y.must(err)
		y.must(orders.Verdict(result.Order))
		y.wantPaidThrough(d, "2028-03-01")
		y.autoRenew(d, true)
		y.until("2028-02-05")
		y.wantPaidThrough(d, "2029-03-01")
		y.wantBills("paid 1250", "paid 1250", "paid 1250", "paid 10000", "paid 1250")
	})
}

func TestRenewalAtTheInvoicesPriceIsSentAgainThoughTheListHasChanged(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-02-05")
		y.prices(2000)
		y.must(y.store.MoveCredit(y.ctx, y.account, 1250, "", "top-up"))
		y.must(y.registry.SetFault(y.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "renew", Times: 1}))
		y.must(y.table.Run(y.ctx, jobs.AutoRenew))
		y.wantPaidThrough(d, "2028-03-01")
		y.wantCredit(0)
		y.wantBills("paid 1250", "paid 1250")
	})
}

func TestRowThatIsSwitchedWhileItIsComparedAfterARestoreIsComparedNonetheless(t *testing.T) {
	onBoth(t, 100_000, func(y *env) {
		d := y.buys("example", "com", false)
		restore := y.backup()
		y.hosts(d, "ns1.example.com")
		restore()
		y.behind(&interrupted{onInfo: func() { y.autoRenew(d, true) }})
		y.must(y.table.Run(y.ctx, jobs.AfterRestore))
		y.wantSelling(true)
		if got := y.row(d.Name); len(got.Hosts) != 1 || !got.AutoRenew {
			y.t.Errorf("the row has hosts %v, auto-renew %t; want the registry's hosts and the account's wish", got.Hosts, got.AutoRenew)
		}
	})
}
