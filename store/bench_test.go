package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"nameyard/reseller"
	"nameyard/store/storetest"
)

// BenchmarkPurchase opens a registration and ends it as done, for eight accounts side by side.
func BenchmarkPurchase(b *testing.B) {
	for engine, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLitePath, "mariadb": storetest.MariaDB} {
		b.Run(engine, func(b *testing.B) {
			h := open(b, url(b))
			var accounts []reseller.Account
			for i := range 8 {
				accounts = append(accounts, h.account(fmt.Sprintf("%d@example.com", i), 1<<40))
			}
			var n atomic.Int64
			b.SetParallelism(4)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					i := n.Add(1)
					o, err := h.OpenPurchase(h.ctx, h.registration(accounts[i%8], reseller.NameOf(fmt.Sprintf("n%d.com", i), "com")))
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
