package publish_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/publish"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// feed is a feed of changes that counts what it lists.
type feed struct {
	books
	listed int
}

func (f *feed) ZoneChanges(ctx context.Context, since time.Time) ([]zone.Change, error) {
	list, err := f.books.ZoneChanges(ctx, since)
	f.listed += len(list)
	return list, err
}

// A change is seen once, within a second, although those that are dated after it were seen before it was committed, or another server's
// clock is not ours.
func TestChangesThatComeLateAreSeen(t *testing.T) {
	t.Parallel()
	f := new(feed)
	clock := clocktest.New(begins)
	changes := publish.NewChanges(f, clock, 0)
	var seen []string
	var refused error
	look := func(d time.Duration) {
		for end := clock.Now().Add(d); clock.Now().Before(end); {
			clock.Move(100 * time.Millisecond)
			err := changes.Each(t.Context(), func(c zone.Change) error {
				if refused == nil {
					seen = append(seen, c.Name)
				}
				return refused
			})
			if err != nil && f.away == nil && refused == nil {
				t.Fatal(err)
			}
		}
	}
	commit := func(name string, dated time.Duration) {
		f.changes = append(f.changes, zone.Change{Name: name, Serial: uint32(len(f.changes) + 1), At: clock.Now().Add(dated)})
	}
	wants := func(what, want string) {
		t.Helper()
		if got := strings.Join(seen, " "); got != want {
			t.Errorf("%s: seen %q, want %q", what, got, want)
		}
		seen = nil
	}

	commit("ours", 0)
	look(100 * time.Millisecond)
	commit("held-up", -20*time.Second)
	look(time.Second)
	wants("a change that took long to be committed", "ours held-up")

	commit("ahead", 20*time.Second)
	look(time.Second)
	commit("theirs", -5*time.Second)
	look(time.Second)
	wants("servers whose clocks are ahead and behind", "ahead theirs")

	look(time.Minute)
	commit("last", 0)
	look(100 * time.Millisecond)
	f.away = errors.New("no connection")
	commit("unread", -10*time.Second)
	look(time.Minute)
	f.away = nil
	look(time.Second)
	wants("a change from before the database was away for a minute", "last unread")

	commit("newer", 0)
	look(100 * time.Millisecond)
	commit("refused", -10*time.Second)
	refused = errors.New("not now")
	look(time.Minute)
	refused = nil
	look(time.Second)
	wants("a change that could not be worked on for a minute", "newer refused")

	look(time.Minute)
	for i := range 100 {
		commit(fmt.Sprint("many", i), 0)
	}
	look(time.Minute)
	if len(seen) != 100 {
		t.Errorf("%d changes seen, of 100", len(seen))
	}
	f.listed = 0
	commit("quiet", 0)
	look(time.Minute)
	if f.listed > 1000 {
		t.Errorf("%d changes were read again in a minute in which one came", f.listed)
	}
}
