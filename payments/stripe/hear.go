package stripe

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85/webhook"

	"nameyard/payments"
)

// tolerance is how far a message's time may be from ours.
const tolerance = 5 * time.Minute

// Hear checks the signature of a message (docs.stripe.com/webhooks/signature), by any of the secrets, and reads what it is about. What else is in the message is
// not believed: it may be older than what the API shows.
func (p *Provider) Hear(header http.Header, body []byte, now time.Time) (payments.Message, error) {
	if err := p.signed(header.Get("Stripe-Signature"), body, now); err != nil {
		return payments.Message{}, fmt.Errorf("%w: %w", payments.ErrForged, err)
	}
	var event struct {
		Data struct {
			Object struct {
				ID            string
				Object        string
				PaymentIntent reference `json:"payment_intent"`
				Metadata      map[string]string
			}
		}
	}
	if err := json.Unmarshal(body, &event); err != nil {
		return payments.Message{}, fmt.Errorf("read a message of Stripe: %w", err)
	}
	about := event.Data.Object
	switch about.Object {
	case "payment_intent":
		about.PaymentIntent = reference(about.ID)
	case "checkout.session", "charge", "dispute", "refund":
	default:
		return payments.Message{}, nil
	}
	if (about.Object == "payment_intent" || about.Object == "checkout.session") && !known(about.Metadata) {
		return payments.Message{}, nil // of another program
	}
	m := payments.Message{Ref: string(about.PaymentIntent)}
	if m.Ref == "" && about.Object == "checkout.session" {
		m.Page = about.ID
	}
	return m, nil
}

// reference is an object of Stripe's that may be written as its id alone.
type reference string

// UnmarshalJSON reads either.
func (r *reference) UnmarshalJSON(b []byte) error {
	var whole struct{ ID string }
	if len(b) > 0 && b[0] == '{' {
		err := json.Unmarshal(b, &whole)
		*r = reference(whole.ID)
		return err
	}
	var id *string
	err := json.Unmarshal(b, &id)
	if id != nil {
		*r = reference(*id)
	}
	return err
}

// signed checks "t=…,v1=…": several v1 while the secret is rolled.
func (p *Provider) signed(header string, body []byte, now time.Time) error {
	var at int64
	var given [][]byte
	for part := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			at, _ = strconv.ParseInt(value, 10, 64)
		case "v1":
			if sum, err := hex.DecodeString(value); err == nil {
				given = append(given, sum)
			}
		}
	}
	when := time.Unix(at, 0)
	if off := now.Sub(when).Abs(); off > tolerance {
		return fmt.Errorf("its time is %s from ours", off.Round(time.Second))
	}
	for _, secret := range p.secrets {
		want := webhook.ComputeSignature(when, body, secret)
		for _, sum := range given {
			if hmac.Equal(sum, want) {
				return nil
			}
		}
	}
	return fmt.Errorf("none of its %d signatures is made with one of our %d secrets", len(given), len(p.secrets))
}
