package publish

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

// Within gives the packed zone of the name that a host is, or lies below, as it was no longer ago than an age; nil if the registry does not
// serve it. Its errors are those of Of.
func (z *Zones) Within(ctx context.Context, host string, age time.Duration) (packed []byte, err error) {
	v, rules, _, err := z.within(ctx, host, age, false)
	if err != nil || !Served(v.domain(), rules, z.Clock.Now()) {
		return nil, err
	}
	return v.Packed, nil
}

// Kept gives what Within gives, nil also for a name that no account has, if that is known without a look into the books, and at once.
func (z *Zones) Kept(host []byte, age time.Duration) (packed []byte, known bool) {
	for label, rest, more := bytes.Cut(host, dot); more && len(host) <= maxHost; label, rest, more = bytes.Cut(rest, dot) {
		rules, sold := z.Rules[string(rest)]
		if !sold || !plausible(label) {
			continue
		}
		v, known := z.glance(host[len(host)-len(label)-1-len(rest):], age)
		if !known {
			return nil, false
		}
		if v == nil {
			continue
		}
		if !Served(v.domain(), rules, z.Clock.Now()) {
			return nil, true
		}
		return v.Packed, true
	}
	return nil, true
}

var dot = []byte{'.'}

// glance gives the version of exactly a name, nil if no account has it, if it is kept and fresh.
func (z *Zones) glance(name []byte, age time.Duration) (v *Version, known bool) {
	z.mu.Lock()
	k := z.kept[string(name)]
	z.mu.Unlock()
	if k == nil || !k.mu.TryRLock() { // it is being read
		return nil, false
	}
	defer k.mu.RUnlock()
	return k.version, z.fresh(k, age)
}

// Exactly gives the packed zone of just a name as it is now; nil if the registry does not serve it. Its errors are those of Of, and ErrAway
// whenever the books are away.
func (z *Zones) Exactly(ctx context.Context, name reseller.Name) (packed []byte, err error) {
	v, stale, err := z.look(ctx, name, 0, false)
	switch {
	case err != nil:
		return nil, err
	case stale:
		return nil, fmt.Errorf("%s: %w", name, ErrAway)
	case v == nil:
		return nil, fmt.Errorf("%s: %w", name, reseller.ErrNotFound)
	case !Served(v.domain(), z.Rules[name.TLD()], z.Clock.Now()):
		return nil, nil
	}
	return v.Packed, nil
}

// Earlier gives the packed zone of a name with a serial, if it was served not long ago; else nil.
func (z *Zones) Earlier(name string, serial uint32) []byte {
	k := z.entry(name)
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, v := range k.earlier {
		if v.Serial == serial {
			return v.Packed
		}
	}
	return nil
}
