package operator_test

import (
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// ended is a purchase whose end the operator gets wrong.
type ended struct {
	*apptest.Env
	kind    reseller.OrderKind
	command string // at the registry
	sld     string
	years   int
}

// request is the purchase, for a name that is ready for it.
func (e *ended) request(full string) orders.Request {
	ctx := e.Context()
	r := orders.Request{
		Caller: reseller.Caller{Account: e.Account}, Kind: e.kind, Name: e.NameOf(full), AnswerBy: e.Clock.Wall(), Desired: reseller.Desired{Years: e.years},
	}
	switch e.kind {
	case reseller.OrderRegister:
		r.Desired.Nameservers = []string{"ns1.example.net", "ns2.example.net"}
		r.Desired.Contacts = apptest.Owner
	case reseller.OrderTransfer:
		e.Must(e.Sandbox.AddForeign(ctx, r.Name, "Code-1", time.Time{}, false))
		r.AuthCode, r.Desired.Years = "Code-1", 0
	default:
		d := e.Register(full)
		e.Clock.Move(10 * 24 * time.Hour) // beyond the add grace
		if e.kind == reseller.OrderRestore {
			e.Change(d, reseller.OrderDelete, "delete", reseller.Desired{})
			r.Desired.Years = 0
		}
		d = e.Domain(full)
		r.Domain = &d
	}
	return r
}

// says has the purchase end as the operator says, after its command or its answer was lost.
func (e *ended) says(full string, lost sandbox.FaultKind, done bool) (before reseller.Domain, o reseller.Order) {
	e.Helper()
	ctx, r := e.Context(), e.request(full)
	if r.Domain != nil {
		before = *r.Domain
	}
	e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: lost, Command: e.command}))
	e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
	result, err := e.Orders.Buy(ctx, r)
	e.Must(err)
	e.Drain()
	e.Must(e.Sandbox.ClearFaults(ctx))
	u := operator.Orders{Store: e.Store, Orders: e.Orders}
	o, err = u.Resolve(ctx, operator.Resolution{Order: result.Order.ID, Done: done, Reason: "they say so", AgainstRegistry: true})
	e.Must(err)
	e.Clock.Move(6 * 24 * time.Hour) // a transfer has come by then
	return before, o
}

func (e *ended) available() int64 {
	e.Helper()
	b, err := e.Store.Balance(e.Context(), e.Account.ID)
	e.Must(err)
	if b.Held != 0 {
		e.Errorf("%d are held", b.Held)
	}
	return b.Available
}

// TestWrongResolutionsOfEachKindAreTakenBack: the money, the row and the books are then as if the operator had been right at once, the
// right thing can be ordered next, and a second time does nothing. What the registry bears out is not taken back.
func TestWrongResolutionsOfEachKindAreTakenBack(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		env := apptest.New(t, engine, apptest.WithConfig(hasty))
		for n, e := range []*ended{
			{env, reseller.OrderRegister, "create", "register", 2}, {env, reseller.OrderTransfer, "transfer", "transfer", 1},
			{env, reseller.OrderRenew, "renew", "renew", 3}, {env, reseller.OrderRestore, "restore", "restore", 1},
		} {
			e.saidDone(t)
			if told := len(mailsOf(env, "invoice_credited")); told != n+1 {
				t.Errorf("%s: %d mails tell of credit notes", e.kind, told)
			}
			e.saidRefused(t)
			e.Verify()
		}
	})
}

// saidDone takes a purchase back that never was.
func (e *ended) saidDone(t *testing.T) {
	t.Helper()
	ctx, u, full := e.Context(), operator.Orders{Store: e.Store, Orders: e.Orders}, e.sld+"-done.com"
	before, o := e.says(full, sandbox.FaultLostRequest, true)
	had := e.available()
	done, err := u.Reverse(ctx, operator.Reversal{Order: o.ID, Reason: "they were wrong"})
	if err != nil {
		t.Errorf("%s: %v", e.kind, err)
		return
	}
	note := done.Document
	if back := e.available() - had; back != o.Charge.Total() || note.Charge.Total() != -back || note.Credits == 0 {
		t.Errorf("%s: %d came back of %d, by %+v", e.kind, back, o.Charge.Total(), note)
	}
	d, err := e.Store.DomainByID(ctx, o.DomainID)
	e.Must(err)
	want := reseller.DomainDeleted
	if before.ID != 0 {
		want = before.State
	}
	if d.State != want || before.ID != 0 && (!d.PaidThrough.Equal(before.PaidThrough) || !d.RegistryExpiry.Equal(before.RegistryExpiry)) {
		t.Errorf("%s: the name is %s, paid through %s, and was %s, %s", e.kind, d.State, d.PaidThrough, before.State, before.PaidThrough)
	}
	_, err = u.Reverse(ctx, operator.Reversal{Order: o.ID, Reason: "again"})
	wantError(t, err, reseller.KindConflict, "was taken back before")
	e.Verify()
	if e.kind == reseller.OrderRenew { // the term is sold again, with an invoice of its own
		e.Renew(d, 1)
		e.Verify()
	}
}

// saidRefused charges a purchase that was done all the same.
func (e *ended) saidRefused(t *testing.T) {
	t.Helper()
	ctx, u, full := e.Context(), operator.Orders{Store: e.Store, Orders: e.Orders}, e.sld+"-refused.com"
	before, o := e.says(full, sandbox.FaultLostAnswer, false)
	had := e.available()
	done, err := u.Reverse(ctx, operator.Reversal{Order: o.ID, Reason: "it is there"})
	if err != nil {
		t.Errorf("%s: %v", e.kind, err)
		return
	}
	if paid := had - e.available(); paid != o.Charge.Total() || done.Document.Charge.Total() != paid || done.Document.Credits != 0 {
		t.Errorf("%s: %d were charged of %d, by %+v", e.kind, paid, o.Charge.Total(), done.Document)
	}
	d := e.Domain(full)
	if d.State != reseller.DomainActive || e.kind == reseller.OrderRenew && !d.PaidThrough.Equal(reseller.AddYears(before.PaidThrough, e.years)) {
		t.Errorf("%s: the name is %s, paid through %s", e.kind, d.State, d.PaidThrough)
	}
	_, err = u.Reverse(ctx, operator.Reversal{Order: o.ID, Reason: "again"})
	wantError(t, err, reseller.KindConflict, "nothing was done")
	if e.available() != had-o.Charge.Total() {
		t.Errorf("%s: a second time moved money", e.kind)
	}
	_, o = e.says(e.sld+"-rightly.com", sandbox.FaultLostRequest, false)
	had = e.available()
	_, err = u.Reverse(ctx, operator.Reversal{Order: o.ID, Reason: "it is there"})
	wantError(t, err, reseller.KindConflict, "the registry bears that out")
	if e.available() != had {
		t.Errorf("%s: what never was is charged", e.kind)
	}
}
