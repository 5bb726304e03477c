package events_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/events"
	"nameyard/reseller"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// memory keeps events and the position of one reader.
type memory struct {
	list   []reseller.Event
	last   reseller.Reading
	fails  error // of the cursor
	broken error // of the events
}

func (m *memory) EventCursor(context.Context, string) (reseller.Reading, error) {
	return m.last, m.fails
}

func (m *memory) Events(_ context.Context, _, after int64, limit int) ([]reseller.Event, error) {
	return m.list[after:min(int(after)+limit, len(m.list))], m.broken
}

// happen adds so many events at a time.
func (m *memory) happen(n int, at time.Time) {
	for range n {
		m.list = append(m.list, reseller.Event{Seq: int64(len(m.list) + 1), At: at})
	}
}

// read reads as a reader that remembers its position, and gives "from-to: news" of each page.
func (m *memory) read(ctx context.Context) (pages []string, err error) {
	err = events.Read(ctx, m, "reader", noon, func(_ context.Context, p events.Page) error {
		pages = append(pages, fmt.Sprintf("%d-%d: %d", p.From, p.To, len(p.News)))
		m.last = reseller.Reading{Seq: p.To, At: noon}
		return nil
	})
	return pages, err
}

func TestEachEventIsReadOnceInPages(t *testing.T) {
	t.Parallel()
	m := &memory{}
	for _, step := range []struct {
		happens int
		want    []string
	}{
		{0, []string{"0-0: 0"}}, // a new reader notes that there was nothing yet
		{0, nil},
		{1, []string{"0-1: 1"}},
		{450, []string{"1-201: 200", "201-401: 200", "401-451: 50"}},
		{0, nil},
	} {
		m.happen(step.happens, noon)
		got, err := m.read(t.Context())
		if err != nil || !slices.Equal(got, step.want) {
			t.Errorf("after %d more events the pages are %q, %v; want %q", step.happens, got, err, step.want)
		}
	}
}

func TestWhatIsOlderThanAWeekIsNoNewsToANewReader(t *testing.T) {
	t.Parallel()
	m := &memory{}
	m.happen(3, noon.AddDate(0, 0, -8))
	m.happen(2, noon.AddDate(0, 0, -6))
	if got, err := m.read(t.Context()); err != nil || !slices.Equal(got, []string{"0-5: 2"}) {
		t.Errorf("the pages are %q, %v", got, err)
	}
	// Not so to one that has read before: what happened since is news, however long ago.
	m.last.At = noon.AddDate(0, 0, -30)
	m.happen(1, noon.AddDate(0, 0, -20))
	if got, err := m.read(t.Context()); err != nil || !slices.Equal(got, []string{"5-6: 1"}) {
		t.Errorf("the pages are %q, %v", got, err)
	}
}

func TestReaderEndsWhenItCannotGoOn(t *testing.T) {
	t.Parallel()
	lost := errors.New("the database is gone")
	for name, c := range map[string]struct {
		spoil func(*memory)
		take  error
		want  error
	}{
		"another server was faster": {func(*memory) {}, fmt.Errorf("save: %w", reseller.ErrConflict), nil},
		"nothing can be saved":      {func(*memory) {}, lost, lost},
		"the position is not known": {func(m *memory) { m.fails = lost }, nil, lost},
		"events cannot be read":     {func(m *memory) { m.broken = lost }, nil, lost},
	} {
		m, steps := &memory{}, 0
		m.happen(500, noon)
		c.spoil(m)
		err := events.Read(t.Context(), m, "reader", noon, func(context.Context, events.Page) error { steps++; return c.take })
		if !errors.Is(err, c.want) || steps > 1 {
			t.Errorf("%s: %v after %d steps, want %v", name, err, steps, c.want)
		}
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	if got, err := (&memory{}).read(ended); !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("a reader that was told to end read %q, %v", got, err)
	}
}
