package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"slices"
	"strconv"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/notices"
)

// serverFlags are the settings of a server, and so of every command that does what a server does.
type serverFlags struct {
	Listen    string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address to listen on (${default})."`
	Sandbox   bool   `help:"Have the sandbox registry as connector \"sandbox\", for TLDs whose rules say so."`
	LeaveTime span   `default:"2s" help:"How long to go on answering after SIGTERM while /readyz says no, so that a load balancer looks elsewhere: more than it takes to notice (${default})."`
	appFlags
	httpFlags
	publishFlags
}

// check gives what is wrong with the settings, or missing, without a look at the database.
func (f serverFlags) check(p *program) []error {
	var faults []error
	if f.SecretKey == "" && f.SecretKeyFile == "" {
		faults = append(faults, noKey()) // the demo's key in the data folder is for the tools, not for a server
	} else if _, err := p.secretKey(f.keyFlags); err != nil {
		faults = append(faults, err)
	}
	_, badSeller := f.business()
	_, badBank := f.bank()
	_, badTexts := notices.LoadTemplates(f.MailTemplates)
	_, badRules := f.rules()
	_, badLook := f.look()
	mails, badMail := f.mail()
	_, badCards := f.cards(mails.Panel.Resellers)
	_, badBackups := f.backups()
	_, badPublishing := f.publishing()
	if f.MailVerifyURL != "" && f.MailFolder == "" && f.SMTPHost == "" {
		faults = append(faults, wrongUsage("--mail-verify-url asks by mail: name a mail server with --smtp-host, or a folder with --mail-folder"))
	}
	if f.MailVerifyURL != "" && slices.Contains(f.MailSkip, notices.TargetMail) {
		faults = append(faults, wrongUsage("--mail-verify-url asks by mail, and --mail-skip leaves out %s, which is that mail: new targets would wait without end; give one of the two", notices.TargetMail))
	}
	faults = append(faults, f.badAddresses()...)
	return append(faults, given(f.needed(), badSeller, badBank, badLook, badRules, badMail, badTexts, badCards, badBackups, badPublishing, f.httpFlags.check())...)
}

// badAddresses refuses addresses on which nothing can listen.
func (f serverFlags) badAddresses() []error {
	return given(
		canListen("listen", f.Listen), canListen("operator-listen", f.OperatorListen), canListen("dns-listen", f.DNSListen),
		canListen("mail-map-listen", f.MailMapListen), canListen("web-listen", f.WebListen), canListen("web-tls-listen", f.WebTLSListen),
	)
}

// canListen refuses what is no address with a port; none at all is one.
func canListen(flag, address string) error {
	if address == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return wrongUsage("--%s is %q, it must be an address with a port from 0 to 65535, such as 127.0.0.1:8080 or :8080", flag, address)
	}
	return nil
}

type serveCmd struct{ serverFlags }

// Run starts the server and stays until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, p *program) error {
	if faults := c.check(p); len(faults) > 0 {
		return faults[0]
	}
	d, err := p.connect(ctx, app.MigrateOwnSchema, p.logger(true))
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, p, d), d.Close())
}

func (c *serveCmd) run(ctx context.Context, p *program, d *app.Database) error {
	if err := c.prepare(ctx, p, d); err != nil {
		return err
	}
	a, err := p.buildServer(ctx, d, c.appFlags, c.publishFlags)
	if err != nil {
		return err
	}
	s, err := c.start(ctx, a, app.HTTP{Listen: c.Listen, LeaveTime: c.LeaveTime.duration()})
	if err != nil {
		return err
	}
	if a.Notices.Mailer == nil {
		d.Log.Warn("mails are written and not sent: name a mail server with --smtp-host, or a folder with --mail-folder")
	}
	if words := a.Routes.Rules().TooFewNameservers(len(c.Nameservers)); words != "" {
		d.Log.Warn(words)
	}
	d.Log.Info("serving", "version", thisBuild().Version, "listen", s.Addr().String(), "database", d.Store.Engine(),
		"tlds", len(a.Routes.Rules()), "sandbox", d.HasSandbox, slog.String("holder", a.Holder))
	return s.Serve(ctx)
}

// prepare checks that the database may be served.
func (c *serveCmd) prepare(ctx context.Context, p *program, d *app.Database) error {
	if err := refuseDemo(ctx, d); err != nil {
		return err
	}
	if err := c.refuseMovedClock(d); err != nil {
		return err
	}
	if _, err := p.databaseKey(ctx, d, c.keyFlags); err != nil {
		return err
	}
	if c.Sandbox {
		return d.EnableSandbox(ctx)
	}
	d.HasSandbox = false
	return nil
}

// refuseMovedClock refuses dates of a sandbox where there is none.
func (f serverFlags) refuseMovedClock(d *app.Database) error {
	if !f.Sandbox && d.Clock.Offset() > 0 {
		return refused("the sandbox clock of this database has been moved, so its dates lie in the future: serve it with --sandbox, or use another database")
	}
	return nil
}

// refuseDemo refuses a database that the demo's public token opens.
func refuseDemo(ctx context.Context, d *app.Database) error {
	token, account, live, err := demo.LiveToken(ctx, d.Store)
	if err != nil || !live {
		return err
	}
	return refused("this database has the demo's credentials, which are public: revoke them with \"nameyard token revoke %s %d\" "+
		"(with the same --data or --db), or use another database", account.Email, token.ID)
}
