package app

import (
	"context"
	"errors"
	"fmt"
	"net"

	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/publish/mail"
	"nameyard/publish/web"
	"nameyard/safely"
)

// Publishing says what an App shows to the internet. The zero value shows nothing.
type Publishing struct {
	Platform      publish.Platform
	DNSListen     string // address for DNS, UDP and TCP; "" = none
	DNSIfFree     bool   // go on without DNS if the address is taken
	WebIfFree     bool   // go on without the HTTP server of web forwards if its address is taken
	Secondaries   []dns.Secondary
	Signer        *dns.Secondary     // the name server that signs zones; nil = none does
	SignNew       bool               // new names on our name servers are signed without being asked
	TSIGKeys      map[string]dns.Key // by name
	Aliases       *dns.Resolver      // finds the addresses of ALIAS records; nil = nothing does
	Catalogs      dns.Catalogs       // the catalog zones of the secondaries
	MailMapListen string             // address for a mail server's lookups (socketmap) and questions of policy; "" = none
	MailVerifyURL string             // where targets of e-mail forwards reach this server to say whether they want the mail; "" = they are not asked
	MailRate      int                // copies of mails an hour that are forwarded for one name; 0 = no bound
	WebListen     string             // address of the HTTP server of web forwards; "" = none
	WebTLSListen  string             // of the HTTPS server; "" = none
	ACME          web.ACME
	Resolver      *net.Resolver // that says whether hosts lead to the platform's web addresses; nil = the system's
}

// mailMaps are the maps of forwarding.
func (a *App) mailMaps() (mail.Maps, error) {
	maps := mail.Maps{Router: mail.Router{Zones: a.Zones, MX: a.publishing.Platform.MX}}
	if a.publishing.MailVerifyURL != "" {
		maps.Router.Targets = &mail.Targets{Books: a.Store, Clock: a.Clock, Log: a.Log}
	}
	if domain := a.publishing.Platform.SRSDomain; domain != "" {
		key, err := a.Key.HashParams("SRS") // as many bits as the key, and no way back to it
		if err != nil {
			return maps, err
		}
		maps.SRS = mail.NewSRS(domain, []byte(key), a.Clock.Wall)
	}
	return maps, nil
}

// publisher is what of an App others on the internet reach.
type publisher struct {
	app   *App
	stop  context.CancelFunc
	work  safely.Group
	ends  []func(context.Context) error
	addrs map[string]net.Addr
}

// publish starts what the settings ask for.
func (a *App) publish(ctx context.Context) (*publisher, error) {
	p := &publisher{app: a, addrs: map[string]net.Addr{}}
	ctx, p.stop = context.WithCancel(ctx)
	for _, start := range []func(context.Context) error{p.startDNS, p.startMail, p.startWeb} {
		if err := start(ctx); err != nil {
			return nil, errors.Join(err, p.end(ctx))
		}
	}
	if len(p.addrs) > 0 {
		p.work.Go(a.Log, "zones", func() { a.Zones.Run(ctx) })
	}
	return p, nil
}

// listen listens on an address of the settings; nil without one.
func (p *publisher) listen(ctx context.Context, what, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &ListenError{what, fmt.Errorf("%s: listen on %s: %w", what, address, err)}
	}
	p.listens(what, l.Addr())
	return l, nil
}

// listens notes and tells where something listens.
func (p *publisher) listens(what string, at net.Addr) {
	p.addrs[what] = at
	p.app.Log.Info("publishing", "what", what, "address", at.String())
}

// run serves in the background, and ends it at the end.
func (p *publisher) run(what string, serve func() error, end func(context.Context) error) {
	p.ends = append(p.ends, end)
	p.work.Go(p.app.Log, what, func() {
		if err := safely.Do(p.app.Log, what, serve); err != nil {
			p.app.Log.Error("publishing has ended", "what", what, "err", err)
		}
	})
}

func (p *publisher) startMail(ctx context.Context) error {
	l, err := p.listen(ctx, MailMapListener, p.app.publishing.MailMapListen)
	if l == nil {
		return err
	}
	maps, err := p.app.mailMaps()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if targets := maps.Router.Targets; targets != nil {
		p.work.Go(p.app.Log, MailMapListener, func() { targets.Run(ctx) })
	}
	policy := mail.Policy{Router: maps.Router, Rates: mail.NewRates(p.app.publishing.MailRate), Now: p.app.Clock.Wall}
	s := &mail.Server{Maps: maps, Policy: policy, Log: p.app.Log, Answered: p.app.forwardMetrics.looked}
	p.run(MailMapListener, func() error { return s.Serve(ctx, l) }, func(context.Context) error { return s.Close(l) })
	return nil
}

func (p *publisher) startWeb(ctx context.Context) error {
	c := p.app.publishing
	handler := p.app.forwardMetrics.counted(web.Handler{Zones: p.app.Zones, Rules: p.app.Routes.Rules(), Log: p.app.Log})
	plain, err := p.listen(ctx, WebListener, c.WebListen)
	if err != nil && c.WebIfFree {
		p.app.Log.Info("web forwards are not answered", "err", err)
	} else if err != nil {
		return err
	}
	encrypted, err := p.listen(ctx, WebTLSListener, c.WebTLSListen)
	if err != nil {
		return errors.Join(err, closeAll(plain))
	}
	if encrypted != nil {
		certificates, err := web.NewCertificates(c.ACME, p.app.Store, p.app.Key, p.app.Zones, web.Reach{Addresses: c.Platform.WebAddresses, Resolver: c.Resolver}, p.app.Log, p.addrs[WebListener], encrypted.Addr())
		if err != nil {
			return errors.Join(err, closeAll(plain, encrypted))
		}
		p.app.forwardMetrics.certificates.Store(certificates)
		p.ends = append(p.ends, func(context.Context) error { certificates.Close(); return nil })
		s := web.NewServer(encrypted, handler, certificates.TLS(), p.app.Log)
		p.run(WebTLSListener, s.Serve, s.Close)
		handler = certificates.Challenges(handler)
		ahead := web.Ahead{Certificates: certificates, Hosts: p.app.Zones.WebHosts, Known: p.app.Zones.Copied()}
		p.work.Go(p.app.Log, "certificate", func() { ahead.Run(ctx) })
	}
	if plain != nil {
		s := web.NewServer(plain, handler, nil, p.app.Log)
		p.run(WebListener, s.Serve, s.Close)
	}
	return nil
}

func closeAll(listeners ...net.Listener) error {
	var errs []error
	for _, l := range listeners {
		if l != nil {
			errs = append(errs, l.Close())
		}
	}
	return errors.Join(errs...)
}

// end stops all of it.
func (p *publisher) end(ctx context.Context) error {
	var errs []error
	for _, end := range p.ends {
		errs = append(errs, end(ctx))
	}
	p.stop()
	p.work.Wait()
	return errors.Join(errs...)
}

// The addresses that publishing listens on; nil where it does not.

// DNSAddr is where questions of the DNS are answered, over UDP and TCP.
func (s *Server) DNSAddr() net.Addr { return s.publisher.addrs[DNSListener] }

// MailMapAddr is where a mail server looks forwards up.
func (s *Server) MailMapAddr() net.Addr { return s.publisher.addrs[MailMapListener] }

// WebAddr is where the HTTP server of web forwards is.
func (s *Server) WebAddr() net.Addr { return s.publisher.addrs[WebListener] }

// WebTLSAddr is where the HTTPS server of web forwards is.
func (s *Server) WebTLSAddr() net.Addr { return s.publisher.addrs[WebTLSListener] }
