package reseller

import (
	"errors"
	"fmt"
	"time"
)

// PaymentKind says who began a card payment.
type PaymentKind string

// The kinds of card payments.
const (
	PaymentOnce      PaymentKind = "once"      // a person, on the provider's page
	PaymentAutomatic PaymentKind = "automatic" // the server, with the card that was saved for it
)

// PaymentState is how far a card payment has come in our books.
type PaymentState string

// The states of card payments. An end other than paid says that nothing was received; should the provider say later that it was, the payment is paid
// all the same.
const (
	PaymentOpen     PaymentState = "open"     // the provider was asked, or is about to be; what became of it is not known yet
	PaymentPaid     PaymentState = "paid"     // received and credited: there is one entry with its reference
	PaymentExpired  PaymentState = "expired"  // nobody has paid
	PaymentDeclined PaymentState = "declined" // the card or the provider refused; Reason says why
	PaymentStranded PaymentState = "stranded" // received and not credited: a person decides; Reason says why
)

// PaymentStates lists every state.
var PaymentStates = []PaymentState{PaymentOpen, PaymentPaid, PaymentExpired, PaymentDeclined, PaymentStranded}

// Why payments are stranded, or declined by us.
const (
	StrandedAmount   = "other_amount"    // another amount or currency was received than was asked for
	StrandedAccount  = "no_such_account" // the books have no account that it is of
	StrandedClosed   = "account_closed"
	StrandedRef      = "reference_taken" // its reference has posted something else
	StrandedBalance  = "balance_too_large"
	StrandedName     = "other_installation"      // of an account of these books, and begun under another name of the installation
	DeclinedNeedsYou = "authentication_required" // the bank wants the card's holder to confirm
)

// Payment is a card payment: written before the provider is asked, and credited once, when the provider says that it was received.
type Payment struct {
	ID        int64
	AccountID int64 // 0 = of an account that is not in the books
	Kind      PaymentKind
	State     PaymentState
	Amount    Money  // asked for
	Key       string // ours: the provider's idempotency key, and what it keeps beside the payment
	FormKey   string // of the form that began it; "" = none did
	SaveCard  bool   // the card is kept for automatic top-ups once it was paid
	By        string // who began it, as audit records name actors

	Session  string // the provider's id of the page on which it is paid; "" = none, or not known yet
	Page     string // address of that page
	Ref      string // the provider's id of the payment, and the reference of its entry; "" = not known yet
	Received Money  // what the provider says was received
	Reason   string // of an end without credit: a Stranded constant, or the provider's code

	Customer, Method string // the saved card that is charged, by the provider's ids; "" = a person pays

	Refunded   int64     // of Received, given back by the provider so far, minor units
	Disputes   []Dispute // the first to begin first
	CreatedAt  time.Time
	SettledAt  time.Time // business time of its end; zero = it is open
	AskedAt    time.Time // wall time, when the provider was first asked
	LookAt     time.Time // wall time, when the provider is asked again what became of it; zero = never
	AccountNew time.Time // when the account was made, which tells it from one that got its number later
}

// Live reports whether more may become of the payment by itself.
func (p Payment) Live() bool { return p.State == PaymentOpen }

// MayHaveCharged reports whether it is not known yet whether a saved card was charged. Of a page it is not: what is paid there is paid by a person.
func (p Payment) MayHaveCharged() bool { return p.Live() && p.Kind == PaymentAutomatic }

// PaymentSearch chooses card payments, newest first. The zero value of a field does not choose.
type PaymentSearch struct {
	Account  int64
	State    PaymentState
	NeedsYou bool // those of which something is left for the operator to do
	Begun    Between
	Page
}

// PaymentNote is the note of a payment's entry.
func PaymentNote(kind PaymentKind) string {
	if kind == PaymentAutomatic {
		return "automatic top-up"
	}
	return "card payment"
}

// PaymentEvent is an event about a payment.
func PaymentEvent(kind string, p Payment, at time.Time) Event {
	amount := p.Amount
	if p.Received.Minor != 0 {
		amount = p.Received
	}
	return Event{
		AccountID: p.AccountID, Kind: kind, At: at, Once: fmt.Sprintf("%s:%d", kind, p.ID),
		Detail: EventDetail{Total: amount.Minor, Currency: amount.Currency, Code: string(p.Kind), Reason: p.Reason},
	}
}

// PaymentReturned is an event about what went back of a payment so far, minor units of what was received. change numbers the payment's changes: the same amount may be reached again,
// after a refund that has failed.
func PaymentReturned(kind string, p Payment, returned, change int64, at time.Time) Event {
	e := PaymentEvent(kind, p, at)
	e.Detail.Total, e.Once = returned, fmt.Sprintf("%s:change:%d", e.Once, change)
	return e
}

// PausedByRestore is the reason of an EventTopUpPaused: the books were restored from a backup.
const PausedByRestore = "restored"

// TopUpRestored is the event of an automatic top-up that a restore has paused.
func TopUpRestored(t TopUp, currency string, at time.Time) Event {
	return Event{
		AccountID: t.AccountID, Kind: EventTopUpPaused, At: at, Once: fmt.Sprintf("%s:restored:%d:%d", EventTopUpPaused, t.AccountID, at.UnixMicro()),
		Detail: EventDetail{Total: t.Amount, Currency: currency, Code: string(PaymentAutomatic), Reason: PausedByRestore},
	}
}

// CardRemoval is a card that the payment provider is to keep no longer.
type CardRemoval struct {
	Method, Customer string // the provider's ids
	AccountID        int64
	WantedAt         time.Time // wall time
}

// ErrCardRemoved says that a card was removed, so that it is not kept again.
var ErrCardRemoved = errors.New("the card was removed")

// TopUpState says whether an account's credit is topped up by itself.
type TopUpState string

// The states of automatic top-up.
const (
	TopUpOff    TopUpState = "off"
	TopUpOn     TopUpState = "on"
	TopUpPaused TopUpState = "paused" // its card was declined: a person acts, or it is tried again at TryAt
)

// TopUp is an account's saved card, and when it is charged. Amounts are minor units of the account's currency.
type TopUp struct {
	AccountID int64
	Customer  string // the provider's ids
	Method    string // "" = no card is saved
	Brand     string
	Last4     string
	ExpMonth  int
	ExpYear   int

	State    TopUpState
	Below    int64     // it is charged when less than that is available
	Amount   int64     // that is charged at a time
	MonthMax int64     // that is charged in a calendar month, UTC, at most
	Declines int       // in a row
	TryAt    time.Time // of a paused one: when it is tried again by itself, wall time; zero = never
	Version  int64     // raised by each change
	CardFrom int64     // id of the payment that the card was kept from; one that was removed is not kept again
}

// PausedByRestore reports whether a restore has paused it: a person switches it on again.
func (t TopUp) PausedByRestore() bool { return t.State == TopUpPaused && t.Declines == 0 }

// HasCard reports whether a card is saved.
func (t TopUp) HasCard() bool { return t.Method != "" }

// The parts of what is set of automatic top-up that errors name.
const (
	PathTopUpBelow  Path = "top_up.below"
	PathTopUpAmount Path = "top_up.amount"
	PathTopUpMonth  Path = "top_up.month"
)

// MaxDeclines is how often a card is tried that is declined, a day apart, before a person must act.
const MaxDeclines = 3

// Set is what a person sets of it, as a tag stands for it.
func (t TopUp) Set() any { return []any{t.Method, t.State, t.Below, t.Amount, t.MonthMax} }
