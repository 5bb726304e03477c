package jobs_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
)

// bill writes an invoice in a few words.
func bill(i reseller.Invoice) string {
	text := fmt.Sprintf("%s %d", i.Status, i.Charge.Total())
	if i.Credits != 0 {
		text += fmt.Sprintf(" credits %d", i.Credits)
	}
	return text
}

func TestWindowOpensAndTheNameIsInvoicedAndRenewedFromCredit(t *testing.T) {
	onBoth(t, 5000, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-01-29")
		y.wantBills("paid 1250")
		y.until("2027-01-30") // 30 days before 2027-03-01
		y.wantBills("paid 1250", "paid 1250")
		y.wantPaidThrough(d, "2028-03-01")
		y.wantCredit(2500)
		if n := y.effects("renew", d); n != 1 {
			y.t.Errorf("the registry renewed %d times, want once", n)
		}
		y.until("2027-06-01")
		y.wantBills("paid 1250", "paid 1250")
	})
}

func TestRegistryThatRenewsOnlyLateIsNotAskedEarlier(t *testing.T) { // T49
	onBoth(t, 5000, func(y *env) {
		rules, err := y.routes.Rules().Lookup("be")
		y.must(err)
		d := y.buys("example", "be", true)
		y.clock.set(d.PaidThrough.Add(-reseller.Days(rules.RenewWindowDays) - time.Hour))
		y.run()
		y.wantBills("paid 1250")
		y.clock.set(d.PaidThrough.Add(-reseller.Days(rules.RenewWindowDays)))
		y.run()
		y.wantBills("paid 1250", "paid 1250")
		y.wantPaidThrough(d, "2028-03-01")
	})
}

func TestNoAutoRenewNoInvoice(t *testing.T) {
	onBoth(t, 5000, func(y *env) {
		d := y.buys("example", "com", false)
		y.until("2027-02-20")
		y.wantBills("paid 1250")
		y.autoRenew(d, true) // inside the window: at once
		y.run()
		y.wantBills("paid 1250", "paid 1250")
		y.wantPaidThrough(d, "2028-03-01")
	})
}

func TestTooLittleCreditLeavesTheInvoiceUnpaidUntilTheTopUp(t *testing.T) { // T48
	onBoth(t, 1500, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-02-05")
		y.wantBills("paid 1250", "unpaid 1250")
		y.wantPaidThrough(d, "2027-03-01")
		y.wantCredit(250)
		y.must(y.store.MoveCredit(y.ctx, y.account, 1000, "", "top-up"))
		y.must(y.table.Run(y.ctx, jobs.AutoRenew)) // the same moment: not only after a day
		y.wantBills("paid 1250", "paid 1250")
		y.wantPaidThrough(d, "2028-03-01")
		y.wantCredit(0)
	})
}

func TestRenewalOfTheInvoicedTermPaysTheInvoiceAtItsFrozenPrice(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-02-05")
		y.prices(2000)
		y.must(y.store.MoveCredit(y.ctx, y.account, 1250, "", "top-up"))
		o := y.renews(y.row(d.Name), 1)
		y.wantBills("paid 1250", "paid 1250")
		y.run()
		y.wantBills("paid 1250", "paid 1250")
		y.wantPaidThrough(d, "2028-03-01")
		if i := y.invoices()[1]; i.OrderID != o.ID {
			y.t.Errorf("the invoice was paid by order %d, want %d", i.OrderID, o.ID)
		}
	})
}

func TestRenewalForAnotherPeriodCancelsTheInvoiceWithACreditNote(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-02-05")
		unpaid := y.unpaid()
		y.must(y.store.MoveCredit(y.ctx, y.account, 2500, "", "top-up"))
		y.renews(y.row(d.Name), 2)
		y.run()
		y.wantBills("paid 1250", "cancelled 1250", fmt.Sprintf("paid -1250 credits %d", unpaid.ID), "paid 2500")
		y.wantPaidThrough(d, "2029-03-01")
		y.wantCredit(0)
	})
}

func TestSwitchingAutoRenewOffCancelsAndOnAgainInvoicesAnew(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-02-05")
		first := y.unpaid()
		y.autoRenew(d, false)
		note := fmt.Sprintf("paid -1250 credits %d", first.ID)
		y.wantBills("paid 1250", "cancelled 1250", note)
		y.until("2027-02-07")
		y.wantBills("paid 1250", "cancelled 1250", note)
		y.autoRenew(d, true)
		y.run()
		y.wantBills("paid 1250", "cancelled 1250", note, "unpaid 1250")
	})
}

func TestInvoiceCancelledBeforeItHadANumberGetsNone(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.clock.set(d.PaidThrough.AddDate(0, 0, -10))
		y.must(y.table.Run(y.ctx, jobs.AutoRenew))
		y.unpaid()
		y.autoRenew(d, false)
		y.run()
		y.wantBills("paid 1250", "cancelled 1250")
		if n := y.invoices()[1].Number; n != "" {
			y.t.Errorf("an invoice that was never sent has number %s", n)
		}
	})
}

func TestNameThatNobodyPaysForIsDeletedBeforeTheGraceEnds(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-04-09")
		y.wantState(d, reseller.DomainActive)
		y.wantPaidThrough(d, "2027-03-01")
		if e := y.row(d.Name).RegistryExpiry.Format(time.DateOnly); e != "2028-03-01" {
			y.t.Errorf("the registry shows %s, want the year it added by itself", e)
		}
		y.until("2027-04-11") // 40 of 45 days after
		y.wantState(d, reseller.DomainRedemption)
		if i := y.invoices()[1]; i.Status != reseller.InvoiceCancelled {
			y.t.Errorf("the invoice is %s, want cancelled", i.Status)
		}
		y.until("2027-05-20")
		y.wantState(d, reseller.DomainDeleted)
		y.wantCredit(0)
	})
}

func TestRenewalInTheGraceKeepsTheRegistrysYear(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.until("2027-03-20")
		y.must(y.store.MoveCredit(y.ctx, y.account, 1250, "", "top-up"))
		y.run()
		y.wantPaidThrough(d, "2028-03-01")
		if n := y.effects("renew", d); n != 0 {
			y.t.Errorf("the registry was asked for %d more years, want none", n)
		}
		y.until("2027-06-01")
		y.wantState(d, reseller.DomainActive)
		if e := y.row(d.Name).RegistryExpiry.Format(time.DateOnly); e != "2028-03-01" {
			y.t.Errorf("the registry shows %s, want 2028-03-01", e)
		}
	})
}

func TestUnpaidNameWithItsOwnNameServersIsDeletedToo(t *testing.T) {
	onBoth(t, 1250, func(y *env) {
		d := y.buys("example", "com", true)
		y.hosts(d, "ns1.example.com", "ns2.example.com")
		y.until("2027-04-12")
		y.wantState(d, reseller.DomainRedemption)
	})
}

func TestTenYearsOfOneName(t *testing.T) {
	onBoth(t, 1250*11, func(y *env) {
		d := y.buys("leap", "se", true)
		for day := y.clock.Now(); day.Year() < 2036 || day.YearDay() < 46; day = day.AddDate(0, 0, 9) {
			y.clock.set(day)
			y.run()
		}
		y.wantPaidThrough(d, "2037-03-01")
		y.wantCredit(0)
		if n := y.effects("renew", d); n != 10 {
			y.t.Errorf("the registry renewed %d times in ten windows, want 10", n)
		}
	})
}
