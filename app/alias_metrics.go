package app

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"
)

// aliasMetrics tell of the hosts whose addresses ALIAS records publish (prometheus.Collector).
type aliasMetrics struct {
	count   func(ctx context.Context) (hosts, failing int64, err error)
	hosts   *prometheus.Desc
	failing *prometheus.Desc
}

func (a *App) aliasMetrics() *aliasMetrics {
	return &aliasMetrics{
		count:   a.Store.AliasFigures,
		hosts:   prometheus.NewDesc("nameyard_dns_alias_hosts", "Hosts that ALIAS records point to.", nil, nil),
		failing: prometheus.NewDesc("nameyard_dns_alias_hosts_failing", "Hosts that ALIAS records point to and of which the last answer was none or empty; their last addresses are kept.", nil, nil),
	}
}

// Describe says which metrics there are.
func (m *aliasMetrics) Describe(to chan<- *prometheus.Desc) { to <- m.hosts; to <- m.failing }

// Collect gives them; none while the database is away.
func (m *aliasMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), scrapeTime)
	defer stop()
	hosts, failing, err := m.count(ctx)
	if err != nil {
		return
	}
	gauge(to, m.hosts, float64(hosts))
	gauge(to, m.failing, float64(failing))
}
