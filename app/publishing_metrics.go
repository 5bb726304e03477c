package app

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/publish/dns"
)

// zoneMetrics tell how far secondaries follow the changes of zones (prometheus.Collector).
type zoneMetrics struct {
	primary     atomic.Pointer[dns.Primary] // nil until there is one
	behind      *prometheus.Desc
	convergence prometheus.Histogram
}

func newZoneMetrics() *zoneMetrics {
	return &zoneMetrics{
		behind: prometheus.NewDesc("nameyard_dns_secondary_behind_zones", "Zones that a secondary has not taken in their newest version.", []string{"secondary"}, nil),
		convergence: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "nameyard_dns_convergence_seconds", Help: "Time until a change of a zone was at all secondaries that are not optional, wall time.",
			Buckets: []float64{.025, .05, .1, .2, .5, 1, 2, 5, 10, 60, 600, 3600, 86400},
		}),
	}
}

// Describe says which metrics there are.
func (m *zoneMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- m.behind
	m.convergence.Describe(to)
}

// Collect gives them.
func (m *zoneMetrics) Collect(to chan<- prometheus.Metric) {
	if p := m.primary.Load(); p != nil {
		for secondary, zones := range p.Behind() {
			to <- prometheus.MustNewConstMetric(m.behind, prometheus.GaugeValue, float64(zones), secondary)
		}
		m.convergence.Collect(to)
	}
}

func (m *zoneMetrics) converged(took time.Duration) { m.convergence.Observe(took.Seconds()) }
