package rest

import (
	"context"
	"net/http"
	"strconv"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// event is something that happened, on the wire.
type event struct {
	Seq        int64   `json:"seq"`
	Kind       string  `json:"kind"`
	At         *string `json:"at"`
	DomainID   *int64  `json:"domain_id"`
	DomainName *string `json:"domain_name"`
	OrderID    *int64  `json:"order_id"`
	InvoiceID  *int64  `json:"invoice_id"`
	Years      *int    `json:"years"`
	Total      *amount `json:"total"`
	Currency   *string `json:"currency"`
	Term       *string `json:"term"` // the paid-through day that it is about
	Code       *string `json:"code"`
	Reason     *string `json:"reason"`
}

func eventOf(e reseller.Event) event {
	d := e.Detail
	w := event{
		Seq: e.Seq, Kind: e.Kind, At: instant(e.At), DomainID: some(e.DomainID), DomainName: some(d.Name), OrderID: some(e.OrderID),
		InvoiceID: some(d.Invoice), Years: some(d.Years), Currency: some(d.Currency), Term: some(d.Term), Code: some(d.Code), Reason: some(d.Reason),
	}
	if d.Currency != "" {
		total := amountOf(d.Total, d.Currency)
		w.Total = &total
	}
	return w
}

// events lists what has happened after a cursor; without one, after what was acknowledged.
func (req *request) events(ctx context.Context) (reply, error) {
	p, err := req.paging()
	if err != nil {
		return reply{}, err
	}
	r := actions.ListEvents{Limit: p.limit}
	if req.Query.Get("cursor") != "" {
		r.After = &p.after
	}
	found, err := req.api.actions.ListEvents(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Results []event `json:"results"`
		Cursor  string  `json:"cursor"` // to ask for next, and to acknowledge
		More    bool    `json:"more"`
	}{each(found.Events, eventOf), strconv.FormatInt(found.Next, 10), found.More})
}

func (req *request) acknowledgeEvents(ctx context.Context) (reply, error) {
	b := req.body()
	text := b.need("cursor")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	seq, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return reply{}, form.Invalid("cursor", "cursor is %q, it must be one that the list of events gave", form.Clip(text, 30))
	}
	return reply{status: http.StatusNoContent}, req.api.actions.AcknowledgeEvents(ctx, req.call, actions.AcknowledgeEvents{Seq: seq})
}
