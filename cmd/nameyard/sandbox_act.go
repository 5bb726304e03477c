package main

import (
	"context"
	"strings"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/registry"
	"nameyard/reseller"
)

type sandboxActCmd struct {
	Kind  string `arg:"" enum:"hold,lift,verify,verified,renew,change,delete,low-funds,message" help:"hold or lift (serverHold), verify (the holder's data, within 15 days), verified, renew, change, delete, low-funds, or message: one that nobody understands."`
	Name  string `arg:"" optional:"" help:"The name; low-funds and message are about none."`
	Words string `env:"NAMEYARD_ACT_WORDS" placeholder:"TEXT" help:"What its message says in place of the registry's own words."`
	rulesFlags
}

// actKinds are the messages that the registry tells its acts by.
var actKinds = map[string]registry.MessageKind{
	"hold": registry.MessageHoldSet, "lift": registry.MessageHoldLifted, "verify": registry.MessageVerificationDue, "verified": registry.MessageVerified,
	"renew": registry.MessageRenewed, "change": registry.MessageChanged, "delete": registry.MessageDeleted, "low-funds": registry.MessageLowFunds, "message": "",
}

// Run makes the registry act.
func (c *sandboxActCmd) Run(ctx context.Context, p *program) error {
	nameless := c.Kind == "low-funds" || c.Kind == "message"
	switch {
	case nameless && c.Name != "":
		return wrongUsage("%s is about no name", c.Kind)
	case !nameless && c.Name == "":
		return wrongUsage("%s needs a name", c.Kind)
	case c.Kind == "message" && strings.TrimSpace(c.Words) == "":
		return wrongUsage("message needs --words")
	}
	var name reseller.Name
	if c.Name != "" {
		var err error
		if name, err = c.nameOf(c.Name); err != nil {
			return err
		}
	}
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		if err := r.Act(ctx, name, actKinds[c.Kind], c.Words); err != nil {
			return err
		}
		return p.out.say(map[string]any{"done": c.Kind, "name": c.Name}, "the sandbox registry has done it: %s %s", c.Kind, c.Name)
	})
}
