package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/notices"
	"nameyard/notices/mailer"
	"nameyard/operator"
	"nameyard/reseller"
)

// mailFlags say how notices are sent, and what they look like.
type mailFlags struct {
	MailFrom         string   `placeholder:"ADDRESS" help:"Sender of notices, such as \"Nameyard <noreply@example.net>\"."`
	MailOperator     string   `placeholder:"ADDRESS" help:"Where the operator hears of what needs a hand. Without it only the log tells."`
	MailTemplates    string   `placeholder:"DIR" help:"Folder of mail texts that go before the built-in ones: en/registered.txt …"`
	MailSkip         []string `placeholder:"KIND" help:"Kinds of notices that are not sent, such as registered,renewed."`
	PanelURL         string   `name:"panel-url" placeholder:"URL" help:"Address at which resellers reach the panel with a browser, such as https://api.example.net: mails link to its pages."`
	OperatorURL      string   `name:"operator-url" placeholder:"URL" help:"Address of the operator's pages, if it is another."`
	MailFolder       string   `placeholder:"DIR" help:"Write mails as .eml files into this folder instead of sending them."`
	SMTPHost         string   `name:"smtp-host" placeholder:"HOST" help:"Mail server. Without one, and without --mail-folder, mails are kept and not sent."`
	SMTPPort         int      `name:"smtp-port" placeholder:"PORT" help:"Its port (587 with starttls, 465 with tls, 25 with none)."`
	SMTPSecurity     string   `name:"smtp-security" default:"starttls" enum:"starttls,tls,none" help:"starttls, tls or none (${default})."`
	SMTPUser         string   `name:"smtp-user" placeholder:"USER" help:"Login at the mail server, if it wants one."`
	SMTPPassword     string   `name:"smtp-password" placeholder:"PASSWORD" help:"Its password. Better in a file or in the environment."`
	SMTPPasswordFile string   `name:"smtp-password-file" placeholder:"FILE" help:"File with the password."`
	SMTPHello        string   `name:"smtp-hello" placeholder:"HOST" help:"What this machine calls itself to the mail server (its host name)."`
}

// ofDemo are the settings of a demo's mails: they are written beside its database, if no others are given.
func (f mailFlags) ofDemo(p *program) mailFlags {
	if f.SMTPHost != "" {
		return f
	}
	f.MailFrom = cmp.Or(f.MailFrom, "Nameyard demo <noreply@localhost>")
	if f.MailFolder == "" {
		f.MailFolder = filepath.Join(p.Data, "mail")
		if whole, err := filepath.Abs(f.MailFolder); err == nil {
			f.MailFolder = whole
		}
	}
	return f
}

// mailer is what takes mails away; nil if nothing is configured.
func (f mailFlags) mailer() (notices.Mailer, error) {
	if f.MailFolder == "" && f.SMTPHost == "" {
		return nil, nil
	}
	if f.MailFolder != "" && f.SMTPHost != "" {
		return nil, wrongUsage("give --mail-folder or --smtp-host, not both")
	}
	if f.MailFrom == "" {
		return nil, wrongUsage("mails need --mail-from: the address that notices come from")
	}
	from, err := mailer.ParseSender(f.MailFrom)
	if err != nil {
		return nil, wrongUsage("--mail-from: %v", err)
	}
	if f.MailFolder != "" {
		return mailer.NewFolder(f.MailFolder, from), nil
	}
	password, err := f.password()
	if err != nil {
		return nil, err
	}
	smtp, err := mailer.NewSMTP(mailer.Server{
		Host: f.SMTPHost, Port: f.SMTPPort, Security: f.SMTPSecurity, User: f.SMTPUser, Password: password, Hello: f.SMTPHello, From: from,
	})
	if err != nil {
		return nil, wrongUsage("%v", err)
	}
	return smtp, nil
}

func (f mailFlags) password() (string, error) {
	if f.SMTPPasswordFile == "" {
		return f.SMTPPassword, nil
	}
	if f.SMTPPassword != "" {
		return "", wrongUsage("give the mail server's password once: --smtp-password or --smtp-password-file")
	}
	body, err := os.ReadFile(f.SMTPPasswordFile)
	if err != nil {
		return "", fmt.Errorf("read the mail server's password: %w", err)
	}
	return strings.TrimSpace(string(body)), nil
}

// mail makes what notices are written and sent with.
func (f mailFlags) mail() (app.Mail, error) {
	m := app.Mail{Templates: f.MailTemplates, Operator: f.MailOperator, Skip: f.MailSkip}
	var err error
	if m.Panel, err = f.panel(); err != nil {
		return m, err
	}
	if m.Mailer, err = f.mailer(); err != nil {
		return m, err
	}
	for _, kind := range f.MailSkip {
		if !notices.IsKind(kind) {
			return m, wrongUsage("--mail-skip has %q, which is no kind of notice; they are: %s", kind, strings.Join(notices.Kinds, ", "))
		}
	}
	if f.MailOperator != "" {
		if _, err := reseller.CheckEmail(f.MailOperator); err != nil {
			return m, wrongUsage("--mail-operator: %v", err)
		}
	}
	return m, nil
}

// panel says where mails link to.
func (f mailFlags) panel() (a notices.Addresses, err error) {
	if f.PanelURL != "" {
		a.Resellers, err = baseOf("--panel-url", f.PanelURL)
	}
	a.Operators = a.Resellers
	if f.OperatorURL != "" && err == nil {
		a.Operators, err = baseOf("--operator-url", f.OperatorURL)
	}
	return a, err
}

type mailCmd struct {
	List mailListCmd `cmd:"" help:"List mails, newest first."`
	Show mailShowCmd `cmd:"" help:"Show one mail as it was written."`
	Send mailSendCmd `cmd:"" name:"again" changes:"" help:"Send a mail again that was given up."`
	Test mailTestCmd `cmd:"" help:"Send a test mail now, with the settings of the server."`
}

// mailView is a mail as it is printed.
type mailView struct {
	ID        int64      `json:"id"`
	Kind      string     `json:"kind"`
	To        string     `json:"to"`
	Subject   string     `json:"subject"`
	State     string     `json:"state"`
	Attempts  int        `json:"attempts"`
	CreatedAt time.Time  `json:"created_at"` // business time
	SentAt    *time.Time `json:"sent_at"`    // wall time
	NextTry   *time.Time `json:"next_try"`   // wall time
	Problem   string     `json:"problem,omitempty"`
	Text      string     `json:"text,omitempty"`
}

func viewMail(m reseller.Mail) mailView {
	return mailView{
		ID: m.ID, Kind: m.Kind, To: m.To, Subject: m.Subject, State: string(m.State), Attempts: m.Attempts, CreatedAt: m.CreatedAt,
		SentAt: optional(m.SentAt), NextTry: optional(m.NextTry), Problem: m.Problem,
	}
}

type mailListCmd struct {
	Email string `arg:"" optional:"" help:"Only of this account."`
	Name  string `env:"NAMEYARD_LIST_NAME" placeholder:"PATTERN" help:"Only about this name, or about names that a pattern fits: *.se"`
	Kind  string `env:"NAMEYARD_LIST_KIND" help:"Only of this kind: registered, renewed, renewal_failed, expires_soon …"`
	State string `env:"NAMEYARD_LIST_STATE" help:"Only those that are waiting, held, sent, moot, given_up or in_daily."`
	To    string `env:"NAMEYARD_LIST_TO" placeholder:"ADDRESS" help:"Only to this address."`
	timeFlags
	pageFlags
}

// Run lists mails.
func (c *mailListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		choice := operator.MailChoice{Account: c.Email, Name: c.Name, Kind: c.Kind, State: reseller.MailState(c.State), To: c.To, Written: c.between()}
		return listing[reseller.Mail]{
			get: func(page reseller.Page) ([]reseller.Mail, error) {
				choice.Page = page
				return operator.Mails{Store: d.Store}.Search(ctx, choice)
			},
			id: func(m reseller.Mail) int64 { return m.ID }, view: func(m reseller.Mail) any { return viewMail(m) },
			columns: "ID WRITTEN STATE TO SUBJECT PROBLEM",
			row: func(m reseller.Mail) []any {
				v := viewMail(m)
				return []any{v.ID, v.CreatedAt, v.State, v.To, v.Subject, v.Problem}
			},
		}.print(p, c.pageFlags)
	})
}

type mailShowCmd struct {
	ID int64 `arg:"" help:"Number of the mail, as \"mail list\" shows it."`
}

// Run shows a mail.
func (c *mailShowCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		m, err := operator.Mails{Store: d.Store}.Find(ctx, c.ID)
		if err != nil {
			return err
		}
		v := viewMail(m)
		v.Text = m.Text
		return p.out.print(v, func(w io.Writer) {
			fmt.Fprintf(w, "To: %s\nSubject: %s\nWritten: %s (%s)\n\n%s", v.To, v.Subject, moment(v.CreatedAt), v.State, v.Text)
		})
	})
}

type mailSendCmd struct {
	ID int64 `arg:"" help:"Number of the mail, as \"mail list\" shows it."`
	dryRun
}

// Run has a mail sent again by the server.
func (c *mailSendCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		m, err := operator.Mails{Store: d.Store}.Again(ctx, c.ID)
		if err != nil {
			return err
		}
		return p.out.say(viewMail(m), "mail %d to %s is sent again: %s", m.ID, m.To, m.Subject)
	})
}

type mailTestCmd struct {
	To string `arg:"" help:"Address to send it to."`
	mailFlags
}

// Run sends a test mail.
func (c *mailTestCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		settings, err := appFlags{mailFlags: c.mailFlags}.orDemo(ctx, p, d)
		if err != nil {
			return err
		}
		take, err := settings.mailer()
		if err != nil {
			return err
		}
		if take == nil {
			return refused("no mail server is configured: name one with --smtp-host, or a folder with --mail-folder")
		}
		if err := (operator.Mails{Clock: d.Clock, Mailer: take}).Test(ctx, c.To); err != nil {
			return err
		}
		if settings.MailFolder != "" {
			return p.out.say(map[string]any{"to": c.To, "sent": false, "folder": settings.MailFolder},
				"nothing was sent: the mail to %s is a file in %s, as the settings say", c.To, settings.MailFolder)
		}
		return p.out.say(map[string]any{"to": c.To, "sent": true, "server": settings.SMTPHost},
			"%s took the mail to %s", settings.SMTPHost, c.To)
	})
}
