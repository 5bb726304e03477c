package dns_test

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	"nameyard/publish"
	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// house is the platform of these tests.
var house = publish.Platform{Nameservers: []string{"ns1.house.net", "ns2.house.net"}, MX: "mx.house.net", WebAddresses: addresses("192.0.2.80", "2001:db8::80")}

// rows reads lines "hostname type address"; the priority of an MX or SRV stands before the address.
func rows(lines ...string) []zone.Row {
	var list []zone.Row
	for _, line := range lines {
		parts := strings.SplitN(line, " ", 3)
		list = append(list, zone.Row{Hostname: zone.Sent(parts[0]), Type: zone.Sent(parts[1]), Address: zone.Sent(parts[2])})
	}
	return list
}

// published is a name that is active, with records.
func published(t testing.TB, name string, lines ...string) zone.Publication {
	t.Helper()
	full := reseller.NameOf(name, name[strings.IndexByte(name, '.')+1:])
	records, err := zone.CheckRecords(full, rows(lines...))
	if err != nil {
		t.Fatal(err)
	}
	return zone.Publication{
		Stamp: zone.Stamp{DomainID: 1, ZoneVersion: 1, Serial: 7}, Records: records,
		Domain: reseller.Domain{Name: full, State: reseller.DomainActive, PaidThrough: noon.AddDate(1, 0, 0), DNSManagement: true, EmailForwarding: true},
	}
}

// compiled compiles without an error.
func compiled(t testing.TB, p zone.Publication) *our.Zone {
	t.Helper()
	z, err := our.Compile(p, house)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// texts writes records with one blank between their parts and without TTL and class.
func texts(set []dns.RR) []string {
	list := make([]string, len(set))
	for i, rr := range set {
		parts := strings.Split(rr.String(), "\t")
		list[i] = strings.Join(append([]string{parts[0]}, parts[3:]...), " ")
	}
	slices.Sort(list)
	return list
}

// books are publications by name.
type books struct {
	mu      sync.Mutex
	names   map[string]zone.Publication
	away    error
	changes []zone.Change
	reads   int

	published map[string]uint32 // serials that are everywhere
	catalogs  map[string]int    // how many there were when names came
	vanished  map[string]bool   // names that have gone when it comes to their place
}

func (b *books) PublicationStamp(ctx context.Context, name reseller.Name) (zone.Stamp, error) {
	p, err := b.Publication(ctx, name)
	return p.Stamp, err
}

func (b *books) Publication(_ context.Context, name reseller.Name) (zone.Publication, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reads++
	p, there := b.names[name.String()]
	switch {
	case b.away != nil:
		return p, b.away
	case !there:
		return p, reseller.ErrNotFound
	}
	return p, nil
}

func (b *books) PublicationStamps(_ context.Context, after int64, limit int) (page []zone.Stamped, err error) {
	for _, p := range b.listed() {
		if p.DomainID > after && len(page) < limit {
			page = append(page, zone.Stamped{Name: p.Domain.Name, Stamp: p.Stamp})
		}
	}
	return page, nil
}

func (b *books) PublicationsOf(_ context.Context, domains []int64) (list []zone.Publication, err error) {
	for _, p := range b.listed() {
		if slices.Contains(domains, p.DomainID) {
			list = append(list, p)
		}
	}
	return list, nil
}

// listed are all publications by their domain's id.
func (b *books) listed() []zone.Publication {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.SortedFunc(maps.Values(b.names), func(p, q zone.Publication) int { return cmp.Compare(p.DomainID, q.DomainID) })
}

// fail makes the books be away, or there again.
func (b *books) fail(with error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.away = with
}

func (b *books) save(list ...zone.Publication) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range list {
		p.ZoneVersion = b.names[p.Domain.Name.String()].ZoneVersion + 1
		b.names[p.Domain.Name.String()] = p
	}
}

// zones serves publications on a clock that stands still.
func zones(t testing.TB, clock *clocktest.Clock, list ...zone.Publication) (*our.Zones, *books) {
	t.Helper()
	z, _, b := filledZones(t, clock, list...)
	return z, b
}

// filledZones are zones, and what they are made of, to be filled ahead.
func filledZones(t testing.TB, clock *clocktest.Clock, list ...zone.Publication) (*our.Zones, *publish.Zones, *books) {
	t.Helper()
	b := &books{names: map[string]zone.Publication{}, catalogs: map[string]int{}}
	b.save(list...)
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	names := publish.NewZones(publish.Config{Books: b, Rules: rules, Clock: clock, Log: log, Pack: our.Packer(house, log)})
	return our.NewZones(names), names, b
}
