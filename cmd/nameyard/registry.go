package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
)

type registryCmd struct {
	List registryListCmd `cmd:"" help:"List the connectors: what servers see of them, what waits for them, our balance there, what they can and which TLDs they serve."`
	Test registryTestCmd `cmd:"" help:"Ask a registry something harmless and time it; exit 1 if it does not answer."`

	Findings registryFindingsCmd `cmd:"" help:"List the differences between names and their registries that the nightly comparison has found."`

	Messages registryMessagesCmd `cmd:"" changes:"" help:"List the messages of registries that only a person can act on, or see to one."`

	Password registryPasswordCmd `cmd:"" changes:"" help:"Change our password at a registry, and in its password file; safe to run again if it was interrupted."`

	Pause  registryPauseCmd  `cmd:"" changes:"" help:"Let nothing be changed at a registry, on every server: orders wait."`
	Resume registryResumeCmd `cmd:"" changes:"" help:"Let the orders that wait for a paused registry go on."`
}

type registryTestCmd struct {
	Name string `arg:"" help:"Name of the connector, as \"registry list\" shows it."`
	registryFlags
}

// testedView is a test as it is printed; times are in microseconds.
type testedView struct {
	Name    string     `json:"name"`
	Answers bool       `json:"answers"`
	Took    int64      `json:"took_us"`
	Steps   []stepView `json:"steps,omitempty"`
	System  string     `json:"system,omitempty"` // "test" or "live", as the settings or the address say
	NoTLD   bool       `json:"no_tld,omitempty"` // it serves none: only the connection was tried
}

type stepView struct {
	Name string `json:"name"`
	Took int64  `json:"took_us"`
}

// Run asks the registry and times it.
func (c *registryTestCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.registryFlags, func(d *app.Database, routes *registry.Routes) error {
		tested, err := operator.Registries{Routes: routes, Clock: d.Clock, Store: d.Store}.Test(ctx, c.Name)
		if err != nil {
			if n := len(tested.Steps); n > 0 {
				err = fmt.Errorf("%w (as far as %s all went well)", err, tested.Steps[n-1].Name)
			}
			return err
		}
		v := testedView{Name: c.Name, Answers: true, Took: tested.Took.Microseconds(), System: tested.System, NoTLD: tested.NoTLD}
		words := ""
		for _, s := range tested.Steps {
			v.Steps = append(v.Steps, stepView{s.Name, s.Took.Microseconds()})
			words += fmt.Sprintf("\n  %-8s %s", s.Name, s.Took.Round(time.Microsecond))
		}
		if tested.NoTLD {
			words += "\n  it serves no TLD: no rules name it, and no names are there"
		}
		if tested.System != "" {
			words = " (a " + tested.System + " system)" + words
		}
		return p.out.say(v, "%s answered in %s%s", c.Name, tested.Took.Round(time.Microsecond), words)
	}, p.wireFile().into)
}
