package operator_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// hasty makes servers that do not look for a lost answer.
func hasty(c *app.Config) { c.Orders = orders.Settings{LookFor: time.Millisecond} }

func TestOperatorDecidesWhatTheRegistryDoesNotTell(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine, apptest.WithConfig(hasty))
		ctx, u := e.Context(), operator.Orders{Store: e.Store, Orders: e.Orders}
		e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "create"}))
		result, err := e.Orders.Buy(ctx, orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRegister, Name: e.NameOf("open.com"), AnswerBy: e.Clock.Wall(),
			Desired: reseller.Desired{Years: 1, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Contacts: reseller.Contacts{reseller.RoleRegistrant: {
				FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Postcode: "75310", Email: "anna@example.com",
			}}},
		})
		e.Must(err)
		e.Drain()
		live, err := u.List(ctx, operator.OrderChoice{Unfinished: true, Page: reseller.Page{Limit: 10}})
		e.Must(err)
		if len(live) != 1 || live[0].ID != result.Order.ID {
			t.Fatalf("unfinished orders: %+v", live)
		}
		_, err = u.Resolve(ctx, operator.Resolution{Order: live[0].ID, Reason: " "})
		wantError(t, err, reseller.KindInvalid, "reason is empty")
		lost := operator.Resolution{Order: live[0].ID, Reason: "the registry lost it"}
		_, err = u.Resolve(ctx, lost)
		wantError(t, err, reseller.KindConflict, "goes on with it by itself until")
		lost.AgainstRegistry = true
		sight, err := u.Foresee(ctx, lost)
		e.Must(err)
		if sight.Order.State != reseller.OrderRefused {
			t.Errorf("it would end as %s", sight.Order.State)
		}
		ended, err := u.Resolve(ctx, lost)
		e.Must(err)
		if ended.State != reseller.OrderRefused || ended.Reason != "the registry lost it" {
			t.Errorf("it ended as %s (%s)", ended.State, ended.Reason)
		}
		_, err = u.Resolve(ctx, operator.Resolution{Order: live[0].ID, Done: true, Reason: "after all"})
		wantError(t, err, reseller.KindConflict, "has ended as refused")
		_, err = u.Find(ctx, 99)
		wantError(t, err, reseller.KindNotFound, "Orders.List shows them")
		_, err = u.List(ctx, operator.OrderChoice{})
		wantError(t, err, reseller.KindInvalid, "limit is 0")
		if b, err := e.Store.Balance(ctx, e.Account.ID); err != nil || b.Available != 1000_00 || b.Held != 0 {
			t.Errorf("afterwards the account has %+v, %v", b, err)
		}
	})
}

// unpaid is an invoice for the coming term of a name, in an account without credit.
func unpaid(e *apptest.Env, full string) reseller.Invoice {
	e.Helper()
	ctx := e.Context()
	d := e.Register(full, func(d *reseller.Desired) { d.AutoRenew = true })
	_, err := operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: e.Account.Email, Amount: "990.00", Take: true})
	e.Must(err)
	e.Clock.Set(d.PaidThrough.AddDate(0, 0, -20))
	e.Must(e.Jobs.Run(ctx, jobs.AutoRenew))
	e.Must(e.Jobs.Run(ctx, jobs.Numbers))
	list, err := operator.Invoices{Store: e.Store}.List(ctx, operator.InvoiceChoice{Account: e.Account.Email, Status: reseller.InvoiceUnpaid, Page: reseller.Page{Limit: 100}})
	e.Must(err)
	if len(list) != 1 {
		e.Fatalf("unpaid invoices: %+v", list)
	}
	return list[0]
}

func TestUnpaidInvoiceIsPaidByARenewalWhenThereIsCredit(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Invoices{Store: e.Store, Clock: e.Clock, Orders: e.Orders}
		i := unpaid(e, "paid.com")
		_, err := u.Pay(ctx, i.Number)
		wantError(e, err, reseller.KindFunds, "credit")
		_, err = operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: e.Account.Email, Amount: "10"})
		e.Must(err)
		paid, err := u.Pay(ctx, i.Number)
		e.Must(err)
		if paid.ID != i.ID || paid.Status != reseller.InvoicePaid || paid.OrderID == 0 {
			e.Errorf("paid: %+v", paid)
		}
		_, err = u.Pay(ctx, i.Number)
		wantError(e, err, reseller.KindConflict, "is paid; nothing was done")
		if d := e.Domain("paid.com"); !d.PaidThrough.Equal(reseller.AddYears(i.Term, 1)) {
			e.Errorf("the name is paid through %s, and the term begins %s", d.PaidThrough, i.Term)
		}
	})
}

func TestCreditNoteOfACancelledInvoiceIsPrintedWithItsNumber(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Invoices{Store: e.Store, Printer: e.Invoices}
		i := unpaid(e, "cancelled.com")
		cancelled, err := u.Cancel(ctx, i.Number, "a mistake")
		e.Must(err)
		if cancelled.Status != reseller.InvoiceCancelled {
			e.Errorf("it is %s", cancelled.Status)
		}
		_, err = u.Cancel(ctx, i.Number, "again")
		wantError(e, err, reseller.KindConflict, "use Invoices.Credit")
		e.Must(e.Jobs.Run(ctx, jobs.Numbers))
		all, err := u.List(ctx, operator.InvoiceChoice{Page: reseller.Page{Limit: 100}})
		e.Must(err)
		note := all[0]
		page, err := u.Print(ctx, note.Number, "html")
		e.Must(err)
		if note.Credits != i.ID || !bytes.Contains(page, []byte(i.Number)) || !bytes.Contains(page, []byte(note.Number)) {
			e.Errorf("credit note %s of invoice %d does not name %s", note.Number, note.Credits, i.Number)
		}
		_, err = u.Print(ctx, note.Number, "txt")
		wantError(e, err, reseller.KindInvalid, "must be one of html, pdf")
		_, err = u.Find(ctx, "2000-00000001")
		wantError(e, err, reseller.KindNotFound, "Invoices.List shows them")
	})
}

func TestJobThatRanIsOnRecord(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Jobs{Store: e.Store, Clock: e.Clock, Table: e.Jobs, Holder: e.Holder}
		_, err := u.Run(ctx, jobs.Reconcile)
		e.Must(err)
		if _, err := u.Run(ctx, "nonsense"); err == nil {
			e.Error("a job that is not there was run")
		}
		list, err := u.List(ctx, e.JobLines())
		e.Must(err)
		for _, j := range list.Jobs {
			ran := !j.Last.IsZero() && !j.Run.Succeeded.IsZero() && j.Run.Server == e.Holder
			if ran != (j.Name == jobs.Reconcile) || !j.Next.IsZero() || list.Leader != "" {
				e.Errorf("%s: %+v, with no server", j.Name, j)
			}
		}
		if _, err := e.Store.TakeLease(ctx, jobs.LeaderLease, "leader", time.Minute); err != nil {
			e.Fatal(err)
		}
		planned := e.Clock.Wall().Add(time.Hour)
		e.Must(e.Store.PlanJobs(ctx, "leader", map[string]time.Time{jobs.Lifecycle: planned, jobs.Backup: planned}))
		e.Must(e.Store.NoteJobRun(ctx, reseller.JobRun{Job: jobs.Mail, Server: "leader", Started: planned, Failed: planned, Problem: strings.Repeat("no route to host ", 100)}))
		if list, err = u.List(ctx, e.JobLines()); err != nil || list.Leader != "leader" {
			e.Errorf("led by %q, %v", list.Leader, err)
		}
		for _, j := range list.Jobs {
			if due := !j.Next.IsZero(); due != slices.Contains([]string{jobs.Reconcile, jobs.Lifecycle, jobs.Backup}, j.Name) {
				e.Errorf("%s is due at %s", j.Name, j.Next)
			}
			if failing := j.Run.Failing(); failing != (j.Name == jobs.Mail) || failing && !strings.HasPrefix(j.Run.Problem, "no route") {
				e.Errorf("%s: %+v", j.Name, j.Run)
			}
		}
	})
}

func TestRegistryIsTestedByAHarmlessQuestion(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Registries{Routes: e.Routes, Clock: e.Clock}
		list := u.List()
		if len(list) != 1 || list[0].Name != app.SandboxConnector || len(list[0].TLDs) == 0 || strings.Join(list[0].Can, " ") != "lock privacy hosts authcode restore release decide-transfers messages dnssec hold dispute-lock funds" {
			e.Errorf("connectors: %+v", list)
		}
		_, err := u.Test(ctx, app.SandboxConnector)
		e.Must(err)
		_, err = u.Test(ctx, "nowhere")
		wantError(e, err, reseller.KindNotFound, "Registries.List shows them")
		e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "check"}))
		if _, err := u.Test(ctx, app.SandboxConnector); err == nil || !strings.Contains(err.Error(), "does not answer") {
			e.Errorf("a registry that is away: %v", err)
		}
	})
}

func TestVerifyEndsWhereTheBooksCannotBeRead(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		report, err := operator.Books{Store: e.Store, Connectors: e.Routes.Connectors()}.Verify(e.Context())
		if err != nil || !report.OK() {
			e.Errorf("%v, %v", report.OK(), err)
		}
		ended, end := context.WithCancel(e.Context())
		end()
		if _, err := (operator.Books{Store: e.Store}).Verify(ended); err == nil {
			e.Error("books that could not be read were found right")
		}
	})
}
