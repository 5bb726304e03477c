package main

import (
	"context"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"nameyard/app"
	"nameyard/demo"
	"nameyard/registry/sandbox"
)

// sandboxFaultCmd has a command for each kind of fault, so that the help tells what each does.
type sandboxFaultCmd struct {
	Refuse      sandboxFaultSetCmd   `cmd:"" help:"The registry answers no."`
	Slow        sandboxFaultSetCmd   `cmd:"" help:"It answers after --delay."`
	LostAnswer  sandboxFaultSetCmd   `cmd:"" help:"The effect is there, the answer is lost."`
	LostRequest sandboxFaultSetCmd   `cmd:"" help:"The command never arrives, and nobody knows."`
	LateEffect  sandboxFaultSetCmd   `cmd:"" help:"The answer is lost, the effect comes after --delay."`
	Pending     sandboxFaultSetCmd   `cmd:"" help:"It accepts the command, and decides after --delay."`
	Down        sandboxFaultSetCmd   `cmd:"" help:"Nothing can be sent."`
	Twice       sandboxFaultSetCmd   `cmd:"" help:"A renewal is carried out twice on one command; needs --command renew."`
	Clear       sandboxFaultClearCmd `cmd:"" help:"End all faults."`
	List        sandboxFaultListCmd  `cmd:"" help:"List the faults that act now."`
}

type sandboxFaultSetCmd struct {
	TLD     string `name:"tld" env:"NAMEYARD_FAULT_TLD" help:"Only names under this TLD."`
	Command string `env:"NAMEYARD_FAULT_COMMAND" help:"Only this command: create, renew, transfer, update, delete, restore, release, lock, privacy, host, authcode, info or check; all that change something if not given."`
	Times   int    `env:"NAMEYARD_FAULT_TIMES" placeholder:"N" help:"Only the next N commands."`
	Delay   span   `env:"NAMEYARD_FAULT_DELAY" placeholder:"45s" help:"Of slow (wall time), late-effect and pending (business time)."`
	For     span   `env:"NAMEYARD_FAULT_FOR" placeholder:"10m" help:"How long the fault stays on, in business time."`
	rulesFlags
}

// faultView is a fault as it is printed.
type faultView struct {
	Kind    string     `json:"kind"`
	TLD     string     `json:"tld,omitempty"`
	Command string     `json:"command,omitempty"`
	Times   int        `json:"times,omitempty"` // 0 = without end
	Delay   string     `json:"delay,omitempty"`
	Until   *time.Time `json:"until"`
}

func viewFault(f sandbox.Fault) faultView {
	v := faultView{Kind: string(f.Kind), TLD: f.TLD, Command: f.Command, Times: f.Times, Until: optional(f.Until)}
	if f.Delay > 0 {
		v.Delay = span(f.Delay).String()
	}
	return v
}

// Run sets a fault, for every server on the same database.
func (c *sandboxFaultSetCmd) Run(ctx context.Context, p *program, chosen *kong.Context) error {
	return p.withSandbox(ctx, c.rulesFlags, func(d *app.Database, r demo.Registry) error {
		f := sandbox.Fault{
			Kind: sandbox.FaultKind(chosen.Selected().Name), TLD: strings.TrimPrefix(strings.ToLower(c.TLD), "."),
			Command: c.Command, Times: c.Times, Delay: c.Delay.duration(),
		}
		f, err := r.Script(ctx, f, c.For.duration())
		if err != nil {
			return err
		}
		return p.out.say(viewFault(f), "%s is on; \"nameyard sandbox fault clear\" ends it", f.Kind)
	})
}

type sandboxFaultClearCmd struct{ rulesFlags }

// Run ends all faults.
func (c *sandboxFaultClearCmd) Run(ctx context.Context, p *program) error {
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		n, err := r.EndFaults(ctx)
		if err != nil {
			return err
		}
		return p.out.say(map[string]int{"cleared": n}, "%d faults cleared", n)
	})
}

type sandboxFaultListCmd struct{ rulesFlags }

// Run lists the faults.
func (c *sandboxFaultListCmd) Run(ctx context.Context, p *program) error {
	return p.withSandbox(ctx, c.rulesFlags, func(_ *app.Database, r demo.Registry) error {
		faults, err := r.Faults(ctx)
		if err != nil {
			return err
		}
		views := make([]faultView, len(faults))
		for i, f := range faults {
			views[i] = viewFault(f)
		}
		return table(p.out, views, "KIND TLD COMMAND TIMES DELAY UNTIL", func(v faultView) []any {
			times := any("")
			if v.Times > 0 {
				times = v.Times
			}
			return []any{v.Kind, v.TLD, v.Command, times, v.Delay, v.Until}
		})
	})
}
