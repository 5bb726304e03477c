package simulation_test

import (
	"errors"
	"time"

	"nameyard/reseller"
)

// wish is what people want with a name, as they said it. The world keeps it itself: the books are what is judged.
type wish struct {
	autoRenew bool
	removed   bool // somebody had it deleted
}

// renewed reports whether people want a name to be renewed by itself.
func (w *world) renewed(n reseller.Name) bool {
	wanted := w.wishes[n]
	return wanted != nil && wanted.autoRenew && !wanted.removed
}

// asWished fails the test if the books have another wish for a name than the one that people said.
func (w *world) asWished(d reseller.Domain) *wish {
	wanted := w.wishes[d.Name]
	switch {
	case wanted == nil:
		w.t.Fatalf("seed %d: nobody registered %s", w.plan.seed, d.Name)
	case d.AutoRenew != wanted.autoRenew:
		w.stats.missed++
		w.t.Errorf("seed %d: %s has auto-renew %t, and what people said last is %t", w.plan.seed, d.Name, d.AutoRenew, wanted.autoRenew)
	}
	return wanted
}

// term is what the registry's own log says of a name: until when it was bought, by years of ours, and when it left.
type term struct{ paid, left time.Time }

// terms reads the registry's log.
func (w *world) terms() map[string]*term {
	terms := map[string]*term{}
	for after := int64(0); ; {
		page, err := w.Sandbox.Effects(w.ctx, after, 1000)
		w.must(err)
		if len(page) == 0 {
			return terms
		}
		for _, e := range page {
			after = e.Seq
			switch e.Command {
			case "create":
				terms[e.Name] = &term{paid: reseller.AddYears(e.At, e.Years)}
			case "renew":
				*terms[e.Name] = term{paid: reseller.AddYears(terms[e.Name].paid, e.Years)} // it may have been deactivated
			case "autorenew", "update":
			default:
				if t := terms[e.Name]; t.left.IsZero() {
					t.left = e.At
				}
			}
		}
	}
}

// checkLost fails the test for names that went though nobody wanted that: nobody had them deleted, and they were paid for. The server's
// clock may have been an hour ahead.
func (w *world) checkLost() {
	w.t.Helper()
	terms := w.terms()
	for name, wanted := range w.wishes {
		d, err := w.Store.LiveDomain(w.ctx, name)
		if err != nil && !errors.Is(err, reseller.ErrNotFound) {
			w.must(err)
		}
		held, t := err == nil && d.State == reseller.DomainActive, terms[name.String()]
		switch {
		case t == nil:
			w.t.Errorf("seed %d: %s was bought, and the registry never had it", w.plan.seed, name)
		case held:
			w.asWished(d)
		case wanted.removed:
		case t.left.IsZero():
			w.t.Errorf("seed %d: %s is not in the books any more, and its registry has it", w.plan.seed, name)
		case t.left.Before(t.paid.Add(-time.Hour)):
			w.t.Errorf("seed %d: %s left on %s, was paid for until %s, and nobody had it deleted", w.plan.seed, name, t.left, t.paid)
		}
	}
}
