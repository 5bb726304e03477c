package stripetest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Page is a page of Checkout by its address.
func (s *Server) page(id string) *session {
	page := s.sessions[id]
	if page == nil {
		panic("there is no page " + id)
	}
	return page
}

// Pay pays on a page as a person does, and gives the id of the payment. Other is how much is received instead of what was asked for; 0 = that. A card that declines leaves
// the page open.
func (s *Server) Pay(id string, card Card, other int64) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	page := s.page(id)
	if page.paid || !s.Now().Before(page.until) {
		panic("the page takes no payment any more")
	}
	amount, _ := strconv.ParseInt(page.form.Get("line_items[0][price_data][unit_amount]"), 10, 64)
	if other != 0 {
		amount = other
	}
	i := s.intents[page.intent]
	if i == nil {
		i = &intent{
			id: s.id("pi"), currency: page.form.Get("line_items[0][price_data][currency]"), created: s.Now(), meta: meta(page.form, "payment_intent_data[metadata]["),
			use: page.form.Get("payment_intent_data[setup_future_usage]"),
		}
		s.intents[i.id], page.intent = i, i.id
		s.order = append(s.order, i.id)
	}
	m := &method{id: s.id("pm"), card: card}
	s.methods[m.id] = m
	i.amount, i.method = amount, m.id
	if card == Declines {
		i.status, i.why = "requires_payment_method", "card_declined"
		s.event("payment_intent.payment_failed", s.intentObject(i, nil, ""))
		return i.id
	}
	if i.use != "" {
		i.customer = s.id("cus")
		m.customer = i.customer
	}
	page.paid = true
	s.succeed(i)
	s.event("checkout.session.completed", s.sessionObject(page, nil))
	return i.id
}

// SavedCard gives a card that an account has saved before, by its customer's and its own id.
func (s *Server) SavedCard(card Card) (customer, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &method{id: s.id("pm"), customer: s.id("cus"), card: card}
	s.methods[m.id] = m
	return m.customer, m.id
}

// Behave has a saved card behave as another from now on.
func (s *Server) Behave(id string, card Card) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.methods[id].card = card
}

// Finish has the bank of a slow card agree to the charge that was begun last.
func (s *Server) Finish() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.succeed(s.intents[s.order[len(s.order)-1]])
}

// Detached reports whether a card was removed.
func (s *Server) Detached(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.methods[id].detached
}

// CardOf is the id of the card that has paid.
func (s *Server) CardOf(intent string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.intents[intent].method
}

// Refund gives some of a payment back, as somebody does at Stripe's own pages.
func (s *Server) Refund(intent string, amount int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.intents[intent]
	i.refunded += amount
	s.refunds = append(s.refunds, object{"id": s.id("re"), "object": "refund", "amount": amount, "payment_intent": i.id, "created": s.Now().Unix(), "status": "succeeded"})
	s.event("charge.refunded", object{"id": "ch_of_" + i.id, "object": "charge", "payment_intent": i.id})
}

// FailRefund has a refund of an amount fail that was made before, as the card's bank does days later: the refund itself changes, and there is no new one.
func (s *Server) FailRefund(intent string, amount int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.refunds, func(r object) bool {
		return r["payment_intent"] == intent && r["amount"] == amount && r["status"] == "succeeded"
	})
	s.refunds[at]["status"] = "failed"
	s.intents[intent].refunded -= amount
	s.event("refund.failed", s.refunds[at])
}

// Dispute has the card's bank take a payment back; a second time it changes how the first dispute of the payment stands.
func (s *Server) Dispute(intent, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if all := s.disputesOf(intent); len(all) > 0 {
		all[0]["status"] = status
		return
	}
	s.dispute(intent, s.intents[intent].received, status)
}

// DisputePart has the card's bank take a part of a payment back, whatever it took before. Where that is not open any more it may be all of it again.
func (s *Server) DisputePart(intent string, amount int64, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispute(intent, amount, status)
}

// Decide changes how a dispute of a payment stands, the first to begin being 1.
func (s *Server) Decide(intent string, n int, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.disputesOf(intent)[n-1]
	d["status"] = status
	s.event("charge.dispute.updated", d)
}

// DisputeID is what the API calls a dispute of a payment, the first to begin being 1.
func (s *Server) DisputeID(intent string, n int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.disputesOf(intent)[n-1]["id"].(string)
}

func (s *Server) dispute(intent string, amount int64, status string) {
	i := s.intents[intent]
	i.disputed = true
	d := object{"id": s.id("dp"), "object": "dispute", "amount": amount, "currency": i.currency, "status": status, "payment_intent": i.id, "created": s.Now().Unix()}
	s.disputes = append(s.disputes, d)
	s.event("charge.dispute.created", d)
}

func (s *Server) disputesOf(intent string) (all []object) {
	for _, d := range s.disputes {
		if d["payment_intent"] == intent {
			all = append(all, d)
		}
	}
	return all
}

// Event is a message to a webhook.
type Event struct {
	Kind string
	Body []byte
}

func (s *Server) event(kind string, about object) {
	s.events = append(s.events, Event{kind, marshal(object{
		"id": s.id("evt"), "object": "event", "type": kind, "created": s.Now().Unix(), "livemode": false, "api_version": "2020-08-27", "data": object{"object": about},
	})})
}

// Events gives the messages so far, and forgets them.
func (s *Server) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.events
	s.events = nil
	return all
}

// Signed is the header of a message that is sent at a time, signed with some secrets.
func (e Event) Signed(at time.Time, secrets ...string) http.Header {
	text := fmt.Sprintf("t=%d", at.Unix())
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		fmt.Fprintf(mac, "%d.%s", at.Unix(), e.Body)
		text += ",v1=" + hex.EncodeToString(mac.Sum(nil))
	}
	return http.Header{"Stripe-Signature": {text + ",v0=00"}}
}
