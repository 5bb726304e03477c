package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// FaultKind is what a scripted fault does.
type FaultKind string

// The kinds of faults.
const (
	FaultRefuse      FaultKind = "refuse"       // the registry answers no
	FaultSlow        FaultKind = "slow"         // it answers after Delay of wall time; a caller that gives up does not stop it
	FaultLostAnswer  FaultKind = "lost-answer"  // the effect is there, the answer is not
	FaultLostRequest FaultKind = "lost-request" // the command never arrives, and we cannot know
	FaultLateEffect  FaultKind = "late-effect"  // the answer is lost, the effect comes after Delay of business time
	FaultPending     FaultKind = "pending"      // it accepts the command (1001), decides after Delay of business time, and tells by a message
	FaultDown        FaultKind = "down"         // nothing can be sent
	FaultTwice       FaultKind = "twice"        // a renewal is carried out twice on one command, as internetee/registry #2135 did
)

var faultKinds = []FaultKind{FaultRefuse, FaultSlow, FaultLostAnswer, FaultLostRequest, FaultLateEffect, FaultPending, FaultDown, FaultTwice}

// FaultCommands lists what Fault.Command can say. "update" is every change of a registration: name servers, contacts,
// lock and privacy.
var FaultCommands = []string{
	"create", "renew", "transfer", "update", "delete", "restore", "release", "lock", "privacy", "host", "authcode", "info", "check",
}

// Fault is a scripted fault. It hits the changing commands that its filters let through; reading ones only if Command
// says so, except that a registry that is down answers nothing.
type Fault struct {
	Kind    FaultKind     `json:"kind"`
	TLD     string        `json:"tld,omitempty"`     // without a leading dot; empty = all
	Command string        `json:"command,omitempty"` // one of FaultCommands; empty = all changing ones
	Times   int           `json:"times,omitempty"`   // how many commands it still hits; 0 = without end
	Delay   time.Duration `json:"delay,omitempty"`   // of slow, late-effect and pending
	Until   time.Time     `json:"until,omitzero"`    // business time at which it stops by itself; zero = never
}

// faultList is the document of the faults. Several faults at once act in the order in which they were set.
type faultList struct {
	list    []Fault
	version int64
	changed bool
}

// take finds the fault that hits a command and counts it. The count is written with the command's own effect, so it is
// exact whatever else happens at the time.
func (l *faultList) take(now time.Time, commands []string, names ...reseller.Name) Fault {
	for i, f := range l.list {
		if !f.hits(now, commands, names) {
			continue
		}
		if f.Times > 0 {
			l.changed = true
			l.list = slices.Clone(l.list)
			if l.list[i].Times--; l.list[i].Times == 0 {
				l.list = slices.Delete(l.list, i, i+1)
			}
		}
		return f
	}
	return Fault{}
}

func (f Fault) hits(now time.Time, commands []string, names []reseller.Name) bool {
	if len(commands) == 0 || !f.Until.IsZero() && !now.Before(f.Until) {
		return false
	}
	if f.TLD != "" && !slices.ContainsFunc(names, func(n reseller.Name) bool { return n.TLD() == f.TLD }) {
		return false
	}
	if f.Command != "" {
		return slices.Contains(commands, f.Command)
	}
	return f.Kind == FaultDown || !reads(commands)
}

// delays reports whether what the fault hits happens later.
func (f Fault) delays() bool {
	return f.Kind == FaultSlow || f.Kind == FaultLateEffect || f.Kind == FaultPending
}

func reads(commands []string) bool {
	return slices.Contains(commands, "info") || slices.Contains(commands, "check") || slices.Contains(commands, "poll")
}

// err is what a command hears at once, nil where the fault does not stop the answer.
func (f Fault) err() error {
	switch f.Kind {
	case FaultRefuse:
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: refused by a scripted fault")
	case FaultDown:
		return unreachable(errDown)
	case FaultLostAnswer, FaultLostRequest, FaultLateEffect:
		return unknown(errAnswerLost)
	}
	return nil
}

func (l *faultList) document() (Write, error) {
	doc := Write{Key: faultsKey, Version: l.version}
	if len(l.list) == 0 {
		return doc, nil
	}
	body, err := json.Marshal(l.list)
	doc.Body = body
	return doc, err
}

// SetFault adds a fault behind those that are set, for this process and every other one on the same store.
func (r *Registry) SetFault(ctx context.Context, f Fault) error {
	f.TLD = strings.TrimPrefix(f.TLD, ".")
	if err := r.checkFault(f); err != nil {
		return err
	}
	return r.editFaults(ctx, func(list []Fault) []Fault { return append(list, f) })
}

func (r *Registry) checkFault(f Fault) error {
	_, served := r.rules[f.TLD]
	switch {
	case !slices.Contains(faultKinds, f.Kind):
		return reseller.Invalid("kind", "fault %q is unknown: use one of %v", f.Kind, faultKinds)
	case f.Command != "" && !slices.Contains(FaultCommands, f.Command):
		return reseller.Invalid("command", "command %q is unknown: use one of %s", f.Command, strings.Join(FaultCommands, ", "))
	case f.TLD != "" && !served:
		return reseller.Invalid("tld", "the sandbox registry does not serve .%s", f.TLD)
	case f.Times < 0:
		return reseller.Invalid("times", "times is %d: it must be 1 or more, or left out", f.Times)
	case f.Kind == FaultTwice && f.Command != "renew":
		return reseller.Invalid("command", "twice happens to the command renew only, not to %q", f.Command)
	case f.Delay < 0:
		return reseller.Invalid("delay", "delay is %s: it must not be negative", f.Delay)
	case f.Delay == 0 && f.delays():
		return reseller.Invalid("delay", "%s needs a delay, for example 45s", f.Kind)
	case f.Delay > 0 && !f.delays():
		return reseller.Invalid("delay", "%s takes no delay; slow, late-effect and pending do", f.Kind)
	}
	return nil
}

// ClearFaults ends all faults. Commands that they delayed still take effect.
func (r *Registry) ClearFaults(ctx context.Context) error {
	return r.editFaults(ctx, func([]Fault) []Fault { return nil })
}

// Faults lists the faults that act now.
func (r *Registry) Faults(ctx context.Context) ([]Fault, error) {
	w, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	return r.acting(w.faults.list), nil
}

func (r *Registry) acting(list []Fault) []Fault {
	return slices.DeleteFunc(slices.Clone(list), func(f Fault) bool { return !f.Until.IsZero() && !r.now().Before(f.Until) })
}

func (r *Registry) editFaults(ctx context.Context, edit func([]Fault) []Fault) error {
	err := again(ctx, func() error {
		w, err := r.read(ctx)
		if err != nil {
			return err
		}
		w.faults.list = edit(r.acting(w.faults.list))
		w.faults.changed = len(w.faults.list) > 0 || w.faults.version > 0
		return r.write(ctx, w)
	})
	if err != nil {
		return fmt.Errorf("changing the sandbox registry's faults: %w", err)
	}
	return nil
}
