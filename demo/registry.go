package demo

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// Registry is the sandbox registry with what happens there without us, or by a script. It writes through the same documents as
// a server does, so it works beside a running one and with none.
type Registry struct {
	*sandbox.Registry
	Clock reseller.Clock
	Rules reseller.TLDs
}

// Registered asks for a name that comes into the registry without an order of ours.
type Registered struct {
	Name     reseller.Name
	Ours     bool      // it is with us at the registry, and in no account; else another registrar holds it
	AuthCode string    // of another registrar's name
	At       time.Time // when it was registered; zero = a year ago, or half a year for one of ours
	Locked   bool      // against transfers
}

// PathAuthCode is the part of a Registered that has the auth code.
const PathAuthCode reseller.Path = "registered.auth_code"

// Paths and Hints list what errors of this package name.
var (
	Paths = []reseller.Path{PathNames, PathAutoRenew, PathDue, PathTLDs, PathAuthCode}
	Hints = []reseller.Hint{HintSetPrices}
)

// Add puts a name into the registry and gives it as the registry has it.
func (u Registry) Add(ctx context.Context, n Registered) (registry.Registration, error) {
	var err error
	switch {
	case n.Ours:
		err = u.addOurs(ctx, n)
	case n.AuthCode == "" && u.Rules[n.Name.TLD()].TransferBy == "code":
		return registry.Registration{}, reseller.Invalid(PathAuthCode, "%s is missing; only a name that is ours needs none", PathAuthCode)
	default:
		err = u.AddForeign(ctx, n.Name, n.AuthCode, n.At, n.Locked)
	}
	if no, is := registry.AsRefusal(err); is {
		return registry.Registration{}, refused("the sandbox registry refuses %s: %s", n.Name, no.Words)
	}
	if err != nil {
		return registry.Registration{}, err
	}
	return u.Show(ctx, n.Name)
}

// addOurs registers a name in the past, for a made-up holder.
func (u Registry) addOurs(ctx context.Context, n Registered) error {
	if n.At.IsZero() {
		n.At = reseller.AddMonths(u.Clock.Now(), -6)
	}
	made := madeUp(rand.New(rand.NewPCG(1, uint64(len(n.Name.String())))), n.Name) // made-up names need no secrecy
	added, err := u.Populate(ctx, []sandbox.Earlier{{At: n.At, Create: registry.Create{
		ClTRID: "EARLIER-" + n.Name.String(), Name: n.Name, Years: 1, Nameservers: made.nameservers, Fields: made.fields(u.Rules[n.Name.TLD()]),
		Lock: n.Locked, Contacts: reseller.Contacts{reseller.RoleRegistrant: made.contact},
	}}})
	if err == nil && !added {
		return refused("the sandbox registry refuses %s: it is there already", n.Name)
	}
	return err
}

// Ask asks for a name of ours in the other registrar's name, and gives it as the registry has it then.
func (u Registry) Ask(ctx context.Context, name reseller.Name, authCode string) (registry.Registration, error) {
	err := u.RequestAway(ctx, name, authCode)
	if no, is := registry.AsRefusal(err); is {
		return registry.Registration{}, refused("the sandbox registry refuses: %s", no.Words)
	}
	if err != nil {
		return registry.Registration{}, err
	}
	return u.Show(ctx, name)
}

// Push has the other registrar set our tag on a name of its, and gives it as the registry has it then.
func (u Registry) Push(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	err := u.Registry.Push(ctx, name)
	if no, is := registry.AsRefusal(err); is {
		return registry.Registration{}, refused("the sandbox registry refuses: %s", no.Words)
	}
	if err != nil {
		return registry.Registration{}, err
	}
	return u.Show(ctx, name)
}

// Show gives what the registry has of a name, whoever sponsors it.
func (u Registry) Show(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := u.Registry.Show(ctx, name)
	if errors.Is(err, registry.ErrNoSuchName) {
		return shown, refused("%s is not registered", name)
	}
	return shown, err
}

// effectsPage is how many effects are read at once.
const effectsPage = 1000

// AllEffects gives every effect with a number above after, oldest first.
func (u Registry) AllEffects(ctx context.Context, after int64) ([]registry.Effect, error) {
	var all []registry.Effect
	for {
		page, err := u.Effects(ctx, after, effectsPage)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < effectsPage {
			return all, nil
		}
		after = page[len(page)-1].Seq
	}
}

// Script sets a fault, for every server on the same database; stays is how long it is on, in business time, 0 = until it is
// cleared.
func (u Registry) Script(ctx context.Context, f sandbox.Fault, stays time.Duration) (sandbox.Fault, error) {
	if stays > 0 {
		f.Until = u.Clock.Now().Add(stays)
	}
	return f, u.SetFault(ctx, f)
}

// EndFaults ends all faults and gives how many there were.
func (u Registry) EndFaults(ctx context.Context) (int, error) {
	faults, err := u.Faults(ctx)
	if err != nil {
		return 0, err
	}
	return len(faults), u.ClearFaults(ctx)
}

// refused is the error of a thing whose state does not allow it.
func refused(format string, args ...any) *reseller.Error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, format, args...)
}
