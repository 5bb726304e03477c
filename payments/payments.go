// Package payments takes payments by card: a person pays on the provider's own page, and an account's saved card is charged when its credit falls below what it
// has set.
//
// The rules for money are those of orders. The intent is written before the provider is asked. An answer that was lost, a timeout, an error of the provider's server
// are unknown, and no refusal: the same question is asked again under the same key, never another one, until the provider says what became of it. What is received is credited once,
// under the provider's id of the payment as reference, whoever finds out: the page of who pays, a webhook, a job, another server. Only what the provider's API says
// counts. A webhook and the address to which a browser comes back are but reasons to ask it.
package payments

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"nameyard/reseller"
)

// Provider is who takes the payments: one account at a payment service.
type Provider interface {
	// Live reports whether it moves money; false: its key is one for tests.
	Live() bool
	// Check asks whether it lets us in, with what we need.
	Check(ctx context.Context) error
	// Takes gives why a payment of an amount cannot be asked for, an error for its payer.
	Takes(amount reseller.Money) error
	// Begin makes the page on which a payment is made. The same payment gives the same page.
	Begin(ctx context.Context, a Ask) (Page, error)
	// Charge charges a saved card. The same payment charges once. A *Declined says that it has not and will not.
	Charge(ctx context.Context, a Ask, card Card) (Seen, error)
	// Cancel has nothing more come of a payment that was not paid, by its reference.
	Cancel(ctx context.Context, ref string) (Seen, error)
	// Page tells how the payment on a page stands.
	Page(ctx context.Context, id string) (Seen, error)
	// Payment tells how a payment stands, by its reference.
	Payment(ctx context.Context, ref string) (Seen, error)
	// Since tells of every payment that was begun since a time, wall, and of every one of which something went back since then.
	Since(ctx context.Context, from time.Time, tell func(Seen) error) error
	// Forget removes a saved card.
	Forget(ctx context.Context, card Card) error
	// Hear checks who has sent a message, and gives what it is about. The error of one that is not the provider's is ErrForged.
	Hear(header http.Header, body []byte, now time.Time) (Message, error)
}

// Ask is a payment as the provider is asked for it.
type Ask struct {
	Key      string // idempotency key, the same each time that it is asked
	Amount   reseller.Money
	Tag      Tag
	SaveCard bool
	Title    string    // what is bought, on the provider's page
	Email    string    // of who pays
	Language string    // of the page: "en" or "sv"
	Until    time.Time // wall time when the page closes
	Back     string    // where the browser goes afterwards, whether it was paid or not
}

// Tag is what the provider keeps beside a payment, so that it is known again, by books from a backup, too.
type Tag struct {
	Installation string
	Account      int64
	AccountNew   time.Time // to the second
	Key          string
	Kind         reseller.PaymentKind
}

// Page is where a payment is made.
type Page struct{ ID, URL string }

// Card is a saved card, by the provider's ids, and what is printed on it.
type Card struct {
	Customer, Method  string
	Brand, Last4      string
	ExpMonth, ExpYear int
}

// Seen is a payment as the provider shows it.
type Seen struct {
	Ref      string // "" = nobody has tried to pay on the page yet
	Tag      Tag
	Paid     bool
	Over     bool               // nothing more comes of it: the page is closed, or the charge was refused
	Why      string             // the provider's code of a refusal
	Amount   reseller.Money     // received
	Card     Card               // that paid, if it was saved
	Begun    time.Time          // wall time
	Refunded int64              // of Amount
	Disputes []reseller.Dispute // every one there was, in any order
}

// Message is what a message of the provider is about: the reference of a payment, or its page. Both may be empty, where it is about something else.
type Message struct{ Ref, Page string }

// Declined says that the provider has not charged a card, and will not under the same key.
type Declined struct {
	Code string // the provider's stable code
	Ref  string
}

func (d *Declined) Error() string { return "the card was declined: " + d.Code }

// Refused says that the provider has not done what was asked, whatever it was: our key, or the question, is wrong.
type Refused struct {
	Status int
	Words  string
}

// OfKey reports whether it is our key that is refused, and not what was asked.
func (r *Refused) OfKey() bool {
	return r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden
}

func (r *Refused) Error() string {
	switch r.Status {
	case http.StatusUnauthorized:
		return fmt.Sprintf("the provider refuses the key (401): %s", r.Words)
	case http.StatusForbidden:
		return fmt.Sprintf("the key may not do this at the provider (403): %s", r.Words)
	}
	return fmt.Sprintf("the provider refuses what it was asked (%d): %s", r.Status, r.Words)
}

var (
	// ErrForged says that a message is not the provider's, or too old.
	ErrForged = errors.New("the message is not signed by the provider")
	// ErrBusy says that the provider has done nothing because it is asked too much, or asked the same at this moment.
	ErrBusy = errors.New("the provider takes no more questions at this moment")
)
