package recovery_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// env is a whole Nameyard with a backup of its books. Its account has USD 1,000.00 to begin with; a year costs 10.00.
type env struct {
	*apptest.Env
	file string // the backup's
}

// onBoth tells a story on each engine.
func onBoth(t *testing.T, story func(e *env), options ...apptest.Option) {
	t.Helper()
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		story(&env{Env: apptest.New(t, engine, options...)})
	})
}

// backup keeps the books as they are now.
func (e *env) backup() {
	e.Helper()
	e.file = filepath.Join(e.TempDir(), "books.nyb")
	_, err := e.Store.Backup(e.Context(), e.file, "test", nil)
	e.Must(err)
}

// restore restores the backup, below a registry that has moved on, and waits until nothing that was sent before may still take effect.
func (e *env) restore() {
	e.Helper()
	e.restoreNow()
	e.later(e.Orders.SettleTime() + time.Second)
}

// restoreNow restores the backup, and has a server start with it: Reconcile runs before anything else.
func (e *env) restoreNow() {
	e.Helper()
	_, err := e.Store.Restore(e.Context(), store.RestoreOrders{Path: e.file, Replace: true, Leader: jobs.LeaderLease})
	e.Must(err)
	e.Must(e.Jobs.Run(e.Context(), jobs.Reconcile))
}

// compare runs the comparison as the job does, and wants these findings in the end: "kind name", sorted.
func (e *env) compare(want ...string) {
	e.Helper()
	e.startJobs()
	e.wantFindings(want...)
}

// startJobs runs what a server runs at its start, in this order.
func (e *env) startJobs() {
	e.Helper()
	e.Must(e.Jobs.Run(e.Context(), jobs.Reconcile))
	e.Must(e.Jobs.Run(e.Context(), jobs.AfterRestore))
}

func (e *env) wantFindings(want ...string) {
	e.Helper()
	var got []string
	for _, f := range e.findings() {
		got = append(got, string(f.Kind)+" "+f.Name)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		e.Errorf("found %q, want %q", got, want)
	}
}

func (e *env) last() reseller.Restore {
	e.Helper()
	r, err := e.Store.LastRestore(e.Context())
	e.Must(err)
	return r
}

func (e *env) findings() []reseller.Finding {
	e.Helper()
	list, err := e.Store.Findings(e.Context(), e.last().ID, 0, 1000)
	e.Must(err)
	return list
}

// detail is what the finding of a name says.
func (e *env) detail(name string) string {
	e.Helper()
	var all []string
	for _, f := range e.findings() {
		if f.Name == name {
			all = append(all, f.Detail)
		}
	}
	return strings.Join(all, "\n")
}

func (e *env) wantSelling(want bool) {
	e.Helper()
	if state := e.last().State; (state == reseller.RestoreDone) != want {
		e.Errorf("the restore is %s", state)
	}
}

// over is a server of the story's that has this way to the registry.
func (e *env) over(conn registry.Connector) *app.App {
	e.Helper()
	return e.Another("other", func(c *app.Config) { c.Connectors = map[string]registry.Connector{app.SandboxConnector: conn} })
}

// compareOn runs the comparison on another server.
func (e *env) compareOn(a *app.App) error {
	e.Helper()
	e.Must(a.Jobs.Run(e.Context(), jobs.Reconcile))
	return a.Jobs.Run(e.Context(), jobs.AfterRestore)
}

// day puts business time to noon of a date and has the registry do what is due.
func (e *env) day(date string) {
	e.Helper()
	at, err := time.Parse(time.DateOnly, date)
	e.Must(err)
	e.Clock.Set(at.Add(12 * time.Hour))
	e.Must(e.Sandbox.Tick(e.Context()))
}

// later moves business time and the wall's.
func (e *env) later(d time.Duration) {
	e.Clock.Move(d)
	e.Clock.Outwait(d)
}

func (e *env) deletes(full string) {
	e.Helper()
	e.Change(e.Domain(full), reseller.OrderDelete, "delete", reseller.Desired{})
}

// lost is a name's row in the lost-and-found account.
func (e *env) lost(full string) reseller.Domain {
	e.Helper()
	account, err := e.Store.AccountByEmail(e.Context(), reseller.LostAndFound)
	e.Must(err)
	d, err := e.Store.Domain(e.Context(), account.ID, e.NameOf(full))
	e.Must(err)
	return d
}

func (e *env) wantPaidThrough(full, day string) {
	e.Helper()
	if got := e.Domain(full).PaidThrough.Format(time.DateOnly); got != day {
		e.Errorf("%s is paid through %s, want %s", full, got, day)
	}
}

func (e *env) wantState(full string, want reseller.DomainState) {
	e.Helper()
	if got := e.Domain(full); got.State != want {
		e.Errorf("%s is %s (%s), want %s", full, got.State, got.Reason, want)
	}
}

func (e *env) wantBalance(available, held int64) {
	e.Helper()
	b, err := e.Store.Balance(e.Context(), e.Account.ID)
	e.Must(err)
	if b.Available != available || b.Held != held {
		e.Errorf("credit is %d and %d held, want %d and %d", b.Available, b.Held, available, held)
	}
}

// hooked is the sandbox registry with something that happens once, while it is asked what it shows of a name.
type hooked struct {
	*sandbox.Registry
	once func()
}

func (r *hooked) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, name)
	if once := r.once; once != nil {
		r.once = nil
		once()
	}
	return shown, err
}

// silent is the sandbox registry behind a connector that keeps no log, as EPP registries do not. What it shows can be changed.
type silent struct {
	registry.Connector
	shows func(*registry.Registration)
}

func (r silent) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Connector.Info(ctx, name)
	if r.shows != nil {
		r.shows(&shown)
	}
	return shown, err
}
