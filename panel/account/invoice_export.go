package account

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// invoiceRow is an invoice or credit note as files have it: with the keys of the REST API.
type invoiceRow struct {
	ID        int64       `json:"id"`
	Number    string      `json:"number"` // "" until it is numbered
	Kind      string      `json:"kind"`   // invoice, credit_note
	Status    string      `json:"status"`
	Net       json.Number `json:"net"`
	Tax       json.Number `json:"tax"`
	Total     json.Number `json:"total"`
	Currency  string      `json:"currency"`
	Lines     []lineRow   `json:"lines"`
	OrderID   *int64      `json:"order_id"`
	Credits   *int64      `json:"credits"`
	Reason    string      `json:"reason"`
	CreatedAt string      `json:"created_at"`
	DueAt     string      `json:"due_at"`
	PaidAt    string      `json:"paid_at"`
}

type lineRow struct {
	DomainName string      `json:"domain_name"`
	Operation  string      `json:"operation"`
	Years      int         `json:"years"`
	Net        json.Number `json:"net"`
	Tax        json.Number `json:"tax"`
}

func invoiceRowOf(i reseller.Invoice) invoiceRow {
	c := i.Charge.Currency
	row := invoiceRow{
		ID: i.ID, Number: i.Number, Kind: "invoice", Status: string(i.Status), Net: decimal(i.Charge.Net, c), Tax: decimal(i.Charge.Tax, c), Total: decimal(i.Charge.Total(), c),
		Currency: c, Lines: []lineRow{}, Reason: i.Reason, CreatedAt: instantText(i.CreatedAt), DueAt: instantText(i.Due), PaidAt: instantText(i.PaidAt),
	}
	if i.OrderID != 0 {
		row.OrderID = &i.OrderID
	}
	if i.Credits != 0 {
		row.Kind, row.Credits = "credit_note", &i.Credits
	}
	for _, l := range i.Lines {
		row.Lines = append(row.Lines, lineRow{l.Domain, string(l.Operation), l.Years, decimal(l.Net, c), decimal(l.Tax, c)})
	}
	return row
}

// instantText is an instant as files have it: RFC 3339 in UTC; nothing for the zero time.
func instantText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// invoiceColumns are those of cells. What lines say stands with blanks between, line by line.
var invoiceColumns = []string{
	"id", "number", "kind", "status", "created_at", "due_at", "paid_at", "net", "tax", "total", "currency", "domain_name", "operation", "years", "order_id", "credits", "reason",
}

func (r invoiceRow) cells() []string {
	var names, operations, years []string
	for _, l := range r.Lines {
		names, operations, years = append(names, l.DomainName), append(operations, l.Operation), append(years, strconv.Itoa(l.Years))
	}
	number := func(id int64) string { return strconv.FormatInt(id, 10) }
	return []string{
		number(r.ID), r.Number, r.Kind, r.Status, r.CreatedAt, r.DueAt, r.PaidAt, r.Net.String(), r.Tax.String(), r.Total.String(), r.Currency,
		strings.Join(names, " "), strings.Join(operations, " "), strings.Join(years, " "), orEmpty(r.OrderID, number), orEmpty(r.Credits, number), r.Reason,
	}
}

// exportInvoices gives all invoices and credit notes that a search finds as a file, newest first.
func (p Pages) exportInvoices(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	r, form := invoicesOf(v)
	if err := wrongDates(form); err != nil {
		return visit.Answer{}, err
	}
	r.Page = actions.Page{Limit: 1}
	if _, err := p.Actions.GetInvoices(ctx, v.Call(), r); err != nil { // what is wrong with it is said on a page
		return visit.Answer{}, err
	}
	r.Page = actions.Page{}
	return sheet[invoiceRow]{"invoices", invoiceColumns, invoiceRow.cells, func(do func(invoiceRow) error) error {
		read := func(ctx context.Context) (actions.Paged[reseller.Invoice], error) {
			return p.Actions.GetInvoices(ctx, v.Call(), r)
		}
		return eachOf(ctx, &r.Page, read, func(i reseller.Invoice) error { return do(invoiceRowOf(i)) })
	}}.download(v), nil
}
