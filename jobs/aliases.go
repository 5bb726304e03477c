package jobs

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"nameyard/safely"
	"nameyard/zone"
)

// Resolver finds the addresses of hosts (publish/dns.Resolver).
type Resolver interface {
	Resolve(ctx context.Context, host string) zone.Resolution
}

// AliasBooks is what the job of ALIAS records reads and changes in the store.
type AliasBooks interface {
	// DueAliasTargets lists hosts that are to be asked for by a time (wall).
	DueAliasTargets(ctx context.Context, now time.Time, limit int) ([]zone.AliasTarget, error)
	// AliasesAt gives the hosts that the ALIAS records at some names point to, by name.
	AliasesAt(ctx context.Context, owners []string) (map[string]string, error)
	// SaveAliasTargets notes what was found.
	SaveAliasTargets(ctx context.Context, targets []zone.AliasTarget) error
	// UnspreadAliasTargets gives those of some hosts of which a zone publishes other addresses than are noted.
	UnspreadAliasTargets(ctx context.Context, hosts []string) ([]string, error)
	// SpreadAliasTarget publishes the addresses of a host in at most so many zones that have others; 0 = nothing is left to do.
	SpreadAliasTarget(ctx context.Context, host string, limit int) (changed int, err error)
}

// Aliases is what the job of ALIAS records works with. Without a resolver there is none.
type Aliases struct {
	Resolver Resolver
	Books    AliasBooks
}

const (
	aliasPage   = 200 // hosts of one round
	aliasRounds = 50  // of one run
	aliasAtOnce = 32  // hosts that are asked for at a time
	aliasHops   = 8   // ALIAS records that are followed to find a circle
)

func aliasJobs(d Deps) []Job {
	if d.Aliases.Resolver == nil {
		return nil
	}
	return []Job{{Name: ALIAS, Every: 2 * time.Second, AtStart: true, Does: "finds the addresses that ALIAS records publish", Run: followAliases(d)}}
}

// followAliases asks for the hosts that are due.
func followAliases(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		for range aliasRounds {
			due, err := d.Aliases.Books.DueAliasTargets(ctx, d.Clock.Wall(), aliasPage)
			if err != nil || len(due) == 0 {
				return err
			}
			if err := d.Aliases.round(ctx, d.Log, due, d.Clock.Wall); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
}

// round asks for some hosts. One whose addresses have changed stays due until all zones have them, so that a server that is ended
// meanwhile leaves nothing behind.
func (a Aliases) round(ctx context.Context, log *slog.Logger, due []zone.AliasTarget, now func() time.Time) error {
	answers := a.resolveAll(ctx, log, due)
	if ctx.Err() != nil { // that is no fault of the resolver
		return ctx.Err()
	}
	if err := a.findCircles(ctx, due, answers); err != nil {
		return err
	}
	hosts := make([]string, len(due))
	for i, t := range due {
		hosts[i] = t.Host
	}
	unspread, err := a.Books.UnspreadAliasTargets(ctx, hosts) // by a run that was broken off
	if err != nil {
		return err
	}
	var found, spread []zone.AliasTarget
	for i, before := range due {
		t := before.After(answers[i], now())
		if t.Changed(before) || slices.Contains(unspread, t.Host) {
			spread = append(spread, t)
			t.NextAt = before.NextAt
		}
		found = append(found, t)
	}
	if err := a.Books.SaveAliasTargets(ctx, found); err != nil || len(spread) == 0 {
		return err
	}
	for _, t := range spread {
		for left := 1; left > 0; {
			if left, err = a.Books.SpreadAliasTarget(ctx, t.Host, zonesAtOnce); err != nil {
				return err
			}
		}
	}
	return a.Books.SaveAliasTargets(ctx, spread)
}

// errNotAsked is what is known of a host when a fault of the program came between: what is published stays, and it is asked again.
var errNotAsked = errors.New("a fault in the program came between")

// resolveAll asks for hosts, some at a time.
func (a Aliases) resolveAll(ctx context.Context, log *slog.Logger, due []zone.AliasTarget) []zone.Resolution {
	answers := make([]zone.Resolution, len(due))
	_ = safely.Each(log, "alias", aliasAtOnce, due, func(i int, t zone.AliasTarget) error {
		answers[i] = zone.Resolution{NoV4: errNotAsked, NoV6: errNotAsked} // what stays so if a fault comes between
		answers[i] = a.Resolver.Resolve(ctx, t.Host)
		return nil
	})
	return answers
}

// findCircles marks hosts whose addresses come from an ALIAS of this server that waits for theirs: the two would keep each other alive with
// addresses that nobody has written.
func (a Aliases) findCircles(ctx context.Context, due []zone.AliasTarget, answers []zone.Resolution) error {
	hosts := map[string][]int{} // where the ways of due hosts have come to
	for i := range due {
		for _, host := range answers[i].Via {
			hosts[host] = append(hosts[host], i)
		}
	}
	for range aliasHops {
		owners := make([]string, 0, len(hosts))
		for host := range hosts {
			owners = append(owners, host)
		}
		at, err := a.Books.AliasesAt(ctx, owners)
		if err != nil || len(at) == 0 {
			return err
		}
		next := map[string][]int{}
		for owner, target := range at {
			for _, i := range hosts[owner] {
				answers[i].Circle = answers[i].Circle || target == due[i].Host
				if !answers[i].Circle && !slices.Contains(next[target], i) {
					next[target] = append(next[target], i)
				}
			}
		}
		hosts = next
	}
	return nil
}
