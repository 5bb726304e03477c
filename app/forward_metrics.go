package app

import (
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/publish/web"
)

// forwardMetrics tell what becomes of forwarded mail and visitors (prometheus.Collector).
type forwardMetrics struct {
	app          *App
	certificates atomic.Pointer[web.Certificates] // nil without HTTPS
	lookups      *prometheus.CounterVec
	visits       *prometheus.CounterVec
}

var (
	copyAgeDesc  = prometheus.NewDesc("nameyard_forward_copy_age_seconds", "Age of the copy of all forwards that answers while the database is away, wall time.", nil, nil)
	copyUsedDesc = prometheus.NewDesc("nameyard_forward_copy_in_use", "1 while the database does not answer and mail and visitors are forwarded by what is kept.", nil, nil)
	issuedDesc   = prometheus.NewDesc("nameyard_web_certificates_total", "Attempts of this process to get a certificate for a host of a web forward, by outcome: issued, failed.", []string{"outcome"}, nil)
	failingDesc  = prometheus.NewDesc("nameyard_web_certificates_failing", "Hosts whose last attempt within a day failed; renewal says whether they have a certificate that still holds.", []string{"renewal"}, nil)
)

func newForwardMetrics(a *App) *forwardMetrics {
	return &forwardMetrics{
		app: a,
		lookups: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nameyard_mail_lookups_total", Help: "What mail servers asked, by map (domains, aliases, srsf, srsr, policy) and outcome (found, missing, waits, error).",
		}, []string{"map", "outcome"}),
		visits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nameyard_web_visits_total", Help: "Visits of hosts of web forwards, by HTTP status of the answer: 301, 302, 200 (frame), 404, 508 (circle), 503.",
		}, []string{"status"}),
	}
}

// Describe says which metrics there are.
func (m *forwardMetrics) Describe(to chan<- *prometheus.Desc) {
	m.lookups.Describe(to)
	m.visits.Describe(to)
	for _, d := range []*prometheus.Desc{copyAgeDesc, copyUsedDesc, issuedDesc, failingDesc} {
		to <- d
	}
}

// Collect gives them.
func (m *forwardMetrics) Collect(to chan<- prometheus.Metric) {
	m.lookups.Collect(to)
	m.visits.Collect(to)
	if at, away := m.app.Zones.CopyState(); !at.IsZero() {
		gauge(to, copyAgeDesc, m.app.Clock.Wall().Sub(at).Seconds())
		gauge(to, copyUsedDesc, one(away))
	}
	c := m.certificates.Load()
	if c == nil {
		return
	}
	s := c.Outcomes()
	counter(to, issuedDesc, float64(s.Issued), "issued")
	counter(to, issuedDesc, float64(s.Failed), "failed")
	gauge(to, failingDesc, float64(s.FailingNew), "no")
	gauge(to, failingDesc, float64(s.FailingRenewals), "yes")
}

// looked counts an answer to a mail server.
func (m *forwardMetrics) looked(what, outcome string) { m.lookups.WithLabelValues(what, outcome).Inc() }

// counted counts the answers of a handler.
func (m *forwardMetrics) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(s, r)
		m.visits.WithLabelValues(strconv.Itoa(s.status)).Inc()
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
