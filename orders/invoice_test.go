package orders_test

import (
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// renewing registers a name that renews by itself.
func (o *env) renewing(sld string) reseller.Domain {
	o.t.Helper()
	r := o.registration(sld)
	r.Desired.AutoRenew = true
	o.buy(r)
	return o.domain(sld)
}

func (o *env) invoice(d reseller.Domain) reseller.Invoice {
	o.t.Helper()
	i, err := o.Orders.IssueInvoice(o.ctx, d)
	o.Must(err)
	return i
}

func (o *env) answerBy() time.Time { return o.Clock.Wall().Add(10 * time.Second) }

func TestInvoicedRenewalIsPaidFromTheCredit(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.renewing("paid")
		i := o.invoice(d)
		if i.Charge.Net != 1000 || i.Years() != 1 || !i.Term.Equal(d.PaidThrough) {
			t.Errorf("the invoice is for %d years from %s: %d", i.Years(), i.Term, i.Charge.Net)
		}
		o.wantBalance(49_000, 0) // an invoice moves nothing
		res, err := o.Orders.PayInvoice(o.ctx, i, o.answerBy())
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.wantBalance(48_000, 0)
		if now := o.domain("paid"); !now.PaidThrough.Equal(d.PaidThrough.AddDate(1, 0, 0)) {
			t.Errorf("it is paid through %s", now.PaidThrough)
		}
		_, err = o.Orders.PayInvoice(o.ctx, i, o.answerBy())
		o.wantCode("an invoice that is paid", err, reseller.CodeBadState)
		o.wantBalance(48_000, 0)
		_, err = o.Orders.IssueInvoice(o.ctx, d)
		if err == nil {
			t.Error("the row that was read before the renewal is invoiced again")
		}
	})
}

// TestDisabledAccountsNamesGoOnBeingRenewed: to disable an account refuses its callers and nothing else.
func TestDisabledAccountsNamesGoOnBeingRenewed(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		i := o.invoice(o.renewing("frozen"))
		_, err := o.Store.ChangeAccount(o.ctx, o.Account.ID, reseller.Operator, "unpaid", func(a *reseller.Account) error { a.Disabled = true; return nil })
		o.Must(err)
		res, err := o.Orders.PayInvoice(o.ctx, i, o.answerBy())
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.wantBalance(48_000, 0)
		o.wantEffects("renew", o.domain("frozen").Name, 1)
	})
}

// TestInvoiceWhoseClaimTheRowDoesNotBearOutIsNotPaid: its owner has changed their mind since the invoice was written.
func TestInvoiceWhoseClaimTheRowDoesNotBearOutIsNotPaid(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.renewing("dropped")
		i := o.invoice(d)
		_, err := o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "test", func(row *reseller.Domain) error {
			row.AutoRenew = false
			return nil
		})
		o.Must(err)
		_, err = o.Orders.PayInvoice(o.ctx, i, o.answerBy())
		o.wantCode("an invoice for a name that is not to be renewed", err, reseller.CodeBadState)
		o.wantBalance(49_000, 0)
		o.wantEffects("renew", d.Name, 0)
	})
}

// TestNoInvoiceWithoutAPrice: nor without an account or a TLD.
func TestNoInvoiceWithoutAPrice(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.renewing("priceless")
		abroad := d
		abroad.AccountID = o.accountIn("EUR").ID
		_, err := o.Orders.IssueInvoice(o.ctx, abroad)
		o.wantCode("a currency without prices", err, reseller.CodeNoPrice)
		abroad.AccountID = 999
		if _, err := o.Orders.IssueInvoice(o.ctx, abroad); err == nil {
			t.Error("an account that is not there has an invoice")
		}
		if _, err := o.unserving("com").IssueInvoice(o.ctx, d); err == nil {
			t.Error("a TLD that is not served has an invoice")
		}
		if list, err := o.Store.Invoices(o.ctx, o.Account.ID, 0, 10, reseller.InvoiceUnpaid); err != nil || len(list) > 0 {
			t.Errorf("there are %d unpaid invoices, %v", len(list), err)
		}
	})
}

func (o *env) accountIn(currency string) reseller.Account {
	o.t.Helper()
	a, err := o.Store.AddAccount(o.ctx, reseller.Account{Email: currency + "@example.com", Name: currency, Currency: currency, Language: "en"}, reseller.Operator)
	o.Must(err)
	return a
}

// TestForecastCountsWhatIsInvoicedAndWhatIsNot: at the invoice's price, whenever its term begins, and at today's.
func TestForecastCountsWhatIsInvoicedAndWhatIsNot(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.renewing("plain")
		o.renewing("more")
		o.invoice(o.renewing("billed"))
		o.registered("leaves")
		o.Must(o.Store.SetPrices(o.ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 1300}}, reseller.Operator))
		far, err := o.Orders.Forecast(o.ctx, o.Account)
		o.Must(err)
		o.Clock.Move(350 * 24 * time.Hour)
		near, err := o.Orders.Forecast(o.ctx, o.Account)
		o.Must(err)
		if far.Count != 1 || near.Count != 3 || near.Total != 1300+1300+1000 || near.Unpriced != 0 || near.Available != 46_000 {
			t.Errorf("far: %d names; near: %d names for %d of %d, %d without a price", far.Count, near.Count, near.Total, near.Available, near.Unpriced)
		}
		unserved, err := o.unserving("com").Forecast(o.ctx, o.Account)
		o.Must(err)
		if unserved.Unpriced != 2 || unserved.Total != 1000 {
			t.Errorf("without the TLD %d names have no price, and %d is needed", unserved.Unpriced, unserved.Total)
		}
		abroad := o.Account
		abroad.Currency = "EUR"
		if f, err := o.Orders.Forecast(o.ctx, abroad); err != nil || f.Unpriced != 2 {
			t.Errorf("in a currency without prices %d names have no price: %v", f.Unpriced, err)
		}
	})
}

// TestUnpaidNameIsDeletedAfterItsOwnHosts: a registry keeps a name while its hosts exist (RFC 5731 §3.2.2).
func TestUnpaidNameIsDeletedAfterItsOwnHosts(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.withHost("unpaid")
		res, err := o.Orders.Change(o.ctx, o.servers(d, "ns1."+d.Name.String(), "ns2.example.net"))
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		last, err := o.Orders.DeleteUnpaid(o.ctx, o.domain("unpaid"), o.answerBy())
		o.Must(err)
		if last.Order.Kind != reseller.OrderDelete || last.Order.State != reseller.OrderDone {
			t.Errorf("the last step is a %s that is %s: %s", last.Order.Kind, last.Order.State, last.Order.Reason)
		}
		o.wantEffects("update", d.Name, 2)
		o.wantEffects("host", d.Name, 2)
		o.wantEffects("delete", d.Name, 1)
	})
}

// TestUnpaidNameWhoseHostStaysIsNotDeleted: what the registry refuses is the end for now.
func TestUnpaidNameWhoseHostStaysIsNotDeleted(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.withHost("inuse")
		o.fault(sandbox.FaultRefuse, "host", 0)
		last, err := o.Orders.DeleteUnpaid(o.ctx, d, o.answerBy())
		o.Must(err)
		if last.Order.Kind != reseller.OrderHostDelete || last.Order.State != reseller.OrderRefused {
			t.Errorf("the last step is a %s that is %s", last.Order.Kind, last.Order.State)
		}
		o.wantEffects("delete", d.Name, 0)
		d.AccountID = 999
		if _, err := o.Orders.DeleteUnpaid(o.ctx, d, o.answerBy()); err == nil {
			t.Error("an account that is not there deletes a name")
		}
	})
}
