package apiphp

import (
	"encoding/base64"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
)

// decodeInvoices reads status, after (the id where the last page ended) and limit, all optional.
func decodeInvoices(p *Params) actions.GetInvoices {
	return actions.GetInvoices{
		Page: actions.Page{After: p.whole("after"), Limit: int(p.whole("limit"))}, Status: reseller.InvoiceStatus(p.Text("status")),
	}
}

// encodeInvoices writes a page; next is what the next page comes after, empty if there is none.
func encodeInvoices(list actions.Paged[reseller.Invoice]) *object {
	o := success()
	o.list("invoices")
	for _, i := range list.Rows {
		o.element()
		invoiceIn(o, i)
		o.close()
	}
	o.closeList()
	next := ""
	if list.Next != 0 {
		next = strconv.FormatInt(list.Next, 10)
	}
	o.text("next", next)
	return o
}

func decodeInvoice(p *Params) actions.GetInvoice {
	return actions.GetInvoice{Number: p.Required("number"), Format: p.Text("format")}
}

func encodeInvoice(found actions.PrintedInvoice) *object {
	o := success()
	invoiceIn(o, found.Invoice)
	if found.Document != nil {
		o.text("contenttype", found.ContentType)
		o.text("document", base64.StdEncoding.EncodeToString(found.Document))
	}
	return o
}

// invoiceIn writes the content of an invoice. Amounts are texts; dates that there are not yet are null.
func invoiceIn(o *object, i reseller.Invoice) {
	money := func(minor int64) string { return reseller.Money{Minor: minor, Currency: i.Charge.Currency}.Decimal() }
	o.text("id", strconv.FormatInt(i.ID, 10))
	o.text("number", i.Number)
	o.text("status", string(i.Status))
	o.text("currency", i.Charge.Currency)
	o.text("net", money(i.Charge.Net))
	o.text("tax", money(i.Charge.Tax))
	o.text("total", money(i.Charge.Total()))
	o.text("date", date(i.CreatedAt))
	o.text("duedate", date(i.Due))
	for _, d := range []struct {
		key string
		on  time.Time
	}{{"paiddate", i.PaidAt}, {"term", i.Term}} {
		if d.on.IsZero() {
			o.null(d.key)
		} else {
			o.text(d.key, date(d.on))
		}
	}
	if i.Credits == 0 {
		o.null("credits")
	} else {
		o.text("credits", strconv.FormatInt(i.Credits, 10))
	}
	o.text("reason", i.Reason)
	o.list("lines")
	for _, l := range i.Lines {
		o.element()
		o.text("domain", l.Domain)
		o.text("operation", string(l.Operation))
		o.text("years", strconv.Itoa(l.Years))
		o.text("net", money(l.Net))
		o.text("tax", money(l.Tax))
		o.close()
	}
	o.closeList()
}
