// Package sandbox is a registry with a state of its own: the sandbox of the demo and of tests.
//
// It keeps one document per name (Documents) in transactions apart from the orders', follows the life cycle that the
// TLD rules give, and does every command that a real registry does, with the same refusals. What is due by the clock
// happens on the next access to the name, or in Tick, always with the instant at which it was due. Scripted faults make
// it refuse, dawdle, lose answers, lose requests, act late, or be away.
//
// Where registries differ, this one
//   - renews by itself at the expiry instant where the rules say so, tells it by message, and leaves the update date and
//     the last transaction id alone, so that these stay evidence of our own commands;
//   - takes the auto-renewed year back on a deletion, or a transfer that adds a year, inside the autorenew grace;
//   - adds years on a restore only as far as the name would be past its expiry otherwise;
//   - answers a deletion with 1000 although the name may stay restorable;
//   - asks for host objects behind the name servers inside a name, not behind those inside other names, and refuses to delete
//     a host, and the name that it belongs to, while names are delegated to it;
//   - lets other registrars renew their names for ever.
package sandbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Sponsor is our registrar id (and tag) at this registry.
const Sponsor = "NAMEYARD"

// OtherRegistrar is the registrar id of all foreign names, and the one that asks for names of ours.
const OtherRegistrar = "OTHERREG"

// tries bounds how often a transaction that others overtook runs again. Each time one of the others got further.
const tries = 500

// Registry is the embedded registry. It implements registry.Connector and every capability; whether a TLD offers one is
// in its rules, and the registry refuses what they forbid. It is safe for concurrent use, also by several processes on
// one store.
type Registry struct {
	*registry.Observer
	docs  Documents
	rules reseller.TLDs
	clock reseller.Clock
	wait  func(ctx context.Context, d time.Duration) error
	asks  func(ctx context.Context, name reseller.Name, servers []string) error
	as    string // whose commands and questions these are; Sponsor unless As says otherwise
}

// As gives the registry as another registrar sees it: its commands are that registrar's, and so are the names that it calls ours. What
// other registrars do with names of theirs is not in the effect log, and they are told nothing by message.
func (r *Registry) As(registrar string) *Registry {
	theirs := *r
	theirs.as = registrar
	return &theirs
}

// Option changes how New sets up a registry.
type Option func(*Registry)

// WithWait replaces the wall-clock wait of the fault "slow". wait returns ctx's error if ctx ends first.
func WithWait(wait func(ctx context.Context, d time.Duration) error) Option {
	return func(r *Registry) { r.wait = wait }
}

// WithNameserverCheck makes the registry ask name servers before it delegates a name to them under a TLD that checks them. ask says what is
// wrong with them.
func WithNameserverCheck(ask func(ctx context.Context, name reseller.Name, servers []string) error) Option {
	return func(r *Registry) { r.asks = ask }
}

// New makes the registry of the TLDs in rules. It reads clock.Now only.
func New(docs Documents, rules reseller.TLDs, clock reseller.Clock, options ...Option) *Registry {
	r := &Registry{Observer: &registry.Observer{}, docs: docs, rules: rules, clock: clock, wait: waitWall, as: Sponsor}
	for _, o := range options {
		o(r)
	}
	return r
}

func waitWall(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// now is business time in the precision that due times are stored in.
func (r *Registry) now() time.Time { return r.clock.Now().UTC().Truncate(time.Microsecond) }

func keyOf(name reseller.Name) string { return namePrefix + name.String() }

// nameOf reads the name from a document's key. A registrable name is one label before the TLD.
func nameOf(key string) reseller.Name {
	full := strings.TrimPrefix(key, namePrefix)
	_, tld, _ := strings.Cut(full, ".")
	return reseller.NameOf(full, tld)
}

// serves refuses names under TLDs that have no rules.
func (r *Registry) serves(name reseller.Name) error {
	if _, ok := r.rules[name.TLD()]; !ok || name.IsZero() {
		return registry.Refuse(registry.CodeParameterPolicy, "this registry does not serve .%s", name.TLD())
	}
	return nil
}

// newTrID makes a server transaction id (RFC 5730 §2.6 svTRID).
func newTrID() string { return "SANDBOX-" + rand.Text()[:16] }

func unreachable(cause error) error {
	return fmt.Errorf("%w: %w", registry.ErrUnreachable, cause)
}

func unknown(cause error) error {
	return fmt.Errorf("%w: %w", registry.ErrUnknown, cause)
}

var (
	errOvertaken  = errors.New("another command changed the document first")
	errCrowded    = errors.New("too many commands change the same name at once")
	errDown       = errors.New("scripted fault: the registry is down")
	errAnswerLost = errors.New("the answer was lost")
)
