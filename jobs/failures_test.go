package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/safely"
)

// renewals are books with one name whose window is open, one invoice that is due, or one name that nobody paid for. They
// note the events.
type renewals struct {
	*books
	open, overdue []reseller.Domain
	due           []reseller.Invoice
	postponed     []time.Time
	events        []string
	fails         error // of every reading
}

func (r *renewals) RenewalCandidates(_ context.Context, tlds []string, _ time.Time, after reseller.Domain, _ int) ([]reseller.Domain, error) {
	if !slices.Contains(tlds, "com") || after.ID > 0 {
		return nil, r.fails
	}
	return r.open, r.fails
}

func (r *renewals) OverdueDomains(_ context.Context, _ []string, _ time.Time, after int64, _ int) ([]reseller.Domain, error) {
	if after > 0 {
		return nil, r.fails
	}
	return r.overdue, r.fails
}

func (r *renewals) DueInvoices(context.Context, time.Time, int) ([]reseller.Invoice, error) {
	due := r.due
	r.due = nil
	return due, r.fails
}

func (r *renewals) PostponeInvoice(_ context.Context, i reseller.Invoice, until time.Time) (reseller.Invoice, error) {
	r.postponed = append(r.postponed, until)
	return i, nil
}

func (r *renewals) NextInvoiceTry(context.Context, time.Time) (time.Time, error) {
	return time.Time{}, r.fails
}

func (r *renewals) NextPaidThrough(context.Context, []string, time.Time) (time.Time, error) {
	return time.Time{}, r.fails
}

func (r *renewals) DomainByID(_ context.Context, id int64) (reseller.Domain, error) {
	return reseller.Domain{ID: id, Name: reseller.NameOf("example.com", "com"), PaidThrough: noon}, nil
}

func (r *renewals) AddEvent(_ context.Context, e reseller.Event) error {
	r.events = append(r.events, e.Kind+" "+e.Detail.Code)
	return nil
}

// answering carries out orders with one answer for all.
type answering struct {
	jobs.Orders
	state reseller.OrderState
	err   error
}

func (a *answering) result() (orders.Result, error) {
	return orders.Result{Order: reseller.Order{State: a.state, Reason: "the registry's words"}}, a.err
}

func (a *answering) IssueInvoice(context.Context, reseller.Domain) (reseller.Invoice, error) {
	return reseller.Invoice{}, a.err
}

func (a *answering) PayInvoice(context.Context, reseller.Invoice, time.Time) (orders.Result, error) {
	return a.result()
}

func (a *answering) Await(context.Context, reseller.Order, time.Time) (orders.Result, error) {
	return a.result()
}

func (a *answering) DeleteUnpaid(context.Context, reseller.Domain, time.Time) (orders.Result, error) {
	return a.result()
}

// runOn runs a job with these books and answers.
func runOn(t *testing.T, job string, r *renewals, a *answering, now time.Time) error {
	t.Helper()
	return tableOf(t, r, a, now).Run(t.Context(), job)
}

func tableOf(t *testing.T, r *renewals, a jobs.Orders, now time.Time) *jobs.Table {
	t.Helper()
	r.books = &books{}
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	shows := map[string]registry.Registration{} // that it has renewed what is overdue
	for _, d := range r.overdue {
		shows[d.Name.String()] = registry.Registration{
			Name: d.Name, Ours: true, Expires: d.RegistryExpiry, Status: []registry.Status{registry.StatusAutoRenewPeriod},
		}
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": &fakeRegistry{shows: shows}})
	if err != nil {
		t.Fatal(err)
	}
	return jobs.New(jobs.Deps{Orders: a, Books: r, Routes: routes, Clock: clocktest.New(now), Log: slog.New(slog.DiscardHandler)})
}

var (
	errNoPrice = reseller.Errorf(reseller.KindConflict, reseller.CodeNoPrice, "there is no price")
	errFunds   = reseller.Errorf(reseller.KindFunds, reseller.CodeFunds, "too little credit")
	errPlaced  = reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "somebody else renews it")
)

func TestNameThatCannotBeInvoicedIsToldToItsAccountIfThatCanMendIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer error
		fails  bool // the job reports it
		event  string
	}{
		{nil, false, ""},
		{fmt.Errorf("issue: %w", reseller.ErrConflict), false, ""}, // the row has just changed
		{reseller.ErrDuplicate, false, ""},                         // another server was first
		{errNoPrice, true, "renewal.failed no_price"},
		{errAway, true, ""}, // for the operator's log
	} {
		r := &renewals{open: []reseller.Domain{{ID: 1, Name: reseller.NameOf("example.com", "com"), PaidThrough: noon}}}
		err := runOn(t, jobs.AutoRenew, r, &answering{err: c.answer}, noon)
		if (err != nil) != c.fails || c.fails && !errors.Is(err, c.answer) {
			t.Errorf("%v: the job says %v", c.answer, err)
		}
		wantEvents(t, fmt.Sprint(c.answer), r, c.event)
	}
}

func wantEvents(t *testing.T, what string, r *renewals, want ...string) {
	t.Helper()
	want = slices.DeleteFunc(want, func(e string) bool { return e == "" })
	if !slices.Equal(r.events, want) {
		t.Errorf("%s: the events are %q, want %q", what, r.events, want)
	}
}

func TestInvoiceThatIsNotPaidIsTriedAgainTheNextDay(t *testing.T) {
	t.Parallel()
	claim, again := noon.Add(10*time.Minute), noon.Add(24*time.Hour)
	for _, c := range []struct {
		name   string
		answer answering
		fails  bool
		event  string
		tries  []time.Time
	}{
		{"paid", answering{state: reseller.OrderDone}, false, "", []time.Time{claim}},
		{"under way", answering{state: reseller.OrderUnknown}, false, "", []time.Time{claim, again}},
		{"refused by the registry", answering{state: reseller.OrderRefused}, false, "", []time.Time{claim, again}},
		{"too little credit", answering{err: errFunds}, false, "renewal.failed insufficient_funds", []time.Time{claim, again}},
		{"somebody else renews it", answering{err: errPlaced}, false, "", []time.Time{claim, again}},
		{"the database is away", answering{err: errAway}, true, "", []time.Time{claim, again}},
	} {
		r := &renewals{due: []reseller.Invoice{{ID: 3, DomainID: 1}}}
		if err := runOn(t, jobs.AutoRenew, r, &c.answer, noon); (err != nil) != c.fails {
			t.Errorf("%s: the job says %v", c.name, err)
		}
		if !slices.EqualFunc(r.postponed, c.tries, time.Time.Equal) {
			t.Errorf("%s: it is tried again at %v, want %v", c.name, r.postponed, c.tries)
		}
		wantEvents(t, c.name, r, c.event)
	}
}

func TestOperatorHearsOfAnUnpaidNameBeforeItsGraceEnds(t *testing.T) {
	t.Parallel()
	const deleting, kept = "domain.deleting_unpaid ", "domain.unpaid_kept "
	early, late := noon.AddDate(0, 0, 41), noon.AddDate(0, 0, 43).Add(time.Hour) // of 45 days
	renewed := reseller.Domain{ID: 1, Name: reseller.NameOf("example.com", "com"), State: reseller.DomainActive, PaidThrough: noon, RegistryExpiry: noon.AddDate(1, 0, 0)}
	still := renewed
	still.RegistryExpiry = noon
	for _, c := range []struct {
		name   string
		row    reseller.Domain
		now    time.Time
		answer answering
		fails  bool
		events []string
	}{
		{"deleted", renewed, early, answering{state: reseller.OrderDone}, false, []string{deleting}},
		{"not renewed by the registry", still, early, answering{state: reseller.OrderDone}, false, nil},
		{"refused, with time left", renewed, early, answering{state: reseller.OrderRefused}, false, []string{deleting}},
		{"refused, and time runs out", renewed, late, answering{state: reseller.OrderRefused}, false, []string{deleting, kept}},
		{"in error, and time runs out", renewed, late, answering{err: errAway}, true, []string{deleting, kept}},
	} {
		r := &renewals{overdue: []reseller.Domain{c.row}}
		if err := runOn(t, jobs.Unpaid, r, &c.answer, c.now); (err != nil) != c.fails {
			t.Errorf("%s: the job says %v", c.name, err)
		}
		wantEvents(t, c.name, r, c.events...)
	}
}

func TestJobsSayThatTheBooksCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, job := range []string{jobs.AutoRenew, jobs.Unpaid} {
		if err := runOn(t, job, &renewals{fails: errAway}, &answering{}, noon); !errors.Is(err, errAway) {
			t.Errorf("%s says %v", job, err)
		}
	}
	if next, err := tableOf(t, &renewals{fails: errAway}, &answering{}, noon).NextDue(t.Context()); !errors.Is(err, errAway) {
		t.Errorf("the next due time is %s, %v", next, err)
	}
	if next, err := tableOf(t, &renewals{}, &answering{}, noon).NextDue(t.Context()); err != nil || !next.IsZero() {
		t.Errorf("with nothing to do the next due time is %s, %v", next, err)
	}
}

// faulty are orders that do what no code should.
type faulty struct{ answering }

func (*faulty) IssueInvoice(context.Context, reseller.Domain) (reseller.Invoice, error) {
	panic("an answer that nobody thought of")
}

// A fault that one name shows ends neither the process nor the job's work on the others; the job reports it.
func TestFaultOfTheServerIsAnErrorOfTheJob(t *testing.T) {
	t.Parallel()
	r := &renewals{open: []reseller.Domain{{ID: 1, Name: reseller.NameOf("example.com", "com"), PaidThrough: noon}}}
	table := tableOf(t, r, &faulty{}, noon)
	before := safely.Seen().Count["job"]
	if err := table.Run(t.Context(), jobs.AutoRenew); err == nil || strings.Contains(err.Error(), "goroutine") {
		t.Errorf("the job says %v", err)
	}
	if safely.Seen().Count["job"] <= before {
		t.Error("the fault is not counted")
	}
}
