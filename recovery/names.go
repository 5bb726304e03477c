package recovery

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// How names are compared: rows read at once, questions to a registry at once, and how often a name is compared anew because
// its row was changed meanwhile.
const (
	namesPage   = 200
	namesAtOnce = 8
	nameTries   = 5
)

// compared is what the registry says of a name in the books, whoever changed it. When it was registered does not change.
const compared = registry.AllParts &^ registry.PartCreated

// names looks at every live name, a few at once, from where an interrupted run was.
func (c *comparison) names(ctx context.Context) error {
	for {
		page, err := c.Books.LiveDomains(ctx, c.restore.Through, namesPage)
		if err != nil || len(page) == 0 {
			return err
		}
		err = cmp.Or(safely.Each(c.Log, "recovery", namesAtOnce, page, func(_ int, d reseller.Domain) error {
			if err := c.name(ctx, d); err != nil {
				return fmt.Errorf("look at %s: %w", d.Name, err)
			}
			return nil
		})...)
		if err != nil {
			return err
		}
		if err := c.blind(); err != nil {
			return err
		}
		c.restore.Through, c.restore.Compared = page[len(page)-1].ID, c.restore.Compared+int64(len(page))
		if err := c.Books.RestoreThrough(ctx, c.restore.ID, c.restore.Through, c.restore.Compared); err != nil {
			return err
		}
	}
}

// name brings one live name in line with its registry. A row that is changed meanwhile, by its account or a change that was
// placed after the restore, is compared anew: its term must not be sold before it is right.
func (c *comparison) name(ctx context.Context, d reseller.Domain) error {
	err := c.nameOnce(ctx, d)
	for try := 1; try < nameTries && errors.Is(err, reseller.ErrConflict); try++ {
		if d, err = c.Books.DomainByID(ctx, d.ID); err != nil {
			return err
		}
		err = c.nameOnce(ctx, d)
	}
	return err
}

func (c *comparison) nameOnce(ctx context.Context, d reseller.Domain) error {
	if !d.State.Held() {
		return nil // its order is unfinished and was looked at
	}
	rules, conn, err := c.Routes.Of(d)
	if err != nil {
		return c.note(ctx, reseller.FoundUnasked, "name:"+d.Name.String(), d.AccountID, d.Name.String(), err.Error())
	}
	again, err := c.replay(ctx, &d)
	if err != nil || again {
		return err
	}
	info, err := ask(ctx, conn, d.Name)
	if err != nil {
		return err
	}
	c.saw(rules.Connector, info)
	if info.Withheld != "" { // which is no proof that it left: the nightly comparison goes on with it
		return c.note(ctx, reseller.FoundUnasked, "withheld:"+d.Name.String(), d.AccountID, d.Name.String(), info.Withheld+"; it stays as it was in the backup")
	}
	if info.Gone || !info.Ours {
		at, there, err := c.Routes.Elsewhere(ctx, d)
		if err != nil {
			return err
		}
		if at.Name != "" {
			return c.elsewhere(ctx, d, at, there.Registration)
		}
	}
	next, what := d, []string(nil)
	if info.Gone || !info.Ours {
		next = c.left(d, info)
		what = append(what, next.Reason)
	} else {
		for _, difference := range info.ApplyTo(&next, compared) {
			what = append(what, difference.Words)
		}
		if _, logged := conn.(registry.EffectLog); !logged {
			given := c.payGivenYears(d, info.Registration, &next)
			if what = append(what, given...); len(given) > 0 {
				if err := c.closeCounted(ctx, next); err != nil {
					return err
				}
			}
		}
	}
	if len(what) > 0 {
		if err := c.write(ctx, d, next, what); err != nil {
			return err
		}
	}
	return c.unpaid(ctx, next)
}

// elsewhere is about a name that is ours at another connector than its row says: it was moved after the backup, or is of a backup whose rows do not
// say where names are. The operator has the row follow; what was bought of it meanwhile is counted here.
func (c *comparison) elsewhere(ctx context.Context, d reseller.Domain, at registry.NamedConnector, shown registry.Registration) error {
	err := c.note(ctx, reseller.FoundUnasked, "moved:"+d.Name.String(), d.AccountID, d.Name.String(), c.Routes.MovedWords(d, at.Name))
	if _, logged := at.Connector.(registry.EffectLog); err != nil || logged {
		return err
	}
	next := d
	given := c.payGivenYears(d, shown, &next)
	if len(given) == 0 {
		return nil
	}
	if err := c.closeCounted(ctx, next); err != nil {
		return err
	}
	next.RegistryExpiry = shown.Expires // or another run would count them again
	return c.write(ctx, d, next, given)
}

// ask reads what the registry shows.
func ask(ctx context.Context, conn registry.Connector, name reseller.Name) (registry.Look, error) {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	return registry.LookAt(ctx, conn, name)
}

// left is the row of a name that the registry does not have for us any more.
func (c *comparison) left(d reseller.Domain, info registry.Look) reseller.Domain {
	d.State, d.Reason, d.ClosedAt = reseller.DomainDeleted, "deleted at the registry after the backup", c.Clock.Now()
	switch way := c.gone[d.Name.String()]; {
	case way == "release":
		d.State, d.Reason = reseller.DomainReleased, "released after the backup"
	case way == "delete" || way == "purge":
	case !info.Gone && !info.Lapsed(d):
		d.State, d.Reason = reseller.DomainTransferredAway, "left after the backup, now with "+info.Holder()
	}
	return d
}

// write reports a row that differs and then changes it: after an interruption the difference is still there, and is reported
// once. ErrConflict if the row was changed meanwhile.
func (c *comparison) write(ctx context.Context, was, next reseller.Domain, what []string) error {
	kind := reseller.FoundChanged
	if !next.State.Live() {
		kind = reseller.FoundGone
	}
	if err := c.note(ctx, kind, string(kind)+":"+was.Name.String(), was.AccountID, was.Name.String(), strings.Join(what, "; ")); err != nil {
		return err
	}
	_, err := c.Books.ChangeDomain(ctx, was.ID, actor, "domain.after_restore", func(row *reseller.Domain) error {
		if row.Version != was.Version {
			return reseller.ErrConflict
		}
		*row = next
		row.Version = was.Version
		return nil
	})
	return err
}
