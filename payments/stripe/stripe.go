// Package stripe takes payments at Stripe: a person pays on a page of Stripe Checkout, and saved cards are charged by PaymentIntents (docs.stripe.com/api).
package stripe

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	stripe "github.com/stripe/stripe-go/v85"

	"nameyard/payments"
)

// Config is one account at Stripe.
type Config struct {
	Key     string   // secret key: sk_live_…, sk_test_…, or restricted, rk_…
	Secrets []string // of the webhook, whsec_…; several while one is rolled
	URL     string   // of the API; "" = Stripe's own
}

// Provider is payments.Provider at Stripe. It is safe for concurrent use.
type Provider struct {
	client  *stripe.Client
	key     string
	live    bool
	secrets []string
}

// answerWithin is how long Stripe may take to answer one question; its own libraries wait for 80 seconds.
const answerWithin = 30 * time.Second

// New makes a Provider; it asks nobody anything.
func New(c Config) (*Provider, error) {
	kind, mode, ok := strings.Cut(c.Key, "_")
	mode, _, named := strings.Cut(mode, "_")
	if !ok || !named || kind != "sk" && kind != "rk" || mode != "live" && mode != "test" || strings.ContainsFunc(c.Key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("the key of Stripe must be a secret one: it begins with sk_live_, sk_test_, rk_live_ or rk_test_")
	}
	for _, secret := range c.Secrets {
		if !strings.HasPrefix(secret, "whsec_") {
			return nil, errors.New("a secret of Stripe's webhook begins with whsec_")
		}
	}
	backend := &stripe.BackendConfig{
		HTTPClient: &http.Client{Timeout: answerWithin, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		// A question is asked again by the service, which knows what may be: not here, and nothing is told beside it.
		MaxNetworkRetries: stripe.Int64(0), EnableTelemetry: stripe.Bool(false), LeveledLogger: silent{},
	}
	if c.URL != "" {
		at, err := checkURL(c.URL)
		if err != nil {
			return nil, err
		}
		backend.URL = stripe.String(at)
	}
	client := stripe.NewClient(c.Key, stripe.WithBackends(stripe.NewBackendsWithConfig(backend)))
	return &Provider{client: client, key: c.Key, live: mode == "live", secrets: c.Secrets}, nil
}

// checkURL refuses an address to which the key would go unencrypted beyond this machine.
func checkURL(address string) (string, error) {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" || at.User != nil || at.RawQuery != "" {
		return "", fmt.Errorf("the address of Stripe's API is %q, it must be https://host", address)
	}
	local := at.Hostname() == "127.0.0.1" || at.Hostname() == "::1" || at.Hostname() == "localhost"
	if at.Scheme != "https" && (at.Scheme != "http" || !local) {
		return "", fmt.Errorf("the address of Stripe's API is %q: without https it must be on this machine", address)
	}
	return strings.TrimSuffix(address, "/"), nil
}

// silent logs nothing: what goes wrong is an error, and who asks logs it.
type silent struct{}

func (silent) Debugf(string, ...any) {}
func (silent) Infof(string, ...any)  {}
func (silent) Warnf(string, ...any)  {}
func (silent) Errorf(string, ...any) {}

// Live reports whether the key moves money.
func (p *Provider) Live() bool { return p.live }

// Check asks for what a comparison asks for: the list of payments.
func (p *Provider) Check(ctx context.Context) error {
	list := &stripe.PaymentIntentListParams{}
	list.Limit = stripe.Int64(1)
	list.Single = true
	for _, err := range p.client.V1PaymentIntents.List(ctx, list).All(ctx) {
		if err != nil {
			return p.failed(err)
		}
		break
	}
	return nil
}

// failed puts Stripe's error into the words of payments. What it does not know is unknown.
func (p *Provider) failed(err error) error {
	var e *stripe.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("stripe: %s", p.unkeyed(err.Error()))
	}
	switch {
	case e.Type == stripe.ErrorTypeCard, e.HTTPStatusCode == http.StatusPaymentRequired:
		declined := &payments.Declined{Code: string(e.Code)}
		if e.PaymentIntent != nil {
			declined.Ref = e.PaymentIntent.ID
		}
		return declined
	case e.Type == stripe.ErrorTypeIdempotency, e.HTTPStatusCode == http.StatusConflict, e.HTTPStatusCode == http.StatusTooManyRequests:
		return fmt.Errorf("%w: stripe answers %d: %s", payments.ErrBusy, e.HTTPStatusCode, p.unkeyed(e.Msg))
	case e.HTTPStatusCode >= 400 && e.HTTPStatusCode < 500:
		return &payments.Refused{Status: e.HTTPStatusCode, Words: p.unkeyed(e.Msg)}
	}
	return fmt.Errorf("stripe answers %d: %s", e.HTTPStatusCode, p.unkeyed(e.Msg))
}

// unkeyed is a text without the key, whatever wrote it.
func (p *Provider) unkeyed(text string) string { return strings.ReplaceAll(text, p.key, "(the key)") }
