package orders_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// What the registry takes back with a deletion, the account gets back: every charge in its grace, once, with a credit note each.
// Every story ends with the books held against the registry's log.

// gives has a name deleted, answered or with a lost answer that is found out later.
func (o *env) gives(d reseller.Domain, lost bool) {
	o.t.Helper()
	r := o.ask(reseller.OrderDelete, d, "delete")
	if lost {
		o.fault(sandbox.FaultLostAnswer, "delete", 0)
		o.left(r)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Move(time.Minute)
		o.reconcile()
		return
	}
	result, err := o.Orders.Change(o.ctx, r)
	o.Must(err)
	o.Must(orders.Verdict(result.Order))
}

// notes are the sums of the account's credit notes, in their order.
func (o *env) notes() (sums []int64) {
	o.t.Helper()
	list, err := o.Store.Invoices(o.ctx, o.Account.ID, 0, 1000)
	o.Must(err)
	for _, i := range list {
		if i.Credits != 0 {
			sums = append(sums, i.Charge.Total())
		}
	}
	return sums
}

func (o *env) wantNotes(want ...int64) {
	o.t.Helper()
	if got := o.notes(); !slices.Equal(got, want) {
		o.t.Errorf("the credit notes are of %v, want %v", got, want)
	}
}

func (o *env) renewed(d reseller.Domain, years int) reseller.Domain {
	o.t.Helper()
	r := o.renewal(d, years)
	result, err := o.Orders.Buy(o.ctx, r)
	o.Must(err)
	o.Must(orders.Verdict(result.Order))
	return o.domain(d.Name.SLD())
}

func TestDeletionGivesBackEveryChargeInItsGrace(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	stories := []struct {
		says  string
		story func(o *env, sld string) reseller.Domain
		notes []int64
		years int // that are paid from the registration on, afterwards, if the name can be restored
	}{
		{"a registration and its renewal of the same day", func(o *env, sld string) reseller.Domain {
			return o.renewed(o.registered(sld), 9)
		}, []int64{-1000, -9000}, 0},
		{"a renewal whose grace runs, and neither an earlier one nor the registration", func(o *env, sld string) reseller.Domain {
			d := o.registered(sld)
			o.Clock.Move(20 * day)
			d = o.renewed(d, 2)
			o.Clock.Move(3 * day)
			d = o.renewed(d, 1)
			o.Clock.Move(3 * day)
			return d
		}, []int64{-1000}, 3},
		{"a year that the registry had added by itself and the account has paid for", func(o *env, sld string) reseller.Domain {
			d := o.renewed(o.autorenewed(sld), 1)
			o.Clock.Move(20 * day)
			return d
		}, []int64{-1000}, 1},
		{"three years bought then, all at first", func(o *env, sld string) reseller.Domain {
			return o.renewed(o.autorenewed(sld), 3)
		}, []int64{-3000}, 1},
		{"and later the one that the registry had added", func(o *env, sld string) reseller.Domain {
			d := o.renewed(o.autorenewed(sld), 3)
			o.Clock.Move(20 * day)
			return d
		}, []int64{-1000}, 3},
		{"nothing where nothing is in its grace", func(o *env, sld string) reseller.Domain {
			d := o.renewed(o.registered(sld), 2)
			o.Clock.Move(6 * day)
			return d
		}, nil, 3},
		{"nothing for a year that nobody paid for", func(o *env, sld string) reseller.Domain {
			return o.autorenewed(sld)
		}, nil, 1},
	}
	onEach(t, 500_000, func(t *testing.T, o *env) {
		for i, c := range stories {
			for how, lost := range []bool{false, true} {
				d := c.story(o, fmt.Sprintf("story%d-%d", i, how))
				credit, _ := o.balance()
				seen := o.notes()
				o.gives(d, lost)
				for _, sum := range c.notes {
					credit -= sum
				}
				if now, _ := o.balance(); now != credit || !slices.Equal(o.notes()[len(seen):], c.notes) {
					t.Errorf("%s (answer lost: %t): %d available, want %d, with credit notes of %v, want %v", c.says, lost, now, credit, o.notes()[len(seen):], c.notes)
				}
				now := o.domain(d.Name.SLD())
				if c.years > 0 && !reseller.SameDay(now.PaidThrough, reseller.AddYears(now.RegisteredAt, c.years)) {
					t.Errorf("%s (answer lost: %t): the name is %s, registered %s and paid through %s, want %d years", c.says, lost, now.State, now.RegisteredAt, now.PaidThrough, c.years)
				}
			}
		}
	})
}

// autorenewed is a name that its registry has just renewed by itself.
func (o *env) autorenewed(sld string) reseller.Domain {
	o.t.Helper()
	d := o.registered(sld)
	o.Clock.Move(375 * 24 * time.Hour)
	o.follow(&d)
	return d
}

// follow brings the row in line with what the registry did by itself.
func (o *env) follow(d *reseller.Domain) {
	o.t.Helper()
	o.Must(o.Sandbox.Tick(o.ctx))
	shown, err := o.Sandbox.Info(o.ctx, d.Name)
	o.Must(err)
	*d, err = o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "test", func(row *reseller.Domain) error {
		row.RegistryExpiry = shown.Expires
		return nil
	})
	o.Must(err)
}

// A name that was deleted, restored and deleted again within the grace gives its renewal back once.
func TestRefundIsGivenOnceThoughTheNameComesBack(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("twice")
		o.Clock.Move(10 * 24 * time.Hour)
		o.gives(o.renewed(d, 1), false)
		o.wantNotes(-1000)
		r := o.ask(reseller.OrderRestore, o.domain("twice"), "")
		r.Desired.Years = 1
		result, err := o.Orders.Buy(o.ctx, r)
		o.Must(err)
		o.Must(orders.Verdict(result.Order))
		o.gives(o.domain("twice"), true)
		o.wantNotes(-1000)
		if d := o.domain("twice"); d.State != reseller.DomainRedemption {
			t.Errorf("the name is %s", d.State)
		}
	})
}

// A name that moved within its grace gives the price back to the account that was charged.
func TestRefundGoesToTheAccountThatWasCharged(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		buyer, taker := o.Account, o.newAccount("taker@example.com", 10_000)
		d := o.registered("moved")
		code, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderAuthCode, d, "authcode"))
		o.Must(err)
		o.Account = taker
		r := o.request(reseller.OrderTransfer, d.Name, reseller.Desired{Years: 1})
		r.AuthCode = code.Secret
		moved, err := o.Orders.Buy(o.ctx, r)
		o.Must(err)
		o.Must(orders.Verdict(moved.Order))
		o.gives(o.domain("moved"), false)
		o.wantBalance(10_000, 0)
		o.Account = buyer
		o.wantBalance(50_000, 0)
		o.wantNotes(-1000)
	})
}

// A transfer that is deleted in its grace goes back, with its year.
func TestTransferInItsGraceIsGivenBack(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		n := name(t, "came", "com")
		o.Must(o.Sandbox.AddForeign(o.ctx, n, "code", o.Clock.Now().AddDate(-1, 0, 100), false))
		r := o.request(reseller.OrderTransfer, n, reseller.Desired{Years: 1})
		r.AuthCode = "code"
		o.left(r)
		o.Clock.Move(6 * 24 * time.Hour)
		o.Must(o.Sandbox.Tick(o.ctx))
		o.reconcile()
		o.wantBalance(49_200, 0)
		o.gives(o.domain("came"), true)
		o.wantBalance(50_000, 0)
		o.wantNotes(-800)
	})
}
