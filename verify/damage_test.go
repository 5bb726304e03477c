package verify_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/verify"
)

// damage is one thing done to the books behind their back, or to the sandbox registry's. The statements are those of world.spell.
type damage struct {
	invariant, words, title string
	statements              []string
}

// untellable is damage that no check could tell from the books, and why.
type untellable struct {
	title, why string
	statements []string
}

// noticedAtLeast is how many kinds of damage must be tried and noticed on each engine: lists may grow, and not shrink unseen.
const noticedAtLeast = 206

// TestEveryDamageThatTheBooksCanTellIsNoticed damages one thing at a time, and counts. Damage that becomes noticeable must move
// from the list of what cannot be told to a list of what is.
func TestEveryDamageThatTheBooksCanTellIsNoticed(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := openWorld(t, engine)
		wantClean(t, w.Report())
		all := slices.Concat(damagedMoney, damagedInvoices, damagedOrders, damagedNames, damagedRegistry, damagedRest)
		noticed := 0
		for _, d := range all {
			w.damaged(d.statements, func() {
				if w.notices(d) {
					noticed++
				}
			})
		}
		for _, d := range cannotBeTold {
			w.damaged(d.statements, func() {
				if r := w.Report(); !r.OK() || warnings(r) > 0 {
					t.Errorf("%s: can be told after all:\n%s", d.title, printed(t, r))
				}
			})
		}
		wantClean(t, w.Report()) // everything was taken back
		t.Logf("%d of %d kinds of damage noticed, %d more cannot be told", noticed, len(all), len(cannotBeTold))
		readme, err := os.ReadFile("../README.md")
		w.Must(err)
		words := fmt.Sprintf("Of %d kinds of damage to the books, done one at a time by a test, it notices %d; the other %d no", len(all)+len(cannotBeTold), noticed, len(cannotBeTold))
		if !strings.Contains(string(readme), words) {
			t.Errorf("README.md does not say: %s", words)
		}
		if noticed < noticedAtLeast {
			t.Errorf("only %d kinds of damage are noticed, fewer than the %d of before", noticed, noticedAtLeast)
		}
	})
}

// notices reports whether the report has the breach that a damage must lead to.
func (w *world) notices(d damage) bool {
	w.t.Helper()
	r := w.Report()
	i := find(w.t, r, d.invariant)
	if i.Breaches > 0 && strings.Contains(fmt.Sprint(i.Examples), d.words) {
		return true
	}
	w.t.Errorf("%s: want %s broken with %q:\n%s", d.title, d.invariant, d.words, broken(r))
	return false
}

// broken are the breaches and warnings of a report.
func broken(r verify.Report) string {
	var all []string
	for _, i := range r.Invariants {
		for _, words := range i.Examples {
			all = append(all, i.ID+" "+words)
		}
		for _, words := range i.Hints {
			all = append(all, i.ID+" warning: "+words)
		}
	}
	return strings.Join(all, "\n")
}

func warnings(r verify.Report) (n int64) {
	for _, i := range r.Invariants {
		n += i.Warnings
	}
	return n
}

func TestEachKindOfDamageHasOneTitle(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, d := range slices.Concat(damagedMoney, damagedInvoices, damagedOrders, damagedNames, damagedRegistry, damagedRest) {
		if seen[d.title] {
			t.Errorf("%q stands twice", d.title)
		}
		seen[d.title] = true
	}
}

// TestPageOfTheInvariantsIsWhole holds docs/verify.md against what is checked and against what cannot be told.
func TestPageOfTheInvariantsIsWhole(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../docs/verify.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(body)
	for _, r := range verify.Rules() {
		_, section, _ := strings.Cut(page, "\n## "+r.ID+"\n")
		if begins := "\n*" + strings.ToUpper(r.Title[:1]) + r.Title[1:]; !strings.HasPrefix(strings.Replace(section, " \n", " ", 1), begins) {
			t.Errorf("the page does not have %s: %s", r.ID, r.Title)
		}
	}
	for _, d := range cannotBeTold {
		if !strings.Contains(page, fmt.Sprintf("| %s | %s |", d.title, d.why)) {
			t.Errorf("the page does not list what cannot be told: %s", d.title)
		}
	}
}
