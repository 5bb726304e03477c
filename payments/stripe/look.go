package stripe

import (
	"cmp"
	"context"
	"strings"
	"time"

	stripe "github.com/stripe/stripe-go/v85"

	"nameyard/payments"
	"nameyard/reseller"
)

func stripeCurrency(code string) string { return strings.ToLower(code) }

// Page tells how the payment on a page of Checkout stands.
func (p *Provider) Page(ctx context.Context, id string) (payments.Seen, error) {
	ask := &stripe.CheckoutSessionRetrieveParams{}
	for _, part := range []string{"payment_intent", "payment_intent.latest_charge", "payment_intent.payment_method"} {
		ask.AddExpand(part)
	}
	page, err := p.client.V1CheckoutSessions.Retrieve(ctx, id, ask)
	if err != nil {
		return payments.Seen{}, p.failed(err)
	}
	seen := payments.Seen{Tag: tagOf(page.Metadata), Begun: time.Unix(page.Created, 0).UTC()}
	if page.PaymentIntent != nil && page.PaymentIntent.Status != "" {
		if seen, err = p.seen(ctx, page.PaymentIntent); err != nil {
			return seen, err
		}
	}
	if page.Status == stripe.CheckoutSessionStatusExpired && !seen.Paid {
		seen.Over, seen.Why = true, "expired"
	}
	return seen, nil
}

// Payment tells how a PaymentIntent stands.
func (p *Provider) Payment(ctx context.Context, ref string) (payments.Seen, error) {
	ask := &stripe.PaymentIntentRetrieveParams{}
	ask.AddExpand("latest_charge")
	ask.AddExpand("payment_method")
	made, err := p.client.V1PaymentIntents.Retrieve(ctx, ref, ask)
	if err != nil {
		return payments.Seen{}, p.failed(err)
	}
	return p.seen(ctx, made)
}

// Since tells of the PaymentIntents that were made since a time, and of those that were refunded or disputed since then.
func (p *Provider) Since(ctx context.Context, from time.Time, tell func(payments.Seen) error) error {
	list := &stripe.PaymentIntentListParams{CreatedRange: &stripe.RangeQueryParams{GreaterThanOrEqual: from.Unix()}}
	list.Limit = stripe.Int64(100)
	list.AddExpand("data.latest_charge")
	list.AddExpand("data.payment_method")
	told := map[string]bool{}
	for made, err := range p.client.V1PaymentIntents.List(ctx, list).All(ctx) {
		if err != nil {
			return p.failed(err)
		}
		told[made.ID] = true
		if !known(made.Metadata) {
			continue
		}
		seen, err := p.seen(ctx, made)
		if err != nil {
			return err
		}
		if err := tell(seen); err != nil {
			return err
		}
	}
	return p.returnedSince(ctx, from, told, tell)
}

// returnedSince tells of what was refunded or disputed since a time, and has not been told.
func (p *Provider) returnedSince(ctx context.Context, from time.Time, told map[string]bool, tell func(payments.Seen) error) error {
	var refs []string
	since := &stripe.RangeQueryParams{GreaterThanOrEqual: from.Unix()}
	refunds := &stripe.RefundListParams{CreatedRange: since}
	disputes := &stripe.DisputeListParams{CreatedRange: since}
	refunds.Limit, disputes.Limit = stripe.Int64(100), stripe.Int64(100)
	refunds.AddExpand("data.payment_intent") // with its metadata: those of other programs are not asked about
	disputes.AddExpand("data.payment_intent")
	note := func(of *stripe.PaymentIntent) {
		if of != nil && of.ID != "" && !told[of.ID] && known(of.Metadata) {
			told[of.ID] = true
			refs = append(refs, of.ID)
		}
	}
	for r, err := range p.client.V1Refunds.List(ctx, refunds).All(ctx) {
		if err != nil {
			return p.failed(err)
		}
		note(r.PaymentIntent)
	}
	for d, err := range p.client.V1Disputes.List(ctx, disputes).All(ctx) {
		if err != nil {
			return p.failed(err)
		}
		note(d.PaymentIntent)
	}
	for _, ref := range refs {
		seen, err := p.Payment(ctx, ref)
		if err != nil {
			return err
		}
		if err := tell(seen); err != nil {
			return err
		}
	}
	return nil
}

// known reports whether a payment was asked for by a server such as this one.
func known(meta map[string]string) bool { return meta[metaInstallation] != "" }

// seen is a PaymentIntent in the words of payments.
func (p *Provider) seen(ctx context.Context, made *stripe.PaymentIntent) (s payments.Seen, err error) {
	s = payments.Seen{Ref: made.ID, Tag: tagOf(made.Metadata), Begun: time.Unix(made.Created, 0).UTC()}
	switch made.Status {
	case stripe.PaymentIntentStatusSucceeded:
		s.Paid, s.Amount, s.Card = true, ourMoney(made.AmountReceived, string(made.Currency)), cardOf(made)
	case stripe.PaymentIntentStatusCanceled:
		s.Over, s.Why = true, cmp.Or(string(made.CancellationReason), "canceled")
	case stripe.PaymentIntentStatusRequiresPaymentMethod, stripe.PaymentIntentStatusRequiresAction:
		// On a page its payer goes on; a card that is charged by itself was declined, or, without an error, its bank is being asked yet.
		e, asks := made.LastPaymentError, made.Status == stripe.PaymentIntentStatusRequiresAction
		if s.Tag.Kind == reseller.PaymentAutomatic && (e != nil || asks) {
			s.Over, s.Why = true, reseller.DeclinedNeedsYou
			if e != nil {
				s.Why = string(e.Code)
			}
		}
	}
	charge := made.LatestCharge
	if !s.Paid || charge == nil {
		return s, nil
	}
	s.Refunded = ourMoney(charge.AmountRefunded, string(made.Currency)).Minor
	if !charge.Disputed {
		return s, nil
	}
	s.Disputes, err = p.disputes(ctx, made.ID)
	return s, err
}

// disputes are all disputes of a PaymentIntent: parts of it may be disputed apart, and all of it again after one that was won.
func (p *Provider) disputes(ctx context.Context, ref string) (all []reseller.Dispute, err error) {
	list := &stripe.DisputeListParams{PaymentIntent: stripe.String(ref)}
	list.Limit = stripe.Int64(100)
	for d, err := range p.client.V1Disputes.List(ctx, list).All(ctx) {
		if err != nil {
			return nil, p.failed(err)
		}
		all = append(all, reseller.Dispute{ID: d.ID, Amount: ourMoney(d.Amount, string(d.Currency)), Status: string(d.Status), BegunAt: time.Unix(d.Created, 0).UTC()})
	}
	return all, nil
}

// cardOf is the card that has paid, if it may be charged again: it is saved to its customer yet.
func cardOf(made *stripe.PaymentIntent) payments.Card {
	m := made.PaymentMethod
	if made.SetupFutureUsage != offSession || made.Customer == nil || m == nil || m.Card == nil || m.Customer == nil {
		return payments.Card{}
	}
	return payments.Card{
		Customer: made.Customer.ID, Method: m.ID, Brand: string(m.Card.Brand), Last4: m.Card.Last4, ExpMonth: int(m.Card.ExpMonth), ExpYear: int(m.Card.ExpYear),
	}
}
