package account

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/panel/visit"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// What is said of names that are refused for the same reason is the same, whatever they are called. Other names in it stay.
func TestReasonsAreAlikeWithoutTheName(t *testing.T) {
	t.Parallel()
	name, err := reseller.ParseName("bücher", "com")
	if err != nil {
		t.Fatal(err)
	}
	v := &visit.Visit{Language: words.English}
	for says, want := range map[string]string{
		"xn--bcher-kva.com is locked":                                 "the name is locked",
		"name server 1 of bücher.com: gone":                           "name server 1 of the name: gone",
		"it is not bücher.com":                                        "it is not the name",
		"ns1.xn--bcher-kva.com is no host of xn--bcher-kva.community": "ns1.xn--bcher-kva.com is no host of xn--bcher-kva.community",
	} {
		if got := withoutName(v, visit.Told{Says: says, Quoted: "bücher.com"}, name); got.Says != want || got.Quoted != "bücher.com" {
			t.Errorf("%q becomes %+v, want %q", says, got, want)
		}
	}
}

// forgetful keeps no end of an act.
type forgetful struct {
	Acts
	asked int
	left  error // of the context in which it was asked
}

func (*forgetful) OpenBulkAct(_ context.Context, act reseller.BulkAct, _ reseller.Actor) (reseller.BulkAct, bool, error) {
	act.ID = 7
	return act, true, nil
}

func (f *forgetful) NoteBulkAct(ctx context.Context, _ reseller.BulkAct, _ bool) error {
	f.asked++
	f.left = ctx.Err()
	return errors.New("the database is away")
}

func (*forgetful) HoldBulkAct(context.Context, reseller.BulkAct, time.Time) error { return nil }

type noon struct{}

func (noon) Now() time.Time  { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }
func (noon) Wall() time.Time { return noon{}.Now() }

// What was done to many names is told as done, also if its end cannot be kept, or the act has taken all its time: the log has it.
func TestActWhoseEndIsNotKeptIsNotToldAsAnError(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	acts := &forgetful{}
	p := Pages{Acts: acts, Clock: noon{}, Log: slog.New(slog.NewTextHandler(&log, nil))}
	ctx, end := context.WithCancel(t.Context())
	end()
	a, err := p.each(ctx, &visit.Visit{Account: reseller.Account{ID: 1}, Arrived: noon{}.Now()}, "lock", []string{"no-number"}, nil)
	if err != nil || a.To != "/panel/domains/progress/7/" || acts.asked != 1 || acts.left != nil {
		t.Errorf("it leads to %q, %v; asked %d times, %v", a.To, err, acts.asked, acts.left)
	}
	p.noteEnd(ctx, reseller.BulkAct{ID: 7})
	if acts.left != nil || strings.Count(log.String(), "the database is away") != 2 {
		t.Errorf("after its time: %v; the log has %s", acts.left, log.String())
	}
}
