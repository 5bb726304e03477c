package reseller

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPricesOfADayAreThoseOfTodayWithWhatIsPlanned(t *testing.T) {
	t.Parallel()
	newYear := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	price := func(account int64, op Operation, net int64) Price {
		return Price{Owner: OwnList(account), TLD: "com", Currency: "USD", Operation: op, Years: 1, Net: net}
	}
	from := func(days int, p Price) PlannedPrice { return PlannedPrice{Price: p, From: newYear.AddDate(0, 0, days)} }
	gone := func(days int, p Price) PlannedPrice {
		return PlannedPrice{Price: p, From: newYear.AddDate(0, 0, days), Removed: true}
	}
	today := []Price{price(7, OpRenew, 90), price(0, OpRenew, 100), price(0, OpTransfer, 50), price(0, OpRegister, 80)}
	planned := []PlannedPrice{
		gone(20, price(7, OpRenew, 0)), from(10, price(0, OpRenew, 130)), from(0, price(0, OpRenew, 120)), // in no order
		from(0, price(0, OpRegister, 80)), gone(10, price(0, OpTransfer, 0)), from(30, price(0, OpRestore, 500)),
	}
	said := func(at time.Time) string {
		var words []string
		for _, p := range AccountPrices(PricesOn(today, planned, at)) {
			words = append(words, fmt.Sprint(p.Operation, " ", p.Net))
		}
		return strings.Join(words, ", ")
	}
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{newYear.Add(-time.Microsecond), "register 80, renew 90, transfer 50"},
		{newYear, "register 80, renew 90, transfer 50"},
		{newYear.AddDate(0, 0, 10), "register 80, renew 90"},
		{newYear.AddDate(0, 0, 20), "register 80, renew 130"},
		{newYear.AddDate(1, 0, 0), "register 80, renew 130, restore 500"},
	} {
		if got := said(c.at); got != c.want {
			t.Errorf("on %s it pays %s, want %s", c.at, got, c.want)
		}
	}
	sum := func(p *AccountPrice) string {
		if p == nil {
			return "none"
		}
		return fmt.Sprint(p.Net)
	}
	for account, want := range map[int64]string{
		7: "transfer 50 none 11, renew 90 130 21, restore none 500 31", // its own price hides the list's until it goes
		8: "renew 100 120 1, renew 120 130 11, transfer 50 none 11, restore none 500 31",
	} {
		var words []string
		var held []Price
		var ahead []PlannedPrice
		for _, p := range today {
			if p.Owner.Everybody() || p.Owner == OwnList(account) {
				held = append(held, p)
			}
		}
		for _, p := range planned {
			if p.Owner.Everybody() || p.Owner == OwnList(account) {
				ahead = append(ahead, p)
			}
		}
		for _, c := range ComingPrices(held, ahead) {
			words = append(words, fmt.Sprint(c.Operation, " ", sum(c.Was), " ", sum(c.Will), " ", c.From.YearDay()))
		}
		if got := strings.Join(words, ", "); got != want {
			t.Errorf("to account %d comes %s, want %s", account, got, want)
		}
	}
}
