package orders

import (
	"cmp"
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// lookAndAsk reads the registry's view of a name and, where that does not tell what became of a purchase's commands, asks the registry for
// these themselves.
func (s *Service) lookAndAsk(a attempt) *view {
	seen := s.look(a)
	finder, can := a.conn.(registry.Finder)
	if can && a.Kind.Additive() && !a.NeverSent() && seen.err == nil && !find(a.order, seen.shown, s.clock.Now()).tells() {
		seen.asked = s.askFor(a, finder)
	}
	return seen
}

// askFor asks what became of an order's commands; the attempt counts that came furthest. nil: no answer.
func (s *Service) askFor(a attempt, finder registry.Finder) *registry.Found {
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	var all []registry.Found
	for n := a.Attempt; n > 0; n-- {
		found, err := finder.FindCommand(ctx, registry.Sought{ClTRID: reseller.ClTRID(a.ClTRIDBase, n), Name: a.Name, Since: a.CreatedAt.Add(-clockSkew)})
		if err != nil {
			s.log.Warn("cannot ask what became of a command", "order", a.ID, "name", a.Name.String(), "attempt", n, "err", err)
			return nil
		}
		all = append(all, found)
	}
	return furthest(all)
}

// furthest is the command of an order that decides about it; nil if none was sent.
func furthest(all []registry.Found) *registry.Found {
	if len(all) == 0 {
		return nil
	}
	far := slices.MaxFunc(all, func(f, g registry.Found) int { return cmp.Compare(reach(f.State), reach(g.State)) })
	return &far
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

// proves says what a look proves about an order: what the name shows, and where that does not tell, what the registry says of the command.
func (v view) proves(o order, now time.Time) finding {
	f := find(o, v.shown, now)
	if v.asked == nil || f.tells() {
		return f
	}
	switch state := v.asked.State; {
	case state == registry.FoundDone && f.verdict == unclear:
		return finding{verdict: took}
	case state == registry.FoundDone:
		return finding{verdict: waiting, reason: "the registry says that it is done, and does not show it yet"}
	case state == registry.FoundPending:
		return finding{verdict: waiting, reason: "the registry has not decided yet"}
	case refuses(state):
		return finding{verdict: failed, code: reseller.CodeRefused, reason: v.asked.Words}
	}
	return f
}
