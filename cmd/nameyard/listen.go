package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"

	"nameyard/app"
)

// httpFlags are what the HTTP server is told.
type httpFlags struct {
	OperatorListen string         `placeholder:"ADDRESS" help:"Address to listen on for the operator's pages alone. Without it they are on the server's address, below /operator/."`
	Rate           int            `default:"100" help:"Requests per second and account (${default})."`
	Burst          int            `default:"1000" help:"Requests at once and account (${default})."`
	AtOnce         int            `default:"50" help:"Requests of an account that are worked on at a time (${default}); the others wait their turn. Lists and large zones have turns of their own, half as many as there are processors."`
	BodyMemory     int            `default:"64" placeholder:"MIB" help:"MiB that the bodies of all requests under way may take; requests beyond it wait for some seconds (${default}). A quarter is for small ones and a quarter for large ones without good credentials."`
	AnswerWithin   span           `default:"23s" help:"How long an answer waits for a registry; clients of the action API give up after 30 s (${default}). Those of v2 wait less: it answers within 12 s."`
	PublicMetrics  bool           `help:"Show /metrics to everybody, not to this machine only."`
	TrustedProxies []netip.Prefix `placeholder:"CIDR" help:"Proxies whose X-Forwarded-For tells the client's address. Without any, the connection's address counts."`
}

// leastBodyMemory is the least of --body-memory: a quarter holds the largest body.
const leastBodyMemory = 8

// check refuses limits under which nothing would be answered.
func (f httpFlags) check() error {
	if f.Rate < 1 || f.Burst < 1 || f.AtOnce < 1 || f.AnswerWithin <= 0 {
		return wrongUsage("--rate, --burst, --at-once and --answer-within must be more than zero")
	}
	if f.BodyMemory < leastBodyMemory {
		return wrongUsage("--body-memory must be at least %d", leastBodyMemory)
	}
	return nil
}

// start listens as h and the flags say, and runs the jobs. The server answers requests once Serve is called.
func (f httpFlags) start(ctx context.Context, a *app.App, h app.HTTP) (*app.Server, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	h.OperatorListen, h.TrustedProxies, h.PublicMetrics = f.OperatorListen, f.TrustedProxies, f.PublicMetrics
	h.Rate, h.Burst, h.AtOnce, h.AnswerWithin, h.BodyMemory = float64(f.Rate), f.Burst, f.AtOnce, f.AnswerWithin.duration(), int64(f.BodyMemory)<<20
	s, err := a.Start(ctx, h)
	return s, spelledListening(err)
}

// listenFlags are the flags by which addresses are chosen.
var listenFlags = map[string]string{
	app.HTTPListener: "--listen", app.OperatorListener: "--operator-listen", app.DNSListener: "--dns-listen", app.MailMapListener: "--mail-map-listen",
	app.WebListener: "--web-listen", app.WebTLSListener: "--web-tls-listen",
}

// spelledListening says by which flag an address is chosen that cannot be had, and what a service needs for one that only root has.
func spelledListening(err error) error {
	var taken *app.ListenError
	if !errors.As(err, &taken) {
		return err
	}
	flag := listenFlags[taken.What]
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w; a port below 1024 needs the capability CAP_NET_BIND_SERVICE (docs/operating.md#packages), or choose another address with %s", err, flag)
	}
	return fmt.Errorf("%w; choose another address with %s", err, flag)
}
