package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"strings"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/store"
)

type demoCmd struct {
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address on this machine to listen on (${default})."`
	demoWireFlags
	rulesFlags
	refundFlags
	lookFlags
	mailFlags
	httpFlags
	publishFlags
}

// Run starts the demo and stays until it is interrupted.
func (c *demoCmd) Run(ctx context.Context, p *program) error {
	for flag, address := range map[string]string{
		"--listen": c.Listen, "--dns-listen": c.DNSListen, "--web-listen": c.WebListen, "--web-tls-listen": c.WebTLSListen, "--mail-map-listen": c.MailMapListen, "--epp-listen": c.EPPListen,
		"--operator-listen": c.OperatorListen,
	} {
		if err := loopback(flag, address); err != nil && (address != "" || flag == "--listen") {
			return err
		}
	}
	if _, err := c.onThisMachine().publishing(); err != nil { // before anything is made
		return err
	}
	if err := demo.EnsureKey(p.keyFile()); err != nil {
		return err
	}
	d, err := p.connect(ctx, app.MigrateSchema, p.logger(false))
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, p, d), d.Close())
}

func (c *demoCmd) run(ctx context.Context, p *program, d *app.Database) error {
	fresh, err := demo.Prepare(ctx, d.Store)
	switch {
	case errors.Is(err, demo.ErrRevoked):
		return refused("%v: start it with \"nameyard serve\", or the demo in another folder with --data", err)
	case errors.Is(err, demo.ErrOthers):
		return refused("%v; start it with \"nameyard serve\", or the demo in another folder with --data", err)
	case err != nil:
		return err
	}
	if err := d.EnableSandbox(ctx); err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	wire, err := c.overEPP(ctx, d, rules, p.wireFile())
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, p, d, wire, fresh), wire.close())
}

// serve starts the server of the demo and stays until it is interrupted.
func (c *demoCmd) serve(ctx context.Context, p *program, d *app.Database, wire *demoWire, fresh bool) error {
	a, err := p.buildServer(ctx, d, appFlags{
		registryFlags: registryFlags{rulesFlags: c.rulesFlags}, refundFlags: c.refundFlags, lookFlags: c.lookFlags, mailFlags: c.mailFlags,
	}, c.onThisMachine(), wire.into)
	if err != nil {
		return err
	}
	if err := demo.AddForeign(ctx, a.Sandbox); err != nil {
		return err
	}
	s, err := c.start(ctx, a, app.HTTP{Listen: c.Listen, MailsLinkHere: true})
	if err != nil {
		return err
	}
	links, err := panelLinks(ctx, a, s)
	if err == nil {
		err = c.printWelcome(p, s, wire, fresh, links)
	}
	if err != nil {
		return errors.Join(err, s.Stop(ctx))
	}
	return s.Serve(ctx)
}

// loopback refuses addresses that others could reach.
func loopback(flag, listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return wrongUsage("%s is %q, it must be an address and a port such as 127.0.0.1:8080", flag, listen)
	}
	if host == "localhost" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return wrongUsage("%s is %q: the demo's credentials are public, so it listens on this machine only "+
			"(127.0.0.1, ::1 or localhost); a server for others is \"nameyard serve\"", flag, listen)
	}
	return nil
}

// welcome is what the demo prints for programs.
type welcome struct {
	URL       string   `json:"url"`
	REST      string   `json:"rest"`
	AuthEmail string   `json:"authemail"`
	Token     string   `json:"token"`
	Data      string   `json:"data"`
	Mail      string   `json:"mail"` // the folder of mails; empty if they are sent
	Foreign   []string `json:"foreign"`
	AuthCode  string   `json:"auth_code"`
	Try       string   `json:"try"`
	demoPublished
	EPP *eppWelcome `json:"epp,omitempty"` // with --epp: where the registry speaks EPP, and who may log in
	demoLinks
}

// printWelcome says what to paste next.
func (c *demoCmd) printWelcome(p *program, s *app.Server, wire *demoWire, fresh bool, links demoLinks) error {
	at := s.Addr()
	mails := "sent to the mail server"
	g := welcome{
		URL:       fmt.Sprintf("http://%s/domainsResellerAPI/api.php", at),
		REST:      fmt.Sprintf("http://%s/api/v1/", at),
		AuthEmail: demo.Email, Token: demo.Token, Data: p.where(), Foreign: demo.Foreign, AuthCode: demo.AuthCode,
		Mail: c.ofDemo(p).MailFolder, demoPublished: publishedBy(s), demoLinks: links,
	}
	if wire != nil {
		g.EPP = &wire.hello
	}
	if g.Mail != "" {
		mails = g.Mail + ", as .eml files"
	}
	g.Try = fmt.Sprintf("curl '%s' --data 'token=%s&authemail=%s&action=RegisterDomain&sld=exampledomain&tld=com&regperiod=1"+
		"&nameserver1=ns1.yourdomain.com&nameserver2=ns2.yourdomain.com&firstname=test&lastname=test&companyname=company"+
		"&address1=addresss&city=city&state=region&country=US&postcode=12345&phonenumber=1234567890&email=admin@exampledomain.com' --compressed",
		g.URL, demo.Token, demo.Email)
	kept := "goes on where it stopped"
	if fresh {
		kept = "is new"
	}
	return p.out.print(g, func(w io.Writer) {
		fmt.Fprintf(w, `Nameyard demo: a whole registrar on this machine. No name is really registered.

  API       %s
  REST      %s (described at /api/docs)
  account   %s
  token     %s (public: for this machine only)
  credit    see "nameyard credit show %s%s"
  data      %s (it %s)
  mails     %s
  DNS       %s
  web       %s
  registry  %s

In a browser, each link once (the next start prints new ones):

  reseller  %s
  operator  %s

Register a name, in another terminal:

  %s

To be transferred in, auth code %s: %s
Let a month pass:  nameyard sandbox advance 31d%s
Stop with Ctrl-C; the data stays.
`, g.URL, g.REST, demo.Email, demo.Token, demo.Email, p.sameDatabase(), g.Data, kept, mails, g.dnsLine(), g.webLine(), wire.line(), g.Panel, g.Operator, g.Try, demo.AuthCode, strings.Join(demo.Foreign, ", "), p.sameDatabase())
	})
}

// where is the place of the data, for people.
func (p *program) where() string {
	path := store.SQLitePath(p.url())
	if path == "" {
		return "a MySQL database"
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// sameDatabase are the flags that other commands need to find the same database.
func (p *program) sameDatabase() string {
	switch {
	case p.DB != "":
		return " --db URL"
	case p.Data != "data":
		return " --data " + p.Data
	}
	return ""
}
