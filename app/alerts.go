package app

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"nameyard/alerts"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/verify"
)

// needingShown bounds how many unfinished orders are looked at.
const needingShown = 1000

// needingOperator counts the orders that the server does not end by itself, among the newest unfinished ones, by what they need.
func (a *App) needingOperator(ctx context.Context) (map[reseller.Need]int, error) {
	unfinished, err := a.Store.SearchOrders(ctx, reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: needingShown}})
	needing := map[reseller.Need]int{}
	for _, o := range unfinished {
		if look := a.Orders.Outlook(o); look.NeedsOperator() {
			needing[look.Needs]++
		}
	}
	return needing, err
}

// waitingAtRegistries tells facts which registries want the operator to pay in or to resume them, where an order waits for that.
func (a *App) waitingAtRegistries(ctx context.Context, facts *alerts.Facts, needing map[reseller.Need]int) error {
	if needing[reseller.NeedsPayment]+needing[reseller.NeedsResume] == 0 {
		return nil
	}
	states, err := operator.Registries{Store: a.Store, Routes: a.Routes, Clock: a.Clock}.Overview(ctx)
	facts.RegistriesUnpaid, facts.RegistriesPaused = map[string]alerts.Funds{}, map[string]int64{}
	for _, s := range states {
		if s.Queue.NoFunds > 0 {
			facts.RegistriesUnpaid[s.Name] = alerts.Funds{Has: inWords(s.Has()), Needs: inWords(s.MayCost())}
		}
		if s.Pause != nil && s.Queue.Orders > 0 {
			facts.RegistriesPaused[s.Name] = s.Queue.Orders
		}
	}
	return err
}

// inWords writes an amount; "" if it is none, or not known.
func inWords(m reseller.Money) string {
	if m.Currency == "" {
		return ""
	}
	return m.String()
}

// verifyBooks is the nightly job: a breach is logged, counted and told to the operator.
func (a *App) verifyBooks(ctx context.Context) error {
	snapshot, err := a.Store.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	report, err := verify.Run(ctx, snapshot, a.Routes.Connectors())
	if err != nil {
		return fmt.Errorf("the books could not be read to the end: %w", err)
	}
	var breaches int64
	var broken []string
	for _, i := range report.Invariants {
		if breaches += i.Breaches; i.Breaches > 0 {
			broken = append(broken, i.ID)
			a.Log.Error("the books break a rule", "invariant", i.ID, "title", i.Title, "breaches", i.Breaches, "examples", i.Examples)
		}
	}
	a.metrics.verifiedWith(breaches)
	if breaches > 0 {
		return fmt.Errorf("%d breaches of %s: \"nameyard verify\" shows them, docs/verify.md says what to do", breaches, strings.Join(broken, ", "))
	}
	return nil
}

// wrong is what needs a person now, as far as this process knows.
func (a *App) wrong(ctx context.Context) ([]alerts.Alert, error) {
	figures, err := a.Store.Figures(ctx)
	if err != nil {
		return nil, err
	}
	facts := alerts.Facts{
		Now: a.Clock.Wall(), Started: a.started, BackupsEvery: a.backupsEvery, MailsSince: figures.Mails.Oldest, PostsSince: figures.Posts.Oldest,
	}
	facts.FailingJobs, facts.Breaches = a.metrics.failingJobs()
	facts.DiskFree, facts.DiskKnown = a.Store.FreeDisk()
	facts.RegistriesDown = a.seen.down(facts.Now)
	if p := a.zoneMetrics.primary.Load(); p != nil {
		facts.SecondariesSilent, facts.SecondariesBehind = p.Late(a.Clock.Now())
	}
	facts.TooFewNameservers = a.Routes.Rules().TooFewNameservers(len(a.publishing.Platform.Nameservers))
	faults := safely.Seen()
	facts.FaultAt, facts.FaultIn = faults.Last, faults.Work
	facts.NewestBackup, _ = a.metrics.newestBackup()
	needing, err := a.needingOperator(ctx)
	if err == nil {
		err = a.waitingAtRegistries(ctx, &facts, needing)
	}
	if err != nil {
		return nil, err
	}
	facts.Needing = needing[reseller.NeedsDecision]
	if a.Payments != nil {
		facts.PaymentsForTests = !a.HasSandbox && !a.Payments.Live()
		if facts.PaymentsNeeding, err = a.Store.PaymentsNeedingYou(ctx); err != nil {
			return nil, err
		}
		paused, err := a.Store.TopUps(ctx, true)
		if err != nil {
			return nil, err
		}
		for _, t := range paused {
			if t.PausedByRestore() {
				facts.TopUpsPaused++
			}
		}
	}
	if a.publishing.Signer != nil {
		if _, facts.DNSSECLate, err = a.Store.NamesSigning(ctx, a.Clock.Now().Add(-signingLate)); err != nil {
			return nil, err
		}
	}
	return alerts.Check(facts), nil
}

// alert tells the operator of what needs a person: in the log when it begins, by mail once a day. The table of jobs runs it once at a time.
func (a *App) alert(ctx context.Context) error {
	all, err := a.wrong(ctx)
	if err != nil {
		return err
	}
	raised := map[string]bool{}
	for _, found := range all {
		if raised[found.Name] = true; !a.raised[found.Name] {
			a.Log.Warn("this needs a person", "alert", found.Name, "what", found.Words, "page", alerts.Page+"#"+found.Kind())
		}
		if err := a.Notices.Alert(ctx, found.Name, found.Words+". "+found.Todo(), alerts.Page+"#"+found.Kind()); err != nil {
			return err
		}
	}
	a.raised = raised
	return nil
}

// failingJobs are the jobs whose last run in this process failed, and why; and how many breaches the last verify found.
func (m *metrics) failingJobs() (map[string]string, int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.failing), m.breaches
}

func (m *metrics) verifiedWith(breaches int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.breaches, m.verified = breaches, m.app.Clock.Wall()
}
