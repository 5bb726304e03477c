package publish_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"nameyard/zone"
)

// A change is brought into the copy when it is told, and the copy reads nothing that has not changed.
func TestOnlyWhatHasChangedIsCopiedAgain(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	for i := range 5 {
		b.add(fmt.Sprintf("name%d.com", i), func(p *zone.Publication) { p.Serial = 1 })
	}
	b.add("plain.com", func(p *zone.Publication) { p.Records, p.Forwards = nil, nil })
	reads := func(do func(context.Context) error) int {
		before := b.copied + b.asked
		if err := do(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.copied + b.asked - before
	}
	save := func(i int, forwards ...zone.Forward) {
		clock.Move(time.Second)
		p := &b.names[i]
		p.ZoneVersion, p.Serial, p.Records, p.Forwards = p.ZoneVersion+1, p.Serial+1, nil, forwards
		b.changes = append(b.changes, zone.Change{Name: p.Domain.Name.String(), Serial: p.Serial, At: clock.Now()})
	}
	first, again := reads(z.Copy), reads(z.Copy)
	save(1, zone.Forward{Prefix: "new"})
	save(2)
	save(5, zone.Forward{Prefix: "first"})
	b.names[3].DomainVersion++ // it is renewed, which nobody tells
	told, toldAgain, rest := reads(z.Follow), reads(z.Follow), reads(z.Copy)
	if first != 6 || again != 0 || told != 3 || toldAgain != 0 || rest != 1 {
		t.Errorf("names read: %d at first, %d again, %d that were told, %d again, %d that were not", first, again, told, toldAgain, rest)
	}
	b.names = b.names[1:] // it is nobody's any more, and nobody tells
	reads(z.Copy)
	b.away = errors.New("no connection")
	for i, want := range []string{"", "new", "", "info", "info"} {
		got, err := z.Of(t.Context(), fmt.Sprintf("name%d.com", i))
		prefix := ""
		if err == nil && len(got.Forwards) > 0 {
			prefix = got.Forwards[0].Prefix
		}
		if prefix != want {
			t.Errorf("name%d.com forwards %q, %v; want %q", i, prefix, err, want)
		}
	}
	if got, err := z.Of(t.Context(), "plain.com"); err != nil || len(got.Forwards) != 1 {
		t.Errorf("the first forward of a name: %v, %v", got.Forwards, err)
	}
}

// Where changes are followed, an answer that may be a little old asks the books nothing, unless something has changed.
func TestWhatIsKeptIsVouchedForByTheChangesThatAreFollowed(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	day := func(n int) func(*zone.Publication) {
		return func(p *zone.Publication) { p.Serial, p.Domain.PaidThrough = 1, begins.AddDate(0, 0, n) }
	}
	b.add("name.com", day(300))
	b.add("expired.com", day(-1))
	ask := func(host string) (questions, forwards int) {
		t.Helper()
		before := b.asked
		got, err := z.Within(t.Context(), host, 200*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		forwards, err = strconv.Atoi(string(got))
		if err != nil {
			t.Fatal(err)
		}
		return b.asked - before, forwards
	}
	follow := func() {
		t.Helper()
		clock.Move(time.Second)
		if err := z.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ask("name.com")
	ask("expired.com")
	follow()
	if n, _ := ask("name.com"); n != 0 {
		t.Errorf("%d questions about a name that has not changed", n)
	}
	if n, _ := ask("expired.com"); n != 1 {
		t.Errorf("%d questions about a name that a renewal changes without a word", n)
	}
	b.names[0].ZoneVersion, b.names[0].Serial, b.names[0].Forwards = 2, 2, nil
	b.changes = []zone.Change{{Name: "name.com", Serial: 2, At: clock.Now()}}
	follow()
	if _, forwards := ask("name.com"); forwards != 0 {
		t.Error("the change is not seen")
	}
	b.names[0].ZoneVersion, b.names[0].Serial, b.names[0].Forwards = 3, 3, []zone.Forward{{Prefix: "new"}}
	z.Tell(zone.Change{Name: "name.com", Serial: 3, At: clock.Now()})
	if _, forwards := ask("name.com"); forwards != 1 {
		t.Error("a change that is told is not seen by the next question")
	}
	clock.Move(time.Second)
	if n, _ := ask("name.com"); n != 1 {
		t.Errorf("%d questions when changes were not followed for a second", n)
	}
	follow()
	clock.Move(10 * time.Minute)
	follow()
	if n, _ := ask("name.com"); n != 1 {
		t.Errorf("%d questions after ten minutes", n)
	}
}

// A page that was read before a save, and is worked on after it, brings nothing older than the save to those who ask.
func TestACopyAnswersNoOlderThanASave(t *testing.T) {
	t.Parallel()
	b := new(books)
	z, clock := newZones(b)
	b.add("name.com", func(p *zone.Publication) { p.ZoneVersion, p.Serial = 1, 1 })
	b.listed = func() {
		b.names[0].ZoneVersion, b.names[0].Serial, b.names[0].Forwards = 2, 2, nil
		z.Tell(zone.Change{Name: "name.com", Serial: 2, At: clock.Now()})
		z.Tell(zone.Change{Name: "name.com", Serial: 1, At: clock.Now()}) // found later
	}
	if err := z.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if packed, known := z.Kept([]byte("name.com"), time.Second); known {
		t.Errorf("%s forwards are answered at once", packed)
	}
	if packed, err := z.Within(t.Context(), "name.com", time.Second); err != nil || string(packed) != "0" {
		t.Errorf("%s forwards, %v", packed, err)
	}
	for host, want := range map[string]string{"www.name.com": "0 true", "other.org": " true", "unknown.com": " false"} {
		packed, known := z.Kept([]byte(host), time.Second)
		if got := fmt.Sprintf("%s %t", packed, known); got != want {
			t.Errorf("%s at once: %s, want %s", host, got, want)
		}
	}
}

// Nor does one that takes a name out of the copy, or brings one into it that was forgotten since it was told.
func TestACopyForgetsNoSaveThatWasTold(t *testing.T) {
	t.Parallel()
	plain := func(p *zone.Publication) { p.Records, p.Forwards = nil, nil }
	for what, c := range map[string]struct {
		before, after func(*zone.Publication) // what is saved before the page is read
		crowd         int                     // names that are asked for at first, and after a save
	}{
		"the last forward goes":                       {nil, plain, 0},
		"the last forward goes, and there is a crowd": {nil, plain, 500},
		"the first forward comes in a crowd":          {plain, func(p *zone.Publication) { p.Forwards = []zone.Forward{{Prefix: "first"}} }, 500},
	} {
		b := new(books)
		z, clock := newZones(b)
		b.add("name.com", c.before)
		save := func(change func(*zone.Publication)) {
			p := &b.names[0]
			change(p)
			p.ZoneVersion, p.Serial = p.ZoneVersion+1, p.Serial+1
			z.Tell(zone.Change{Name: "name.com", Serial: p.Serial, At: clock.Now()})
		}
		crowd := func() {
			for i := range c.crowd {
				_, _ = z.Within(t.Context(), fmt.Sprintf("nobodys%d.com", i), time.Minute)
			}
		}
		crowd()
		if err := z.Copy(t.Context()); err != nil {
			t.Fatal(err)
		}
		save(c.after)
		b.listed = func() {
			save(func(p *zone.Publication) { p.Forwards = make([]zone.Forward, 7) })
			crowd()
		}
		if err := z.Copy(t.Context()); err != nil {
			t.Fatal(err)
		}
		if packed, known := z.Kept([]byte("name.com"), time.Second); known {
			t.Errorf("%s: %s forwards are answered at once", what, packed)
		}
		if packed, err := z.Within(t.Context(), "name.com", time.Second); err != nil || string(packed) != "7" {
			t.Errorf("%s: %s forwards, %v", what, packed, err)
		}
	}
}
