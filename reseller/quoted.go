package reseller

import (
	"strings"
	"time"
)

// QuotedWhat is what an identifier leads to.
type QuotedWhat string

// What identifiers lead to.
const (
	QuotedOrder    QuotedWhat = "order"    // by its request, a transaction id of ours or the registry's, or its idempotency key
	QuotedRecord   QuotedWhat = "record"   // of the audit log, by its request
	QuotedZone     QuotedWhat = "zone"     // a saved version of records or forwards, by its request
	QuotedInvoice  QuotedWhat = "invoice"  // by its number
	QuotedNote     QuotedWhat = "note"     // a credit note, by its number
	QuotedPayment  QuotedWhat = "payment"  // by card, by an id of the provider's or of a dispute
	QuotedEntry    QuotedWhat = "entry"    // of the ledger, by the reference of a payment
	QuotedEvent    QuotedWhat = "event"    // by the webhook-id of its posts
	QuotedDelivery QuotedWhat = "delivery" // of an event to a webhook, by the same
	QuotedToken    QuotedWhat = "token"    // as it is named where it acted: "token 12"
)

// Quoted is one thing that an identifier leads to.
type Quoted struct {
	What    QuotedWhat
	ID      int64  // of an order, invoice, payment, entry, event, token or record; of the webhook of a delivery; the version of a zone
	Account int64  // 0 = nobody's
	Text    string // number of an invoice, name of a token, action of a record, kind of an event, reference of an entry, kind of a zone: dns or mail
	Name    string // in ACE, of what it is; of a record, what it is about; "" = of none
	Domain  int64  // row of the name; 0 = none, or not told
	Order   int64  // of an event; 0 = none
	Actor   string // of a record
	At      time.Time
	Request bool // found by the id of the request that did it
}

// shortRequest is how long an id of a request is at least to be taken for one by its looks.
const shortRequest = 16

// LooksLikeRequestID reports whether a text may be the id of a request: one that the server made, or one that programs make for theirs, such as a UUID.
func LooksLikeRequestID(text string) bool {
	drawn := strings.ContainsAny(text, "0123456789") || text == strings.ToUpper(text) // and no word
	return len(text) >= shortRequest && len(text) <= 64 && drawn && !strings.ContainsFunc(text, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-'
	})
}
