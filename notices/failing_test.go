package notices_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// eventful is a fixture in which there is something to write for every part of the package.
func eventful(t *testing.T) *fixture {
	t.Helper()
	w := newFixture(t)
	soon := w.held(7, noon.AddDate(0, 0, 28))
	gone := w.held(8, noon.AddDate(0, 1, 0))
	gone.State = reseller.DomainRedemption
	w.held(7, noon.AddDate(0, 0, 28))
	for id, status := range map[int64]reseller.InvoiceStatus{5: reseller.InvoiceUnpaid, 6: reseller.InvoicePaid} {
		i := reseller.RenewalInvoiceOf(*soon, 1, reseller.Charge{Currency: "SEK", Net: 10_000, Tax: 2_500}, noon)
		i.ID, i.Number, i.Status = id, fmt.Sprintf("2026-0000000%d", id), status
		w.invoices[id] = i
	}
	for _, e := range []reseller.Event{
		{AccountID: 7, DomainID: soon.ID, Kind: "register.done"},
		reseller.InvoiceEvent(reseller.EventInvoiceCreated, w.invoices[5], noon),
		reseller.InvoiceEvent(reseller.EventInvoiceCreated, w.invoices[6], noon),
		{AccountID: 8, DomainID: gone.ID, Kind: "delete.done"},
	} {
		e.AccountID, e.DomainID = max(e.AccountID, 7), max(e.DomainID, 1)
		e.ID, e.Seq, e.At = int64(len(w.events)+1), int64(len(w.events)+1), noon
		w.events = append(w.events, e)
	}
	w.orders = []reseller.Order{{ID: 9, Kind: reseller.OrderRenew, Name: soon.Name, UnknownAt: noon.Add(-2 * time.Hour), Reason: "no answer"}}
	w.needs(20_000, 5_000, 2)
	return w
}

// runs does what the jobs of notices do, in their order.
func (w *fixture) runs() error {
	ctx := w.t.Context()
	_, window := w.service.NextWindow(ctx)
	_, credit := w.service.NextCredit(ctx)
	return errors.Join(w.service.WriteMails(ctx), w.service.Expiring(ctx), w.service.Credit(ctx), w.service.Unclear(ctx), window, credit, w.service.Deliver(ctx))
}

// sent lists what was sent, sorted.
func (w *fixture) sent() []string {
	var list []string
	for _, m := range w.mailer.took {
		list = append(list, m.Kind+" to "+m.To)
	}
	slices.Sort(list)
	return list
}

// Wherever the database fails, nothing is left out: the next run writes and sends the rest.
func TestMailsAreCompleteWhereverTheDatabaseFailed(t *testing.T) {
	t.Parallel()
	whole := eventful(t)
	whole.must(whole.runs())
	want := whole.sent()
	if kinds := strings.Join(want, ", "); !strings.Contains(kinds, "renewal_invoice to shop") || !strings.Contains(kinds, "redemption to butik") ||
		!strings.Contains(kinds, "low_credit") || !strings.Contains(kinds, "operator_order_unclear") || !strings.Contains(kinds, "expires_soon") {
		t.Fatalf("sent %s", kinds)
	}
	for fails := 1; ; fails++ {
		w := eventful(t)
		w.fails = fails
		err := w.runs()
		if w.calls < fails {
			if fails < 30 {
				t.Errorf("only %d calls were made", w.calls)
			}
			return // each call has failed once
		}
		if !errors.Is(err, errGone) {
			t.Errorf("with call %d failing the run says %v", fails, err)
		}
		for range 2 { // what was claimed is tried again when the claim has ended
			w.clock.Move(10 * time.Minute)
			w.must(w.runs())
		}
		got := w.sent()
		if unique := slices.Compact(slices.Clone(got)); !slices.Equal(unique, slices.Compact(slices.Clone(want))) {
			t.Errorf("with call %d failing\n%q were sent, want\n%q", fails, got, want)
		}
		if twice := len(got) - len(want); twice < 0 || twice > 1 { // a mail whose end could not be noted goes out again
			t.Errorf("with call %d failing %d mails were sent, want %d", fails, len(got), len(want))
		}
	}
}

func TestInvoiceThatIsNotThereIsNotTold(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(7, noon.AddDate(0, 0, 30))
	i := reseller.RenewalInvoiceOf(*d, 1, reseller.Charge{Currency: "SEK", Net: 10_000}, noon)
	i.ID = 5
	w.happens(reseller.InvoiceEvent(reseller.EventInvoiceCreated, i, noon))
	if len(w.mails) != 0 || w.cursor != 1 {
		t.Errorf("%d mails, read up to %d", len(w.mails), w.cursor)
	}
}
