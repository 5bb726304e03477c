package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/alecthomas/kong"

	"nameyard/app"
	"nameyard/demo"
)

type serveCmd struct {
	Listen    string `default:"127.0.0.1:8080" placeholder:"ADDRESS" help:"Address to listen on (${default})."`
	Config    string `placeholder:"FILE" help:"JSON file of settings: flags of this command and their values."`
	Sandbox   bool   `help:"Have the sandbox registry as connector \"sandbox\", for TLDs whose rules say so."`
	LeaveTime span   `default:"2s" help:"How long to go on answering after SIGTERM while /readyz says no, so that a load balancer looks elsewhere: more than it takes to notice (${default})."`
	appFlags
	httpFlags
}

// BeforeResolve reads the settings file, which kong's own flag for it does only if it is named on the command line.
func (c *serveCmd) BeforeResolve(ctx *kong.Context) error {
	for _, flag := range ctx.Flags() {
		path, _ := ctx.FlagValue(flag).(string)
		if flag.Name != "config" || path == "" {
			continue
		}
		settings, err := readSettings(path)
		if err != nil {
			return err
		}
		ctx.AddResolver(settings)
	}
	return nil
}

// Run starts the server and stays until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, p *program) error {
	if c.SecretKey == "" && c.SecretKeyFile == "" {
		return noKey() // the demo's key in the data folder is for the tools, not for a server
	}
	if _, err := p.secretKey(c.keyFlags); err != nil {
		return err
	}
	d, err := p.connect(ctx, app.MigrateOwnSchema, p.logger(true))
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, p, d), d.Close())
}

func (c *serveCmd) run(ctx context.Context, p *program, d *app.Database) error {
	if err := c.prepare(ctx, d); err != nil {
		return err
	}
	a, err := p.build(d, c.appFlags)
	if err != nil {
		return err
	}
	s, err := c.start(ctx, a, c.Listen, c.LeaveTime.duration())
	if err != nil {
		return err
	}
	if a.Notices.Mailer == nil {
		d.Log.Warn("mails are written and not sent: name a mail server with --smtp-host, or a folder with --mail-folder")
	}
	d.Log.Info("serving", "version", thisBuild().Version, "listen", s.Addr().String(), "database", d.Store.Engine(),
		"tlds", len(a.Routes.Rules()), "sandbox", d.HasSandbox, slog.String("holder", a.Holder))
	return s.Serve(ctx)
}

// prepare checks that the database may be served.
func (c *serveCmd) prepare(ctx context.Context, d *app.Database) error {
	if err := refuseDemo(ctx, d); err != nil {
		return err
	}
	if c.Sandbox {
		return d.EnableSandbox(ctx)
	}
	if d.Clock.Offset() > 0 {
		return refused("the sandbox clock of this database has been moved, so its dates lie in the future: serve it with --sandbox, or use another database")
	}
	d.HasSandbox = false
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
