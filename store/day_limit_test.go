package store_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// byReseller is a reseller's request.
var byReseller = reseller.Actor{Name: "token 1", Caller: true}

// overDay wants something to be refused for what an account may do in a day.
func overDay(t *testing.T, what string, err error) {
	t.Helper()
	e := reseller.AsError(err)
	if e == nil || e.Kind != reseller.KindLimited || e.Code != reseller.CodeDayLimit || !strings.Contains(e.Words, "try again after 2026-03-02T00:00:00Z") {
		t.Errorf("%s: the error is %v, want %s", what, err, reseller.CodeDayLimit)
	}
}

// asked is an opening that a reseller asked for.
func asked(o reseller.Opening) reseller.Opening {
	o.ByCaller = true
	return o
}

func TestWhatCostsNothingHasALimitForEachAccountAndDay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.SetFreeChanges(5)
		a, b := h.account("a@example.com", 100_000), h.account("b@example.com", 100_000)
		d, theirs := h.domain(a, "one"), h.domain(b, "theirs")
		change := func(d reseller.Domain, i int) error {
			o, _, err := h.OpenChange(h.ctx, asked(h.change(d, "nameservers", fmt.Sprint("h", i))))
			if err == nil {
				h.done(o)
			}
			return err
		}
		toggle := func(by reseller.Actor) error {
			_, err := h.ChangeDomain(h.ctx, d.ID, by, "SetAutoRenew", func(d *reseller.Domain) error {
				d.AutoRenew = !d.AutoRenew
				return nil
			})
			return err
		}
		draft := func(sld string) error {
			_, err := h.AddDraft(h.ctx, a.ID, name(t, sld), byReseller)
			return err
		}
		ok(t, change(d, 1))
		ok(t, toggle(byReseller))
		ok(t, draft("draft"))
		ok(t, draft("draft")) // the same one
		ok(t, change(d, 2))
		o, err := h.OpenPurchase(h.ctx, asked(h.registration(a, name(t, "paid"))))
		ok(t, err)
		h.refused(o) // so it cost nothing: the fifth

		written := func() string {
			return must[string](t)(h.Value(h.ctx, `SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM domains),
				(SELECT COUNT(*) FROM audit), (SELECT SUM(version) FROM domains), (SELECT SUM(tries) FROM tries))`))
		}
		before := written()
		overDay(t, "a change", change(d, 3))
		overDay(t, "a switch", toggle(byReseller))
		overDay(t, "a draft", draft("another"))
		_, err = h.OpenPurchase(h.ctx, asked(h.registration(a, name(t, "refused-again"))))
		overDay(t, "an order that may be refused", err)
		equal(t, "what is written after the refusals", written(), before)
		h.beginsActsOnADay(t, a)

		ok(t, toggle(reseller.Operator))
		ok(t, change(theirs, 1))
		_, err = h.OpenPurchase(h.ctx, asked(h.renewal(must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)))))
		ok(t, err) // what is held is paid for
		_, _, err = h.OpenChange(h.ctx, h.change(theirs, "lock", "by a job"))
		ok(t, err)

		h.clock.pass(12 * time.Hour)
		ok(t, toggle(byReseller))
	})
}

func TestAnswersForRepeatsHaveABudgetForEachAccountAndDay(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		claim := func(of reseller.Account, key string) (reseller.KeyedRequest, bool, error) {
			return h.ClaimKey(h.ctx, h.keyed(of, key, "hash", "me"))
		}
		first, mine, err := claim(a, "first")
		ok(t, err)
		equal(t, "the key is mine", mine, true)
		ok(t, h.AnswerKey(h.ctx, first, []byte(strings.Repeat("x", 1_000))))
		equal(t, "bytes counted", must[string](t)(h.Value(h.ctx, "SELECT tries FROM tries")), "1512")
		ok(t, h.Exec(h.ctx, "UPDATE tries SET tries = ?", 64<<20-100))

		_, _, err = claim(a, "second")
		overDay(t, "a new key", err)
		again, mine, err := claim(a, "first")
		ok(t, err)
		equal(t, "the repeat is carried out", mine, false)
		equal(t, "the repeat's answer", len(again.Answer), 1_000)
		_, _, err = claim(b, "second")
		ok(t, err)
		form := h.keyed(a, "form", "hash", "me")
		form.Form = true
		form, mine, err = h.ClaimKey(h.ctx, form)
		ok(t, err)
		equal(t, "a person's form is carried out all the same", mine, true)
		form.Form = true
		ok(t, h.AnswerKey(h.ctx, form, []byte("to /")))
		equal(t, "what forms have taken", must[string](t)(h.Value(h.ctx, "SELECT tries FROM tries WHERE subject LIKE 'form:%'")), "516")
		ok(t, h.Exec(h.ctx, "UPDATE tries SET tries = ? WHERE subject LIKE 'form:%'", 8<<20))
		form.Key = "another form"
		_, _, err = h.ClaimKey(h.ctx, form)
		overDay(t, "another form", err)
		h.clock.pass(12 * time.Hour)
		_, _, err = claim(a, "second")
		ok(t, err)
	})
}

func TestDraftsThatNobodyWentOnWithAreDeleted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100_000)
		draft := func(sld string) reseller.Domain {
			return must[reseller.Domain](t)(h.AddDraft(h.ctx, a.ID, name(t, sld), byReseller))
		}
		idle, used := draft("idle"), draft("used")
		o := h.transfer(a, used.Name)
		o.Domain.ID, o.Domain.Version = used.ID, used.Version
		h.refused(must[reseller.Order](t)(h.OpenPurchase(h.ctx, o)))
		held := h.domain(a, "held")
		h.clock.pass(90 * 24 * time.Hour)
		equal(t, "gone on the last day", must[map[string]int64](t)(h.Prune(h.ctx))["domains"], 0)
		young := draft("young")
		h.clock.pass(time.Second)
		equal(t, "gone", must[map[string]int64](t)(h.Prune(h.ctx))["domains"], 1)
		for _, d := range []reseller.Domain{used, held, young} {
			_ = must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID))
		}
		if _, err := h.DomainByID(h.ctx, idle.ID); err == nil {
			t.Error("the idle draft is still there")
		}
		if again := draft("idle"); again.ID == idle.ID {
			t.Errorf("a new draft has the old one's id %d", again.ID)
		}
	})
}

// A table that customers can fill must not come without a bound: each has its line in the documents, with what prune does.
func TestEveryTableHasARule(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/operating.md")
	ok(t, err)
	rules := map[string]string{}
	for _, line := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([^|]+) \\| ([^|]+) \\|$").FindAllStringSubmatch(string(text), -1) {
		rules[line[1]] = line[3]
	}
	tables := slices.Sorted(maps.Keys(sqliteSchema(t)))
	if listed := slices.Sorted(maps.Keys(rules)); !slices.Equal(listed, tables) {
		t.Errorf("docs/operating.md (What grows) has a rule for %v\nbut the tables are %v", listed, tables)
	}
	for table, days := range store.KeptDays() {
		if !strings.Contains(rules[table], fmt.Sprintf("deleted after %d days", days)) {
			t.Errorf("rows of %s are kept for %d days, and docs/operating.md says %q", table, days, rules[table])
		}
	}
	for table, rule := range rules {
		if _, pruned := store.KeptDays()[table]; !pruned && strings.Contains(rule, "deleted after") {
			t.Errorf("docs/operating.md says that rows of %s are deleted, and nothing does", table)
		}
	}
}
