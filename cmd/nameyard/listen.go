package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"nameyard/jobs"
	"nameyard/server"
)

const (
	// drainTime is how long orders that are under way may take when the process ends; reconcile finishes the rest later.
	drainTime = 30 * time.Second
	// closeTime is how long requests that are under way may take when the process ends.
	closeTime = 30 * time.Second
)

// httpFlags are what the HTTP server is told.
type httpFlags struct {
	Rate           int            `default:"100" help:"Requests per second and account (${default})."`
	Burst          int            `default:"1000" help:"Requests at once and account (${default})."`
	AnswerWithin   span           `default:"23s" help:"How long an answer waits for a registry; clients of the action API give up after 30 s (${default})."`
	PublicMetrics  bool           `help:"Show /metrics to everybody, not to this machine only."`
	TrustedProxies []netip.Prefix `placeholder:"CIDR" help:"Proxies whose X-Forwarded-For tells the client's address. Without any, the connection's address counts."`
}

// serving is a server at work.
type serving struct {
	house     *house
	server    *server.Server
	listener  net.Listener
	http      *http.Server
	scheduler *jobs.Scheduler
	leaveTime time.Duration // how long it goes on answering after it was told to stop, while /readyz says no
	follower  sync.WaitGroup
	unfollow  context.CancelFunc
}

// start listens, runs the jobs and follows the sandbox clock. It answers requests once serve is called.
func (h *house) start(ctx context.Context, listen string, f httpFlags) (*serving, error) {
	if f.Rate < 1 || f.Burst < 1 || f.AnswerWithin <= 0 {
		return nil, wrongUsage("--rate, --burst and --answer-within must be more than zero")
	}
	front, err := server.New(server.Config{
		Actions: h.actions, Credentials: h.store, Clock: h.clock, Key: h.key, Log: h.log, Ready: h.ready, TrustedProxies: f.TrustedProxies,
		Rate: float64(f.Rate), Burst: f.Burst, AnswerWithin: f.AnswerWithin.duration(), Metrics: f.PublicMetrics,
	})
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another address with --listen", listen, err)
	}
	// The jobs and the follower outlive the signal that ends ctx: requests that are under way still need them.
	background := context.WithoutCancel(ctx)
	s := &serving{house: h, server: front, listener: listener, http: front.HTTPServer(listen)}
	s.scheduler, err = jobs.Start(background, jobs.Schedule{Table: h.jobs, Leases: h.store, Holder: h.holder, Clock: h.clock, Log: h.log})
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	background, s.unfollow = context.WithCancel(background)
	if h.local != nil {
		s.follower.Go(func() { h.stepper().follow(background) })
	}
	return s, nil
}

// forgiveTime is how long a database may be away before the server says that it is not ready. It is waited for meanwhile, and
// its other servers have the same database: a balancer that took them all out would only make errors.
const forgiveTime = 10 * time.Second

// ready reports whether the server can do its work. Registries that are away are no reason: orders wait for them.
func (h *house) ready(ctx context.Context) error {
	err := h.store.Ping(ctx)
	now := h.clock.Wall().UnixNano()
	if err == nil {
		h.answered.Store(now)
	} else if time.Duration(now-h.answered.Load()) < forgiveTime {
		h.log.Warn("the database does not answer", "err", err)
		return nil
	}
	return err
}

// serve answers requests until ctx ends, then stops in order: it says so and gives load balancers time to see it; no new
// requests, the ones under way, the jobs, the orders.
func (s *serving) serve(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(s.listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		s.house.log.Info("stopping: requests and orders that are under way get their time", "leave_time", s.leaveTime)
		s.server.Drain()
		select {
		case err = <-failed:
		case <-after(s.leaveTime):
		}
	}
	return errors.Join(err, s.stop(context.WithoutCancel(ctx)))
}

func (s *serving) stop(ctx context.Context) error {
	closing, stop := context.WithTimeout(ctx, closeTime)
	err := s.http.Shutdown(closing)
	stop()
	err = errors.Join(err, s.server.Flush(ctx))
	s.unfollow()
	s.follower.Wait()
	err = errors.Join(err, s.scheduler.Stop(ctx))
	draining, stop := context.WithTimeout(ctx, drainTime)
	defer stop()
	if err = errors.Join(err, s.house.desk.Drain(draining)); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	return nil
}
