package dns_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// address asks for the A of a name and gives it; "refused" if the name is in no zone.
func address(t *testing.T, z *our.Zones, name string) string {
	t.Helper()
	found, err := z.Find(t.Context(), name)
	if errors.Is(err, our.ErrNoZone) {
		return "refused"
	}
	if err != nil {
		return err.Error()
	}
	a := found.Judged(name, dns.TypeA)
	if len(a.Answer) == 0 {
		return dns.RcodeToString[a.Rcode]
	}
	return a.Answer[0].(*dns.A).A.String()
}

func TestAChangeIsSeenWithinASecondAndNothingIsReadMeanwhile(t *testing.T) {
	t.Parallel()
	clock := clocktest.New(noon)
	z, b := zones(t, clock, published(t, "name.com", "@ A 192.0.2.1"))
	for range 100 {
		if got := address(t, z, "name.com."); got != "192.0.2.1" {
			t.Fatal(got)
		}
	}
	if b.reads != 1 { // the zone
		t.Errorf("%d reads for 100 questions", b.reads)
	}
	b.save(published(t, "name.com", "@ A 192.0.2.2"))
	clock.Move(time.Second)
	if got := address(t, z, "name.com."); got != "192.0.2.2" {
		t.Errorf("after a second: %s", got)
	}
}

func TestOnlyNamesThatAreServedHaveAZone(t *testing.T) {
	t.Parallel()
	clock := clocktest.New(noon)
	z, b := zones(t, clock)
	for state, want := range map[reseller.DomainState]string{
		reseller.DomainActive: "192.0.2.1", reseller.DomainPendingRegister: "refused", reseller.DomainPendingTransfer: "refused",
		reseller.DomainRedemption: "refused", reseller.DomainPendingDelete: "refused",
	} {
		p := published(t, "name.com", "@ A 192.0.2.1")
		p.Domain.State = state
		b.save(p)
		clock.Move(time.Second)
		if got := address(t, z, "name.com."); got != want {
			t.Errorf("%s: %s", state, got)
		}
	}
	p := published(t, "name.se", "@ A 192.0.2.1")
	p.Domain.PaidThrough = noon.AddDate(0, 0, 1)
	b.save(p)
	if got := address(t, z, "name.se."); got != "192.0.2.1" {
		t.Errorf("a day before it expires: %s", got)
	}
	clock.Move(reseller.Days(60)) // .se is out of the zone then, and nobody wrote anything
	if got := address(t, z, "name.se."); got != "refused" {
		t.Errorf("59 days after it expired: %s", got)
	}
}

func TestNamesThatAreNotHeldHereAreNobodys(t *testing.T) {
	t.Parallel()
	z, _ := zones(t, clocktest.New(noon), published(t, "name.com", "@ A 192.0.2.1", "* A 192.0.2.2"))
	for name, want := range map[string]string{
		"www.name.com.": "192.0.2.2", "a.b.c.name.com.": "192.0.2.2", "other.com.": "refused", "com.": "refused", ".": "refused", "name.com.invalid.": "refused",
		"noname.com.": "refused",
	} {
		if got := address(t, z, name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestLastKnownZonesAreServedWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	clock := clocktest.New(noon)
	z, b := zones(t, clock, published(t, "name.com", "@ A 192.0.2.1"))
	address(t, z, "name.com.")
	b.away = errors.New("away")
	clock.Move(time.Minute)
	if got := address(t, z, "name.com."); got != "192.0.2.1" {
		t.Errorf("a zone that is kept: %s", got)
	}
	if got := address(t, z, "unknown.com."); !strings.Contains(got, "the database is away") {
		t.Errorf("one that is not: %s", got)
	}
	b.away = nil
	b.save(published(t, "name.com", "@ A 192.0.2.2"))
	clock.Move(time.Second)
	if got := address(t, z, "name.com."); got != "192.0.2.2" {
		t.Errorf("when it is there again: %s", got)
	}
}

// What names publish is kept ahead of all questions, in less than a kilobyte for a name with ten records.
func TestZonesAreKeptAheadAndTakeLittle(t *testing.T) {
	const n = 1000
	var list []zone.Publication
	for i := range n {
		p := published(t, fmt.Sprintf("name%d.com", i), "@ A 192.0.2.1", "www A 192.0.2.1", "api A 192.0.2.1", "@ AAAA 2001:db8::7", "www AAAA 2001:db8::7",
			"@ MX 10 mail.example.net", "@ MX 20 mail2.example.net", "shop CNAME shops.example.net", "@ TXT v=spf1 include:_spf.example.net -all", "_dmarc TXT v=DMARC1; p=reject")
		p.DomainID = int64(i + 1)
		list = append(list, p)
	}
	z, names, b := filledZones(t, clocktest.New(noon), list...)
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	if err := names.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if each := (heap() - before) / n; each > 1000 {
		t.Errorf("a name takes %d bytes", each)
	}
	for i := range n {
		if got := address(t, z, fmt.Sprintf("name%d.com.", i)); got != "192.0.2.1" {
			t.Fatalf("name%d.com: %s", i, got)
		}
	}
	if b.reads > 0 {
		t.Errorf("%d names were read for their questions", b.reads)
	}
}
