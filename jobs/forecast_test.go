package jobs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/reseller"
)

// What a forecast adds up is what the renewals then charge, name by name and day by day: on random books with prices that change at any hour,
// an account's own prices, names that are not renewed, are invoiced already, renewed ahead, renewed right now, on hold or not on the list, accounts
// in two currencies, and taxes.
func TestForecastIsWhatRenewalsThenCharge(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) { newGuess(t, engine, seed).holds() })
		})
	}
}

// guess is a random book, with a way to renew what is due.
type guess struct {
	*apptest.Env
	random   *rand.Rand
	accounts []reseller.Account
	days     int
}

// newGuess makes the book.
func newGuess(t *testing.T, engine apptest.Engine, seed uint64) *guess {
	t.Helper()
	tlds := []string{"com", "se", "nu"}
	e := apptest.New(t, engine, apptest.WithAccount(reseller.Account{Email: "one@example.com", Name: "One", Currency: "USD", Language: "en", TaxRatePPM: 81_000}, 900_000_00),
		apptest.WithPrices(slices.Concat(apptest.Prices("USD", 1013, tlds...), apptest.Prices("SEK", 9907, tlds...))))
	g := &guess{Env: e, random: rand.New(rand.NewPCG(seed, 1)), days: 90}
	g.accounts = []reseller.Account{e.Account, e.AddAccount(reseller.Account{Email: "two@example.com", Name: "Two", Currency: "SEK", Language: "sv", TaxRatePPM: 250_000}, 900_000_00)}
	for i, a := range g.accounts {
		g.accounts[i] = e.PutInGroup(a, "gold")
	}
	for n := range 16 {
		e.Account = g.accounts[n%2]
		d := e.Register(fmt.Sprintf("name%d.%s", n, tlds[g.random.IntN(3)]), func(d *reseller.Desired) { d.AutoRenew = g.random.IntN(8) > 0 })
		e.Clock.Move(time.Duration(g.random.IntN(4*24)) * time.Hour)
		if g.random.IntN(8) == 0 {
			e.Renew(d, 1)
		}
		if n%5 == 0 {
			e.Change(e.Domain(d.Name.String()), reseller.OrderHold, "hold", reseller.Desired{Hold: new(true), Why: "abuse"})
		}
	}
	e.Clock.Set(apptest.Begins.Add(reseller.Days(365-60) + time.Duration(g.random.IntN(24))*time.Hour))
	g.plan(tlds)
	return g
}

// plan plans changes of the price list, of a group's and of own prices: about the moments at which renewals will be invoiced, and at any other.
func (g *guess) plan(tlds []string) {
	g.Helper()
	g.SetPrices([]reseller.Price{{Owner: reseller.OwnList(g.accounts[0].ID), TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 707}})
	var planned []reseller.PlannedPrice
	for n := range 16 {
		account := g.accounts[n%2]
		tld, from := tlds[g.random.IntN(3)], g.Clock.Now().Add(time.Duration(1+g.random.IntN(80*24*60))*time.Minute)
		if opens := g.opening(account); n > 3 && opens.at.After(g.Clock.Now().Add(time.Hour)) {
			tld, from = opens.tld, opens.at.Add(time.Duration(g.random.IntN(3)-1)*time.Minute)
		}
		p := reseller.Price{TLD: tld, Currency: account.Currency, Operation: reseller.OpRenew, Years: 1, Net: int64(500 + g.random.IntN(9000))}
		p.Owner = []reseller.ListOwner{{}, {}, reseller.GroupList("gold"), reseller.OwnList(account.ID)}[g.random.IntN(4)]
		change := reseller.PlannedPrice{Price: p, From: from, Removed: !p.Owner.Everybody() && g.random.IntN(2) == 0}
		if change.Removed {
			change.Net = 0
		}
		planned = append(planned, change)
	}
	g.Must(g.Store.PlanPrices(g.Context(), planned, reseller.Operator))
}

// opening is when the window of a renewal opens.
type opening struct {
	tld string
	at  time.Time
}

// opening picks a renewal that an account has before it.
func (g *guess) opening(a reseller.Account) opening {
	g.Helper()
	f, err := g.Orders.LookAhead(g.Context(), a, reseller.ForecastChoice{Days: g.days, Listed: 100})
	g.Must(err)
	r := f.Renewals[g.random.IntN(len(f.Renewals))]
	rules, err := g.Routes.Rules().Lookup(r.Name.TLD())
	g.Must(err)
	return opening{r.Name.TLD(), rules.RenewalOpens(r.PaidThrough)}
}

// holds renews what a forecast has told of, and holds the two against one another.
func (g *guess) holds() {
	g.Helper()
	g.run()
	g.underWay()
	g.Clock.Move(time.Minute)
	until := g.Clock.Now().Add(reseller.Days(g.days))
	var told []reseller.Forecast
	for _, a := range g.accounts {
		f, err := g.Orders.LookAhead(g.Context(), a, reseller.ForecastChoice{Days: g.days, Listed: 100})
		g.Must(err)
		told = append(told, f)
	}
	begun := g.newest()
	for g.Clock.Now().Before(until) {
		due, err := g.Jobs.NextDue(g.Context())
		g.Must(err)
		if due.IsZero() || due.After(until) {
			due = until
		}
		if !due.After(g.Clock.Now()) {
			due = g.Clock.Now().Add(time.Hour)
		}
		g.Clock.Set(due)
		g.run()
	}
	for i, f := range told {
		g.compare(f, g.accounts[i], begun)
	}
	g.Unclean = true // the clock has stepped over the registry's own work
}

// run does what the jobs do of renewals, and waits for it.
func (g *guess) run() {
	g.Helper()
	g.Must(g.Jobs.Run(g.Context(), jobs.AutoRenew))
	g.Drain()
}

// underWay has the account itself order the renewal of a name: it is paid already.
func (g *guess) underWay() {
	g.Helper()
	for _, a := range g.accounts {
		f, err := g.Orders.LookAhead(g.Context(), a, reseller.ForecastChoice{Days: g.days, Listed: 1})
		g.Must(err)
		for _, r := range f.Renewals {
			d, err := g.Store.DomainByID(g.Context(), r.DomainID)
			g.Must(err)
			_, err = g.Orders.Buy(g.Context(), orders.Request{
				Caller: reseller.Caller{Account: a}, Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: r.Years}, AnswerBy: g.Clock.Wall().Add(time.Minute),
			})
			g.Must(err)
		}
	}
}

// newest is the id of the newest order.
func (g *guess) newest() int64 {
	g.Helper()
	newest, err := g.Store.SearchOrders(g.Context(), reseller.OrderSearch{Page: reseller.Page{Limit: 1}})
	g.Must(err)
	return newest[0].ID
}

// compare holds what was charged for terms that a forecast has told of against what it said.
func (g *guess) compare(f reseller.Forecast, a reseller.Account, after int64) {
	g.Helper()
	all, err := g.Store.SearchOrders(g.Context(), reseller.OrderSearch{Account: a.ID, Kind: reseller.OrderRenew, Page: reseller.Page{OldestFirst: true, After: after, Limit: 1000}})
	g.Must(err)
	charged, days, n := map[int64]int64{}, map[time.Time]int64{}, 0
	for _, o := range all {
		if o.State != reseller.OrderDone {
			g.Errorf("the renewal of %s is %s: %s", o.Name, o.State, o.Reason)
		}
		charged[o.DomainID] = o.Charge.Total()
		days[o.CreatedAt.UTC().Truncate(reseller.Days(1))] += o.Charge.Total()
		n++
	}
	var total int64
	for _, r := range f.Renewals {
		if charged[r.DomainID] != r.Charge.Total() {
			g.Errorf("%s, paid through %s: foreseen %d, charged %d", r.Name, r.PaidThrough, r.Charge.Total(), charged[r.DomainID])
		}
	}
	for _, d := range f.Days {
		if total += d.Total; days[d.Day] != d.Total {
			g.Errorf("%s on %s: foreseen %d, charged %d", a.Email, d.Day.Format(time.DateOnly), d.Total, days[d.Day])
		}
	}
	if n != f.Count || total != f.Total || f.Count == 0 || f.Unpriced != 0 {
		g.Errorf("%s: foreseen are %d, %d in all, %d of them without a price; %d were charged", a.Email, f.Count, f.Total, f.Unpriced, n)
	}
}
