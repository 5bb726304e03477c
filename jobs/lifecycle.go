package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// lifecyclePage is how many names are read at once.
const lifecyclePage = 200

// lifecycle compares names whose registry expiry has passed with what the registry shows. Registries tell most of it by
// message; this finds the rest.
func lifecycle(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		away := map[string]error{} // connectors that do not answer: asking for each name would only take time
		var after int64
		for {
			page, err := d.Books.ExpiredDomains(ctx, d.Clock.Now(), after, lifecyclePage)
			if err != nil {
				return err
			}
			for _, domain := range page {
				after = domain.ID
				log := d.Log.With("name", domain.Name.String())
				if err := safely.Do(log, "job", func() error { return lookAt(ctx, d, domain, away) }); err != nil {
					log.Error("cannot follow a name's life cycle", "err", err)
				}
			}
			if len(page) < lifecyclePage || ctx.Err() != nil {
				break
			}
		}
		var all error
		for name, err := range away {
			all = errors.Join(all, fmt.Errorf("registry %s: %w", name, err))
		}
		return all
	}
}

func lookAt(ctx context.Context, d Deps, domain reseller.Domain, away map[string]error) error {
	rules, conn, err := d.Routes.Of(domain)
	if err != nil || away[rules.Connector] != nil {
		return err
	}
	others := rules.Connector + ", ." + domain.Name.TLD()
	err = compare(ctx, d, conn, domain, observation{job: Lifecycle, at: d.Clock.Now(), alone: away[others] != nil})
	switch {
	case errors.Is(err, errElsewhere):
		if away[others] == nil { // the first one says why
			away[others] = err
		}
	case errors.Is(err, registry.ErrUnreachable), errors.Is(err, registry.ErrUnknown):
		away[rules.Connector] = err
	default:
		return err
	}
	return nil
}

// observation is why a name is compared with its registry.
type observation struct {
	job   string
	at    time.Time // when it happened, as far as is known
	words string    // the registry's own, if it said something
	left  bool      // the registry has told that the name went to another registrar
	alone bool      // no other connector is asked for it: it does not answer
}

func (s observation) reason(otherwise string) string {
	if s.words != "" {
		return s.words
	}
	return otherwise
}

// errWithheld says that a registry answers and does not show a name.
var errWithheld = errors.New("not shown")

// compare brings a held name's row in line with what its registry shows: state and registry expiry. What was paid for
// stays as it is. A row that changed meanwhile is left to the next run. A name that the registry does not show is errWithheld, and stays as it
// is unless the registry itself has told that it left; so does one that is, or may be, ours at another connector by now.
func compare(ctx context.Context, d Deps, conn registry.Connector, domain reseller.Domain, why observation) error {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	info, err := registry.LookAt(ctx, conn, domain.Name)
	if err != nil {
		return fmt.Errorf("look at %s: %w", domain.Name, err)
	}
	if info.Withheld != "" && !(info.Hidden && why.left) {
		return fmt.Errorf("%w: %s", errWithheld, info.Withheld)
	}
	if err := stays(ctx, d, domain, info, why.alone); err != nil {
		return err
	}
	next := domain
	action := "domain.follow_registry"
	switch {
	case info.Gone:
		next.State, next.Reason, next.ClosedAt = reseller.DomainDeleted, why.reason("deleted at the registry"), why.at
		action = "domain.deleted"
	case info.Lapsed(domain):
		next.State, next.Reason, next.ClosedAt = reseller.DomainDeleted, why.reason("deleted at the registry, and registered again by "+info.Holder()), why.at
		action = "domain.deleted"
	case !info.Ours:
		next.State, next.Reason, next.ClosedAt = reseller.DomainTransferredAway, why.reason("now with "+info.Holder()), why.at
		action = "domain.transferred_away"
	default:
		info.ApplyTo(&next, registry.PartState|registry.PartExpiry)
		if next.State == reseller.DomainPendingDelete {
			next.Reason = why.reason("deleted; cannot be restored any more")
		}
	}
	if next.State == domain.State && next.RegistryExpiry.Equal(domain.RegistryExpiry) {
		return nil
	}
	_, err = d.Books.ChangeDomain(ctx, domain.ID, actor(why.job), action, func(row *reseller.Domain) error {
		if row.State != domain.State || row.Connector != domain.Connector || !row.RegistryExpiry.Equal(domain.RegistryExpiry) {
			return reseller.ErrConflict
		}
		row.State, row.Reason, row.ClosedAt, row.RegistryExpiry = next.State, next.Reason, next.ClosedAt, next.RegistryExpiry
		return nil
	})
	if errors.Is(err, reseller.ErrConflict) {
		d.Log.Debug("a name changed while it was compared with its registry", "name", domain.Name.String())
		return nil
	}
	return err
}
