package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"nameyard/app"
)

// httpFlags are what the HTTP server is told.
type httpFlags struct {
	Rate           int            `default:"100" help:"Requests per second and account (${default})."`
	Burst          int            `default:"1000" help:"Requests at once and account (${default})."`
	AnswerWithin   span           `default:"23s" help:"How long an answer waits for a registry; clients of the action API give up after 30 s (${default}). Those of v2 wait less: it answers within 12 s."`
	PublicMetrics  bool           `help:"Show /metrics to everybody, not to this machine only."`
	TrustedProxies []netip.Prefix `placeholder:"CIDR" help:"Proxies whose X-Forwarded-For tells the client's address. Without any, the connection's address counts."`
}

// start listens and runs the jobs. The server answers requests once Serve is called.
func (f httpFlags) start(ctx context.Context, a *app.App, listen string, leave time.Duration) (*app.Server, error) {
	if f.Rate < 1 || f.Burst < 1 || f.AnswerWithin <= 0 {
		return nil, wrongUsage("--rate, --burst and --answer-within must be more than zero")
	}
	s, err := a.Start(ctx, app.HTTP{
		Listen: listen, Rate: float64(f.Rate), Burst: f.Burst, AnswerWithin: f.AnswerWithin.duration(), PublicMetrics: f.PublicMetrics,
		TrustedProxies: f.TrustedProxies, LeaveTime: leave,
	})
	if taken := new(net.OpError); errors.As(err, &taken) {
		return nil, fmt.Errorf("%w; choose another address with --listen", err)
	}
	return s, err
}
