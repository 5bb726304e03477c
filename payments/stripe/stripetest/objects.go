package stripetest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// session is a page of Checkout.
type session struct {
	id, intent     string
	paid, expired  bool
	created, until time.Time
	form           url.Values
}

// intent is a PaymentIntent.
type intent struct {
	id, status, customer, method, currency, why, use string
	amount, received, refunded                       int64
	disputed                                         bool
	created                                          time.Time
	meta                                             map[string]string
}

// method is a card.
type method struct {
	id, customer string
	card         Card
	detached     bool
}

// Card is a card by how it behaves, named by its last four digits as Stripe's test cards are.
type Card string

// The cards.
const (
	Good     Card = "4242"
	Declines Card = "0002"
	Asks     Card = "3184" // its bank wants the holder to confirm each charge
	Later    Card = "0341" // can be saved, and is declined when it is charged
	Slow     Card = "9979" // its bank takes its time: the charge goes on until Finish
)

func (s *Server) makeSession(f url.Values) (object, error) {
	err := only(f, "mode", "payment_method_types[0]", "locale", "success_url", "cancel_url", "expires_at", "client_reference_id", "customer_email", "customer_creation",
		"metadata[", "adaptive_pricing[enabled]", "line_items[0][quantity]", "line_items[0][price_data][currency]", "line_items[0][price_data][unit_amount]",
		"line_items[0][price_data][product_data][name]", "payment_intent_data[metadata]", "payment_intent_data[metadata][", "payment_intent_data[setup_future_usage]")
	if err != nil {
		return nil, err
	}
	until, _ := strconv.ParseInt(f.Get("expires_at"), 10, 64)
	page := &session{id: s.id("cs"), created: s.Now(), until: time.Unix(until, 0), form: f}
	if left := page.until.Sub(page.created); left < 30*time.Minute-time.Second || left > 24*time.Hour {
		return nil, invalid("expires_at must be between 30 minutes and 24 hours from Checkout Session creation.")
	}
	for _, need := range []string{"mode", "success_url", "line_items[0][price_data][product_data][name]", "line_items[0][price_data][currency]"} {
		if f.Get(need) == "" {
			return nil, invalid("Missing required param: %s.", need)
		}
	}
	if f.Get("payment_intent_data[setup_future_usage]") != "" && f.Get("customer_creation") != "always" {
		return nil, invalid("a saved card needs a customer")
	}
	if err := chargeable(f.Get("line_items[0][price_data][currency]"), f.Get("line_items[0][price_data][unit_amount]")); err != nil {
		return nil, err
	}
	s.sessions[page.id] = page
	return s.sessionObject(page, nil), nil
}

// chargeable refuses an amount that is too small.
func chargeable(currency, amount string) error {
	n, err := strconv.ParseInt(amount, 10, 64)
	if err != nil || n < 30 || currency != strings.ToLower(currency) || len(currency) != 3 {
		return &refusal{status: http.StatusBadRequest, kind: "invalid_request_error", code: "amount_too_small", words: "Amount must be at least 30"}
	}
	return nil
}

func (s *Server) showSession(id string, f url.Values) (object, error) {
	page := s.sessions[id]
	if err := only(f, "expand["); err != nil {
		return nil, err
	}
	if page == nil {
		return nil, &refusal{status: http.StatusNotFound, kind: "invalid_request_error", code: "resource_missing", words: "No such checkout.session: " + id}
	}
	return s.sessionObject(page, f), nil
}

func (s *Server) sessionObject(page *session, f url.Values) object {
	status, paid := "open", "unpaid"
	if page.expired = page.expired || !page.paid && !s.Now().Before(page.until); page.expired {
		status = "expired"
	}
	o := object{
		"id": page.id, "object": "checkout.session", "mode": "payment", "created": page.created.Unix(), "expires_at": page.until.Unix(), "metadata": meta(page.form, "metadata["),
		"payment_intent": nil, "url": "https://checkout.stripe.test/c/pay/" + page.id,
	}
	if page.paid {
		status, paid = "complete", "paid"
	}
	if status != "open" {
		o["url"] = nil
	}
	if page.intent != "" {
		o["payment_intent"] = page.intent
		if expands(f, "payment_intent") {
			o["payment_intent"] = s.intentObject(s.intents[page.intent], f, "payment_intent.")
		}
	}
	o["status"], o["payment_status"] = status, paid
	return o
}

func meta(f url.Values, prefix string) map[string]string {
	m := map[string]string{}
	for name := range f {
		if key, found := strings.CutPrefix(name, prefix); found && strings.HasSuffix(key, "]") {
			m[strings.TrimSuffix(key, "]")] = f.Get(name)
		}
	}
	return m
}

func expands(f url.Values, path string) bool {
	for name, values := range f {
		if strings.HasPrefix(name, "expand[") && slices.Contains(values, path) {
			return true
		}
	}
	return false
}

func (s *Server) makeIntent(f url.Values) (object, error) {
	err := only(f, "amount", "currency", "customer", "payment_method", "payment_method_types[0]", "confirm", "off_session", "description", "metadata[")
	if err != nil {
		return nil, err
	}
	if err := chargeable(f.Get("currency"), f.Get("amount")); err != nil {
		return nil, err
	}
	card := s.methods[f.Get("payment_method")]
	if card == nil || card.detached || card.customer != f.Get("customer") {
		return nil, invalid("The customer does not have a payment method with the ID %s.", f.Get("payment_method"))
	}
	if f.Get("confirm") != "true" || f.Get("off_session") != "true" {
		return nil, invalid("this server charges saved cards only")
	}
	amount, _ := strconv.ParseInt(f.Get("amount"), 10, 64)
	i := &intent{id: s.id("pi"), customer: card.customer, method: card.id, currency: f.Get("currency"), amount: amount, created: s.Now(), meta: meta(f, "metadata[")}
	s.intents[i.id] = i
	s.order = append(s.order, i.id)
	i.status = "requires_payment_method"
	switch card.card {
	case Asks:
		i.why = "authentication_required"
	case Later, Declines:
		i.why = "card_declined"
	case Slow:
		return s.intentObject(i, nil, ""), nil
	default:
		s.succeed(i)
		return s.intentObject(i, nil, ""), nil
	}
	s.event("payment_intent.payment_failed", s.intentObject(i, nil, ""))
	return nil, &refusal{status: http.StatusPaymentRequired, kind: "card_error", code: i.why, words: "Your card was declined.", about: s.intentObject(i, nil, "")}
}

func (s *Server) cancelIntent(id string) (object, error) {
	i := s.intents[id]
	switch {
	case i == nil:
		return nil, &refusal{status: http.StatusNotFound, kind: "invalid_request_error", code: "resource_missing", words: "No such payment_intent: " + id}
	case i.status == "succeeded" || i.status == "canceled":
		return nil, &refusal{status: http.StatusBadRequest, kind: "invalid_request_error", code: "payment_intent_unexpected_state", words: "You cannot cancel this PaymentIntent because it has a status of " + i.status}
	}
	i.status = "canceled"
	s.event("payment_intent.canceled", s.intentObject(i, nil, ""))
	return s.intentObject(i, nil, ""), nil
}

// succeed moves the money.
func (s *Server) succeed(i *intent) {
	i.status, i.received, i.why = "succeeded", i.amount, ""
	s.charges++
	s.event("payment_intent.succeeded", s.intentObject(i, nil, ""))
}

func (s *Server) showIntent(id string, f url.Values) (object, error) {
	i := s.intents[id]
	if err := only(f, "expand["); err != nil {
		return nil, err
	}
	if i == nil {
		return nil, &refusal{status: http.StatusNotFound, kind: "invalid_request_error", code: "resource_missing", words: "No such payment_intent: " + id}
	}
	return s.intentObject(i, f, ""), nil
}

func (s *Server) intentObject(i *intent, f url.Values, at string) object {
	o := object{
		"id": i.id, "object": "payment_intent", "amount": i.amount, "amount_received": i.received, "currency": i.currency, "created": i.created.Unix(), "status": i.status,
		"metadata": i.meta, "customer": nullable(i.customer), "payment_method": nullable(i.method), "setup_future_usage": nullable(i.use), "latest_charge": nil, "last_payment_error": nil,
	}
	if i.why != "" {
		o["last_payment_error"] = object{"type": "card_error", "code": i.why}
	}
	if i.received > 0 {
		o["latest_charge"] = "ch_of_" + i.id
		if expands(f, at+"latest_charge") {
			o["latest_charge"] = object{"id": "ch_of_" + i.id, "object": "charge", "amount": i.amount, "amount_refunded": i.refunded, "disputed": i.disputed, "payment_intent": i.id}
		}
	}
	if m := s.methods[i.method]; m != nil && expands(f, at+"payment_method") {
		customer := m.customer
		if m.detached {
			customer = ""
		}
		o["payment_method"] = object{"id": m.id, "object": "payment_method", "type": "card", "customer": nullable(customer), "card": object{"brand": "visa", "last4": string(m.card), "exp_month": 12, "exp_year": 2034}}
	}
	return o
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// listIntents lists PaymentIntents, newest first, a page at a time.
func (s *Server) listIntents(f url.Values) (object, error) {
	if err := only(f, "created[gte]", "limit", "starting_after", "expand["); err != nil {
		return nil, err
	}
	var all []object
	from, _ := strconv.ParseInt(f.Get("created[gte]"), 10, 64)
	for _, id := range slices.Backward(s.order) {
		if i := s.intents[id]; i.created.Unix() >= from {
			all = append(all, s.intentObject(i, f, "data."))
		}
	}
	return paged(all, f), nil
}

// listReturned lists refunds or disputes.
func (s *Server) listReturned(list []object, f url.Values) (object, error) {
	if err := only(f, "created[gte]", "limit", "starting_after", "payment_intent", "expand["); err != nil {
		return nil, err
	}
	var all []object
	from, _ := strconv.ParseInt(f.Get("created[gte]"), 10, 64)
	for _, o := range slices.Backward(list) {
		if of := f.Get("payment_intent"); o["created"].(int64) >= from && (of == "" || o["payment_intent"] == of) {
			if expands(f, "data.payment_intent") {
				o = maps.Clone(o)
				o["payment_intent"] = s.intentObject(s.intents[o["payment_intent"].(string)], nil, "")
			}
			all = append(all, o)
		}
	}
	return paged(all, f), nil
}

// paged is a page of a list: at most two a page, so that everybody must turn pages.
func paged(all []object, f url.Values) object {
	if after := f.Get("starting_after"); after != "" {
		all = all[slices.IndexFunc(all, func(o object) bool { return o["id"] == after })+1:]
	}
	page := all[:min(len(all), 2)]
	return object{"object": "list", "data": append([]object{}, page...), "has_more": len(all) > len(page), "url": "/v1/list"}
}

func (s *Server) detach(id string) (object, error) {
	m := s.methods[id]
	if m == nil || m.detached {
		return nil, invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
	}
	m.detached = true
	return object{"id": m.id, "object": "payment_method", "customer": nil}, nil
}
