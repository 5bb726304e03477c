package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/payments"
	"nameyard/reseller"
)

// The metrics of card payments, which are there with a payment provider only.
var (
	paymentsDesc        = prometheus.NewDesc("nameyard_card_payments_total", "Card payments of which this process has found out how they ended.", []string{"kind", "state"}, nil)
	paymentsOpenDesc    = prometheus.NewDesc("nameyard_card_payments_open", "Card payments of which it is not known what became of them.", []string{"kind"}, nil)
	paymentOldestDesc   = prometheus.NewDesc("nameyard_card_payment_oldest_seconds", "Age of the oldest of them.", []string{"kind"}, nil)
	paymentsNeedingDesc = prometheus.NewDesc("nameyard_card_payments_needing_operator", "Card payments of which something is left for a person to do.", nil, nil)
	cardsLeavingDesc    = prometheus.NewDesc("nameyard_cards_to_remove", "Cards that the payment provider has not confirmed to be removed.", nil, nil)
	topUpsDesc          = prometheus.NewDesc("nameyard_top_ups", "Accounts that are neither closed nor disabled by how their automatic top-up stands.", []string{"state"}, nil)
)

// paymentEnds are the ends of card payments, counted from the first look on.
var paymentEnds = []payments.Outcome{
	{Kind: reseller.PaymentOnce, State: reseller.PaymentPaid}, {Kind: reseller.PaymentOnce, State: reseller.PaymentExpired}, {Kind: reseller.PaymentOnce, State: reseller.PaymentStranded},
	{Kind: reseller.PaymentAutomatic, State: reseller.PaymentPaid}, {Kind: reseller.PaymentAutomatic, State: reseller.PaymentExpired},
	{Kind: reseller.PaymentAutomatic, State: reseller.PaymentDeclined}, {Kind: reseller.PaymentAutomatic, State: reseller.PaymentStranded},
}

// collectPayments gives what the books hold of card payments.
func (m *metrics) collectPayments(ctx context.Context, to chan<- prometheus.Metric) {
	if m.app.Payments == nil {
		return
	}
	ended := m.app.Payments.Outcomes()
	for _, o := range paymentEnds {
		counter(to, paymentsDesc, float64(ended[o]), string(o.Kind), string(o.State))
	}
	figures, err := m.app.Store.PaymentFigures(ctx)
	if err != nil {
		m.app.Log.Warn("the metrics of card payments could not be read", "err", err)
		return
	}
	for kind, open := range figures.Open {
		age := 0.0
		if open.Count > 0 {
			age = m.app.Clock.Wall().Sub(open.Oldest).Seconds()
		}
		gauge(to, paymentsOpenDesc, float64(open.Count), string(kind))
		gauge(to, paymentOldestDesc, age, string(kind))
	}
	for state, n := range figures.TopUps {
		gauge(to, topUpsDesc, float64(n), string(state))
	}
	gauge(to, paymentsNeedingDesc, float64(figures.NeedYou))
	gauge(to, cardsLeavingDesc, float64(figures.Removals))
}
