package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/operator"
	"nameyard/registry"
	"nameyard/reseller"
)

// registryMetrics are what this server sees of the registries (prometheus.Collector).
type registryMetrics struct {
	meters   []*meter
	commands *prometheus.HistogramVec
	up       *prometheus.Desc
	balance  *prometheus.Desc
	waiting  *prometheus.Desc
}

// meter is what is seen of one connector.
type meter struct {
	registry.NamedConnector

	mu    sync.Mutex
	took  []time.Duration // of the last commands, in a ring
	next  int
	up    bool
	endAt time.Time // of the last command; zero = none yet
	away  time.Time // since when no command was answered; zero = the last one was
	last  registry.Exchange
}

// measured is how many commands the percentiles are of.
const measured = 512

// watchRegistries begins to look at what the connectors do. They are not used before.
func watchRegistries(routes *registry.Routes, clock reseller.Clock) *registryMetrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	m := &registryMetrics{
		commands: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "nameyard_registry_command_seconds", Help: "Time until a registry's answer to a command, wall time.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25, 60},
		}, []string{"connector", "command", "outcome"}),
		up:      desc("nameyard_registry_up", "Whether the registry answered the last command.", "connector"),
		balance: desc("nameyard_registry_balance_minor_units", "What our account at the registry has left, as it told last.", "connector", "currency"),
		waiting: desc("nameyard_registry_messages_waiting", "Messages in the registry's queue, as it told last.", "connector"),
	}
	for _, c := range routes.Connectors() {
		seen := &meter{NamedConnector: c}
		m.meters = append(m.meters, seen)
		if o, can := c.Connector.(registry.Observed); can {
			o.Observe(func(x registry.Exchange) {
				m.commands.WithLabelValues(c.Name, x.Command, string(x.Outcome)).Observe(x.Took.Seconds())
				seen.note(x, clock.Wall())
			})
		}
	}
	return m
}

func (s *meter) note(x registry.Exchange, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.up, s.endAt, s.last = x.Outcome.Answered(), now, x
	if s.up {
		s.away = time.Time{}
	} else if s.away.IsZero() {
		s.away = now
	}
	if !s.up {
		return // how long nobody answered says nothing about answers
	}
	if len(s.took) < measured {
		s.took = append(s.took, x.Took)
		return
	}
	s.took[s.next] = x.Took
	s.next = (s.next + 1) % measured
}

// down gives the connectors that do not answer, and for how long.
func (m *registryMetrics) down(now time.Time) map[string]time.Duration {
	away := map[string]time.Duration{}
	for _, s := range m.meters {
		s.mu.Lock()
		if !s.away.IsZero() {
			away[s.Name] = now.Sub(s.away)
		}
		s.mu.Unlock()
	}
	return away
}

// figures are what is seen of a connector now. What cannot be asked for is left out.
func (s *meter) figures(ctx context.Context, now time.Time) reseller.RegistryFigures {
	f := reseller.RegistryFigures{Connector: s.Name}
	s.mu.Lock()
	took := slices.Sorted(slices.Values(s.took))
	f.Up, f.LastAt, f.Answers = s.up, s.endAt, len(took)
	f.Command, f.Outcome, f.AwaySince, f.Problem = s.last.Command, string(s.last.Outcome), s.away, clipped(s.last.Problem)
	s.mu.Unlock()
	if n := len(took); n > 0 {
		f.P50, f.P95 = took[n/2].Microseconds(), took[n*95/100].Microseconds()
	}
	if k, keeps := s.Connector.(registry.SessionKeeper); keeps {
		sessions := k.Sessions()
		f.Sessions, f.LastLogin = sessions.Open, sessions.LastLogin
	}
	if q, has := s.Connector.(registry.Queue); has {
		f.Messages, _ = q.Waiting(ctx) // 0 if it cannot be asked
	}
	if funds, has := s.Connector.(registry.Funds); has {
		if b, err := funds.Balance(ctx); err == nil && b != nil {
			f.Balance = &reseller.RegistryBalance{Amount: b.Amount, Currency: b.Currency, Warn: b.Warn, At: b.At}
			if b.At.IsZero() {
				f.Balance.At = now
			}
		}
	}
	return f
}

// problemShown is how much of a problem is kept, in bytes.
const problemShown = 300

func clipped(problem string) string {
	if len(problem) > problemShown {
		problem = strings.ToValidUTF8(problem[:problemShown], "") + "…"
	}
	return problem
}

// askTime is how long the figures wait for a registry.
const askTime = 5 * time.Second

func (m *registryMetrics) figures(ctx context.Context, now time.Time) []reseller.RegistryFigures {
	ctx, stop := context.WithTimeout(ctx, askTime)
	defer stop()
	var all []reseller.RegistryFigures
	for _, s := range m.meters {
		all = append(all, s.figures(ctx, now))
	}
	return all
}

// keepFigures keeps what this server sees, for "registry list" and for the operator's notices.
func (a *App) keepFigures(ctx context.Context) error {
	all := a.seen.figures(ctx, a.Clock.Wall())
	for _, c := range (operator.Registries{Routes: a.Routes}).List() {
		for i := range all {
			if all[i].Connector == c.Name {
				all[i].TLDs, all[i].Can = c.TLDs, c.Can
			}
		}
	}
	return a.Store.SaveRegistryFigures(ctx, a.Holder, all)
}

// Describe says which metrics there are.
func (m *registryMetrics) Describe(to chan<- *prometheus.Desc) {
	m.commands.Describe(to)
	for _, d := range []*prometheus.Desc{m.up, m.balance, m.waiting} {
		to <- d
	}
}

// Collect gives them.
func (m *registryMetrics) Collect(to chan<- prometheus.Metric) {
	m.commands.Collect(to)
	for _, f := range m.figures(context.Background(), time.Time{}) {
		if !f.LastAt.IsZero() {
			up := 0.0
			if f.Up {
				up = 1
			}
			to <- prometheus.MustNewConstMetric(m.up, prometheus.GaugeValue, up, f.Connector)
		}
		to <- prometheus.MustNewConstMetric(m.waiting, prometheus.GaugeValue, float64(f.Messages), f.Connector)
		if f.Balance != nil {
			to <- prometheus.MustNewConstMetric(m.balance, prometheus.GaugeValue, float64(f.Balance.Amount), f.Connector, f.Balance.Currency)
		}
	}
}
