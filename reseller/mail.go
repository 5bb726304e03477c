package reseller

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// MailState is how far a mail has come.
type MailState string

// The states of a mail. All but the first two are final.
const (
	MailWaiting MailState = "waiting" // to be sent, or tried again
	MailHeld    MailState = "held"    // waits for the daily mail of its account
	MailSent    MailState = "sent"    // a mail server has taken it
	MailMoot    MailState = "moot"    // what it says was not true any more when it could have been sent
	MailGivenUp MailState = "given_up"
	MailInDaily MailState = "in_daily" // a daily mail says it
)

// MailStates lists them.
var MailStates = []MailState{MailWaiting, MailHeld, MailSent, MailMoot, MailGivenUp, MailInDaily}

// Mail is one notice to an account or to the operator, written out. It is written once for each cause and holds no secret.
type Mail struct {
	ID        int64
	Cause     string // what it is about, unique among mails: ASCII, at most 190 characters
	AccountID int64  // 0 = for the operator
	DomainID  int64
	InvoiceID int64  // the invoice whose document may be attached, 0 = none
	Kind      string // which template: "renewal_invoice"
	To        string // e-mail address
	Subject   string
	Text      string
	HTML      string    // an alternative to Text, may be empty
	Term      time.Time // it is true only while the domain is paid through this date; zero = whatever becomes of it
	HeldUntil time.Time // business time of the daily mail that it is to be told in; zero = it is sent itself
	Expires   time.Time // business time after which it is not worth sending; zero = never
	CreatedAt time.Time // business time

	State    MailState
	Attempts int       // how often sending it was begun
	QueuedAt time.Time // wall time
	NextTry  time.Time // wall time; zero once the state is final
	SentAt   time.Time // wall time
	Problem  string    // why the last attempt failed, or why it was not sent
}

// personalMails are the kinds of mails to one of the people of an account, about how that person signs in.
var personalMails = []string{"invitation", "sign_in_link", "password_reset", "password_none", "password_changed", "passkey_made"}

// MailKinds are the kinds of mails that accounts get: the daily mail, NoticeKinds, and questions to those whom forwards lead to; personal, also those to
// its people.
func MailKinds(personal bool) []string {
	kinds := []string{"daily"}
	for _, k := range NoticeKinds {
		kinds = append(kinds, k.Kind)
	}
	kinds = append(kinds, "forward_target")
	if personal {
		kinds = append(kinds, personalMails...)
	}
	return kinds
}

// Key identifies a mail by its cause: the same for every attempt to send it.
func (m Mail) Key() string {
	sum := sha256.Sum256([]byte(m.Cause))
	return hex.EncodeToString(sum[:16])
}

// Notices is what one look at events led to. It is written together with how far the reader has come.
type Notices struct {
	Reader string // who reads the events
	From   int64  // number of the event after which it read
	To     int64  // number of the last one that it read
	Mails  []Mail
}

// LowCredit says whether an account's credit is too low, for its renewals or below its own floor, and when the account was last told.
type LowCredit struct {
	AccountID int64
	Low       bool
	ToldAt    time.Time // business time; zero = never
}
