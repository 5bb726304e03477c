package webhooks

import (
	"encoding/json"
	"time"

	"nameyard/reseller"
)

// payload is the body of a post. The specification asks for type, timestamp and data.
type payload struct {
	Type      string  `json:"type"`
	Timestamp string  `json:"timestamp"` // when it happened: business time, which a sandbox may have moved
	Data      content `json:"data"`
}

// content is the event as the list of events shows it.
type content struct {
	Seq        int64       `json:"seq"`
	DomainID   int64       `json:"domain_id,omitempty"`
	DomainName string      `json:"domain_name,omitempty"`
	OrderID    int64       `json:"order_id,omitempty"`
	InvoiceID  int64       `json:"invoice_id,omitempty"`
	Years      int         `json:"years,omitempty"`
	Total      json.Number `json:"total,omitempty"` // decimal, with tax
	Currency   string      `json:"currency,omitempty"`
	Term       string      `json:"term,omitempty"`
	Code       string      `json:"code,omitempty"`
	Reason     string      `json:"reason,omitempty"`
}

// Payload is the body that is posted for an event: the same bytes for every attempt and every address.
func Payload(e reseller.Event) string {
	d := e.Detail
	p := payload{Type: e.Kind, Timestamp: e.At.UTC().Format(time.RFC3339Nano), Data: content{
		Seq: e.Seq, DomainID: e.DomainID, DomainName: d.Name, OrderID: e.OrderID, InvoiceID: d.Invoice, Years: d.Years,
		Currency: d.Currency, Term: d.Term, Code: d.Code, Reason: d.Reason,
	}}
	if d.Currency != "" {
		p.Data.Total = json.Number(reseller.Money{Minor: d.Total, Currency: d.Currency}.Decimal())
	}
	body, err := json.Marshal(p)
	if err != nil { // texts and numbers marshal
		return "{}"
	}
	return string(body)
}
