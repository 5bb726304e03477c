package staff

import (
	"context"
	"fmt"
	"strconv"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// invoicesData is what the list of invoices shows.
type invoicesData struct {
	listing
	Statuses []reseller.InvoiceStatus
	Rows     []invoiceLine
}

// invoiceLine is an invoice with the e-mail address of its account.
type invoiceLine struct {
	reseller.Invoice
	Account string
}

// Called is what the invoice is called: by its number, or by its id while it has none.
func (i invoiceLine) Called() string {
	if i.Number != "" {
		return i.Number
	}
	return fmt.Sprint(i.ID)
}

// invoices lists invoices and credit notes, newest first.
func (p Pages) invoices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	l, place := listed(v, "account", "name", "status", "since", "until")
	d := invoicesData{listing: l, Statuses: reseller.InvoiceStatuses}
	title, form := v.Say("staff.invoices"), l.form()
	found, err := p.Invoices.List(ctx, operator.InvoiceChoice{
		Account: l.Has("account"), Domain: l.Has("name"), Status: reseller.InvoiceStatus(l.Has("status")), Made: v.Days(visit.Calendar(), form.Errors), Page: place,
	})
	told := tell(v, &form, err, beside("name").of(reseller.KindNotFound, "account").about(map[reseller.Path]string{operator.PathStatus: "status"}))
	if told || form.Wrong() {
		return visit.Show("staff/invoices", title, d).With(form).Part("list"), nil
	}
	if err != nil {
		return visit.Answer{}, err
	}
	emails, err := emailsOf(ctx, p, found, func(i reseller.Invoice) int64 { return i.AccountID })
	if err != nil {
		return visit.Answer{}, err
	}
	for _, i := range shown(&d.listing, found, func(i reseller.Invoice) int64 { return i.ID }) {
		d.Rows = append(d.Rows, invoiceLine{i, emails[i.AccountID]})
	}
	return visit.Show("staff/invoices", title, d).With(form).Part("list"), nil
}

// invoicePage is an invoice or credit note, with the other of the two where one was credited.
type invoicePage struct {
	invoiceLine
	Note *invoiceLine // that has credited it; nil = none has
	Of   *invoiceLine // that it credits; nil = it is no credit note
}

// invoice shows an invoice or credit note.
func (p Pages) invoice(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showInvoice(ctx, v, page.Form{})
}

func (p Pages) showInvoice(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	i, err := p.Invoices.Find(ctx, v.Params["number"])
	if err != nil {
		return visit.Answer{}, err
	}
	a, err := p.Accounts.ByID(ctx, i.AccountID)
	if err != nil {
		return visit.Answer{}, err
	}
	d, title := invoicePage{invoiceLine: invoiceLine{i, a.Email}}, "staff.invoice_n"
	if i.Credits != 0 {
		title = "staff.note_n"
		of, err := p.Invoices.Find(ctx, strconv.FormatInt(i.Credits, 10))
		if err != nil {
			return visit.Answer{}, err
		}
		d.Of = &invoiceLine{of, a.Email}
	} else if note, err := p.Invoices.CreditNoteOf(ctx, i); err != nil {
		return visit.Answer{}, err
	} else if note.ID != 0 {
		d.Note = &invoiceLine{note, a.Email}
	}
	return visit.Show("staff/invoice", v.Say(title, d.Called()), d).With(form), nil
}

// document is an invoice as a PDF.
func (p Pages) document(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	body, err := p.Invoices.Print(ctx, v.Params["number"], "pdf")
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Download(visit.File{Name: v.Params["number"] + ".pdf", Type: "application/pdf", Body: body}), nil
}

// creditInvoice gives the money of a paid invoice back by a credit note, or cancels an unpaid one. Either can be done once. The form says
// which of the two its button was: an invoice that was paid while somebody looked at it is not credited by a button that cancels.
func (p Pages) creditInvoice(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form, number, reason := v.Typed("reason"), v.Params["number"], v.Field("reason")
	deed, known := map[string]func(context.Context) error{
		"cancel": func(ctx context.Context) error { return p.cancelUnpaid(ctx, v, number, reason) },
		"credit": func(ctx context.Context) error {
			_, err := p.Invoices.Credit(ctx, operator.InvoiceCredit{Number: number, Reason: reason})
			return err
		},
	}[v.Field("do")]
	if !known {
		return visit.Answer{}, visit.NotFound()
	}
	if reason == "" {
		form.Errors["reason"] = v.Say("staff.needs_reason")
		return p.showInvoice(ctx, v, form)
	}
	err := deed(v.Operating(ctx))
	if tell(v, &form, err, beside("reason")) {
		return p.showInvoice(ctx, v, form)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go("/operator/invoices/" + number + "/"), nil
}

// cancelUnpaid cancels an invoice. One that was paid meanwhile stays as it is.
func (p Pages) cancelUnpaid(ctx context.Context, v *visit.Visit, number, reason string) error {
	_, err := p.Invoices.Cancel(ctx, number, reason)
	if !reseller.IsKind(err, reseller.KindConflict) {
		return err
	}
	if now, failed := p.Invoices.Find(ctx, number); failed == nil && now.Status == reseller.InvoicePaid {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s", v.Say("staff.paid_meanwhile"))
	}
	return err
}
