package dns_test

import (
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller/clocktest"
)

// follow applies an incremental transfer (RFC 1995 §4) to the records of a version.
func follow(t *testing.T, have map[string]bool, change []dns.RR) map[string]bool {
	t.Helper()
	have, deleting := maps.Clone(have), false
	for _, rr := range change[1 : len(change)-1] {
		text := texts([]dns.RR{rr})[0]
		switch {
		case rr.Header().Rrtype == dns.TypeSOA:
			deleting = !deleting
		case deleting == !have[text]:
			t.Errorf("deleted %v and is there %v: %s", deleting, have[text], text)
		case deleting:
			delete(have, text)
		default:
			have[text] = true
		}
	}
	return have
}

// A catalog that has changed step by step is the same to who takes each change, some at once, or all of it.
func TestCatalogsAreTransferredByWhatChanged(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"), published(t, "other.se", "@ A 192.0.2.2"))
	const apex = "catalog.example.net."
	whole := func() (map[string]bool, uint32) {
		list, set := p.transfer(t, apex, 0), map[string]bool{}
		for _, rr := range list[1 : len(list)-1] {
			set[texts([]dns.RR{rr})[0]] = true
		}
		return set, list[0].(*dns.SOA).Serial
	}
	members := func(set map[string]bool) string {
		var names []string
		for text := range set {
			if _, name, found := strings.Cut(text, " PTR "); found {
				names = append(names, name)
			}
		}
		return strings.Join(slices.Sorted(slices.Values(names)), " ")
	}
	await := func(want string) (set map[string]bool, serial uint32) {
		t.Helper()
		eventually(t, "the catalog has "+want, func() bool {
			set, serial = whole()
			return members(set) == want
		})
		return set, serial
	}
	eventually(t, "the catalog is given", func() bool { _, given := p.membersOf(t, apex); return given })
	first, begun := await("name.com. other.se.")
	p.save(t, published(t, "new.com", "@ A 192.0.2.3"))
	second, next := await("name.com. new.com. other.se.")
	p.remove("other.se")
	third, _ := await("name.com. new.com.")
	again := published(t, "new.com", "@ A 192.0.2.4")
	again.Domain.ID = 99
	p.save(t, again) // another member by the same name
	var last map[string]bool
	var end uint32
	eventually(t, "the name of another holder is another member", func() bool {
		last, end = whole()
		return members(last) == members(third) && !maps.Equal(last, third)
	})
	for since, have := range map[uint32]map[string]bool{begun: first, next: second} {
		change := p.transfer(t, apex, since)
		if got := follow(t, have, change); !maps.Equal(got, last) || len(change) > 14 {
			t.Errorf("since %d, in %d records:\n%v, want\n%v", since, len(change), got, last)
		}
	}
	if up := p.transfer(t, apex, end); len(up) != 1 {
		t.Errorf("nothing new: %v", up)
	}
	if all := p.transfer(t, apex, begun-100); len(all) != len(last)+2 {
		t.Errorf("since a version that nobody knows: %v", all)
	}
	member := strings.Fields(slices.Sorted(maps.Keys(last))[0])[0]
	m, client := question(member, dns.TypePTR), dns.Client{Net: "tcp", TsigSecret: map[string]string{"xfr-key.": exampleSecret}}
	m.SetTsig("xfr-key.", dns.HmacSHA256, 300, time.Now().Unix())
	if answer, _, err := client.ExchangeContext(t.Context(), m, p.server); err != nil || len(answer.Answer) != 1 {
		t.Errorf("asked for one member: %v, %v", answer, err)
	}
}

// membersOf lists the names in a catalog; false if it is not given.
func (p *primary) membersOf(t *testing.T, apex string) (names string, given bool) {
	t.Helper()
	m := new(dns.Msg).SetAxfr(apex)
	m.SetTsig("xfr-key.", dns.HmacSHA256, 300, time.Now().Unix())
	parts, err := (&dns.Transfer{TsigSecret: map[string]string{"xfr-key.": exampleSecret}}).In(m, p.server)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	given = true
	for part := range parts {
		given = given && part.Error == nil
		for _, rr := range part.RR {
			if ptr, is := rr.(*dns.PTR); is {
				list = append(list, ptr.Ptr)
			}
		}
	}
	slices.Sort(list)
	return strings.Join(list, " "), given
}

// Stock servers drop a zone that goes to another catalog.
func TestNamesStayInTheirCatalogs(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"), published(t, "other.se", "@ A 192.0.2.2"))
	where := func(want string) {
		t.Helper()
		var got string
		eventually(t, "the catalogs have "+want, func() bool {
			var parts []string
			for _, apex := range (our.Catalogs{Name: "catalog.example.net"}).Names(8) {
				if names, given := p.membersOf(t, apex+"."); given && names != "" {
					parts = append(parts, strings.TrimSuffix(apex, "catalog.example.net")+": "+names)
				}
			}
			got = strings.Join(parts, ", ")
			return got == want
		})
	}
	p.spread(t, 4)
	where(": name.com. other.se.")
	p.save(t, published(t, "new.com", "@ A 192.0.2.3"))
	where(": name.com. other.se., 0.: new.com.")
	p.spread(t, 8)
	p.save(t, published(t, "newer.com", "@ A 192.0.2.3"))
	again := published(t, "name.com", "@ A 192.0.2.4")
	again.Domain.ID = 99 // of another account
	p.save(t, again)
	where(": name.com. other.se., 0.: new.com., 7.: newer.com.")
	p.remove("new.com")
	p.remove("other.se")
	where(": name.com., 7.: newer.com.")
	p.spread(t, 0)
	where(": name.com., 7.: newer.com.")
	p.spread(t, 8)
	p.remove("name.com")
	where("7.: newer.com.")
	p.spread(t, 8)
	where("7.: newer.com.")
	if names, given := p.membersOf(t, "catalog.example.net."); !given || names != "" {
		t.Errorf("after a start the catalog of an earlier number, whose last member has gone, is given: %t, with %q", given, names)
	}
}

// Secondaries would drop all names that are missing in it.
func TestNoCatalogIsGivenBeforeAllNamesAreInIt(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"))
	p.stop()
	clear(p.catalogs)
	p.vanished = map[string]bool{"other.com": true}
	gone := published(t, "other.com", "@ A 192.0.2.2")
	gone.Domain.ID = 5
	p.books.save(gone)
	p.fail(errors.New("away"))
	p.start(t)
	if names, given := p.membersOf(t, "catalog.example.net."); given {
		t.Errorf("without the database the catalog has %q", names)
	}
	p.fail(nil)
	eventually(t, "the catalog is given", func() bool {
		names, given := p.membersOf(t, "catalog.example.net.")
		if given && names != "name.com." {
			t.Errorf("the catalog is given with %q", names)
		}
		return given
	})
}

// A catalog is made step by step before it is given. Whoever has one of before the start has another than those steps begin with, even if
// its serial is the same.
func TestACatalogIsGivenWholeAfterAStart(t *testing.T) {
	t.Parallel()
	const apex = "catalog.example.net."
	name := published(t, "name.com", "@ A 192.0.2.1")
	name.Domain.ID = 1
	z, b := zones(t, clocktest.New(noon), name)
	taker, err := our.ParseSecondary("ns1=127.0.0.1:1") // known by its address, and told of nothing here
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	p := our.NewPrimary(our.PrimaryConfig{Secondaries: []our.Secondary{taker}, Zones: z, Feed: b, Catalogs: our.Catalogs{Name: "catalog.example.net"}, Log: log})
	server := serveFor(t, z, p)
	if err := p.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	serial := ask(t, "tcp", server, question(apex, dns.TypeSOA)).Answer[0].(*dns.SOA).Serial
	parts, err := new(dns.Transfer).In(new(dns.Msg).SetIxfr(apex, serial-1, ".", "."), server)
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
	if len(list) != 5 || list[1].Header().Rrtype == dns.TypeSOA {
		t.Errorf("since the version that the start began with: %v", list)
	}
}
