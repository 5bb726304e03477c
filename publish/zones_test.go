package publish_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// books are names that a test makes up. They can be away.
type books struct {
	names  []zone.Publication
	away   error
	asked  int
	listed func() // called when publications have been read; may be nil

	copied  int // publications that were read for the copy
	changes []zone.Change
}

func (b *books) PublicationStamp(ctx context.Context, name reseller.Name) (zone.Stamp, error) {
	p, err := b.Publication(ctx, name)
	return p.Stamp, err
}

func (b *books) Publication(_ context.Context, name reseller.Name) (zone.Publication, error) {
	b.asked++
	if b.away != nil {
		return zone.Publication{}, b.away
	}
	for _, p := range b.names {
		if p.Domain.Name == name {
			return p, nil
		}
	}
	return zone.Publication{}, fmt.Errorf("%s: %w", name, reseller.ErrNotFound)
}

func (b *books) PublicationStamps(_ context.Context, after int64, limit int) (page []zone.Stamped, err error) {
	for _, p := range b.names {
		if p.DomainID > after && len(page) < limit {
			page = append(page, zone.Stamped{Name: p.Domain.Name, Stamp: p.Stamp})
		}
	}
	return page, b.away
}

func (b *books) PublicationsOf(_ context.Context, domains []int64) (list []zone.Publication, err error) {
	for _, p := range b.names {
		if slices.Contains(domains, p.DomainID) {
			list = append(list, p)
		}
	}
	b.copied += len(list)
	if b.listed != nil {
		b.listed()
	}
	return list, b.away
}

func (b *books) ZoneChanges(_ context.Context, since time.Time) (list []zone.Change, err error) {
	for _, c := range b.changes {
		if !c.At.Before(since) {
			list = append(list, c)
		}
	}
	return list, b.away
}

var begins = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// add makes up a name that is paid for a year and forwards mail and visitors.
func (b *books) add(name string, change func(*zone.Publication)) {
	p := zone.Publication{
		Domain: reseller.Domain{
			Name: reseller.NameOf(name, "com"), State: reseller.DomainActive, DNSManagement: true, EmailForwarding: true, PaidThrough: begins.AddDate(1, 0, 0),
		},
		Records:  []zone.Record{{Hostname: "@", Type: zone.TypeURL, Address: "https://target.example/"}},
		Forwards: []zone.Forward{{Prefix: "info", ForwardTo: "owner@dest.example"}},
	}
	p.DomainID = int64(len(b.names) + 1)
	if change != nil {
		change(&p)
	}
	b.names = append(b.names, p)
}

func newZones(b *books) (*publish.Zones, *clocktest.Clock) {
	clock := clocktest.New(begins)
	rules := reseller.TLDs{"com": {Name: "com", ExpiredDays: 10, DeactivatedDays: 20}}
	return publish.NewZones(publish.Config{
		Books: b, Rules: rules, Clock: clock, Log: slog.New(slog.DiscardHandler), Keep: 4000, Platform: publish.Platform{ParkingURL: "https://park.example/"},
		Pack: func(p zone.Publication) []byte { return fmt.Append(nil, len(p.Forwards)) },
	}), clock
}

func TestOnlyWhatIsServedAndSwitchedOnIsPublished(t *testing.T) {
	t.Parallel()
	day := func(n int) func(*zone.Publication) {
		return func(p *zone.Publication) { p.Domain.PaidThrough = begins.AddDate(0, 0, n) }
	}
	in := func(state reseller.DomainState) func(*zone.Publication) {
		return func(p *zone.Publication) { p.Domain.State = state }
	}
	for name, c := range map[string]struct {
		change func(*zone.Publication)
		want   string
	}{
		"on":       {nil, "1 records, 1 forwards, active"},
		"nodns":    {func(p *zone.Publication) { p.Domain.DNSManagement = false }, "0 records, 1 forwards, active"},
		"nomail":   {func(p *zone.Publication) { p.Domain.EmailForwarding = false }, "1 records, 0 forwards, active"},
		"lastday":  {day(1), "1 records, 1 forwards, active"},
		"expired":  {day(-1), "1 records, 1 forwards, grace"},
		"out":      {day(-15), "0 records, 0 forwards, deactivated"},
		"passed":   {day(-100), "0 records, 0 forwards, pending_delete"},
		"deleted":  {in(reseller.DomainRedemption), "0 records, 0 forwards, redemption"},
		"ending":   {in(reseller.DomainPendingDelete), "0 records, 0 forwards, pending_delete"},
		"ordered":  {in(reseller.DomainPendingRegister), "0 records, 0 forwards, pending"},
		"arriving": {in(reseller.DomainPendingTransfer), "0 records, 0 forwards, pending"},
		"left":     {in(reseller.DomainTransferredAway), "0 records, 0 forwards, gone"},
		"released": {in(reseller.DomainReleased), "0 records, 0 forwards, gone"},
		"refused":  {in(reseller.DomainRefused), "0 records, 0 forwards, gone"},
		"erased":   {in(reseller.DomainDeleted), "0 records, 0 forwards, gone"},
		"draft":    {in(reseller.DomainDraft), "0 records, 0 forwards, gone"},
		"parked":   {func(p *zone.Publication) { day(-1)(p); p.Parked = true }, "2 records, 0 forwards, grace"},
		"nodns2":   {func(p *zone.Publication) { day(-1)(p); p.Parked, p.Domain.DNSManagement = true, false }, "2 records, 0 forwards, grace"},
		"paid":     {func(p *zone.Publication) { p.Parked = true }, "1 records, 1 forwards, active"}, // the flag is left from before
	} {
		b := new(books)
		z, _ := newZones(b)
		b.add(name+".com", c.change)
		for _, host := range []string{name + ".com", "www." + name + ".com"} {
			got, err := z.Of(t.Context(), host)
			if text := fmt.Sprintf("%d records, %d forwards, %s", len(got.Records), len(got.Forwards), got.Phase); err != nil || text != c.want || got.Served != (c.want[0] != '0' || name == "nodns") {
				t.Errorf("%s: %s, served %v, %v; want %s", host, text, got.Served, err, c.want)
			}
		}
	}
	z, _ := newZones(new(books))
	for _, host := range []string{"", "com", "foreign.com", "On.com", "a b.com", "é.com", "' or 1=1", strings.Repeat("a.", 200) + "com"} {
		if _, err := z.Of(t.Context(), host); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("%q: %v", host, err)
		}
	}
}

// A name leaves the air by time alone, while nobody writes anything.
func TestTimeAloneTakesANameOffTheAir(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	b.add("on.com", nil)
	for _, c := range []struct {
		days   int
		served bool
	}{{0, true}, {370, true}, {10, false}} {
		clock.Move(reseller.Days(c.days))
		if got, err := z.Of(t.Context(), "on.com"); err != nil || got.Served != c.served {
			t.Errorf("%d days later: %+v, %v", c.days, got.Phase, err)
		}
	}
}

// While the books are away the copy answers, and what it does not know is not said to be nowhere.
func TestTheLastGoodCopyAnswersWhileTheBooksAreAway(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	b.add("name.com", nil)
	b.add("plain.com", func(p *zone.Publication) { p.Records, p.Forwards = nil, nil })
	b.away = errors.New("no connection")
	if _, err := z.Of(t.Context(), "name.com"); !errors.Is(err, publish.ErrAway) || errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("without a copy: %v", err)
	}
	b.away = nil
	if err := z.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.away, b.asked = errors.New("no connection"), 0
	clock.Move(2 * time.Second)
	if err := z.Copy(t.Context()); err == nil {
		t.Error("a copy was made of books that are away")
	}
	for range 5 {
		if got, err := z.Of(t.Context(), "www.name.com"); err != nil || !got.Stale || len(got.Forwards) != 1 {
			t.Errorf("from the copy: %+v, %v", got, err)
		}
	}
	if b.asked != 1 {
		t.Errorf("books that are away were asked %d times within a second", b.asked)
	}
	if _, err := z.Of(t.Context(), "new.com"); !errors.Is(err, publish.ErrAway) || !errors.Is(err, reseller.ErrNotFound) {
		t.Errorf("what the copy does not have: %v", err)
	}
	b.away = nil
	clock.Move(2 * time.Second)
	if got, err := z.Of(t.Context(), "plain.com"); err != nil || got.Stale {
		t.Errorf("when they are back: %+v, %v", got, err)
	}
}

// Whoever asks and goes says nothing about the books.
func TestAnAskerWhoGoesIsNoFault(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, _ := newZones(b)
	b.add("name.com", nil)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	b.away = context.Canceled
	if _, err := z.Of(gone, "name.com"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	b.away = nil
	if got, err := z.Of(t.Context(), "name.com"); err != nil || got.Stale {
		t.Errorf("the next one: %+v, %v", got, err)
	}
}

// Of names outside the copy no more is kept than may be; those that nobody has go first, and forwards stay.
func TestNoMoreIsKeptThanMayBe(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	b.add("forwards.com", nil)
	if err := z.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	plain := func(p *zone.Publication) { p.Records, p.Forwards = nil, nil }
	b.add("mine.com", plain) // a name takes some 300 bytes: there is room for twelve more
	asks := func(host string) int {
		before := b.asked
		_, _ = z.Within(t.Context(), host, time.Minute)
		return b.asked - before
	}
	asks("mine.com")
	for i := range 500 {
		asks(fmt.Sprintf("nobodys%d.com", i))
	}
	if n := asks("mine.com"); n != 0 {
		t.Errorf("names that nobody has drove out one that somebody has: %d questions", n)
	}
	if n := asks("nobodys0.com"); n == 0 {
		t.Error("five hundred names are kept")
	}
	for i := range 20 {
		b.add(fmt.Sprintf("other%d.com", i), plain)
		asks(fmt.Sprintf("other%d.com", i))
	}
	misses := asks("mine.com")
	for i := range 20 {
		misses += asks(fmt.Sprintf("other%d.com", i))
	}
	if misses == 0 {
		t.Error("more names are kept than there is room for")
	}
	b.away = errors.New("no connection")
	clock.Move(time.Hour)
	if got, err := z.Of(t.Context(), "forwards.com"); err != nil || len(got.Forwards) != 1 {
		t.Errorf("a name with forwards: %+v, %v", got, err)
	}
}

// A page that was read before a save, and is worked on after it, takes nothing back.
func TestACopyTakesNoSaveBack(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	b.add("name.com", func(p *zone.Publication) { p.ZoneVersion, p.Serial = 1, 1 })
	b.listed = func() { // the list is made, and a save comes before it is worked on
		b.names[0].ZoneVersion, b.names[0].Serial, b.names[0].Forwards = 2, 2, []zone.Forward{{Prefix: "new"}}
		if _, err := z.Of(t.Context(), "name.com"); err != nil {
			t.Error(err)
		}
		clock.Move(time.Second)
	}
	if err := z.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.away = errors.New("no connection")
	if got, err := z.Of(t.Context(), "name.com"); err != nil || got.Forwards[0].Prefix != "new" {
		t.Errorf("%+v, %v", got.Forwards, err)
	}
}
