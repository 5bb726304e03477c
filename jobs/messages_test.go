package jobs_test

import (
	"slices"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/reseller"
)

func TestMessageAboutATransferBringsItsOrderUpToDate(t *testing.T) {
	t.Parallel()
	for _, kind := range []registry.MessageKind{
		registry.MessageTransferDone, registry.MessageTransferFailed, registry.MessagePendingDone, registry.MessagePendingFailed,
	} {
		w := newFixture(t)
		w.books.orders["name:moving.com"] = reseller.Order{ID: 12, State: reseller.OrderPending}
		w.registry.tell(kind, nameOf(t, "moving"))
		w.run(t, jobs.Messages)
		if !slices.Equal(w.orders.followed, []int64{12}) {
			t.Errorf("%s: orders followed: %v, want 12", kind, w.orders.followed)
		}
		if len(w.registry.queue) != 0 {
			t.Errorf("%s: the message was not acknowledged", kind)
		}
	}
}

func TestMessageWaitsWhileItsOrderIsBeingCarried(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.books.orders["name:moving.com"] = reseller.Order{ID: 12, State: reseller.OrderSending, LeaseEnd: noon.Add(time.Second)}
	w.registry.tell(registry.MessagePendingDone, nameOf(t, "moving"))
	w.run(t, jobs.Messages)
	if len(w.orders.followed) != 0 || len(w.registry.queue) != 1 {
		t.Errorf("followed %v with %d messages left, want nothing followed and the message kept", w.orders.followed, len(w.registry.queue))
	}
}

func TestMessageIsKeptWhenTheRegistryCannotBeAskedAboutIt(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "moving", noon.AddDate(0, 6, 0))
	w.registry.fails[d.Name.String()] = errAway
	w.registry.tell(registry.MessageTransferredAway, d.Name)
	if err := w.table.Run(t.Context(), jobs.Messages); err == nil {
		t.Error("the failure is not told")
	}
	if len(w.registry.queue) != 1 {
		t.Error("the message was acknowledged although nothing was done")
	}
}

func TestMessageWhoseOrderCannotBeFollowedDoesNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.books.orders["name:moving.com"] = reseller.Order{ID: 12, State: reseller.OrderPending}
	w.orders.fails = errAway
	w.registry.tell(registry.MessageTransferDone, nameOf(t, "moving"))
	w.registry.tell(registry.MessageDeleted, nameOf(t, "unknown"))
	w.run(t, jobs.Messages)
	if len(w.registry.queue) != 0 {
		t.Errorf("%d messages are left; reconcile follows the order by itself", len(w.registry.queue))
	}
}

func TestMessageOfANameThatNobodyHasIsAcknowledged(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	w.registry.tell(registry.MessageDeleted, nameOf(t, "unknown"))
	w.registry.tell(registry.MessageTransferDone, nameOf(t, "unknown"))
	w.registry.tell("something_new", nameOf(t, "unknown"))
	w.run(t, jobs.Messages)
	if len(w.registry.queue) != 0 || len(w.books.changes) != 0 {
		t.Errorf("%d messages left, changes %v", len(w.registry.queue), w.books.changes)
	}
}

// A name that the registry has for us and that no account has is for the operator, whose message is not there twice.
func TestNameThatCameToUsAndIsInNoAccountIsToldToTheOperator(t *testing.T) {
	t.Parallel()
	for _, kind := range []registry.MessageKind{registry.MessageTransferDone, registry.MessagePendingDone} {
		w := newFixture(t)
		w.registry.shows["ours.com"] = registry.Registration{Ours: true, Expires: noon.AddDate(1, 0, 0)}
		w.registry.shows["theirs.com"] = registry.Registration{Sponsor: "OTHER", Expires: noon.AddDate(1, 0, 0)}
		for _, sld := range []string{"ours", "theirs", "gone"} {
			w.registry.tell(kind, nameOf(t, sld))
		}
		w.run(t, jobs.Messages)
		if len(w.books.kept) != 1 || len(w.registry.queue) != 0 {
			t.Errorf("%s: %d messages are kept and %d are left, want the one of the name that is ours", kind, len(w.books.kept), len(w.registry.queue))
		}
		w.registry.fails["ours.com"] = errAway
		w.registry.tell(kind, nameOf(t, "ours"))
		if err := w.table.Run(t.Context(), jobs.Messages); err == nil || len(w.registry.queue) != 1 {
			t.Errorf("%s: with a registry that cannot be asked, %v and %d messages left", kind, err, len(w.registry.queue))
		}
	}
}

func TestNameThatLeftIsClosedInTheRegistrysWords(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "leaving", noon.AddDate(0, 6, 0))
	w.registry.shows["leaving.com"] = registry.Registration{Sponsor: "OTHER", Expires: d.RegistryExpiry}
	w.registry.tell(registry.MessageTransferredAway, d.Name)
	w.run(t, jobs.Messages)
	if d.State != reseller.DomainTransferredAway || d.Reason != "the registry's words" || !d.ClosedAt.Equal(noon.Add(-time.Hour)) {
		t.Errorf("the row is %s, %q, closed %s", d.State, d.Reason, d.ClosedAt)
	}
}

func TestOldMessageThatANameLeftDoesNotCloseANameThatCameBack(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "back", noon.AddDate(0, 6, 0))
	w.registry.shows["back.com"] = registry.Registration{Ours: true, Expires: d.RegistryExpiry}
	w.registry.tell(registry.MessageTransferredAway, d.Name)
	w.registry.tell(registry.MessageDeleted, d.Name)
	w.run(t, jobs.Messages)
	if d.State != reseller.DomainActive || len(w.registry.queue) != 0 {
		t.Errorf("the row is %s with %d messages left, want active and none", d.State, len(w.registry.queue))
	}
}

// TestMessageIsActedOnByTheConnectorOfItsName: two connectors that share an account at a registry share its queue, and either may be told of a
// name of the other's.
func TestMessageIsActedOnByTheConnectorOfItsName(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "back", noon.AddDate(0, 6, 0))
	w.registry.shows["back.com"] = registry.Registration{Ours: true, Expires: d.RegistryExpiry}
	twin := &fakeRegistry{account: w.registry.account}
	twin.tell(registry.MessageTransferredAway, d.Name)
	routes, err := registry.NewRoutes(w.deps.Routes.Rules(), map[string]registry.Connector{"sandbox": w.registry, "twin": twin})
	if err != nil {
		t.Fatal(err)
	}
	w.deps.Routes = routes
	w.table = jobs.New(w.deps)
	w.run(t, jobs.Messages)
	if d.State != reseller.DomainActive || len(twin.queue) != 0 || len(twin.asked) != 0 {
		t.Errorf("the row is %s with %d messages left, and the wrong connector was asked for %v", d.State, len(twin.queue), twin.asked)
	}
}

// TestMessageOfAnotherRegistrarThanTheNamesIsTheOperators: what the registrar of before tells of a name that has moved changes nothing of it.
func TestMessageOfAnotherRegistrarThanTheNamesIsTheOperators(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	moved, coming := w.held(t, "moved", noon.AddDate(0, 6, 0)), w.held(t, "coming", noon.AddDate(0, 6, 0))
	moved.Connector, coming.State = "wholesale", reseller.DomainPendingTransfer
	coming.Connector = "wholesale"
	w.books.orders["name:coming.com"] = reseller.Order{ID: 5, Name: coming.Name, DomainID: coming.ID, State: reseller.OrderPending, SentAt: noon.Add(-2 * time.Hour)}
	wholesale := &fakeRegistry{account: "another", shows: map[string]registry.Registration{}}
	routes, err := registry.NewRoutes(w.deps.Routes.Rules(), map[string]registry.Connector{"sandbox": w.registry, "wholesale": wholesale})
	if err != nil {
		t.Fatal(err)
	}
	w.deps.Routes = routes
	w.table = jobs.New(w.deps)
	for _, kind := range []registry.MessageKind{registry.MessageTransferredAway, registry.MessageDeleted, registry.MessageHoldSet, registry.MessagePendingDone} {
		w.registry.tell(kind, moved.Name)
	}
	w.registry.tell(registry.MessageTransferFailed, coming.Name)
	w.run(t, jobs.Messages)
	if moved.State != reseller.DomainActive || len(w.books.changes) != 0 || len(w.books.kept) != 5 || len(w.orders.followed) != 0 || len(wholesale.asked) != 0 {
		t.Errorf("the row is %s, changed by %v, %d messages are kept, orders %v followed", moved.State, w.books.changes, len(w.books.kept), w.orders.followed)
	}
}

func TestYearThatTheRegistryAddsIsNotPaidFor(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "renewed", noon.AddDate(0, 0, -1))
	w.registry.shows["renewed.com"] = registry.Registration{Ours: true, Expires: noon.AddDate(1, 0, -1)}
	w.registry.tell(registry.MessageAutoRenewed, d.Name)
	w.run(t, jobs.Messages)
	if !d.RegistryExpiry.Equal(noon.AddDate(1, 0, -1)) || !d.PaidThrough.Equal(noon.AddDate(0, 0, -1)) {
		t.Errorf("registry expiry %s, paid through %s", d.RegistryExpiry, d.PaidThrough)
	}
}

func TestRequestForANameIsShownToItsAccount(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	d := w.held(t, "wanted", noon.AddDate(0, 6, 0))
	w.registry.tell(registry.MessageTransferRequested, d.Name)
	w.run(t, jobs.Messages)
	if d.State != reseller.DomainActive || d.Reason != "the registry's words" {
		t.Errorf("the row is %s, %q", d.State, d.Reason)
	}
}

// What a registry does by itself reaches whom it concerns, once: the account its names, the operator what only a person can act on.
func TestWhatARegistryDoesByItselfReachesWhomItConcerns(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		d := e.Register("told.com")
		act := func(name reseller.Name, kind registry.MessageKind, words string) {
			e.Helper()
			e.Must(e.Sandbox.Act(e.Context(), name, kind, words))
			e.Clock.Move(time.Minute)
		}
		act(d.Name, registry.MessageHoldSet, "")
		act(d.Name, registry.MessageHoldLifted, "")
		act(d.Name, registry.MessageVerificationDue, "")
		act(reseller.Name{}, registry.MessageLowFunds, "")
		act(reseller.Name{}, "", "Closed on Friday")
		act(d.Name, registry.MessageChanged, "")
		act(d.Name, registry.MessageRenewed, "")
		e.Unclean = true // nobody ordered that year
		e.run(jobs.Messages)
		e.run(jobs.EventNumbers)
		e.run(jobs.NoticesOfEvents)
		if row := e.row(d); !row.Verification.Needed() || row.RegistryExpiry.Year() != d.RegistryExpiry.Year()+1 || !row.PaidThrough.Equal(d.PaidThrough) {
			e.Errorf("the row is %+v", row)
		}
		for range 2 {
			if n := e.tellOperator("operator_registry_messages"); n != 1 {
				e.Errorf("the operator has %d mails of messages", n)
			}
		}
		mails, err := e.Store.SearchMails(e.Context(), reseller.MailSearch{Page: reseller.Page{Limit: 100}})
		e.Must(err)
		got := map[string]int{}
		for _, m := range mails {
			got[m.Kind]++
		}
		for _, kind := range []string{"hold_set", "hold_lifted", "verification_needed", "operator_registry_findings"} {
			if got[kind] != 1 {
				e.Errorf("%d mails %s, want 1", got[kind], kind)
			}
		}
		act(d.Name, registry.MessageHoldLifted, "") // which is the end of the check
		e.run(jobs.Messages)
		if v := e.row(d).Verification; v.State != reseller.VerificationDone {
			e.Errorf("in the end the verification is %s", v)
		}
		open, err := e.Store.OpenRegistryMessages(e.Context())
		e.Must(err)
		if len(open) != 1 || open[0] != (reseller.RegistryMessageCount{Connector: "sandbox", Open: 2}) {
			e.Errorf("open messages are %+v", open)
		}
	})
}
