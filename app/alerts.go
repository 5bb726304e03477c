package app

import (
	"context"
	"maps"
	"time"

	"nameyard/alerts"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/safely"
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

// facts are what alerts are made of, as far as this process knows and the database tells of the others.
func (a *App) facts(ctx context.Context) (facts alerts.Facts, err error) {
	figures, err := a.Store.Figures(ctx)
	if err != nil {
		return facts, err
	}
	facts = alerts.Facts{
		Now: a.Clock.Wall(), Started: a.started, BackupsEvery: a.backupsEvery, MailsSince: figures.Mails.Oldest, PostsSince: figures.Posts.Oldest,
	}
	if facts.FailingJobs, err = a.failingJobs(ctx); err != nil {
		return facts, err
	}
	verified, err := operator.Books{Store: a.Store}.LastVerify(ctx)
	if err != nil {
		return facts, err
	}
	facts.Breaches = verified.Found.Breaches()
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
	if err == nil {
		facts.Needing = needing[reseller.NeedsDecision]
		err = a.paymentFacts(ctx, &facts)
	}
	if err == nil && a.publishing.Signer != nil {
		_, facts.DNSSECLate, err = a.Store.NamesSigning(ctx, a.Clock.Now().Add(-signingLate))
	}
	return facts, err
}

// paymentFacts tells facts of card payments, where there are some.
func (a *App) paymentFacts(ctx context.Context, facts *alerts.Facts) (err error) {
	if a.Payments == nil {
		return nil
	}
	facts.PaymentsForTests = !a.HasSandbox && !a.Payments.Live()
	if facts.PaymentsNeeding, err = a.Store.PaymentsNeedingYou(ctx); err != nil {
		return err
	}
	paused, err := a.Store.TopUps(ctx, true)
	for _, t := range paused {
		if t.PausedByRestore() {
			facts.TopUpsPaused++
		}
	}
	return err
}

// failingJobs are the jobs of this server whose last run failed, whichever server ran it, and why.
func (a *App) failingJobs(ctx context.Context) (map[string]string, error) {
	runs, err := a.Store.JobRuns(ctx)
	failing, succeeded := a.metrics.failingJobs()
	for _, j := range a.Jobs.Jobs() {
		_, fails := failing[j.Name]
		if r := runs[j.Name]; !fails && r.Failing() && r.Failed.After(succeeded[j.Name]) {
			failing[j.Name] = r.Problem
		}
	}
	return failing, err
}

// alert tells the operator of what needs a person: in the log when it begins, by mail once a day. The table of jobs runs it once at a time.
func (a *App) alert(ctx context.Context) error {
	facts, err := a.facts(ctx)
	if err != nil {
		return err
	}
	raised := map[string]bool{}
	for _, found := range alerts.Check(facts) {
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

// failingJobs are the jobs whose last run in this process failed, and why; and when the others last ended well in it.
func (m *metrics) failingJobs() (map[string]string, map[string]time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.failing), maps.Clone(m.succeeded)
}
