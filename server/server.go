// Package server is the way in over HTTP: routes, authentication, limits, request ids, logs and metrics, with Echo. What a
// request means is for the APIs below it (apiphp, rest, v2), each of which has a Face here; what it does is for package actions.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"nameyard/actions"
	"nameyard/listen"
	"nameyard/panel"
	"nameyard/reseller"
	"nameyard/server/rest"
)

// Config is what a Server is made of. Actions, Credentials, Clock and Log must be there; the zero value of the rest means
// its default.
type Config struct {
	Actions        *actions.Service
	Credentials    Credentials
	Clock          reseller.Clock
	Key            *reseller.SecretKey // opens v2 keys; without it the second generation of the API is not served
	Panel          *panel.Panel        // the web pages; nil = none
	OperatorsApart bool                // the operator's pages are at OperatorServer alone
	Log            *slog.Logger
	Ready          func(ctx context.Context) error // says why the server cannot work, nil = it can; default: always ready
	ForwardTargets ForwardTargets                  // the page on which they answer; nil = there is none
	PaymentEvents  PaymentEvents                   // takes the payment provider's messages; nil = there is no provider
	TrustedProxies []netip.Prefix                  // whose X-Forwarded-For is believed; none = nobody's
	Rate           float64                         // requests per second of an account (100)
	Burst          int                             // requests of an account at once (1000)
	AtOnce         int                             // requests of an account that are worked on at a time (50); the others wait their turn
	AnswerWithin   time.Duration                   // how long an answer may wait for a registry, from arrival (23 s: nothing is later than 25 s)
	MaxBody        int64                           // bytes of a body (1 MiB)
	BodyMemory     int64                           // bytes of all bodies that are under way (64 MiB); at least four of the largest
	RefusalFloor   time.Duration                   // failed logins are answered no sooner than this (25 ms), so that time tells nothing
	Collectors     []prometheus.Collector          // metrics of what runs beside the server
	Metrics        bool                            // show /metrics to everybody; default: to this machine only
}

func (c Config) withDefaults() Config {
	if c.Ready == nil {
		c.Ready = func(context.Context) error { return nil }
	}
	if c.Rate == 0 {
		c.Rate = 100
	}
	if c.Burst == 0 {
		c.Burst = 1000
	}
	if c.AtOnce == 0 {
		c.AtOnce = 50
	}
	if c.AnswerWithin == 0 {
		c.AnswerWithin = 23 * time.Second
	}
	if c.MaxBody == 0 {
		c.MaxBody = 1 << 20
	}
	if c.BodyMemory == 0 {
		c.BodyMemory = 64 << 20
	}
	if c.RefusalFloor == 0 {
		c.RefusalFloor = 25 * time.Millisecond
	}
	return c
}

// Server answers HTTP requests. It is safe for concurrent use.
type Server struct {
	config        Config
	echo          *echo.Echo
	authenticator *authenticator
	limiter       *rateLimiter
	metrics       *metrics
	restAPI       restAPI
	faces         []Face
	allowed       map[string][]string // methods by path, as the routes have it
	bodies        bodyBudget
	turns         *turns
	paymentEvents *rate.Limiter
	draining      atomic.Bool
	undeclared    sync.Once // says that a proxy is not declared
}

// New makes a server that listens nowhere yet: it is an http.Handler.
func New(c Config) (*Server, error) {
	if c.Actions == nil || c.Credentials == nil || c.Clock == nil || c.Log == nil {
		return nil, errors.New("server: Actions, Credentials, Clock and Log are required")
	}
	c = c.withDefaults()
	if c.BodyMemory < 4*(c.MaxBody+1) {
		return nil, fmt.Errorf("server: BodyMemory is %d bytes, less than four bodies of %d", c.BodyMemory, c.MaxBody)
	}
	s := &Server{
		config: c, echo: echo.New(), authenticator: newAuthenticator(c), limiter: newRateLimiter(c), metrics: newMetrics(c.Collectors),
		bodies: newBodyBudget(c.BodyMemory), turns: newTurns(c), paymentEvents: newPaymentEventLimit(),
	}
	s.restAPI = restAPI{s, rest.New(c.Actions, c.Clock, c.Log, c.AnswerWithin)}
	s.echo.IPExtractor = ipExtractor(c.TrustedProxies)
	s.routes()
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// served is what the listeners of a Server serve, in the log.
const served = "API and panel"

// Listener bounds the connections of a listener that an http.Server of this one serves.
func (s *Server) Listener(l net.Listener) net.Listener {
	shared := func(from netip.Addr) bool {
		return from.IsLoopback() || slices.ContainsFunc(s.config.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(from) })
	}
	return listen.Within(listen.Bounds{What: served, All: 2000, Each: 500, Shared: shared}, l, s.config.Log)
}

// HTTPServer gives an http.Server for addr ("host:port") with every timeout set. Its Shutdown begins with Drain, which
// may be called long before. Call Flush after Shutdown.
func (s *Server) HTTPServer(addr string) *http.Server {
	h := &http.Server{
		Addr:              addr,
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      60 * time.Second, // longer than any answer takes
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          listen.ErrorLog(s.config.Log, served),
	}
	h.RegisterOnShutdown(s.Drain)
	return h
}

// OperatorServer is HTTPServer for the address of the operator's pages, and of nothing else.
func (s *Server) OperatorServer(addr string) *http.Server {
	h := s.HTTPServer(addr)
	h.Handler = operatorSide{s}
	return h
}

// Drain says that the server is about to end: /readyz answers 503, so that a load balancer looks elsewhere, and each answer
// ends its connection. Requests are answered as ever.
func (s *Server) Drain() { s.draining.Store(true) }

// Flush writes when tokens were last used.
func (s *Server) Flush(ctx context.Context) error { return s.authenticator.flush(ctx) }
