package orders

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// word is what a registry says of an order's commands, where its view of the name does not tell.
type word struct {
	registry.Found
	settled bool // what has taken effect would have shown by then
	late    bool // an order that shows no effect would not be tried any more
}

// lookAndAsk reads the registry's view of a name and, where that does not tell what became of a purchase's commands, asks the registry for
// these themselves. While it cannot be asked, nothing is known of them: the view has an error.
func (s *Service) lookAndAsk(a attempt) *view {
	seen, now := s.look(a), s.clock.Now()
	if a.told != nil {
		seen.asked = &word{Found: *a.told, settled: !now.Before(settledAt(a.Order, s.set))}
		return seen
	}
	finder, can := a.conn.(registry.Finder)
	if !can || !a.Kind.Additive() || a.Attempt == 0 || a.NeverSent() && !a.restored || seen.err != nil || find(a.order, seen.shown, now).tells() {
		return seen
	}
	late := !now.Before(s.set.triesUntil(a.Order))
	found, err := s.askFor(a, finder)
	if err != nil {
		s.log.Warn("cannot ask what became of a command", "order", a.ID, "name", a.Name.String(), "err", err)
		seen.err = fmt.Errorf("ask what became of the %s of %s: %w", a.Kind, a.Name, err)
		seen.late = late && a.State == reseller.OrderPending
		return seen
	}
	seen.asked = &word{found, !now.Before(settledAt(a.Order, s.set)), late}
	return seen
}

// blind is why a look shows nothing of the name. A registry that could be looked at, and not be asked for a command, shows it all the same.
func (v view) blind() error {
	if v.shown != nil {
		return nil
	}
	return v.err
}

// sinceBackup is how many attempts beyond those that a backup knows of are asked for.
const sinceBackup = 5

// askFor asks what became of an order's commands, of each that may have been sent, and gives what the furthest of them came to.
func (s *Service) askFor(a attempt, finder registry.Finder) (registry.Found, error) {
	var all []registry.Found
	last := a.Attempt
	if a.restored {
		last += sinceBackup
	}
	for n := last; n > 0; n-- {
		ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
		found, err := finder.FindCommand(ctx, registry.Sought{ClTRID: reseller.ClTRID(a.ClTRIDBase, n), Name: a.Name, Since: a.CreatedAt.Add(-clockSkew)})
		stop()
		if err != nil {
			return registry.Found{}, fmt.Errorf("attempt %d: %w", n, err)
		}
		all = append(all, found)
	}
	return furthest(all), nil
}

// furthest is the command of an order that decides about it.
func furthest(all []registry.Found) registry.Found {
	return slices.MaxFunc(all, func(f, g registry.Found) int { return cmp.Compare(reach(f.State), reach(g.State)) })
}

// reach ranks how far a command came. A refused one says nothing of the others: it may have been refused because one of them took effect.
func reach(state registry.FoundState) int {
	switch state {
	case registry.FoundDone:
		return 4
	case registry.FoundPending:
		return 3
	case registry.FoundNone:
		return 1
	case registry.FoundRefused:
		return 0
	}
	return 2 // it cannot tell
}

// tells reports whether a look at the name is enough.
func (f finding) tells() bool { return f.verdict != absent && f.verdict != unclear }

// decidedWithin is how long a registry may show nothing of what it has accepted before the operator must ask it.
const decidedWithin = 7 * 24 * time.Hour

// proves says what a look proves about an order: what the name shows, and where that does not tell, what the registry says of the command.
// What it has accepted is not over because it shows nothing, cannot tell, or knows of none any more.
func (v view) proves(o order, now time.Time) finding {
	f := find(o, v.shown, now)
	if v.asked != nil && !f.tells() {
		f = v.asked.says(o, f)
	}
	switch {
	case f.verdict != absent:
		return f
	case kinds[o.Kind].toDecide(v.shown):
		return finding{verdict: waiting, reason: "the registry has not decided yet"}
	case o.State == reseller.OrderPending && v.asked != nil:
		return doubtful("the registry had accepted it, and cannot tell what became of it", v.asked.late)
	case o.State == reseller.OrderPending:
		return notDecided(o, now)
	}
	return f
}

// says is what the registry's word makes of a view that does not tell.
func (w word) says(o order, f finding) finding {
	switch {
	case w.State == registry.FoundDone && (f.verdict == unclear || kinds[o.Kind].hidden):
		return finding{verdict: took}
	case w.State == registry.FoundDone:
		return doubtful("the registry says that it is done, and does not show it yet", w.settled)
	case w.State == registry.FoundPending:
		return finding{verdict: waiting, reason: "the registry has not decided yet"}
	case refuses(w.State):
		return finding{verdict: failed, code: reseller.CodeRefused, reason: w.Words}
	case w.State == registry.FoundNone && o.State == reseller.OrderPending && f.verdict == absent:
		return doubtful("the registry had accepted it, and knows of no such command now", w.settled)
	}
	return f
}

// doubtful is the finding about a command of which the registry does not bear out what it had said: it may catch up, and once that is over
// the operator must say.
func doubtful(reason string, over bool) finding {
	if over {
		return finding{verdict: unclear, code: reseller.CodeNeedsOperator, reason: reason}
	}
	return finding{verdict: waiting, reason: reason}
}
