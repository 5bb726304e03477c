package dns_test

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// primary is a hidden primary with its server, on books of its own.
type primary struct {
	*books
	zones  *our.Zones
	server string // its address
	self   string // the secondary's
	taker  our.Secondary
	keys   map[string]our.Key
	clock  *clocktest.Clock
	config our.PrimaryConfig
	runs   *our.Primary
	stop   func()
}

// ZoneNames, ZoneChanges and MarkPublished make books a feed.
func (b *books) ZoneNames(_ context.Context, after int64, _ int) ([]zone.Held, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []zone.Held
	for name, p := range b.names {
		if p.Domain.ID > after {
			list = append(list, zone.Held{Domain: p.Domain, Serial: p.Serial, Published: b.published[name], Catalogs: b.catalogs[name]})
		}
	}
	slices.SortFunc(list, func(a, b zone.Held) int { return int(a.Domain.ID - b.Domain.ID) })
	return list, nil
}

func (b *books) MarkPublished(_ context.Context, list []zone.Change) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.published == nil {
		b.published = map[string]uint32{}
	}
	for _, c := range list {
		b.published[c.Name] = max(b.published[c.Name], c.Serial)
	}
	return b.away
}

func (b *books) SpreadZones(_ context.Context, names []string, catalogs int) (map[string]int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	counts := map[string]int{}
	for _, name := range names {
		if b.vanished[name] {
			continue
		}
		if b.catalogs[name] == 0 {
			b.catalogs[name] = catalogs
		}
		counts[name] = b.catalogs[name]
	}
	return counts, b.away
}

func (b *books) CatalogCounts(context.Context) ([]int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Compact(slices.Sorted(maps.Values(b.catalogs))), b.away
}

func (b *books) ZoneChanges(_ context.Context, since time.Time) ([]zone.Change, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.changes), nil
}

// newPrimary serves zones to one secondary, which is known by its key, and tells it of changes.
func newPrimary(t *testing.T, list ...zone.Publication) *primary {
	t.Helper()
	return newPrimaryFor(t, false, list...)
}

// keyName is that of the samples.
func keyName(signs bool) string {
	if signs {
		return "signer-key"
	}
	return "xfr-key"
}

// newPrimaryFor has its one secondary sign the zones, if that is wanted.
func newPrimaryFor(t *testing.T, signs bool, list ...zone.Publication) *primary {
	t.Helper()
	clock := clocktest.WithMachineWall(noon)
	p := &primary{clock: clock}
	for i := range list {
		list[i].Domain.ID, list[i].DomainID = int64(i+1), int64(i+1)
	}
	p.zones, p.books = zones(t, clock, list...)
	p.self = freePort(t)
	s, err := our.ParseSecondary("ns1=" + p.self + ",key=" + keyName(signs))
	if err != nil {
		t.Fatal(err)
	}
	p.taker, p.keys = s, map[string]our.Key{s.Key: {Name: s.Key, Algorithm: dns.HmacSHA256, Secret: exampleSecret}}
	p.config = our.PrimaryConfig{
		Secondaries: []our.Secondary{s}, Zones: p.zones, Feed: p.books, Catalogs: our.Catalogs{Name: "catalog.example.net"}, Log: slog.New(slog.DiscardHandler),
		Keys: p.keys,
	}
	if signs {
		p.config.Secondaries, p.config.Signer = nil, &s
	}
	p.server = "127.0.0.1:0"
	p.start(t)
	return p
}

// start runs the primary, where it ran before.
func (p *primary) start(t *testing.T) {
	t.Helper()
	p.runs = our.NewPrimary(p.config)
	var listen *our.Server
	eventually(t, "the port is free", func() (free bool) { // a client of another test may have it for a moment
		var err error
		listen, err = our.Listen(t.Context(), p.server, p.zones, p.runs, slog.New(slog.DiscardHandler))
		return err == nil
	})
	p.server = listen.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { _ = listen.Serve(ctx) })
	work.Go(func() { p.runs.Run(ctx) })
	p.stop = sync.OnceFunc(func() { stop(); work.Wait() })
	t.Cleanup(p.stop)
}

// spread starts the primary anew, with another number of catalogs, once it has put all names into those that there are.
func (p *primary) spread(t *testing.T, count int) {
	t.Helper()
	eventually(t, "all names are in a catalog", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		for name := range p.names {
			if p.catalogs[name] == 0 {
				return false
			}
		}
		return true
	})
	p.stop()
	p.config.Catalogs.Count = count
	p.start(t)
}

// save saves a zone in its next version.
func (p *primary) save(t *testing.T, made zone.Publication) {
	t.Helper()
	p.mu.Lock()
	before := p.names[made.Domain.Name.String()]
	if made.Domain.ID == 0 {
		made.Domain.ID = before.Domain.ID
	}
	if made.Domain.ID == 0 {
		made.Domain.ID = int64(50 + len(p.names))
	}
	made.DomainID = made.Domain.ID
	made.Serial = max(before.Serial, 7) + 1
	p.changes = append(p.changes, zone.Change{Name: made.Domain.Name.String(), Serial: made.Serial, At: noon})
	p.mu.Unlock()
	p.books.save(made)
}

// remove takes a name off the air.
func (p *primary) remove(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes = append(p.changes, zone.Change{Name: name, Serial: p.names[name].Serial + 1, At: noon})
	delete(p.names, name)
}

// transfer asks for a zone: the whole of it, or what has changed since a serial.
func (p *primary) transfer(t *testing.T, apex string, since uint32) []dns.RR {
	t.Helper()
	m := new(dns.Msg).SetAxfr(apex)
	if since > 0 {
		m = new(dns.Msg).SetIxfr(apex, since, ".", ".")
	}
	m.SetTsig("xfr-key.", dns.HmacSHA256, 300, time.Now().Unix())
	transfer := dns.Transfer{TsigSecret: map[string]string{"xfr-key.": exampleSecret}}
	parts, err := transfer.In(m, p.server)
	if err != nil {
		t.Fatal(err)
	}
	var list []dns.RR
	for part := range parts {
		if part.Error != nil {
			t.Fatal(part.Error)
		}
		list = append(list, part.RR...)
	}
	return list
}

// settled wants the secondary to owe nothing any more.
func (p *primary) settled(t *testing.T) {
	t.Helper()
	for range 2000 {
		if p.runs.Behind()["ns1"] == 0 {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("behind: %v", p.runs.Behind())
}

func TestSecondariesAndKeysAreRead(t *testing.T) {
	t.Parallel()
	s, err := our.ParseSecondary("ns1=192.0.2.53,key=XFR-key,optional")
	if err != nil || s.Address.String() != "192.0.2.53:53" || s.Key != "xfr-key." || !s.Optional {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := our.ParseSecondary("ns2=[2001:db8::1]:5353"); err != nil || s.Address.String() != "[2001:db8::1]:5353" || s.Key != "" || s.Optional {
		t.Errorf("%+v, %v", s, err)
	}
	for _, bad := range []string{"", "ns1", "ns1=", "=192.0.2.1", "ns1=host.example", "ns1=192.0.2.1,kee=x"} {
		if s, err := our.ParseSecondary(bad); err == nil {
			t.Errorf("%q is %+v", bad, s)
		}
	}
	keys, err := our.ReadKeys(strings.NewReader("# ours\n\nXFR-key hmac-sha256 " + exampleSecret + "\n"))
	if err != nil || keys["xfr-key."].Algorithm != dns.HmacSHA256 {
		t.Errorf("%v, %v", keys, err)
	}
	for _, bad := range []string{"k hmac-sha256", "k hmac-md5 " + exampleSecret, "k hmac-sha256 c2hvcnQ=", "k hmac-sha256 %%%"} {
		if _, err := our.ReadKeys(strings.NewReader(bad)); err == nil || strings.Contains(err.Error(), exampleSecret) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
