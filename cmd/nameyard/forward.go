package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/publish"
	"nameyard/publish/mail"
)

type forwardCmd struct {
	Test forwardTestCmd `cmd:"" help:"Tell what would happen to a mail to an address, and why. Nothing is sent."`
}

type forwardTestCmd struct {
	Address       string `arg:"" help:"The address that a mail would be sent to."`
	MailMX        string `name:"mail-mx" env:"NAMEYARD_MAIL_MX" placeholder:"HOST" help:"Host name of the house's mail server for forwards, as \"serve\" has it."`
	MailVerifyURL string `name:"mail-verify-url" env:"NAMEYARD_MAIL_VERIFY_URL" placeholder:"URL" help:"Where targets answer, as \"serve\" has it: with it, those that have not agreed get no mail."`
	rulesFlags
}

// Run follows the forwards.
func (c *forwardTestCmd) Run(ctx context.Context, p *program) error {
	mx, err := hostFlag("--mail-mx", c.MailMX)
	if err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		zones := publish.NewZones(publish.Config{Books: d.Store, Rules: rules, Clock: d.Clock, Log: d.Log})
		forwards := operator.Forwards{Zones: zones, MX: mx}
		if c.MailVerifyURL != "" {
			forwards.Targets = &mail.Targets{Books: d.Store, Clock: d.Clock, Log: d.Log}
		}
		test, err := forwards.Test(ctx, c.Address)
		if err != nil {
			return err
		}
		return p.out.print(test, func(w io.Writer) { printMailTest(w, test) })
	})
}

// printMailTest writes for people what would happen.
func printMailTest(w io.Writer, test operator.MailTest) {
	switch test.Outcome {
	case operator.OutcomeForwarded:
		fmt.Fprintf(w, "Mail to %s is forwarded to %s.\n", test.Address, strings.Join(test.Targets, ", "))
	case operator.OutcomeWaiting:
		fmt.Fprintf(w, "Mail to %s is kept waiting: %s.\n", test.Address, test.Why)
	case operator.OutcomeRefused:
		fmt.Fprintf(w, "Mail to %s is refused: %s.\n", test.Address, test.Why)
	default:
		fmt.Fprintf(w, "Mail to %s is not taken here: %s.\n", test.Address, test.Why)
	}
	fmt.Fprintf(w, "The sender's server hears: %s\n", test.Reply)
	for _, s := range test.Steps {
		switch {
		case s.Why != "":
			fmt.Fprintf(w, "  %s: left out, %s\n", s.Address, s.Why)
		case s.Prefix == "*":
			fmt.Fprintf(w, "  %s: the catch-all sends it to %s\n", s.Address, strings.Join(s.Targets, ", "))
		default:
			fmt.Fprintf(w, "  %s: the forward of %q sends it to %s\n", s.Address, s.Prefix, strings.Join(s.Targets, ", "))
		}
	}
}
