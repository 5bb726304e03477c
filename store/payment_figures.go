package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

// PaymentFigures are what the books hold of card payments at a moment, for metrics.
type PaymentFigures struct {
	Open     map[reseller.PaymentKind]OpenPayments
	TopUps   map[reseller.TopUpState]int64 // of accounts that may top up
	Removals int64                         // cards that the provider has not confirmed to be removed
	NeedYou  int64                         // payments of which something is left for a person to do
}

// OpenPayments are the payments of a kind of which it is not known what became of them.
type OpenPayments struct {
	Count  int64
	Oldest time.Time // wall time when the provider was first asked about the oldest
}

// PaymentFigures counts card payments, top-ups and cards.
func (s *Store) PaymentFigures(ctx context.Context) (f PaymentFigures, err error) {
	if f.NeedYou, err = s.PaymentsNeedingYou(ctx); err != nil {
		return f, err
	}
	open, err := rowsOf[paymentRow](s.reads).Where("look_at IS NOT NULL").Find(ctx)
	if err == nil {
		f.Removals, err = rowsOf[cardRemovalRow](s.reads).Where("look_at IS NOT NULL").Count(ctx, "*")
	}
	var set []struct {
		State string
		Count int64
	}
	if err == nil {
		err = s.reads.WithContext(ctx).Raw("SELECT t.state, COUNT(*) AS count "+mayTopUp+" GROUP BY t.state", false).Scan(&set).Error
	}
	if err != nil {
		return f, fmt.Errorf("figures of card payments: %w", translate(err))
	}
	f.Open = map[reseller.PaymentKind]OpenPayments{reseller.PaymentOnce: {}, reseller.PaymentAutomatic: {}}
	for _, r := range open {
		o := f.Open[reseller.PaymentKind(r.Kind)]
		if o.Count++; o.Oldest.IsZero() || r.AskedAt.Before(o.Oldest) {
			o.Oldest = r.AskedAt.UTC()
		}
		f.Open[reseller.PaymentKind(r.Kind)] = o
	}
	f.TopUps = map[reseller.TopUpState]int64{reseller.TopUpOff: 0, reseller.TopUpOn: 0, reseller.TopUpPaused: 0}
	for _, r := range set {
		f.TopUps[reseller.TopUpState(r.State)] = r.Count
	}
	return f, nil
}
