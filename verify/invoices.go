package verify

import (
	"context"
	"time"

	"nameyard/reseller"
)

// invoiced checks that an order has the invoice of its charge and the credit note of its refund (I14). Bills that are not
// paid charge nothing and are left out.
func (v *verification) invoiced(f orderFacts) {
	charged, refunded := f.posted(reseller.EntrySettle), f.posted(reseller.EntryRefund)
	var bills, notes []reseller.Invoice
	for _, i := range f.invoices {
		switch {
		case i.Credits != 0:
			notes = append(notes, i)
		case i.Status == reseller.InvoicePaid && i.Charge.Total()+f.Charge.Total() > 0: // what cost nothing needs no ledger entry
			bills = append(bills, i)
		}
	}
	if !charged && len(bills)+len(notes) == 0 {
		return
	}
	v.checked("I14", 1)
	v.documents(f, "invoices", bills, charged, f.Charge)
	back := refundOf(f).Charge()
	v.documents(f, "credit notes", notes, refunded, reseller.Charge{Currency: back.Currency, Net: -back.Net, Tax: -back.Tax})
	for _, b := range bills {
		v.byOperator(f, b)
	}
	for _, n := range notes {
		if len(bills) == 1 && n.Credits != bills[0].ID {
			v.breach("I14", "credit note %d of %s credits invoice %d, not %d", n.ID, title(f.Order), n.Credits, bills[0].ID)
		}
	}
}

func (f orderFacts) posted(kind reseller.EntryKind) bool {
	for _, e := range f.entries {
		if e.Kind == kind {
			return true
		}
	}
	return false
}

// documents checks that there is one of a kind if there should be, and that it and its lines sum to the charge.
func (v *verification) documents(f orderFacts, what string, given []reseller.Invoice, wanted bool, charge reseller.Charge) {
	want := 0
	if wanted {
		want = 1
	}
	if len(given) != want {
		v.breach("I14", "%s has %d %s, want %d", title(f.Order), len(given), what, want)
	}
	for _, p := range given {
		lines := reseller.Charge{Currency: p.Charge.Currency}
		for _, l := range p.Lines {
			lines.Net, lines.Tax = lines.Net+l.Net, lines.Tax+l.Tax
		}
		v.wording(f, p)
		if p.AccountID != f.AccountID || p.Charge != charge || lines != charge {
			v.breach("I14", "invoice or credit note %d of %s says %s (its lines %s), and the ledger %s", p.ID, title(f.Order), parts(p.Charge), parts(lines), parts(charge))
		}
	}
}

// claims checks the invoices that no order has paid: unpaid ones, and cancelled ones with their credit notes (I14).
func (v *verification) claims(ctx context.Context) error {
	count, wrong, err := v.snapshot.LooseInvoices(ctx, v.page)
	if err != nil {
		return err
	}
	v.checked("I14", int(count))
	v.counts.invoices += count
	for _, i := range wrong {
		v.breach("I14", "invoice %d of account %d is %s (%s, credits %d), and its term, order or credit note does not fit that",
			i.ID, i.AccountID, i.Status, money(i.Charge.Total(), i.Charge.Currency), i.Credits)
	}
	return nil
}

// wording checks that an invoice or credit note is about what its order bought (I14).
func (v *verification) wording(f orderFacts, p reseller.Invoice) {
	years := f.Desired.Years
	if p.Credits != 0 {
		years = refundOf(f).Years
	}
	for _, l := range p.Lines {
		if l.Domain != f.Name.String() || l.Operation != f.Kind.Operation() || l.Years != years {
			v.breach("I14", "invoice or credit note %d of %s is for %s of %s for %d years, and the order is for %d", p.ID, title(f.Order), l.Operation, l.Domain,
				l.Years, f.Desired.Years)
		}
	}
	if p.DomainID != f.DomainID || p.Credits == 0 && !p.Term.IsZero() && !p.Term.Equal(f.PaidFrom) {
		v.breach("I14", "invoice or credit note %d of %s is for the term from %s of domain row %d, and the order for that from %s of row %d", p.ID, title(f.Order),
			p.Term.Format(time.DateOnly), p.DomainID, f.PaidFrom.Format(time.DateOnly), f.DomainID)
	}
	if p.Status != reseller.InvoicePaid || p.PaidAt.IsZero() {
		v.breach("I14", "invoice or credit note %d of %s is %s, and has no date of payment or is not paid", p.ID, title(f.Order), p.Status)
	}
}
