package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/demo"
	"nameyard/jobs"
	"nameyard/safely"
	"nameyard/server"
)

// closeTime is how long requests that are under way may take when a server ends.
const closeTime = 30 * time.Second

// HTTP is what an App's server is told.
type HTTP struct {
	Listen         string         // address to listen on: "127.0.0.1:8080"
	OperatorListen string         // address of the operator's pages; "" = Listen
	Rate           float64        // requests per second and account; 0 = the server's default, as with the next four
	Burst          int            // requests at once and account
	AtOnce         int            // requests of an account that are worked on at a time
	BodyMemory     int64          // bytes of bodies that are under way
	AnswerWithin   time.Duration  // how long an answer waits for a registry
	PublicMetrics  bool           // show /metrics to everybody, not to this machine only
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed; none = nobody's
	// LeaveTime is how long the server goes on answering after it was told to stop, while /readyz says no.
	LeaveTime time.Duration
	// MailsLinkHere has mails link to the panel where this server listens, unless its address was told (Mail.Panel): browsers on this machine get there.
	MailsLinkHere bool
}

// ListenError says that an address cannot be had.
type ListenError struct {
	What string // HTTPListener …
	err  error
}

func (e *ListenError) Error() string { return e.err.Error() }
func (e *ListenError) Unwrap() error { return e.err }

// The listeners of a server.
const (
	HTTPListener     = "HTTP"
	OperatorListener = "operator's pages"
	DNSListener      = "DNS"
	MailMapListener  = "mail maps"
	WebListener      = "web"
	WebTLSListener   = "web TLS"
)

// Server is an App at work: requests, jobs, and the sandbox clock.
type Server struct {
	app       *App
	front     *server.Server
	listener  net.Listener
	http      *http.Server
	operators *operatorListener // nil: their pages are on http
	scheduler *jobs.Scheduler
	leaveTime time.Duration
	follower  safely.Group
	unfollow  context.CancelFunc
	publisher *publisher
}

// Start listens, runs the jobs and follows the sandbox clock. It answers requests once Serve is called.
func (a *App) Start(ctx context.Context, c HTTP) (*Server, error) {
	if err := a.bindNames(ctx); err != nil {
		return nil, err
	}
	metrics := []prometheus.Collector{a.zoneMetrics, a.seen, a.metrics}
	if a.publishing.Signer != nil {
		metrics = append(metrics, a.signingMetrics())
	}
	if p := a.publishing; p.MailMapListen != "" || p.WebListen != "" || p.WebTLSListen != "" {
		metrics = append(metrics, a.forwardMetrics)
	}
	if a.publishing.Aliases != nil {
		metrics = append(metrics, a.aliasMetrics())
	}
	pages, err := a.Panel()
	if err != nil {
		return nil, err
	}
	config := server.Config{
		Panel: pages, OperatorsApart: c.OperatorListen != "",
		Actions: a.Actions, Credentials: a.Store, Clock: a.Clock, Key: a.Key, Log: a.Log, Ready: a.Ready, TrustedProxies: c.TrustedProxies,
		Rate: c.Rate, Burst: c.Burst, AtOnce: c.AtOnce, BodyMemory: c.BodyMemory, AnswerWithin: c.AnswerWithin, Metrics: c.PublicMetrics, Collectors: metrics, ForwardTargets: a.forwardTargets(),
	}
	if a.Payments != nil {
		config.PaymentEvents = a.Payments
		a.tellOfPayments(ctx)
	}
	front, err := server.New(config)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, &ListenError{HTTPListener, fmt.Errorf("listen on %s: %w", c.Listen, err)}
	}
	operators, err := listenForOperators(ctx, front, c.OperatorListen)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	s := &Server{app: a, front: front, listener: front.Listener(listener), http: front.HTTPServer(c.Listen), operators: operators, leaveTime: c.LeaveTime}
	if c.MailsLinkHere {
		a.Notices.Panel = a.Notices.Panel.Or(s.PanelHere())
	}
	// The jobs and the follower outlive the signal that ends ctx: requests that are under way still need them.
	background := context.WithoutCancel(ctx)
	s.scheduler, err = jobs.Start(background, jobs.Schedule{Table: a.Jobs, Leases: a.Store, Holder: a.Holder, Clock: a.Clock, Log: a.Log, Ended: a.metrics.ended, Runs: a.Store})
	if err != nil {
		return nil, errors.Join(err, listener.Close(), operators.close())
	}
	a.metrics.scheduler.Store(s.scheduler)
	if s.publisher, err = a.publish(background); err != nil {
		return nil, errors.Join(err, listener.Close(), operators.close(), s.scheduler.Stop(background))
	}
	background, s.unfollow = context.WithCancel(background)
	if a.Sandbox != nil {
		s.follower.Go(a.Log, "sandbox clock", func() { a.SandboxClock().Follow(background) })
	}
	return s, nil
}

// Addr is where the server listens.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// OperatorAddr is where the operator's pages are.
func (s *Server) OperatorAddr() net.Addr {
	if s.operators == nil {
		return s.Addr()
	}
	return s.operators.listener.Addr()
}

// SandboxClock is what keeps this process on the sandbox's time, and moves it.
func (a *App) SandboxClock() *demo.Stepper {
	return demo.NewStepper(demo.StepperConfig{
		Store: a.Store, Clock: a.Clock, Registry: a.Sandbox, Jobs: a.Jobs, Holder: a.Holder, Log: a.Log,
	})
}

// Serve answers requests until ctx ends, then stops in order: it says so and gives load balancers time to see it; no new
// requests, the ones under way, the jobs, the orders.
func (s *Server) Serve(ctx context.Context) error {
	failed := make(chan error, 2)
	serving(s.app.Log, failed, s.http, s.listener)
	if s.operators != nil {
		serving(s.app.Log, failed, s.operators.http, s.operators.listener)
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		s.app.Log.Info("stopping: requests and orders that are under way get their time", "leave_time", s.leaveTime)
		s.front.Drain()
		select {
		case err = <-failed:
		case <-time.After(s.leaveTime):
		}
	}
	return errors.Join(err, s.Stop(ctx))
}

// serving has a listener served; failed hears of its end.
func serving(log *slog.Logger, failed chan<- error, h *http.Server, l net.Listener) {
	safely.Go(log, "server", func() { failed <- safely.Do(log, "server", func() error { return h.Serve(l) }) })
}

// Stop ends a server that was started, whether it has served or not. It takes its time also after ctx has ended.
func (s *Server) Stop(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	closing, stop := context.WithTimeout(ctx, closeTime)
	err := errors.Join(s.http.Shutdown(closing), s.operators.shutdown(closing))
	err = errors.Join(err, s.publisher.end(closing))
	stop()
	if closed := s.listener.Close(); !errors.Is(closed, net.ErrClosed) { // it is open if Serve was never called
		err = errors.Join(err, closed)
	}
	err = errors.Join(err, s.front.Flush(ctx))
	s.unfollow()
	s.follower.Wait()
	s.app.byHand.Stop()
	err = errors.Join(err, s.scheduler.Stop(ctx))
	if err = errors.Join(err, s.app.Drain(ctx)); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	s.app.Log.Info("stopped: nothing is under way any more")
	return nil
}
