package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
)

// within gives the version of the name that a host is, or lies below, with the rules of its TLD.
func (z *Zones) within(ctx context.Context, host string, age time.Duration, whole bool) (v *Version, rules reseller.TLD, stale bool, err error) {
	away := false
	for label, rest, more := strings.Cut(host, "."); more && len(host) <= maxHost; label, rest, more = strings.Cut(rest, ".") {
		rules, sold := z.Rules[rest]
		if !sold || !plausible(label) {
			continue
		}
		v, stale, err := z.look(ctx, reseller.NameOf(label+"."+rest, rest), age, whole)
		if err != nil && !errors.Is(err, ErrAway) {
			return nil, rules, false, err
		}
		away = away || err != nil
		if v != nil {
			return v, rules, stale, nil
		}
	}
	switch {
	case !away:
		err = fmt.Errorf("%q: %w", host, reseller.ErrNotFound)
	case z.hasCopy():
		err = fmt.Errorf("%s: %w: %w", host, ErrAway, reseller.ErrNotFound)
	default:
		err = fmt.Errorf("%s: %w, and there is no copy of it yet", host, ErrAway)
	}
	return nil, rules, false, err
}

// look gives the version of exactly a name, nil if no account has it, and whether it is one that could not be compared with the books.
func (z *Zones) look(ctx context.Context, name reseller.Name, age time.Duration, whole bool) (v *Version, stale bool, err error) {
	k := z.entry(name.String())
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.version.enough(whole) && z.fresh(k, age) {
		return k.version, false, nil
	}
	if !z.resting() {
		err := z.renew(ctx, name, k, whole)
		if err == nil {
			return k.version, false, nil
		}
		if ctx.Err() != nil {
			return nil, false, ctx.Err() // whoever asked has gone; that says nothing about the books
		}
		if !errors.Is(err, errBusy) {
			z.answered(false)
		}
		z.Log.Warn("the database does not answer; what was last known does", "name", name.String(), "err", err)
	}
	if k.checked.IsZero() || !k.version.enough(whole) {
		return nil, true, ErrAway
	}
	return k.version, true, nil
}

// fresh reports whether what is kept is no older than an age. The changes that are followed are of zones; how long a name is paid for may
// change without one, so they vouch only for names that are in service whatever happens to that. The caller holds k.
func (z *Zones) fresh(k *kept, age time.Duration) bool {
	now := z.Clock.Wall()
	within := func(at time.Time) bool { return !at.IsZero() && now.Sub(at) < age && !now.Before(at) }
	v, told := k.version, k.told.Load()
	if told != 0 && (v == nil || older(v.Serial, told)) {
		return false
	}
	if within(k.checked) {
		return true
	}
	if age == 0 || v == nil || now.Sub(k.checked) > trustTime {
		return false
	}
	if d := v.domain(); v.state != reseller.DomainActive || d.Expired(z.Clock.Now()) {
		return false
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	return within(z.followed)
}
