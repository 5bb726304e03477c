package orders_test

import (
	"fmt"
	"sync"
	"testing"

	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
)

// TestHundredEqualRequestsAtOnceHaveOneEffectAndOneAnswer is T08 for every kind that costs money: a hundred callers send the same
// request at once; the registry acts once, one order is charged, and all hundred are answered with it.
func TestHundredEqualRequestsAtOnceHaveOneEffectAndOneAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range crafts {
		if !c.kind.Additive() {
			continue
		}
		t.Run(string(c.kind), func(t *testing.T) {
			t.Parallel()
			onEach(t, 1_000_000, func(t *testing.T, o *env) {
				r := c.prepare(o, "loved")
				before := o.effects(c.effect, r.Name)
				available, _ := o.balance()
				var mu sync.Mutex
				answers := map[int64]int{}
				var last orders.Result
				atOnce(100, func(int) {
					res, err := o.Orders.Buy(o.ctx, r)
					mu.Lock()
					defer mu.Unlock()
					if err != nil {
						t.Errorf("one of a hundred is answered %v", err)
						return
					}
					answers[res.Order.ID]++
					last = res
				})
				if len(answers) != 1 || answers[last.Order.ID] != 100 {
					t.Errorf("the orders and how many were answered with them: %v, want one for all", answers)
				}
				if c.kind != reseller.OrderTransfer { // its effect comes when the losing registrar's time is over
					o.Must(orders.Verdict(last.Order))
					if n := o.effects(c.effect, r.Name) - before; n != 1 {
						t.Errorf("the registry acted %d times, want once", n)
					}
				}
				now, held := o.balance()
				if spent := available - now; spent != last.Order.Charge.Total() || held > spent {
					t.Errorf("%d were spent and %d are held, want one charge of %d", spent, held, last.Order.Charge.Total())
				}
			})
		})
	}
}

// TestFirstTwoSpendsOfAHundredNewAccountsOverdrawNone is T05: a new account's balance is funded for one order, and its first two
// come at once; a lock on a row that is not there yet would hold nothing.
func TestFirstTwoSpendsOfAHundredNewAccountsOverdrawNone(t *testing.T) {
	t.Parallel()
	onEach(t, 0, func(t *testing.T, o *env) {
		card := scorecard.Open(t, scorecard.Item{ID: "T05", Fault: "the first two spends of a new account at once", Engine: o.Store.Engine(), Target: "overspends: 0"})
		const accounts = 100
		overspent := 0
		for i := range accounts {
			a := o.newAccount(fmt.Sprintf("new%d@example.com", i), 0)
			var mu sync.Mutex
			won := 0
			atOnce(3, func(n int) {
				if n == 2 {
					o.Must(o.Store.MoveCredit(o.ctx, a, 1000, "first of "+a.Email, "first"))
					return
				}
				r := o.registration(fmt.Sprintf("first%d-%d", i, n))
				r.Caller.Account = a
				res, err := o.Orders.Buy(o.ctx, r)
				mu.Lock()
				defer mu.Unlock()
				if err == nil && orders.Verdict(res.Order) == nil {
					won++
				} else if err != nil && !reseller.IsKind(err, reseller.KindFunds) {
					t.Errorf("neither bought nor short of credit: %v", err)
				}
			})
			if won > 1 {
				overspent++
			}
		}
		card.Put("new accounts", accounts)
		card.Put("overspends", overspent)
		if overspent > 0 {
			t.Errorf("%d of %d new accounts spent more than they had", overspent, accounts)
		}
	})
}

// TestOneNameByTwoResellersFiftyTimes is T12: of two accounts that want one name at the same time one gets it, and the other is
// not charged.
func TestOneNameByTwoResellersFiftyTimes(t *testing.T) {
	t.Parallel()
	onEach(t, 500_000, func(t *testing.T, o *env) {
		other := o.newAccount("other@example.com", 500_000)
		atOnce(50, func(i int) {
			var mu sync.Mutex
			won := 0
			atOnce(2, func(n int) {
				r := o.registration(fmt.Sprintf("pair%d", i))
				if n == 1 {
					r.Caller.Account = other
				}
				res, err := o.Orders.Buy(o.ctx, r)
				mu.Lock()
				defer mu.Unlock()
				switch e := reseller.AsError(err); {
				case err == nil && orders.Verdict(res.Order) == nil:
					won++
				case e == nil || e.Code != reseller.CodeNotAvailable:
					t.Errorf("pair %d: the loser is answered %v", i, err)
				}
			})
			if won != 1 {
				t.Errorf("pair %d: %d winners", i, won)
			}
		})
		a, held := o.balance()
		b, err := o.Store.Balance(o.ctx, other.ID)
		o.Must(err)
		if spent := 1_000_000 - a - b.Available; spent != 50*1000 || held != 0 || b.Held != 0 {
			t.Errorf("50 pairs spent %d together, want the price of 50 names", spent)
		}
	})
}
