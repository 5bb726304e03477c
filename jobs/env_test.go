package jobs_test

import (
	"net/netip"
	"os"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// env is a whole Nameyard, whose account pays 25 % tax, with short ways to say what happens and what must be.
type env struct{ *apptest.Env }

// onBoth tells a story on each engine, with an account that has credit in minor units.
func onBoth(t *testing.T, credit int64, story func(e *env)) {
	t.Helper()
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		rules, err := reseller.DefaultTLDs()
		if err != nil {
			t.Fatal(err)
		}
		late := rules["com"]
		late.Name, late.RenewWindowDays = "be", 28
		rules["be"] = late
		story(&env{apptest.New(t, engine,
			apptest.WithConfig(func(c *app.Config) { c.Rules, c.Mail.Operator = rules, "ops@example.com" }),
			apptest.WithAccount(reseller.Account{Email: "taxed@example.com", Name: "Taxed", Currency: "USD", Language: "en", TaxRatePPM: 250_000}, credit),
			apptest.WithPrices(apptest.Prices("USD", 1000, "com", "se", "be")),
		)})
	})
}

// over is another server of the story's, which has this way to the registry.
func (e *env) over(conn registry.Connector) *app.App {
	e.Helper()
	return e.Another("other", func(c *app.Config) { c.Connectors = map[string]registry.Connector{app.SandboxConnector: conn} })
}

func (e *env) run(job string) {
	e.Helper()
	e.Must(e.Jobs.Run(e.Context(), job))
}

// runAll lets the jobs that look after names and money run once.
func (e *env) runAll() {
	e.Helper()
	for _, job := range []string{
		jobs.SandboxLiving, jobs.Messages, jobs.Reconcile, jobs.Lifecycle, jobs.Unpaid, jobs.AutoRenew, jobs.Numbers,
	} {
		e.run(job)
	}
}

// until moves time to a date and runs the jobs on the way: each week, and each day of the last fortnight.
func (e *env) until(day string) {
	e.Helper()
	end, err := time.Parse(time.DateOnly, day)
	e.Must(err)
	for end = end.Add(12 * time.Hour); e.Clock.Now().Before(end); e.runAll() {
		step := 1
		if e.Clock.Now().AddDate(0, 0, 21).Before(end) {
			step = 7
		}
		e.Clock.Set(e.Clock.Now().AddDate(0, 0, step))
	}
}

// registers registers a name for a year, with auto-renew on or off.
func (e *env) registers(full string, autoRenew bool) reseller.Domain {
	e.Helper()
	return e.Register(full, func(d *reseller.Desired) { d.AutoRenew = autoRenew })
}

// hosts makes child name servers and has the name use them.
func (e *env) hosts(d reseller.Domain, hosts ...string) {
	e.Helper()
	for _, h := range hosts {
		host := reseller.Host{Name: h, Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}}
		e.Change(d, reseller.OrderHostCreate, "host:"+h, reseller.Desired{Host: &host})
	}
	e.Change(d, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: hosts})
}

func (e *env) autoRenew(d reseller.Domain, on bool) {
	e.Helper()
	_, err := e.Store.ChangeDomain(e.Context(), d.ID, reseller.Operator, "SetAutoRenew", func(d *reseller.Domain) error { d.AutoRenew = on; return nil })
	e.Must(err)
}

func (e *env) row(d reseller.Domain) reseller.Domain {
	e.Helper()
	return e.Domain(d.Name.String())
}

func (e *env) topUp(amount int64) {
	e.Helper()
	e.Must(e.Store.MoveCredit(e.Context(), e.Account, amount, "", "top-up"))
}

func (e *env) invoices() []reseller.Invoice {
	e.Helper()
	list, err := e.Store.Invoices(e.Context(), e.Account.ID, 0, 1000)
	e.Must(err)
	return list
}

// unpaid gives the only unpaid invoice.
func (e *env) unpaid() reseller.Invoice {
	e.Helper()
	var found []reseller.Invoice
	for _, i := range e.invoices() {
		if i.Status == reseller.InvoiceUnpaid {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		e.Fatalf("%d invoices are unpaid, want 1", len(found))
	}
	return found[0]
}

// wantBills compares the account's invoices, oldest first, each as "status total [credits n]".
func (e *env) wantBills(want ...string) {
	e.Helper()
	var got []string
	for _, i := range e.invoices() {
		got = append(got, bill(i))
	}
	if len(got) != len(want) {
		e.Errorf("invoices are %q, want %q", got, want)
		return
	}
	for n := range want {
		if got[n] != want[n] {
			e.Errorf("invoice %d is %q, want %q", n+1, got[n], want[n])
		}
	}
}

func (e *env) wantPaidThrough(d reseller.Domain, day string) {
	e.Helper()
	if got := e.row(d).PaidThrough.Format(time.DateOnly); got != day {
		e.Errorf("%s is paid through %s, want %s", d.Name, got, day)
	}
}

func (e *env) wantState(d reseller.Domain, want reseller.DomainState) {
	e.Helper()
	if got := e.row(d); got.State != want {
		e.Errorf("%s is %s (%s), want %s", d.Name, got.State, got.Reason, want)
	}
}

func (e *env) wantCredit(want int64) {
	e.Helper()
	b, err := e.Store.Balance(e.Context(), e.Account.ID)
	e.Must(err)
	if b.Available != want || b.Held != 0 {
		e.Errorf("credit is %d and %d held, want %d and 0", b.Available, b.Held, want)
	}
}

// effects counts what the registry carried out of a command on a name.
func (e *env) effects(command string, d reseller.Domain) int {
	e.Helper()
	list, err := e.Sandbox.Effects(e.Context(), 0, 10_000)
	e.Must(err)
	n := 0
	for _, effect := range list {
		if effect.Command == command && effect.Name == d.Name.String() && effect.ClTRID != "" {
			n++
		}
	}
	return n
}
