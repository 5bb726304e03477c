package rest

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"nameyard/actions"
	"nameyard/reseller"
)

func (req *request) balance(ctx context.Context) (reply, error) {
	b, err := req.api.actions.Balance(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Currency  string `json:"currency"`
		Available amount `json:"available"`
		Held      amount `json:"held"`
	}{b.Currency, amountOf(b.Available, b.Currency), amountOf(b.Held, b.Currency)})
}

// entry is a line of the ledger on the wire: what it adds to the available and to the held credit.
type entry struct {
	ID        int64   `json:"id"`
	Kind      string  `json:"kind"`
	At        *string `json:"at"`
	Available amount  `json:"available"`
	Held      amount  `json:"held"`

	AvailableAfter amount `json:"available_after"` // what was there then
	HeldAfter      amount `json:"held_after"`

	Currency  string  `json:"currency"`
	OrderID   *int64  `json:"order_id"`
	Reference *string `json:"reference"`
	Note      string  `json:"note"`
}

// usualPage is how many things a page has where the client does not say.
const usualPage = 100

func (req *request) ledger(ctx context.Context) (reply, error) {
	p, err := req.page()
	if err != nil {
		return reply{}, err
	}
	r := actions.Ledger{Page: p}
	if r.Posted, err = req.between(); err != nil {
		return reply{}, err
	}
	if r.Newest, err = req.newestFirst(); err != nil {
		return reply{}, err
	}
	lines, err := req.api.actions.Ledger(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	currency := req.Caller.Account.Currency
	return req.results(each(lines.Rows, func(l reseller.LedgerLine) entry {
		return entry{
			ID: l.ID, Kind: string(l.Kind), At: instant(l.At), Available: amountOf(l.Available, currency),
			Held: amountOf(l.Held, currency), AvailableAfter: amountOf(l.AvailableAfter, currency), HeldAfter: amountOf(l.HeldAfter, currency), Currency: currency, OrderID: some(l.OrderID), Reference: some(l.Ref), Note: l.Note,
		}
	}), lines.Next)
}

// results is a page of a list; next is what the next one comes after, 0 if there is none.
func (req *request) results(list any, next int64) (reply, error) {
	return req.paged(struct {
		Results any     `json:"results"`
		Next    *string `json:"next_cursor"`
	}{list, cursor(next)}, next)
}

// invoice is an invoice or credit note on the wire.
type invoice struct {
	ID        int64         `json:"id"`
	Number    *string       `json:"number"` // null until it is numbered
	Status    string        `json:"status"` // unpaid, paid, cancelled
	Net       amount        `json:"net"`
	Tax       amount        `json:"tax"`
	Total     amount        `json:"total"`
	Currency  string        `json:"currency"`
	Lines     []invoiceLine `json:"lines"`
	DomainID  *int64        `json:"domain_id"`
	OrderID   *int64        `json:"order_id"`
	Credits   *int64        `json:"credits"` // the invoice that a credit note credits
	Reason    *string       `json:"reason"`
	CreatedAt *string       `json:"created_at"`
	DueAt     *string       `json:"due_at"`
	PaidAt    *string       `json:"paid_at"`
}

type invoiceLine struct {
	DomainName string `json:"domain_name"`
	Operation  string `json:"operation"`
	Years      int    `json:"years"`
	Net        amount `json:"net"`
	Tax        amount `json:"tax"`
}

func invoiceOf(i reseller.Invoice) invoice {
	currency := i.Charge.Currency
	w := invoice{
		ID: i.ID, Number: some(i.Number), Status: string(i.Status), Net: amountOf(i.Charge.Net, currency), Tax: amountOf(i.Charge.Tax, currency),
		Total: amountOf(i.Charge.Total(), currency), Currency: currency, Lines: make([]invoiceLine, len(i.Lines)), DomainID: some(i.DomainID),
		OrderID: some(i.OrderID), Credits: some(i.Credits), Reason: some(i.Reason), CreatedAt: instant(i.CreatedAt), DueAt: instant(i.Due),
		PaidAt: instant(i.PaidAt),
	}
	for n, l := range i.Lines {
		w.Lines[n] = invoiceLine{l.Domain, string(l.Operation), l.Years, amountOf(l.Net, currency), amountOf(l.Tax, currency)}
	}
	return w
}

// some is a value, or null where it is the zero value.
func some[T comparable](value T) *T {
	var none T
	if value == none {
		return nil
	}
	return &value
}

func (req *request) invoices(ctx context.Context) (reply, error) {
	p, err := req.page()
	if err != nil {
		return reply{}, err
	}
	r := actions.GetInvoices{Page: p, Status: reseller.InvoiceStatus(req.Query.Get("status")), Domain: req.Query.Get("domain_name")}
	if r.Made, err = req.between(); err != nil {
		return reply{}, err
	}
	if r.Newest, err = req.newestFirst(); err != nil {
		return reply{}, err
	}
	found, err := req.api.actions.GetInvoices(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	return req.results(each(found.Rows, invoiceOf), found.Next)
}

func (req *request) invoice(ctx context.Context) (reply, error) {
	found, err := req.api.actions.GetInvoice(ctx, req.call, actions.GetInvoice{Number: req.Params["id"]})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, invoiceOf(found.Invoice))
}

// invoicePDF is an invoice in print.
func (req *request) invoicePDF(ctx context.Context) (reply, error) {
	found, err := req.api.actions.GetInvoice(ctx, req.call, actions.GetInvoice{Number: req.Params["id"], Format: "pdf"})
	if err != nil {
		return reply{}, err
	}
	name := cmp.Or(found.Invoice.Number, "invoice-"+strconv.FormatInt(found.Invoice.ID, 10))
	return reply{status: http.StatusOK, body: found.Document, header: map[string]string{
		"Content-Type": found.ContentType, "Content-Disposition": `inline; filename="` + name + `.pdf"`,
	}}, nil
}
