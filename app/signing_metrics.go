package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/reseller"
)

// signingMetrics tell how far the names are that our name servers sign (prometheus.Collector).
type signingMetrics struct {
	count func(ctx context.Context, since time.Time) (map[reseller.DNSSECState]int64, int64, error)
	clock reseller.Clock
	names *prometheus.Desc
	late  *prometheus.Desc
}

// How the books are asked for them.
const (
	signingLate = 24 * time.Hour
	signingAsk  = 2 * time.Second
)

func (a *App) signingMetrics() *signingMetrics {
	return &signingMetrics{
		count: a.Store.NamesSigning, clock: a.Clock,
		names: prometheus.NewDesc("nameyard_dnssec_names", "Names that the name servers here sign, by state.", []string{"state"}, nil),
		late: prometheus.NewDesc("nameyard_dnssec_late_names",
			"Names whose registry has not had what their signed zones want, or has had what it should not, for more than a day.", nil, nil),
	}
}

// Describe says which metrics there are.
func (m *signingMetrics) Describe(to chan<- *prometheus.Desc) { to <- m.names; to <- m.late }

// Collect gives them; none while the database is away.
func (m *signingMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), signingAsk)
	defer stop()
	by, late, err := m.count(ctx, m.clock.Now().Add(-signingLate))
	if err != nil {
		return
	}
	for state, names := range by {
		to <- prometheus.MustNewConstMetric(m.names, prometheus.GaugeValue, float64(names), string(state))
	}
	to <- prometheus.MustNewConstMetric(m.late, prometheus.GaugeValue, float64(late))
}
