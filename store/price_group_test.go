package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// ofGroup is the price of renewing a .com name for a year in a group.
func ofGroup(group string, net int64) reseller.Price {
	p := renewing(0, net)
	p.Owner = reseller.GroupList(group)
	return p
}

// groups makes price groups.
func (h *house) groups(names ...string) {
	h.t.Helper()
	for _, name := range names {
		must[reseller.PriceGroup](h.t)(h.AddPriceGroup(h.ctx, name, reseller.Operator))
	}
}

// moves puts an account into a group.
func (h *house) moves(a reseller.Account, group string) error {
	_, err := h.ChangeAccount(h.ctx, a.ID, reseller.Operator, "set", func(a *reseller.Account) error { a.PriceGroup = group; return nil })
	return err
}

// told is what an account was told of prices, oldest first.
func (h *house) told(a reseller.Account) string {
	h.t.Helper()
	must[int](h.t)(h.NumberEvents(h.ctx, 1000))
	var words []string
	for _, e := range must[[]reseller.Event](h.t)(h.Events(h.ctx, a.ID, 0, 1000)) {
		switch e.Kind {
		case reseller.EventPricesPlanned:
			words = append(words, fmt.Sprint("planned ", e.Detail.Count))
		case reseller.EventPricesCancelled:
			words = append(words, fmt.Sprint("cancelled ", *e.Detail.Cancelled[0].Net))
		}
	}
	return strings.Join(words, ", ")
}

func TestGroupsAreMadeListedAndRemoved(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.groups("silver", "gold")
		if _, err := h.AddPriceGroup(h.ctx, "gold", reseller.Operator); !errors.Is(err, reseller.ErrDuplicate) {
			t.Errorf("made twice: %v", err)
		}
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 0)
		ok(t, h.moves(a, "gold"))
		ok(t, h.moves(b, "gold"))
		for what, err := range map[string]error{
			"moved to": h.moves(a, "bronze"), "set": h.SetPrices(h.ctx, []reseller.Price{ofGroup("bronze", 1)}, reseller.Operator),
			"planned": h.PlanPrices(h.ctx, []reseller.PlannedPrice{{Price: ofGroup("bronze", 1), From: midnight}}, reseller.Operator),
		} {
			if !reseller.IsKind(err, reseller.KindNotFound) || !strings.Contains(fmt.Sprint(err), "no price group bronze") {
				t.Errorf("%s a group that there is not: %v", what, err)
			}
		}
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 100), ofGroup("gold", 90)}, reseller.Operator))
		h.plan(midnight, ofGroup("gold", 95))
		equal(t, "groups", fmt.Sprint(must[[]reseller.PriceGroup](t)(h.PriceGroups(h.ctx))),
			fmt.Sprintf("[{gold %[1]s 2 1} {silver %[1]s 0 0}]", h.clock.Now().Truncate(time.Microsecond)))

		left, err := h.RemovePriceGroup(h.ctx, "gold", reseller.Operator)
		if !errors.Is(err, reseller.ErrConflict) || strings.Join(left.Accounts, " ") != "a@example.com b@example.com" || left.Planned != 1 {
			t.Errorf("removed with accounts in it: %+v, %v", left, err)
		}
		ok(t, h.moves(a, ""))
		must[reseller.Account](t)(h.CloseAccount(h.ctx, b.ID, reseller.Operator))
		if left, err = h.RemovePriceGroup(h.ctx, "gold", reseller.Operator); !errors.Is(err, reseller.ErrConflict) || left.Planned != 1 {
			t.Errorf("removed while changes are planned: %+v, %v", left, err)
		}
		equal(t, "its prices stay", len(must[[]reseller.Price](t)(h.Prices(h.ctx, reseller.GroupList("gold"), "SEK"))), 1)
		like := reseller.PlannedPrice{Price: reseller.Price{Owner: reseller.GroupList("gold"), TLD: "com"}}
		must[[]reseller.PlannedPrice](t)(h.CancelPlannedPrices(h.ctx, like, "", reseller.Operator))
		must[reseller.GroupRemains](t)(h.RemovePriceGroup(h.ctx, "gold", reseller.Operator))
		equal(t, "the closed account is in group", must[reseller.Account](t)(h.Account(h.ctx, b.ID)).PriceGroup, "")
		equal(t, "groups left", len(must[[]reseller.PriceGroup](t)(h.PriceGroups(h.ctx))), 1)
		if _, err := h.RemovePriceGroup(h.ctx, "gold", reseller.Operator); !errors.Is(err, reseller.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		var said []string
		for _, r := range must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Page: reseller.Page{Limit: 100}})) {
			if strings.Contains(r.Action, "price") {
				said = append(said, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", r.Account, r.Action, r.Object, r.Detail)))
			}
		}
		slices.Reverse(said)
		equal(t, "records", strings.Join(said, "\n"), strings.Join([]string{
			"0 price_group.add silver", "0 price_group.add gold",
			fmt.Sprint(a.ID, " account.price_group a@example.com gold, was none"), fmt.Sprint(b.ID, " account.price_group b@example.com gold, was none"),
			"0 price.set com renew 1 years: net 100, cost 0 SEK", "0 price.set gold/com renew 1 years: net 90, cost 0 SEK",
			"0 price.plan gold/com renew 1 years in SEK from 2026-03-02T00:00:00Z: net 95, cost 0",
			fmt.Sprint(a.ID, " account.price_group a@example.com none, was gold"),
			"0 price.cancel gold/com renew 1 years in SEK from 2026-03-02T00:00:00Z: net 95, cost 0",
			fmt.Sprint(b.ID, " account.price_group b@example.com none, was gold"),
			"0 price.remove gold/com renew 1 years: net 90, cost 0 SEK", "0 price_group.remove gold",
		}, "\n"))
	})
}

// Who pays a list hears of what is planned for it, and nobody else; so does who comes to pay it.
func TestAccountsHearOfWhatIsPlannedForTheirGroup(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		plain, gold, own := h.account("plain@example.com", 0), h.account("gold@example.com", 0), h.account("own@example.com", 0)
		h.groups("gold")
		ok(t, h.moves(gold, "gold"))
		ok(t, h.moves(own, "gold"))
		ok(t, h.SetPrices(h.ctx, []reseller.Price{renewing(0, 100), ofGroup("gold", 90), renewing(own.ID, 80)}, reseller.Operator))
		all := func(want string) {
			t.Helper()
			equal(t, "told plain | gold | own", strings.Join([]string{h.told(plain), h.told(gold), h.told(own)}, " | "), want)
		}
		h.plan(midnight, ofGroup("gold", 95))
		all(" | planned 1 | ")
		h.plan(midnight, renewing(0, 110))
		all("planned 1 | planned 1 | ")
		for _, a := range []reseller.Account{plain, gold, own} {
			coming := must[[]reseller.ComingPrice](t)(h.ComingPrices(h.ctx, must[reseller.Account](t)(h.Account(h.ctx, a.ID))))
			switch a.ID {
			case own.ID:
				equal(t, "coming to who has its own", len(coming), 0)
			case gold.ID:
				equal(t, "coming to the group", fmt.Sprint(len(coming), coming[0].Was.Net, coming[0].Will.Net), "1 90 95")
			default:
				equal(t, "coming to everybody", fmt.Sprint(len(coming), coming[0].Was.Net, coming[0].Will.Net), "1 100 110")
			}
		}
		ok(t, h.moves(plain, "gold")) // 95 comes in place of 110
		ok(t, h.moves(own, ""))
		all("planned 1, planned 1 | planned 1 | ")
		ok(t, h.PlanPrices(h.ctx, []reseller.PlannedPrice{{Price: ofGroup("gold", 0), From: midnight.AddDate(0, 0, 1), Removed: true}}, reseller.Operator))
		all("planned 1, planned 1, planned 1 | planned 1, planned 1 | ")
		like := reseller.PlannedPrice{Price: reseller.Price{TLD: "com"}}
		must[[]reseller.PlannedPrice](t)(h.CancelPlannedPrices(h.ctx, like, "", reseller.Operator))
		all("planned 1, planned 1, planned 1 | planned 1, planned 1 | ") // nobody would have paid 110
		ok(t, h.moves(gold, ""))
		all("planned 1, planned 1, planned 1 | planned 1, planned 1, cancelled 95 | ")

		h.clock.pass(36 * time.Hour)
		equal(t, "applied", h.applied(), 2)
		for a, want := range map[*reseller.Account]int64{&plain: 100, &gold: 100, &own: 80} {
			equal(t, a.Email+" pays", h.paid(*a), want)
		}
	})
}

// Two operators who were shown the same confirm at once, where nothing was there or planned yet: one of them is refused.
func TestTwoWhoPlanAtOnceDoSoOneAfterTheOther(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.groups("gold")
		other := another(t, h.url, h.clock)
		seen := errors.New("something else is there by now")
		for round := range 5 {
			day := midnight.AddDate(0, 0, round)
			owner := []reseller.ListOwner{{}, reseller.GroupList("gold")}[round%2]
			outcomes := atOnce(6, func(i int) error {
				return []*house{h, other}[i%2].PlanPricesAs(h.ctx, owner, []string{"com"}, day, func(held, _ []reseller.Price) ([]reseller.PlannedPrice, error) {
					if slices.ContainsFunc(held, func(p reseller.Price) bool { return p.Currency == "SEK" && p.Years == round+1 }) {
						return nil, seen
					}
					p := renewing(0, int64(100+i))
					p.Owner, p.Years = owner, round+1
					return []reseller.PlannedPrice{{Price: p, From: day}}, nil
				}, reseller.Operator)
			})
			done := 0
			for _, err := range outcomes {
				switch {
				case err == nil:
					done++
				case !errors.Is(err, seen):
					t.Errorf("round %d: %v", round, err)
				}
			}
			equal(t, fmt.Sprint("planned in round ", round), done, 1)
		}
	})
}
