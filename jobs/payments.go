package jobs

import (
	"context"
	"time"
)

// Payments are payments by card (payments.Service).
type Payments interface {
	Settle(ctx context.Context) error
	Compare(ctx context.Context) error
	ChargeCards(ctx context.Context) error
}

// paymentJobs follow payments by card, and charge saved cards; none without a provider.
func paymentJobs(d Deps) []Job {
	if d.Payments == nil {
		return nil
	}
	return []Job{
		{Name: CardPayments, Every: 30 * time.Second, AtStart: true, Does: "asks the payment provider what became of open card payments", Run: d.Payments.Settle},
		{Name: ComparePayments, Every: 10 * time.Minute, AtStart: true, Does: "compares card payments with those of the payment provider", Run: d.Payments.Compare},
		{Name: TopUps, Every: time.Minute, Does: "charges saved cards of accounts whose credit is low", Run: reconciled(d, d.Payments.ChargeCards)},
	}
}
