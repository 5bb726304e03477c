package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"nameyard/reseller"
	"nameyard/store/storetest"
)

// BenchmarkPurchase opens a registration that a caller asks for and ends it as done, for eight accounts side by side, without spend caps and with them.
func BenchmarkPurchase(b *testing.B) {
	for engine, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLitePath, "mariadb": storetest.MariaDB} {
		for what, most := range map[string]*int64{"free": nil, "capped": new(int64(1 << 40))} {
			b.Run(engine+"/"+what, func(b *testing.B) {
				h := open(b, url(b))
				var accounts []reseller.Account
				for i := range 8 {
					a := h.account(fmt.Sprintf("%d@example.com", i), 1<<40)
					h.capAccount(a, most)
					accounts = append(accounts, a)
				}
				var n atomic.Int64
				b.SetParallelism(4)
				b.RunParallel(func(p *testing.PB) {
					for p.Next() {
						i := n.Add(1)
						o, err := h.OpenPurchase(h.ctx, asked(h.registration(accounts[i%8], reseller.NameOf(fmt.Sprintf("n%d.com", i), "com"))))
						if err != nil {
							b.Error(err)
							return
						}
						h.done(o)
					}
				})
			})
		}
	}
}
