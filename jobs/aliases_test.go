package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// answers is a resolver that a test writes.
type answers struct {
	mu    sync.Mutex
	of    map[string]zone.Resolution // what is not there gets no answer
	asked []string
}

func (a *answers) Resolve(_ context.Context, host string) zone.Resolution {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = append(a.asked, host)
	r, known := a.of[host]
	if !known {
		r.NoV4, r.NoV6 = errors.New("no answer"), errors.New("no answer")
	}
	r.Via = append([]string{host}, r.Via...)
	return r
}

func at(ttl time.Duration, addresses ...string) zone.Resolution {
	r := zone.Resolution{TTL: ttl}
	for _, text := range addresses {
		r.Addresses = append(r.Addresses, netip.MustParseAddr(text))
	}
	return r
}

// breaksOff is a database that goes away before the addresses are in all zones.
type breaksOff struct {
	jobs.AliasBooks
	spreads int
}

func (b *breaksOff) SpreadAliasTarget(ctx context.Context, host string, limit int) (int, error) {
	if b.spreads--; b.spreads < 0 {
		return 0, errors.New("the database went away")
	}
	return b.AliasBooks.SpreadAliasTarget(ctx, host, 1)
}

func TestALIASFollowsTheAddressesOfItsHost(t *testing.T) {
	onBoth(t, 90000, func(e *env) {
		resolver := &answers{of: map[string]zone.Resolution{"shop.example.net": at(10*time.Minute, "192.0.2.1", "2001:db8::1")}}
		clock := clocktest.New(e.Clock.Wall().Add(time.Hour)) // the saves below come before it
		table := func(books jobs.AliasBooks) *jobs.Table {
			return jobs.New(jobs.Deps{Aliases: jobs.Aliases{Resolver: resolver, Books: books}, Clock: clock})
		}
		names := []reseller.Domain{e.Register("first.com"), e.Register("second.com"), e.Register("third.com")}
		save := func(d reseller.Domain, host string) {
			records := []zone.Record{{Hostname: "@", Type: zone.TypeAlias, Address: host}}
			e.Must(e.Store.SaveZone(e.Context(), d.ID, zone.Save{Kind: zone.DNS, Records: records, SwitchOn: true, By: reseller.Operator}))
		}
		published := func() (all string) {
			for _, d := range names {
				p, err := e.Store.Publication(e.Context(), d.Name)
				e.Must(err)
				all += fmt.Sprint(p.Aliased)
			}
			return all
		}
		wants := func(what string, asked int, want string) {
			e.Helper()
			resolver.asked = nil
			e.Must(table(e.Store).Run(e.Context(), jobs.ALIAS))
			if got := published(); got != want || len(resolver.asked) != asked {
				e.Errorf("%s: %s, want %s; asked for %v", what, got, want, resolver.asked)
			}
		}
		for _, d := range names {
			save(d, "shop.example.net")
		}
		const (
			one = "map[shop.example.net:[192.0.2.1 2001:db8::1]]"
			two = "map[shop.example.net:[192.0.2.2]]"
		)
		wants("one question for three names", 1, one+one+one)
		wants("before the TTL has run out", 0, one+one+one)
		clock.Move(10 * time.Minute)
		wants("an answer that is the same", 1, one+one+one)
		clock.Move(10 * time.Minute)
		resolver.of["shop.example.net"] = at(10*time.Minute, "192.0.2.2")
		for spreads, want := range []string{one + one + one, two + one + one, two + two + two} { // each run goes on where the one before was ended
			if err := table(&breaksOff{e.Store, spreads}).Run(e.Context(), jobs.ALIAS); err == nil {
				e.Error("a database that goes away is no error")
			}
			if got := published(); got != want {
				e.Errorf("after %d zones: %s, want %s", spreads, got, want)
			}
		}
		wants("what was broken off", 1, two+two+two)
		resolver.of = nil
		clock.Move(10 * time.Minute)
		wants("no answer", 1, two+two+two)
		clock.Move(59 * time.Second)
		wants("within a minute of a failure", 0, two+two+two)
		clock.Move(40 * 24 * time.Hour)
		wants("no answer for a month", 1, two+two+two)
		resolver.of = map[string]zone.Resolution{"shop.example.net": at(time.Minute)}
		clock.Move(time.Hour)
		wants("it has none any more, and had some a month ago", 1, "map[shop.example.net:[]]map[shop.example.net:[]]map[shop.example.net:[]]")

		// Names that wait for one another have nothing, whatever resolvers remember of them.
		save(names[0], "second.com")
		save(names[1], "third.com")
		save(names[2], "first.com")
		remembered := at(time.Minute, "192.0.2.3")
		resolver.of = map[string]zone.Resolution{"first.com": remembered, "second.com": remembered, "third.com": remembered}
		wants("a circle of three", 3, "map[second.com:[]]map[third.com:[]]map[first.com:[]]")
		save(names[2], "www.third.net")
		over := remembered
		over.Via = []string{"third.com"}
		resolver.of["www.third.net"] = over
		clock.Move(2 * time.Hour)
		wants("a circle over a CNAME elsewhere", 3, "map[second.com:[192.0.2.3]]map[third.com:[192.0.2.3]]map[www.third.net:[]]")
		save(names[2], "shop.example.net")
		resolver.of["shop.example.net"] = at(time.Minute, "192.0.2.4")
		clock.Move(2 * time.Hour)
		wants("no circle any more", 3, "map[second.com:[192.0.2.3]]map[third.com:[192.0.2.3]]map[shop.example.net:[192.0.2.4]]")
	})
}
