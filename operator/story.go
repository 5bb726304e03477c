package operator

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// Chapter is one thing that happened to a name or an order.
type Chapter struct {
	At      time.Time // business time; wall time of what people and mail servers do
	What    string    // "order", "attempt", "posting", "invoice", "zone", "mail", "webhook" or "audit"
	Order   int64     // 0 = none
	Words   string
	Actor   string // who did it, where that is known
	Face    string // see reseller.Actor
	Address string
	Request string // id of the request
	// Of is what is told of: a reseller.Order, Attempts, a reseller.Entry, Invoice, Mail, Delivery or AuditRecord, or a zone's version. Words
	// say it in English, but for the ledger accounts of postings, which they have by their keys.
	Of  any
	End bool // it tells the end of the order, or the payment of the invoice
}

// Stories tell what happened to names and orders: one timeline of requests, attempts with the registry's words, postings, invoices,
// mails, webhooks and the operator's acts.
type Stories struct{ Store *store.Store }

// OfName tells the story of a name, of every holding that accounts have had of it.
func (u Stories) OfName(ctx context.Context, name reseller.Name) ([]Chapter, error) {
	st, err := u.Store.NameStory(ctx, name)
	if err != nil {
		return nil, err
	}
	told := tell(st)
	if len(told) == 0 {
		return nil, notFound("nothing is on record of %s", name)
	}
	return told, nil
}

// OfOrder tells the story of an order.
func (u Stories) OfOrder(ctx context.Context, id int64) ([]Chapter, error) {
	if _, err := (Orders{Store: u.Store}).Find(ctx, id); err != nil {
		return nil, err
	}
	st, err := u.Store.OrderStory(ctx, id)
	return tell(st), err
}

// tell puts what the database has into one line of time.
func tell(st store.Story) []Chapter {
	var told []Chapter
	add := func(c ...Chapter) { told = append(told, c...) }
	for _, o := range st.Orders {
		add(ofOrder(o)...)
	}
	add(ofSteps(st.Steps)...)
	for _, e := range st.Entries {
		add(ofEntry(e))
	}
	for _, i := range st.Invoices {
		add(ofInvoice(i)...)
	}
	for _, m := range st.Mails {
		add(ofMail(m))
	}
	for _, d := range st.Deliveries {
		add(ofDelivery(d))
	}
	for _, r := range st.Audit {
		add(Chapter{
			At: r.At, What: "audit", Words: strings.TrimSpace(r.Action + " " + r.Object + " " + r.Told()), Actor: r.Actor, Face: r.Face,
			Address: r.Address, Request: r.RequestID, Of: r,
		})
	}
	for _, z := range st.Zones {
		add(Chapter{At: z.SavedAt, What: "zone", Words: fmt.Sprintf("%s zone saved, version %d", z.Kind, z.Version), Actor: z.SavedBy, Request: z.RequestID, Of: z})
	}
	slices.SortStableFunc(told, func(a, b Chapter) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Order, b.Order)) })
	return told
}

func ofOrder(o reseller.Order) []Chapter {
	words := fmt.Sprintf("%s of %s ordered", o.Kind, o.Name)
	switch years := o.Desired.Years; {
	case years == 1:
		words += " for 1 year"
	case years > 1:
		words += fmt.Sprintf(" for %d years", years)
	}
	for _, a := range o.Asked() {
		if a.Kind != reseller.AskedYears {
			words += fmt.Sprintf(", %s: %s", a.Kind, cmp.Or(strings.Join(a.Values, " "), "none"))
		}
	}
	if total := o.Charge.Total(); total != 0 {
		words += ", " + reseller.Money{Minor: total, Currency: o.Charge.Currency}.String()
	}
	if o.IdempotencyKey != "" {
		words += ", key " + o.IdempotencyKey
	}
	told := []Chapter{{At: o.CreatedAt, What: "order", Order: o.ID, Words: words, Actor: o.By.Name, Face: o.By.Face, Request: o.By.RequestID, Of: o}}
	if o.By.Address.IsValid() {
		told[0].Address = o.By.Address.String()
	}
	if !o.EndedAt.IsZero() {
		words := withReason(string(o.State), o.Code, o.Reason)
		if o.Attempt > 0 {
			words += fmt.Sprintf(" (transaction %s%s)", o.ClTRID(), ofReply(o.Reply))
		}
		told = append(told, Chapter{At: o.EndedAt, What: "order", Order: o.ID, Words: words, Of: o, End: true})
	}
	return told
}

// withReason is a state with the registry's code and words behind it.
func withReason(state, code, reason string) string {
	if said := strings.TrimSpace(code + " " + reason); said != "" {
		return state + ": " + said
	}
	return state
}

func ofEntry(e reseller.Entry) Chapter {
	return Chapter{At: e.At, What: "posting", Order: e.OrderID, Words: EntryWords(e, func(p reseller.Posting) string { return p.Account }), Of: e}
}

// EntryWords say what an entry of the ledger did: its kind, and each posting with what called says of its ledger account.
func EntryWords(e reseller.Entry, called func(reseller.Posting) string) string {
	var sides []string
	for _, p := range e.Postings {
		sides = append(sides, fmt.Sprintf("%s %s", called(p), reseller.Money{Minor: p.Amount, Currency: p.Currency}))
	}
	return fmt.Sprintf("%s: %s", e.Kind, strings.Join(sides, ", "))
}

func ofInvoice(i reseller.Invoice) []Chapter {
	kind := "invoice"
	if i.Credits != 0 {
		kind = "credit note"
	}
	called := fmt.Sprintf("%s %s", kind, cmp.Or(i.Number, fmt.Sprintf("without number (id %d)", i.ID)))
	words := fmt.Sprintf("%s of %s, %s", called, reseller.Money{Minor: i.Charge.Total(), Currency: i.Charge.Currency}, i.Status)
	if i.Reason != "" {
		words += ": " + i.Reason
	}
	told := []Chapter{{At: i.CreatedAt, What: "invoice", Order: i.OrderID, Words: words, Of: i}}
	if !i.PaidAt.IsZero() && !i.PaidAt.Equal(i.CreatedAt) {
		told = append(told, Chapter{At: i.PaidAt, What: "invoice", Order: i.OrderID, Words: called + " paid", Of: i, End: true})
	}
	return told
}

func ofMail(m reseller.Mail) Chapter {
	c := Chapter{At: m.CreatedAt, What: "mail", Words: fmt.Sprintf("%s to %s: %s (%s)", m.Kind, m.To, m.Subject, m.State), Of: m}
	if m.Problem != "" {
		c.Words += ": " + m.Problem
	}
	return c
}

func ofDelivery(d reseller.Delivery) Chapter {
	words := fmt.Sprintf("%s to endpoint %d: %s", d.Kind, d.EndpointID, d.State)
	if d.Status != 0 {
		words += fmt.Sprintf(", HTTP %d", d.Status)
	}
	if d.Problem != "" {
		words += ": " + d.Problem
	}
	return Chapter{At: d.CreatedAt, What: "webhook", Words: words, Of: d}
}
