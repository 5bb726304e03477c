package reseller_test

import (
	"reflect"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestNewsIsAWeekOldAtMostBeforeTheLastReading(t *testing.T) {
	t.Parallel()
	now := day("2027-03-10")
	for _, c := range []struct{ read, since time.Time }{
		{time.Time{}, day("2027-03-03")},       // never read
		{day("2027-01-31"), day("2027-01-24")}, // the clock has been moved since
		{day("2028-01-31"), day("2027-03-03")}, // the clock has been set back
	} {
		if got := (reseller.Reading{At: c.read}).NewsSince(now); !got.Equal(c.since) {
			t.Errorf("last read %s: news since %s, want %s", c.read, got, c.since)
		}
	}
}

// renewal is an order that renewed a name for two years, with tax.
func renewal(t *testing.T) reseller.Order {
	t.Helper()
	return reseller.Order{
		ID: 7, AccountID: 42, DomainID: 3, Kind: reseller.OrderRenew, State: reseller.OrderDone, Name: mustName(t, "example", "com"),
		Desired: reseller.Desired{Years: 2}, Charge: reseller.Charge{Currency: "SEK", Net: 200, Tax: 50}, PaidFrom: day("2027-03-10"),
		EndedAt: day("2027-02-20"), Code: "code", Reason: "reason",
	}
}

func TestEventsSayWhatHappenedToWhat(t *testing.T) {
	t.Parallel()
	o, now := renewal(t), day("2027-02-21")
	transfer := o
	transfer.Kind, transfer.State = reseller.OrderTransfer, reseller.OrderPending
	domain := reseller.Domain{ID: 3, AccountID: 42, Name: o.Name, State: reseller.DomainActive, PaidThrough: day("2029-03-10"), AutoRenew: true}
	detail := reseller.EventDetail{Name: "example.com", Years: 2, Total: 250, Currency: "SEK", Code: "code", Reason: "reason"}
	invoice := reseller.InvoiceOf(o)
	invoice.ID = 11
	for what, c := range map[string]struct{ got, want reseller.Event }{
		"an order's end": {reseller.OrderEvent(o), reseller.Event{
			AccountID: 42, DomainID: 3, OrderID: 7, Kind: "renew.done", Detail: detail, At: o.EndedAt,
		}},
		"a transfer's beginning": {reseller.TransferStarted(transfer, now), reseller.Event{
			AccountID: 42, DomainID: 3, OrderID: 7, Kind: reseller.EventTransferStarted, Detail: detail, Once: "transfer.started:7", At: now,
		}},
		"a domain's": {reseller.DomainEvent(reseller.EventDeleted, domain, "unpaid", now), reseller.Event{
			AccountID: 42, DomainID: 3, Kind: reseller.EventDeleted, Once: "domain.deleted:3:2029-03-10", At: now,
			Detail: reseller.EventDetail{
				Name: "example.com", Term: "2029-03-10", Reason: "unpaid", State: reseller.DomainActive, PaidThrough: day("2029-03-10"), AutoRenew: true,
			},
		}},
		"an invoice's": {reseller.InvoiceEvent(reseller.EventInvoicePaid, invoice, now), reseller.Event{
			AccountID: 42, DomainID: 3, OrderID: 7, Kind: reseller.EventInvoicePaid, At: now,
			Detail: reseller.EventDetail{Name: "example.com", Invoice: 11, Total: 250, Currency: "SEK", Years: 2, Term: "2027-03-10"},
		}},
		"an empty invoice's": {reseller.InvoiceEvent(reseller.EventInvoiceCancelled, reseller.Invoice{ID: 11, Reason: "void"}, now), reseller.Event{
			Kind: reseller.EventInvoiceCancelled, At: now, Detail: reseller.EventDetail{Invoice: 11, Reason: "void"},
		}},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s event is\n%+v, want\n%+v", what, c.got, c.want)
		}
	}
}

func TestEndpointWantsTheKindsThatItNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kinds []string
		kind  string
		want  bool
	}{
		{nil, "renew.done", true},
		{[]string{"invoice.paid", "renew.done"}, "renew.done", true},
		{[]string{"renew.done"}, "renew.refused", false},
		{[]string{"renew.*"}, "renew.refused", true},
		{[]string{"renew.*"}, "renewal.failed", false},
		{[]string{"renew."}, "renew.done", false},
		{[]string{"*"}, "renew.done", true},
	} {
		if got := (reseller.Endpoint{Kinds: c.kinds}).Wants(c.kind); got != c.want {
			t.Errorf("%v wants %s: %t", c.kinds, c.kind, got)
		}
	}
}

func TestMailIsKnownByItsCause(t *testing.T) {
	t.Parallel()
	one, again, other := reseller.Mail{Cause: "event 1"}, reseller.Mail{Cause: "event 1", Attempts: 3}, reseller.Mail{Cause: "event 2"}
	if one.Key() != again.Key() || one.Key() == other.Key() || len(one.Key()) != 32 {
		t.Errorf("the keys are %s, %s and %s", one.Key(), again.Key(), other.Key())
	}
}
