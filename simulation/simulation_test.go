package simulation_test

import (
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

// TestTenYearsMissAndDoubleNoRenewal is T44 to T49: ten years in which people top up, withdraw, toggle auto-renew, renew by hand,
// register and delete (T48), under registries with different renewal windows (T49), over leap days and year ends (T47), while
// the server is down for an hour up to 45 days (T45), its clock is set wrong and right again, also in the middle of a job
// (T46), and the registry loses answers and commands, acts late or is away. No renewal is missed, none comes early or twice,
// each term has one invoice, and verify agrees.
func TestTenYearsMissAndDoubleNoRenewal(t *testing.T) {
	t.Parallel()
	for engine, url := range databases {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			p := plan{seed: scorecard.Seed(t), names: 30, accounts: 3, years: 10, pause: 6 * time.Hour}
			if engine == "mariadb" {
				p.names, p.years = 12, 3
			}
			if scorecard.Long() {
				p.names, p.accounts, p.pause = 200, 8, time.Hour
			}
			lives(t, engine, url, p, scorecard.Budget(0.2, 0))
		})
	}
}

// TestTenThousandNamesForTenYears is T44 in full, in the long form only.
func TestTenThousandNamesForTenYears(t *testing.T) {
	if !scorecard.Long() {
		t.Skip("only in the long form: make torture")
	}
	p := plan{seed: scorecard.Seed(t), names: 10_000, accounts: 50, years: 10, pause: 12 * time.Hour}
	lives(t, "sqlite", databases["sqlite"], p, 0)
}

// lives lives through one life after the other, each with the next seed, until the budget is used up.
func lives(t *testing.T, engine string, url func(testing.TB) string, p plan, budget time.Duration) {
	t.Helper()
	card := scorecard.Open(t, scorecard.Item{
		ID: "T44–T49", Fault: p.fault(), Engine: engine,
		Target: "renewals missed, early, doubled: 0; invoices per term: 1",
	})
	card.Seed(p.seed)
	var total verdict
	var done stats
	seeds, years, began := 0, 0, time.Now()
	for {
		w := newWorld(t, url(t), p)
		w.live()
		v := w.judge()
		w.check(v)
		seeds, years = seeds+1, years+p.years
		total.renewals, total.early, total.double = total.renewals+v.renewals, total.early+v.early, total.double+v.double
		total.invoicedTwice += v.invoicedTwice
		done.missed, done.steps, done.downs, done.skews, done.faults = done.missed+w.stats.missed, done.steps+w.stats.steps, done.downs+w.stats.downs, done.skews+w.stats.skews, done.faults+w.stats.faults
		if t.Failed() || time.Since(began) > budget {
			break
		}
		p.seed++
	}
	card.Put("seeds", seeds)
	card.Put("virtual years", years)
	card.Put("names", p.names)
	card.Put("virtual years per second", float64(years)/time.Since(began).Seconds())
	card.Put("steps", done.steps)
	card.Put("renewals", total.renewals)
	card.Put("missed", done.missed)
	card.Put("early", total.early)
	card.Put("doubled", total.double)
	card.Put("terms invoiced twice", total.invoicedTwice)
	card.Put("server down", done.downs)
	card.Put("clock set", done.skews)
	card.Put("registry faults", done.faults)
}

// check fails the test for what a life must not come to.
func (w *world) check(v verdict) {
	w.t.Helper()
	if v.breaches != "" {
		w.t.Errorf("seed %d: verify finds breaches:\n%s", w.plan.seed, v.breaches)
	}
	if v.early+v.double+v.invoicedTwice+v.unfinished > 0 {
		w.t.Errorf("seed %d: %d renewals came early, %d doubled, %d terms were invoiced twice, %d orders are unfinished, want none", w.plan.seed,
			v.early, v.double, v.invoicedTwice, v.unfinished)
	}
	now, _ := w.clocks.read()
	for _, a := range w.accounts {
		for _, d := range w.unrenewed(a.ID, now.Add(-cycle)) {
			w.t.Errorf("seed %d: %s is paid through %s only, with all the credit it needs", w.plan.seed, d.Name, d.PaidThrough)
		}
	}
	w.checkLost()
	if v.renewals < w.plan.names*w.plan.years/10 {
		w.t.Errorf("seed %d: %d renewals in %d years of %d names: the life is not worth looking at", w.plan.seed, v.renewals, w.plan.years, w.plan.names)
	}
	w.t.Logf("seed %d: %+v; %d renewals, %d refused, %d terms invoiced, %d invoices cancelled", w.plan.seed, w.stats, v.renewals, v.refused, v.terms, v.cancelled)
}

// TestEqualSeedsMakeEqualLives is T50: what people do, what breaks and all that comes of it depends on the seed alone.
func TestEqualSeedsMakeEqualLives(t *testing.T) {
	t.Parallel()
	card := scorecard.Open(t, scorecard.Item{ID: "T50", Fault: "the same seed again", Engine: "sqlite", Target: "distinct traces per seed: 1"})
	p := plan{seed: scorecard.Seed(t), names: 10, accounts: 2, years: 3, pause: 6 * time.Hour, orderly: true}
	runs := 2
	if scorecard.Long() {
		runs, p.years, p.names = 100, 5, 20
	}
	card.Seed(p.seed)
	traces := map[string]int{}
	for range runs {
		w := newWorld(t, databases["sqlite"](t), p)
		w.live()
		v := w.judge()
		w.check(v)
		traces[v.trace]++
	}
	card.Put("runs", runs)
	card.Put("distinct traces", len(traces))
	if len(traces) != 1 {
		t.Errorf("seed %d made %d different lives in %d runs", p.seed, len(traces), runs)
	}
	p.seed++
	other := newWorld(t, databases["sqlite"](t), p)
	other.live()
	if v := other.judge(); traces[v.trace] > 0 {
		t.Errorf("seeds %d and %d make the same life: the trace shows nothing", p.seed-1, p.seed)
	}
}

// fault says in a few words what a life is exposed to.
func (p plan) fault() string {
	if p.wired {
		return "years of virtual time with downtime, wrong clocks, faults and fickle people, over EPP"
	}
	return "ten years of virtual time with downtime, wrong clocks, faults and fickle people"
}
