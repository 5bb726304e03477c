package app

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/publish/dns"
	"nameyard/reseller"
)

// zoneMetrics tell how far secondaries follow the changes of zones (prometheus.Collector).
type zoneMetrics struct {
	primary     atomic.Pointer[dns.Primary] // nil until there is one
	clock       reseller.Clock
	zones       *prometheus.Desc
	silent      *prometheus.Desc
	behind      *prometheus.Desc
	convergence prometheus.Histogram
}

func newZoneMetrics(clock reseller.Clock) *zoneMetrics {
	ofSecondary := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, []string{"secondary"}, nil)
	}
	return &zoneMetrics{
		clock:  clock,
		zones:  ofSecondary("nameyard_dns_secondary_behind_zones", "Zones and catalogs that a secondary has not taken in their newest version, as far as it was asked."),
		silent: ofSecondary("nameyard_dns_secondary_silent_seconds", "For how long a secondary has given no answer; 0 = it answers."),
		behind: ofSecondary("nameyard_dns_secondary_behind_seconds", "For how long a secondary that answers has not had the newest of a zone or catalog; 0 = it has all."),
		convergence: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "nameyard_dns_convergence_seconds", Help: "Time until a change of a zone was at all secondaries that are not optional, wall time.",
			Buckets: []float64{.025, .05, .1, .2, .5, 1, 2, 5, 10, 60, 600, 3600, 86400},
		}),
	}
}

// Describe says which metrics there are.
func (m *zoneMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- m.zones
	to <- m.silent
	to <- m.behind
	m.convergence.Describe(to)
}

// Collect gives them.
func (m *zoneMetrics) Collect(to chan<- prometheus.Metric) {
	if p := m.primary.Load(); p != nil {
		for secondary, zones := range p.Behind() {
			to <- prometheus.MustNewConstMetric(m.zones, prometheus.GaugeValue, float64(zones), secondary)
		}
		silent, behind := p.Late(m.clock.Now())
		for secondary := range silent {
			to <- prometheus.MustNewConstMetric(m.silent, prometheus.GaugeValue, silent[secondary].Seconds(), secondary)
			to <- prometheus.MustNewConstMetric(m.behind, prometheus.GaugeValue, behind[secondary].Seconds(), secondary)
		}
		m.convergence.Collect(to)
	}
}

func (m *zoneMetrics) converged(took time.Duration) { m.convergence.Observe(took.Seconds()) }
