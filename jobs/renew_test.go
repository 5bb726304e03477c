package jobs_test

import (
	"fmt"
	"testing"
	"time"

	"nameyard/app/apptest"
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
	onBoth(t, 5000, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-01-29")
		e.wantBills("paid 1250")
		e.until("2027-01-30") // 30 days before 2027-03-01
		e.wantBills("paid 1250", "paid 1250")
		e.wantPaidThrough(d, "2028-03-01")
		e.wantCredit(2500)
		if n := e.effects("renew", d); n != 1 {
			e.Errorf("the registry renewed %d times, want once", n)
		}
		e.until("2027-06-01")
		e.wantBills("paid 1250", "paid 1250")
	})
}

func TestRegistryThatRenewsOnlyLateIsNotAskedEarlier(t *testing.T) {
	onBoth(t, 5000, func(e *env) {
		rules, err := e.Routes.Rules().Lookup("be")
		e.Must(err)
		d := e.registers("example.be", true)
		e.Clock.Set(d.PaidThrough.Add(-reseller.Days(rules.RenewWindowDays) - time.Hour))
		e.runAll()
		e.wantBills("paid 1250")
		e.Clock.Set(d.PaidThrough.Add(-reseller.Days(rules.RenewWindowDays)))
		e.runAll()
		e.wantBills("paid 1250", "paid 1250")
		e.wantPaidThrough(d, "2028-03-01")
	})
}

func TestNoAutoRenewNoInvoice(t *testing.T) {
	onBoth(t, 5000, func(e *env) {
		d := e.registers("example.com", false)
		e.until("2027-02-20")
		e.wantBills("paid 1250")
		e.autoRenew(d, true) // inside the window: at once
		e.runAll()
		e.wantBills("paid 1250", "paid 1250")
		e.wantPaidThrough(d, "2028-03-01")
	})
}

func TestTooLittleCreditLeavesTheInvoiceUnpaidUntilTheTopUp(t *testing.T) {
	onBoth(t, 1500, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-02-05")
		e.wantBills("paid 1250", "unpaid 1250")
		e.wantPaidThrough(d, "2027-03-01")
		e.wantCredit(250)
		e.topUp(1000)
		e.run(jobs.AutoRenew) // the same moment: not only after a day
		e.wantBills("paid 1250", "paid 1250")
		e.wantPaidThrough(d, "2028-03-01")
		e.wantCredit(0)
	})
}

// An invoice stands once it is issued, also by a clock that was ahead: a top-up pays it when the clock is right again.
func TestInvoiceOfAClockThatRanAheadIsPaidByTheTopUp(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		before := d.PaidThrough.Add(-reseller.Days(30) - 30*time.Minute)
		e.Clock.Set(before.Add(time.Hour))
		e.run(jobs.AutoRenew)
		e.wantBills("paid 1250", "unpaid 1250")
		e.Clock.Set(before)
		e.topUp(1250)
		e.run(jobs.AutoRenew)
		e.wantBills("paid 1250", "paid 1250")
		e.wantPaidThrough(d, "2028-03-01")
		e.wantCredit(0)
	})
}

func TestRenewalOfTheInvoicedTermPaysTheInvoiceAtItsFrozenPrice(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-02-05")
		e.SetPrices(apptest.Prices("USD", 2000, "com"))
		e.topUp(1250)
		o := e.Renew(e.row(d), 1)
		e.wantBills("paid 1250", "paid 1250")
		e.runAll()
		e.wantBills("paid 1250", "paid 1250")
		e.wantPaidThrough(d, "2028-03-01")
		if i := e.invoices()[1]; i.OrderID != o.ID {
			e.Errorf("the invoice was paid by order %d, want %d", i.OrderID, o.ID)
		}
	})
}

func TestRenewalForAnotherPeriodCancelsTheInvoiceWithACreditNote(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-02-05")
		unpaid := e.unpaid()
		e.topUp(2500)
		e.Renew(e.row(d), 2)
		e.runAll()
		e.wantBills("paid 1250", "cancelled 1250", fmt.Sprintf("paid -1250 credits %d", unpaid.ID), "paid 2500")
		e.wantPaidThrough(d, "2029-03-01")
		e.wantCredit(0)
	})
}

func TestSwitchingAutoRenewOffCancelsAndOnAgainInvoicesAnew(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-02-05")
		first := e.unpaid()
		e.autoRenew(d, false)
		note := fmt.Sprintf("paid -1250 credits %d", first.ID)
		e.wantBills("paid 1250", "cancelled 1250", note)
		e.until("2027-02-07")
		e.wantBills("paid 1250", "cancelled 1250", note)
		e.autoRenew(d, true)
		e.runAll()
		e.wantBills("paid 1250", "cancelled 1250", note, "unpaid 1250")
	})
}

func TestInvoiceCancelledBeforeItHadANumberGetsNone(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.Clock.Set(d.PaidThrough.AddDate(0, 0, -10))
		e.run(jobs.AutoRenew)
		e.unpaid()
		e.autoRenew(d, false)
		e.runAll()
		e.wantBills("paid 1250", "cancelled 1250")
		if n := e.invoices()[1].Number; n != "" {
			e.Errorf("an invoice that was never sent has number %s", n)
		}
	})
}

func TestNameThatNobodyPaysForIsDeletedBeforeTheGraceEnds(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-04-09")
		e.wantState(d, reseller.DomainActive)
		e.wantPaidThrough(d, "2027-03-01")
		if day := e.row(d).RegistryExpiry.Format(time.DateOnly); day != "2028-03-01" {
			e.Errorf("the registry shows %s, want the year it added by itself", day)
		}
		e.until("2027-04-11") // 40 of 45 days after
		e.wantState(d, reseller.DomainRedemption)
		if i := e.invoices()[1]; i.Status != reseller.InvoiceCancelled {
			e.Errorf("the invoice is %s, want cancelled", i.Status)
		}
		e.until("2027-05-20")
		e.wantState(d, reseller.DomainDeleted)
		e.wantCredit(0)
	})
}

func TestRenewalInTheGraceKeepsTheRegistrysYear(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.until("2027-03-20")
		e.topUp(1250)
		e.runAll()
		e.wantPaidThrough(d, "2028-03-01")
		if n := e.effects("renew", d); n != 0 {
			e.Errorf("the registry was asked for %d more years, want none", n)
		}
		e.until("2027-06-01")
		e.wantState(d, reseller.DomainActive)
		if day := e.row(d).RegistryExpiry.Format(time.DateOnly); day != "2028-03-01" {
			e.Errorf("the registry shows %s, want 2028-03-01", day)
		}
	})
}

func TestUnpaidNameWithItsOwnNameServersIsDeletedToo(t *testing.T) {
	onBoth(t, 1250, func(e *env) {
		d := e.registers("example.com", true)
		e.hosts(d, "ns1.example.com", "ns2.example.com")
		e.until("2027-04-12")
		e.wantState(d, reseller.DomainRedemption)
	})
}

func TestTenYearsOfOneName(t *testing.T) {
	onBoth(t, 1250*11, func(e *env) {
		d := e.registers("leap.se", true)
		for day := e.Clock.Now(); day.Year() < 2036 || day.YearDay() < 46; day = day.AddDate(0, 0, 9) {
			e.Clock.Set(day)
			e.runAll()
		}
		e.wantPaidThrough(d, "2037-03-01")
		e.wantCredit(0)
		if n := e.effects("renew", d); n != 10 {
			e.Errorf("the registry renewed %d times in ten windows, want 10", n)
		}
	})
}
