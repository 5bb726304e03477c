package reseller

import (
	"fmt"
	"time"
)

// Event is something that happened to a domain, an order or an invoice and that somebody may want to hear of. It is written
// in the transaction that made it true (an outbox row); jobs send mails and webhooks from it.
type Event struct {
	ID        int64
	Seq       int64 // its place among all events, gapless; 0 until the numbering job has been by
	AccountID int64
	DomainID  int64
	OrderID   int64
	Kind      string // the order's kind and end ("register.done", "transfer.refused") or one of the constants below
	Detail    EventDetail
	// Once makes an event that may be noticed more than once be written once: the first one with the key stays. Empty =
	// no such limit.
	Once string
	At   time.Time
}

// The kinds of events that are not the end of an order. An order's end is "<kind>.<state>", such as "renew.refused".
const (
	EventTransferStarted       = "transfer.started"          // the registry has been asked, and decides later
	EventTransferAwayRequested = "domain.transfer_requested" // another registrar asks for a name
	EventTransferredAway       = "domain.transferred_away"
	EventWrongAuthCode         = "domain.wrong_auth_code"     // another account here tried to take a name with a wrong code
	EventInvoiceCreated        = "invoice.created"            // a renewal invoice was written
	EventInvoicePaid           = "invoice.paid"               // by a renewal order
	EventInvoiceCancelled      = "invoice.cancelled"          // with a credit note if it was numbered
	EventInvoiceCredited       = "invoice.credited"           // a paid one, by the operator or with a deletion; the event is about the credit note
	EventRenewalFailed         = "renewal.failed"             // an automatic renewal could not be ordered; Detail says why, and Total what it costs, if that is known
	EventRenewalsStopped       = "account.renewals_stopped"   // the operator: the account is disabled, and none of its names is renewed by itself
	EventSpendCapReached       = "account.spend_cap_reached"  // an order was refused, because the account or a token has spent what it may in the day
	EventCreditBelow           = "account.credit_below"       // the available credit is less than the account wanted to be told of
	EventPaymentPaid           = "payment.paid"               // a card payment was received and credited; Detail.Code has its kind
	EventPaymentDeclined       = "payment.declined"           // an automatic card payment was not received; Detail.Reason says why
	EventPaymentRefunded       = "payment.refunded"           // the provider gave some of a card payment back, or that has failed; Detail.Total is how much in all
	EventPaymentDisputed       = "payment.disputed"           // the card's bank takes some of a payment back; Detail.Total is how much in all
	EventTopUpPaused           = "top_up.paused"              // automatic top-up is paused until a person acts, and no card was declined; Detail.Reason says why
	EventPricesPlanned         = "prices.planned"             // the operator: the account will pay other prices; Detail.Count says how many
	EventPricesCancelled       = "prices.cancelled"           // the operator: other prices that were planned do not come; Detail.Count says how many
	EventDeletingUnpaid        = "domain.deleting_unpaid"     // nobody paid: the deletion has been ordered
	EventUnpaidKept            = "domain.unpaid_kept"         // nobody paid, and the deletion does not succeed: for the operator
	EventRedemptionStarted     = "domain.redemption_started"  // deleted; can be restored at a price
	EventVerificationNeeded    = "domain.verification_needed" // the registry wants the holder's data verified; Detail.Term says until when
	EventVerified              = "domain.verified"
	EventHoldSet               = "domain.hold_set" // the registry took the name out of the zone
	EventHoldLifted            = "domain.hold_lifted"
	EventDeleted               = "domain.deleted"          // gone
	EventForwardTargetVerified = "forward_target.verified" // a target of e-mail forwards gets their mail; Detail.Reason has its address
	EventForwardTargetRefused  = "forward_target.refused"  // a target gets none
	EventForwardsIdle          = "domain.forwards_idle"    // it has e-mail forwards, and a mail server of its own that takes the mail
	EventWebhookDisabled       = "webhook.disabled"        // an endpoint failed for days; Detail.Name is its URL
)

// EventDetail is what an event says beyond its ids, as it was when it happened. Amounts are minor units.
type EventDetail struct {
	Name     string `json:"name,omitempty"`
	Invoice  int64  `json:"invoice,omitempty"`
	Note     int64  `json:"note,omitempty"` // id of the credit note that cancelled the invoice
	Total    int64  `json:"total,omitempty"`
	Currency string `json:"currency,omitempty"`
	Years    int    `json:"years,omitempty"`
	Count    int    `json:"count,omitempty"` // of names, or of prices
	Term     string `json:"term,omitempty"`  // YYYY-MM-DD: the paid-through date that it is about
	Code     string `json:"code,omitempty"`  // stable code of a refusal
	Reason   string `json:"reason,omitempty"`
	// Cancelled are the first planned prices that do not come.
	Cancelled []CancelledPrice `json:"cancelled,omitempty"`
	// Forwards are the first e-mail forwards that have no effect: "info@name.com → owner@example.org".
	Forwards []string `json:"forwards,omitempty"`

	// How the name's row was then: it may change again before anybody is told. State is empty where it was not looked at.
	State       DomainState `json:"state,omitempty"`
	PaidThrough time.Time   `json:"paid_through,omitzero"`
	AutoRenew   bool        `json:"auto_renew,omitempty"`
}

// Reading is how far a reader of events has come: the number of the last event that it read, and when it noted that by
// business time. A reader that has never read has the zero value.
type Reading struct {
	Seq int64
	At  time.Time
}

// NewsSince is how old an event may be for a reader to make anything of it, at a business time: a week before that, or before it
// last read. A database that was filled or brought up to date has a past that nobody needs to hear of, and what happened
// between two readings is news however far a sandbox's clock has been moved in between.
func (r Reading) NewsSince(now time.Time) time.Time {
	if !r.At.IsZero() && r.At.Before(now) {
		now = r.At
	}
	return now.Add(-Days(7))
}

// InvoiceEvent is an event about an invoice.
func InvoiceEvent(kind string, i Invoice, at time.Time) Event {
	detail := EventDetail{Invoice: i.ID, Total: i.Charge.Total(), Currency: i.Charge.Currency, Years: i.Years(), Reason: i.Reason}
	if len(i.Lines) > 0 {
		detail.Name = i.Lines[0].Domain
	}
	if !i.Term.IsZero() {
		detail.Term = i.Term.UTC().Format(time.DateOnly)
	}
	return Event{AccountID: i.AccountID, DomainID: i.DomainID, OrderID: i.OrderID, Kind: kind, Detail: detail, At: at}
}

// OrderEvent is the end of an order.
func OrderEvent(o Order) Event {
	return Event{
		AccountID: o.AccountID, DomainID: o.DomainID, OrderID: o.ID, Kind: string(o.Kind) + "." + string(o.State),
		Detail: EventDetail{
			Name: o.Name.String(), Years: o.Desired.Years, Total: o.Charge.Total(), Currency: o.Charge.Currency, Code: o.Code, Reason: o.Reason,
		},
		At: o.EndedAt,
	}
}

// Of is the event with what the row of its name says as it happens. A row that is none changes nothing.
func (e Event) Of(d Domain) Event {
	if d.ID != 0 {
		e.Detail.State, e.Detail.PaidThrough, e.Detail.AutoRenew = d.State, d.PaidThrough.UTC().Truncate(time.Microsecond), d.AutoRenew
	}
	return e
}

// TransferStarted says that the registry has been asked for a name and will decide later. It is written once for each order.
func TransferStarted(o Order, at time.Time) Event {
	e := OrderEvent(o)
	e.Kind, e.At, e.Once = EventTransferStarted, at, fmt.Sprintf("%s:%d", EventTransferStarted, o.ID)
	return e
}

// WrongAuthCode says that another account here tried to take a name with a wrong auth code. It is written once a day for a name.
func WrongAuthCode(d Domain, at time.Time) Event {
	return Event{
		AccountID: d.AccountID, DomainID: d.ID, Kind: EventWrongAuthCode, At: at,
		Detail: EventDetail{Name: d.Name.String(), Reason: "somebody asked for a transfer of the name with a wrong auth code"},
		Once:   fmt.Sprintf("%s:%d:%s", EventWrongAuthCode, d.ID, at.UTC().Format(time.DateOnly)),
	}
}

// TargetAnswered says what the owner of a target of e-mail forwards has answered.
func TargetAnswered(t ForwardTarget, answer TargetState, at time.Time) Event {
	kind := EventForwardTargetVerified
	if answer == TargetRefused {
		kind = EventForwardTargetRefused
	}
	return Event{AccountID: t.AccountID, Kind: kind, Detail: EventDetail{Name: t.Domain, Reason: t.Address}, At: at}
}

// DomainEvent is something that happened to a domain in its present term; it is written once for each term.
func DomainEvent(kind string, d Domain, reason string, at time.Time) Event {
	term := d.PaidThrough.UTC().Format(time.DateOnly)
	e := Event{
		AccountID: d.AccountID, DomainID: d.ID, Kind: kind, Detail: EventDetail{Name: d.Name.String(), Term: term, Reason: reason},
		Once: fmt.Sprintf("%s:%d:%s", kind, d.ID, term), At: at,
	}
	return e.Of(d)
}
