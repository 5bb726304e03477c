package account

import (
	"cmp"
	"context"
	"net/url"
	"strconv"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// invoicesPage is what the list of invoices shows.
type invoicesPage struct {
	Rows     []reseller.Invoice
	Paging   paging
	Filtered bool
	Statuses []reseller.InvoiceStatus // to choose from
	Balance  reseller.Balance
	Files    string          // query of what is shown, for files of it
	UpTo     map[int64]int64 // what credit it takes until each unpaid one is paid, minor units
}

// Missing is what the credit lacks until an invoice is paid, those before it paid, minor units; 0 if it covers it.
func (d invoicesPage) Missing(i reseller.Invoice) int64 {
	return max(d.UpTo[i.ID]-d.Balance.Available, 0)
}

// Short is the key of what is said of that.
func (d invoicesPage) Short(i reseller.Invoice) string {
	if d.UpTo[i.ID] > i.Charge.Total() {
		return "invoices.short_upto"
	}
	return "invoices.short"
}

// ToPay is the path of the page on which an amount is paid in, filled in.
func (d invoicesPage) ToPay(missing int64) string {
	return toPay(reseller.Money{Minor: missing, Currency: d.Balance.Currency})
}

func toPay(m reseller.Money) string {
	return "/panel/credit/pay/?" + url.Values{"amount": {m.Decimal()}}.Encode()
}

// invoicesOf is the search for invoices in the query of a page. What is wrong with its dates is in the form.
func invoicesOf(v *visit.Visit) (actions.GetInvoices, page.Form) {
	form := searched(v, "q", "status", "since", "until")
	return actions.GetInvoices{
		Page: asked(v), Newest: true, Status: reseller.InvoiceStatus(form.Values["status"]), Domain: form.Values["q"], Made: calendarDays(v, form.Errors),
	}, form
}

// invoices lists invoices and credit notes, newest first.
func (p Pages) invoices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	r, form := invoicesOf(v)
	d := invoicesPage{
		Files: "?" + chosenOf(v).Encode(), Filtered: filtered(form), Statuses: reseller.InvoiceStatuses,
	}
	found, err := p.Actions.GetInvoices(ctx, v.Call(), r)
	if err != nil && !told(v, err, &form, map[reseller.Path]string{reseller.PathName: "q", reseller.PathStatus: "status"}) {
		return visit.Answer{}, err
	}
	if !form.Wrong() {
		d.Rows, d.Paging = found.Rows, pagingOf(v, found.Next)
		var unpaid []int64
		for _, i := range d.Rows {
			if i.Status == reseller.InvoiceUnpaid {
				unpaid = append(unpaid, i.ID)
			}
		}
		if d.UpTo, err = p.Actions.UnpaidUpTo(ctx, v.Call(), unpaid); err != nil {
			return visit.Answer{}, err
		}
		if d.Balance, err = p.Actions.Balance(ctx, v.Call(), struct{}{}); err != nil {
			return visit.Answer{}, err
		}
	}
	return visit.Show("account/invoices", v.Say("invoices.title"), d).With(form), nil
}

// invoicePDF gives an invoice or credit note as a file.
func (p Pages) invoicePDF(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	printed, err := p.Actions.GetInvoice(ctx, v.Call(), actions.GetInvoice{Number: strconv.FormatInt(v.ID("id"), 10), Format: "pdf"})
	if err != nil {
		return visit.Answer{}, err
	}
	name := cmp.Or(printed.Invoice.Number, strconv.FormatInt(printed.Invoice.ID, 10)) + ".pdf"
	return visit.Download(visit.File{Name: name, Type: printed.ContentType, Body: printed.Document}), nil
}
