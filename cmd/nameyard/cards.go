package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"nameyard/app"
	"nameyard/payments/stripe"
	"nameyard/reseller"
)

// cardFlags say how payments by card are taken.
type cardFlags struct {
	StripeKeyFile           string     `placeholder:"FILE" help:"File with the secret key of an account at Stripe: resellers may then pay by card (docs/payments.md)."`
	StripeWebhookSecretFile string     `placeholder:"FILE" help:"File with the signing secret of Stripe's webhook to /payments/stripe; a secret a line while one is rolled."`
	StripeURL               string     `name:"stripe-url" placeholder:"URL" help:"Address of Stripe's API, if it is another: for tests."`
	CardMaximum             string     `default:"10000" placeholder:"AMOUNT" help:"Most that one card payment may be, in the account's currency (${default})."`
	CardAttempts            atLeastOne `default:"20" placeholder:"N" help:"How many card payments the people of one account may begin on a UTC day (${default})."`
}

// cards makes what takes payments by card; nothing without a key.
func (f cardFlags) cards(panel string) (app.Cards, error) {
	if f.StripeKeyFile == "" {
		if f.StripeWebhookSecretFile != "" || f.StripeURL != "" {
			return app.Cards{}, wrongUsage("--stripe-webhook-secret-file and --stripe-url need --stripe-key-file")
		}
		return app.Cards{}, nil
	}
	if panel == "" {
		return app.Cards{}, wrongUsage("--stripe-key-file needs --panel-url: Stripe's page leads back to the panel")
	}
	if most, err := reseller.ParseMoney(f.CardMaximum, "JPY"); err != nil || most.Minor <= 0 {
		return app.Cards{}, wrongUsage("--card-maximum is %q, it must be a whole number such as 10000", f.CardMaximum)
	}
	keys, err := secretLines(f.StripeKeyFile)
	if err != nil {
		return app.Cards{}, fmt.Errorf("read the key of Stripe: %w", err)
	}
	if len(keys) != 1 {
		return app.Cards{}, wrongUsage("%s must have one line, the key", f.StripeKeyFile)
	}
	c := stripe.Config{Key: keys[0], URL: f.StripeURL}
	if f.StripeWebhookSecretFile != "" {
		if c.Secrets, err = secretLines(f.StripeWebhookSecretFile); err != nil {
			return app.Cards{}, fmt.Errorf("read the secrets of Stripe's webhook: %w", err)
		}
	}
	provider, err := stripe.New(c)
	if err != nil {
		return app.Cards{}, wrongUsage("%s: %v", cmp.Or(f.StripeKeyFile, f.StripeURL), err)
	}
	return app.Cards{Provider: provider, Most: f.CardMaximum, PerDay: int64(f.CardAttempts)}, nil
}

// secretLines reads the lines of a file, without empty ones.
func secretLines(file string) ([]string, error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(body)), nil
}
