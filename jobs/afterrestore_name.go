package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// restoreTries bounds how often a name is compared anew because its row was changed meanwhile.
const restoreTries = 5

// name brings one live name in line with its registry. A row that is changed meanwhile, by its account or a change that was
// placed after the restore, is compared anew: its term must not be sold before it is right.
func (a *aftermath) name(ctx context.Context, d reseller.Domain) error {
	err := a.nameOnce(ctx, d)
	for try := 1; try < restoreTries && errors.Is(err, reseller.ErrConflict); try++ {
		if d, err = a.Books.DomainByID(ctx, d.ID); err != nil {
			return err
		}
		err = a.nameOnce(ctx, d)
	}
	return err
}

func (a *aftermath) nameOnce(ctx context.Context, d reseller.Domain) error {
	if !d.State.Held() {
		return nil // its order is unfinished and was looked at
	}
	_, conn, err := a.Routes.For(d.Name)
	if err != nil {
		return a.note(ctx, reseller.FoundUnasked, "name:"+d.Name.String(), d.AccountID, d.Name.String(), err.Error())
	}
	again, err := a.replay(ctx, &d)
	if err != nil || again {
		return err
	}
	info, gone, err := ask(ctx, conn, d.Name)
	if err != nil {
		return err
	}
	_, logged := conn.(registry.EffectLog)
	next, what := d, []string(nil)
	if gone || !info.Ours {
		next = left(d, info, gone, a.Clock.Now())
		what = append(what, next.Reason)
	} else {
		for _, difference := range info.ApplyTo(&next, compared) {
			what = append(what, difference.Words)
		}
		if !logged {
			if years := a.givenYears(d, info); years > 0 {
				next.PaidThrough = reseller.AddYears(d.PaidThrough, years)
				what = append(what, fmt.Sprintf("paid through %s instead of %s: the registry gave %d years after the backup, which were not charged again",
					next.PaidThrough.Format(time.DateOnly), d.PaidThrough.Format(time.DateOnly), years))
			}
		}
	}
	if len(what) > 0 {
		if err := a.write(ctx, d, next, what); err != nil {
			return err
		}
	}
	return a.unpaid(ctx, next)
}

// compared is what the registry says of a name in the books, whoever changed it. When it was registered does not change.
const compared = registry.AllParts &^ registry.PartCreated

// ask reads what the registry shows.
func ask(ctx context.Context, conn registry.Connector, name reseller.Name) (info registry.Registration, gone bool, err error) {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	info, err = conn.Info(ctx, name)
	if errors.Is(err, registry.ErrNoSuchName) {
		return info, true, nil
	}
	return info, false, err
}

// left is the row of a name that the registry does not have for us any more.
func left(d reseller.Domain, info registry.Registration, gone bool, now time.Time) reseller.Domain {
	d.State, d.Reason, d.ClosedAt = reseller.DomainDeleted, "deleted at the registry after the backup", now
	if !gone {
		d.State, d.Reason = reseller.DomainTransferredAway, "left after the backup, now with "+info.Sponsor
	}
	return d
}

// givenYears is how many years the registry gave on our command since the backup, where it keeps no log: those beyond our
// expiry, less those that it has added by itself. A year is the registry's own only if it says so, or if nothing of ours
// has changed the name since the backup; in doubt it was paid for.
func (a *aftermath) givenYears(d reseller.Domain, info registry.Registration) int {
	years := 0
	for years < 100 && !reseller.AddYears(d.RegistryExpiry, years+1).After(info.Expires.Add(12*time.Hour)) {
		years++
	}
	own := 0
	for own < years && !reseller.AddYears(d.RegistryExpiry, own).After(a.Clock.Now()) {
		own++
	}
	if info.Has(registry.StatusAutoRenewPeriod) || info.Updated.Before(a.restore.BusinessAt) {
		return years - own
	}
	return years
}

// write changes a row that differs, and reports it. ErrConflict if the row was changed meanwhile.
func (a *aftermath) write(ctx context.Context, was, next reseller.Domain, what []string) error {
	_, err := a.Books.ChangeDomain(ctx, was.ID, actor(AfterRestore), "domain.after_restore", func(row *reseller.Domain) error {
		if row.Version != was.Version {
			return reseller.ErrConflict
		}
		version, invoiced := row.Version, row.Invoiced
		*row = next
		row.Version = version
		if row.PaidThrough.Equal(was.PaidThrough) {
			row.Invoiced = invoiced
		}
		return nil
	})
	if err != nil {
		return err
	}
	kind := reseller.FoundChanged
	if !next.State.Live() {
		kind = reseller.FoundGone
	}
	return a.note(ctx, kind, string(kind)+":"+was.Name.String(), was.AccountID, was.Name.String(), strings.Join(what, "; "))
}

// unpaid reports a name that its registry has renewed by itself and that is not paid for in the restored books. If its
// renewal came after the backup, the registry needed no command for it and so has no evidence.
func (a *aftermath) unpaid(ctx context.Context, d reseller.Domain) error {
	if d.State != reseller.DomainActive || !d.RegistryExpiry.After(d.PaidThrough) || d.PaidThrough.After(a.Clock.Now()) {
		return nil
	}
	return a.note(ctx, reseller.FoundUnpaid, "unpaid:"+d.Name.String(), d.AccountID, d.Name.String(), fmt.Sprintf(
		"the registry renewed it by itself on %s and the books show no payment; if it was paid after the backup, that charge is gone from the ledger as well: renew it again or it is deleted when the grace ends",
		d.PaidThrough.Format(time.DateOnly)))
}
