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
	"time"

	"nameyard/app"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

// The account of the documentation's examples. Its credentials are public, so the demo listens on this machine only.
const (
	demoEmail     = "test@exampledomain.com"
	demoToken     = "AaLc8eNZWsZtWlT9LtT7NUha" //nolint:gosec // public on purpose
	demoTokenName = "demo (public)"
	demoCredit    = 1000_00
	demoAuthCode  = "gd23h231s21"
)

// demoForeign are the names that another registrar holds at first, to be transferred in.
var demoForeign = []string{"transferme.com", "transferme.se", "transferme.nu"}

// demoNameservers are those of the demo's house; no name server answers there.
var demoNameservers = []string{"ns1.nameyard.example", "ns2.nameyard.example"}

// demoContact buys where a request names nobody.
var demoContact = reseller.Contact{
	FirstName: "Test", LastName: "Reseller", Company: "Example Reseller", Address1: "1 High Street", City: "London", Postcode: "N1 9GU",
	Country: "GB", Phone: "+44.2071234567", Email: demoEmail,
}

//go:embed prices_demo.csv
var demoPrices string

type demoCmd struct {
	Listen string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address on this machine to listen on (${default})."`
	rulesFlags
	mailFlags
	httpFlags
}

// Run starts the demo and stays until it is interrupted.
func (c *demoCmd) Run(ctx context.Context, p *program) error {
	if err := loopback(c.Listen); err != nil {
		return err
	}
	if err := p.ensureKey(); err != nil {
		return err
	}
	d, err := p.connect(ctx, app.MigrateSchema, p.logger(false))
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, p, d), d.Close())
}

func (c *demoCmd) run(ctx context.Context, p *program, d *database) error {
	fresh, err := d.demoAccount(ctx)
	if err != nil {
		return err
	}
	if err := d.EnableSandbox(ctx); err != nil {
		return err
	}
	a, err := p.build(d, appFlags{rulesFlags: c.rulesFlags, mailFlags: c.mailFlags, HouseName: "Nameyard", Nameservers: demoNameservers})
	if err != nil {
		return err
	}
	if err := addDemoNames(ctx, a.Sandbox); err != nil {
		return err
	}
	s, err := c.start(ctx, a, c.Listen, 0)
	if err != nil {
		return err
	}
	if err := c.printWelcome(p, d, s.Addr(), fresh); err != nil {
		return errors.Join(err, s.Stop(ctx))
	}
	return s.Serve(ctx)
}

// loopback refuses addresses that others could reach.
func loopback(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return wrongUsage("--listen is %q, it must be an address and a port such as 127.0.0.1:8080", listen)
	}
	if host == "localhost" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return wrongUsage("--listen is %q: the demo's credentials are public, so it listens on this machine only "+
			"(127.0.0.1, ::1 or localhost); a server for others is \"nameyard serve\"", listen)
	}
	return nil
}

// demoAccount makes the documentation's account in an empty database and tells whether it did. A database that others
// use is left alone.
func (d *database) demoAccount(ctx context.Context) (bool, error) {
	token, _, err := d.Store.Credential(ctx, reseller.HashToken(demoToken))
	switch {
	case err == nil && !token.RevokedAt.IsZero():
		return false, refused("the demo's token has been revoked in this database, so it is no demo any more: start it with " +
			"\"nameyard serve\", or the demo in another folder with --data")
	case err == nil:
		return false, nil
	case !errors.Is(err, reseller.ErrNotFound):
		return false, err
	}
	accounts, err := d.Store.Accounts(ctx)
	if err != nil {
		return false, err
	}
	if len(accounts) > 1 || len(accounts) == 1 && accounts[0].Email != demoEmail {
		return false, refused("this database has accounts and is no demo; start it with \"nameyard serve\", or the demo in another folder with --data")
	}
	return true, d.fillDemo(ctx)
}

// fillDemo writes prices, account, credit and, last, the token, so that one that was interrupted is taken up again.
func (d *database) fillDemo(ctx context.Context) error {
	prices, err := reseller.ParsePrices("prices_demo.csv", strings.NewReader(demoPrices))
	if err != nil {
		return err
	}
	if err := d.Store.SetPrices(ctx, prices, reseller.Operator); err != nil {
		return err
	}
	account, err := d.Store.AccountByEmail(ctx, demoEmail)
	if errors.Is(err, reseller.ErrNotFound) {
		account, err = d.Store.AddAccount(ctx, reseller.Account{
			Email: demoEmail, Name: "Example Reseller", Currency: "USD", Language: "en", DefaultContact: &demoContact,
		}, reseller.Operator)
	}
	if err != nil {
		return err
	}
	err = d.Store.MoveCredit(ctx, account, demoCredit, "demo", "the demo's credit")
	if err != nil && !errors.Is(err, reseller.ErrDuplicate) {
		return err
	}
	_, err = d.Store.AddToken(ctx, reseller.Token{AccountID: account.ID, Name: demoTokenName, Kind: reseller.TokenAPI},
		reseller.HashToken(demoToken), reseller.Operator)
	return err
}

// addDemoNames puts the foreign names into the registry, unless they are or were there.
func addDemoNames(ctx context.Context, r *sandbox.Registry) error {
	for _, full := range demoForeign {
		sld, tld, _ := strings.Cut(full, ".")
		name, err := reseller.ParseName(sld, tld)
		if err != nil {
			return err
		}
		err = r.AddForeign(ctx, name, demoAuthCode, time.Time{}, false)
		if _, there := registry.AsRefusal(err); err != nil && !there {
			return err
		}
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
}

// printWelcome says what to paste next.
func (c *demoCmd) printWelcome(p *program, d *database, at net.Addr, fresh bool) error {
	mails := "sent to the mail server"
	g := welcome{
		URL:       fmt.Sprintf("http://%s/domainsResellerAPI/api.php", at),
		REST:      fmt.Sprintf("http://%s/api/v1/", at),
		AuthEmail: demoEmail, Token: demoToken, Data: p.where(), Foreign: demoForeign, AuthCode: demoAuthCode,
		Mail: c.folder(p, d),
	}
	if g.Mail != "" {
		mails = g.Mail + ", as .eml files"
	}
	g.Try = fmt.Sprintf("curl '%s' --data 'token=%s&authemail=%s&action=RegisterDomain&sld=exampledomain&tld=com&regperiod=1"+
		"&nameserver1=ns1.yourdomain.com&nameserver2=ns2.yourdomain.com&firstname=test&lastname=test&companyname=company"+
		"&address1=addresss&city=city&state=region&country=US&postcode=12345&phonenumber=1234567890&email=admin@exampledomain.com' --compressed",
		g.URL, demoToken, demoEmail)
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

Register a name, in another terminal:

  %s

To be transferred in, auth code %s: %s
Let a month pass:  nameyard sandbox advance 31d%s
Stop with Ctrl-C; the data stays.
`, g.URL, g.REST, demoEmail, demoToken, demoEmail, p.sameDatabase(), g.Data, kept, mails, g.Try, demoAuthCode, strings.Join(demoForeign, ", "), p.sameDatabase())
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
