package stripe

import (
	"context"
	"strconv"
	"time"

	stripe "github.com/stripe/stripe-go/v85"

	"nameyard/payments"
	"nameyard/reseller"
)

// What is kept beside a payment at Stripe.
const (
	metaInstallation = "nameyard_installation"
	metaAccount      = "nameyard_account"
	metaAccountSince = "nameyard_account_since" // Unix seconds
	metaPayment      = "nameyard_payment"
	metaKind         = "nameyard_kind"
)

func metadata(t payments.Tag) map[string]string {
	return map[string]string{
		metaInstallation: t.Installation, metaAccount: strconv.FormatInt(t.Account, 10), metaAccountSince: strconv.FormatInt(t.AccountNew.Unix(), 10),
		metaPayment: t.Key, metaKind: string(t.Kind),
	}
}

func tagOf(meta map[string]string) payments.Tag {
	account, _ := strconv.ParseInt(meta[metaAccount], 10, 64)
	since, _ := strconv.ParseInt(meta[metaAccountSince], 10, 64)
	return payments.Tag{
		Installation: meta[metaInstallation], Account: account, AccountNew: time.Unix(since, 0).UTC(), Key: meta[metaPayment], Kind: reseller.PaymentKind(meta[metaKind]),
	}
}

// Begin makes a page of Stripe Checkout. It takes cards only, in the currency that is asked for: no other amount can come of it.
func (p *Provider) Begin(ctx context.Context, a payments.Ask) (payments.Page, error) {
	amount, _ := theirs(a.Amount)
	ask := &stripe.CheckoutSessionCreateParams{
		Mode: stripe.String("payment"), PaymentMethodTypes: []*string{stripe.String("card")}, Locale: stripe.String(a.Language),
		SuccessURL: stripe.String(a.Back), CancelURL: stripe.String(a.Back), ExpiresAt: stripe.Int64(a.Until.Unix()),
		ClientReferenceID: stripe.String(a.Key), CustomerEmail: stripe.String(a.Email), Metadata: metadata(a.Tag),
		AdaptivePricing: &stripe.CheckoutSessionCreateAdaptivePricingParams{Enabled: stripe.Bool(false)},
		LineItems: []*stripe.CheckoutSessionCreateLineItemParams{{
			Quantity: stripe.Int64(1),
			PriceData: &stripe.CheckoutSessionCreateLineItemPriceDataParams{
				Currency: currency(a.Amount), UnitAmount: stripe.Int64(amount),
				ProductData: &stripe.CheckoutSessionCreateLineItemPriceDataProductDataParams{Name: stripe.String(a.Title)},
			},
		}},
		PaymentIntentData: &stripe.CheckoutSessionCreatePaymentIntentDataParams{Metadata: metadata(a.Tag)},
	}
	if a.SaveCard {
		ask.CustomerCreation = stripe.String("always")
		ask.PaymentIntentData.SetupFutureUsage = stripe.String(offSession)
	}
	ask.SetIdempotencyKey(a.Key)
	made, err := p.client.V1CheckoutSessions.Create(ctx, ask)
	if err != nil {
		return payments.Page{}, p.failed(err)
	}
	return payments.Page{ID: made.ID, URL: made.URL}, nil
}

// offSession is the use of a card while its holder is not there.
const offSession = "off_session"

// Charge makes a PaymentIntent that is confirmed at once, without the card's holder.
func (p *Provider) Charge(ctx context.Context, a payments.Ask, card payments.Card) (payments.Seen, error) {
	amount, _ := theirs(a.Amount)
	ask := &stripe.PaymentIntentCreateParams{
		Amount: stripe.Int64(amount), Currency: currency(a.Amount), Customer: stripe.String(card.Customer), PaymentMethod: stripe.String(card.Method),
		PaymentMethodTypes: []*string{stripe.String("card")}, Confirm: stripe.Bool(true), OffSession: stripe.Bool(true), Description: stripe.String(a.Title),
		Metadata: metadata(a.Tag),
	}
	ask.SetIdempotencyKey(a.Key)
	made, err := p.client.V1PaymentIntents.Create(ctx, ask)
	if err != nil {
		return payments.Seen{}, p.failed(err)
	}
	return p.seen(ctx, made)
}

// Cancel cancels a PaymentIntent: nothing more comes of it. One that has succeeded is refused.
func (p *Provider) Cancel(ctx context.Context, ref string) (payments.Seen, error) {
	made, err := p.client.V1PaymentIntents.Cancel(ctx, ref, nil)
	if err != nil {
		return payments.Seen{}, p.failed(err)
	}
	return p.seen(ctx, made)
}

func currency(m reseller.Money) *string { return stripe.String(stripeCurrency(m.Currency)) }

// Forget detaches a card from its customer: it cannot be charged any more. One that is gone already is no error.
func (p *Provider) Forget(ctx context.Context, card payments.Card) error {
	_, err := p.client.V1PaymentMethods.Detach(ctx, card.Method, nil)
	if err == nil {
		return nil
	}
	failed := p.failed(err)
	if refused, is := failed.(*payments.Refused); is && (refused.Status == 404 || refused.Status == 400) {
		return nil
	}
	return failed
}
