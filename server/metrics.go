package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"nameyard/reseller"
)

// metrics are the server's own metrics, in a registry of their own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	limited  *prometheus.CounterVec
	show     http.Handler
}

func newMetrics(others []prometheus.Collector) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nameyard_requests_total", Help: "Requests by API (action, rest, v2), action and code of the answer (ok = success).",
		}, []string{"face", "action", "code"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "nameyard_request_seconds", Help: "Time from arrival to answer, wall time.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 25},
		}, []string{"face", "action"}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "nameyard_rate_limited_total", Help: "Requests that were refused because there were too many (HTTP 429), by API.",
		}, []string{"face"}),
	}
	m.registry.MustRegister(m.requests, m.latency, m.limited, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(others...)
	m.show = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

// count counts one request.
func (m *metrics) count(info *requestInfo, took time.Duration) {
	code := info.code
	if code == "" {
		code = "ok"
	}
	face := info.face.Name()
	action := strings.TrimPrefix(info.action, face+" ") // as the log and the turns tell the APIs' actions apart
	m.requests.WithLabelValues(face, action, code).Inc()
	m.latency.WithLabelValues(face, action).Observe(took.Seconds())
	if code == reseller.CodeRateLimited {
		m.limited.WithLabelValues(face).Inc()
	}
}

// showMetrics shows the metrics to this machine only, unless the configuration says otherwise: they tell everybody how
// much business there is. A request that a proxy passed on comes from elsewhere, whatever its last hop.
func (s *Server) showMetrics(c echo.Context) error {
	r := c.Request()
	passedOn := r.Header.Get(echo.HeaderXForwardedFor)+r.Header.Get("Forwarded")+r.Header.Get(echo.HeaderXRealIP) != ""
	if !s.config.Metrics && (passedOn || !clientAddr(c).IsLoopback()) {
		return withStatus(http.StatusNotFound, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
			"metrics are shown to this machine only"))
	}
	s.metrics.show.ServeHTTP(c.Response(), r)
	return nil
}
