package store_test

import (
	"fmt"
	"testing"

	"nameyard/reseller"
	"nameyard/store/storetest"
)

// longList is a price list of many TLDs.
func longList(tlds int) (list []reseller.Price) {
	for tld := range tlds {
		for years := 1; years <= 10; years++ {
			for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpRenew} {
				list = append(list, reseller.Price{TLD: fmt.Sprintf("t%d", tld), Currency: "SEK", Operation: op, Years: years, Net: int64(1000 * years)})
			}
		}
	}
	return list
}

// BenchmarkPrices reads what one thing costs an account without a group, as every purchase does, and all that it pays.
func BenchmarkPrices(b *testing.B) {
	for engine, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLitePath, "mariadb": storetest.MariaDB} {
		h := open(b, url(b))
		a := h.account("a@example.com", 0)
		ok(b, h.SetPrices(h.ctx, longList(90), reseller.Operator))
		b.Run(engine+"/one", func(b *testing.B) {
			for b.Loop() {
				must[reseller.AccountPrice](b)(h.Price(h.ctx, a, "t7", reseller.OpRenew, 1))
			}
		})
		b.Run(engine+"/all", func(b *testing.B) {
			for b.Loop() {
				must[[]reseller.AccountPrice](b)(h.AccountPrices(h.ctx, a))
			}
		})
	}
}

// BenchmarkPlanning plans a new price list where fifty accounts have a price of their own on it.
func BenchmarkPlanning(b *testing.B) {
	h := open(b, storetest.SQLitePath(b))
	list := longList(90)
	ok(b, h.SetPrices(h.ctx, list, reseller.Operator))
	for i := range 50 {
		own := list[i]
		own = ownedBy(own, h.account(fmt.Sprintf("%d@example.com", i), 0))
		ok(b, h.SetPrices(h.ctx, []reseller.Price{own}, reseller.Operator))
	}
	day := 0
	for b.Loop() {
		day++
		planned := make([]reseller.PlannedPrice, len(list))
		for i, p := range list {
			p.Net += int64(day)
			planned[i] = reseller.PlannedPrice{Price: p, From: midnight.AddDate(0, 0, 1)}
		}
		ok(b, h.PlanPrices(h.ctx, planned, reseller.Operator))
	}
}

func ownedBy(p reseller.Price, a reseller.Account) reseller.Price {
	p.Owner = reseller.OwnList(a.ID)
	return p
}
