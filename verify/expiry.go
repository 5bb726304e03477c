package verify

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// namesAtOnce bounds how many names are followed through the logs in one reading: some 50 MB.
const namesAtOnce = 200_000

// paidYears checks that an effect added the years that its order paid for (I12).
func (v *verification) paidYears(e registry.Effect, o reseller.Order) {
	v.checked("I12", 1)
	years := o.Desired.Years
	switch o.Kind {
	case reseller.OrderRegister:
		if e.Years == years && reseller.SameDay(e.Expires, reseller.AddYears(e.At, years)) {
			return
		}
	case reseller.OrderRenew:
		years = yearsAtRegistry(o)
		if e.Years == years && reseller.SameDay(e.Expires, reseller.AddYears(o.FrozenExpiry, years)) {
			return
		}
	case reseller.OrderTransfer:
		if years = 1; e.Years <= years {
			return
		}
	default:
		return // a restore brings back what it takes for the name not to be expired
	}
	v.breach("I12", "effect %d gave %s %d years, until %s, and %s paid for %d", e.Seq, e.Name, e.Years,
		e.Expires.Format(time.DateOnly), title(o), years)
}

// term is a name's expiry as it goes through a log.
type term struct {
	expires time.Time // zero = not known: the name is not with us, or nothing has been logged yet
	ours    time.Time // expiry in our books
	auto    int       // years that the registry has added by itself since our last command
	base    string    // transaction base of our last command
}

// expiries follows the held names through the logs, a batch of names at a time (I12).
func (v *verification) expiries(ctx context.Context) error {
	terms := map[string]*term{}
	get := func(after int64) ([]reseller.Domain, error) { return v.snapshot.Domains(ctx, after, v.page) }
	err := pages(get, func(d reseller.Domain) int64 { return d.ID }, func(rows []reseller.Domain) error {
		for _, d := range rows {
			if d.State.Held() {
				v.counts.domains++
			}
			if d.State == reseller.DomainActive { // in redemption it may have lost a year that the registry had added by itself
				terms[d.Name.String()] = &term{ours: d.RegistryExpiry}
			}
		}
		if len(terms) < namesAtOnce {
			return nil
		}
		defer clear(terms)
		return v.follow(ctx, terms)
	})
	if err != nil || len(terms) == 0 {
		return err
	}
	return v.follow(ctx, terms)
}

// follow reads the logs once and holds the rows against where the terms end up.
func (v *verification) follow(ctx context.Context, terms map[string]*term) error {
	for _, log := range v.logs {
		err := log.each(ctx, func(effects []registry.Effect) error {
			for _, e := range effects {
				if t := terms[e.Name]; t != nil {
					v.step(t, e)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return v.compare(ctx, terms)
}

// compare holds rows against terms. A name whose last command is of an order opened after the snapshot is left out.
func (v *verification) compare(ctx context.Context, terms map[string]*term) error {
	for name, t := range terms {
		if t.expires.IsZero() || v.unsettled[name] {
			continue
		}
		v.checked("I12", 1)
		if t.fits() {
			continue
		}
		newer, err := v.snapshot.OpenedSince(ctx, []string{t.base})
		if err != nil {
			return err
		}
		if len(newer) == 0 {
			v.breach("I12", "%s expires on %s in our books and on %s at the registry", name,
				t.ours.Format(time.DateOnly), t.expires.Format(time.DateOnly))
		}
	}
	return nil
}

// step takes a term through one effect. It may grow by the years that the effect says, and shrink: a deletion takes an
// automatic renewal back.
func (v *verification) step(t *term, e registry.Effect) {
	if base := reseller.ClTRIDBaseOf(e.ClTRID); base != "" {
		t.base = base
	}
	switch e.Command {
	case "create":
		t.auto = 0
	case "purge", "release", "transfer_away":
		*t = term{ours: t.ours}
		return
	case "autorenew":
		t.auto++
	case "renew", "transfer", "restore", "delete":
		t.auto = 0
	}
	if known := !t.expires.IsZero() && e.Command != "create"; known && pastDay(e.Expires, reseller.AddYears(t.expires, e.Years)) {
		v.breach("I12", "effect %d (%s) took the expiry of %s from %s to %s, which is more than %d years", e.Seq, e.Command, e.Name,
			t.expires.Format(time.DateOnly), e.Expires.Format(time.DateOnly), e.Years)
	}
	t.expires = e.Expires
}

// fits reports whether the row shows the registry's expiry, or the one before automatic renewals that we have not heard of yet.
func (t *term) fits() bool {
	for years := range t.auto + 1 {
		if reseller.SameDay(reseller.AddYears(t.ours, years), t.expires) {
			return true
		}
	}
	return false
}

// pastDay reports whether a falls on a later UTC date than b.
func pastDay(a, b time.Time) bool { return a.After(b) && !reseller.SameDay(a, b) }
