package actions_test

import (
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// What another registrar asks for is listed until the registry lets it go, the name is gone, or somebody has decided.
func TestTransferRequestsAreListedWhileTheyAreOpen(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.register("wanted.com")
		other := e.AddAccount(reseller.Account{Email: "other@example.net", Name: "Other", Currency: "USD", Language: "en"}, 0)
		asked := func() (names []string) {
			t.Helper()
			open, err := e.Actions.TransferRequests(t.Context(), e.call(), actions.Page{})
			e.Must(err)
			for _, r := range open.Rows {
				if !r.Until.Equal(r.At.Add(reseller.Days(5))) {
					t.Errorf("%s goes by itself at %s, asked for at %s", r.Domain.Name, r.Until, r.At)
				}
				names = append(names, r.Domain.Name.String()+": "+r.Words)
			}
			return names
		}
		told := func(id string) {
			event := reseller.DomainEvent(reseller.EventTransferAwayRequested, d, "asked "+id, e.Clock.Now())
			event.Once += id
			e.Must(e.Store.AddEvent(t.Context(), event))
		}
		if got := asked(); len(got) != 0 {
			t.Errorf("before anybody asks: %v", got)
		}
		told("once")
		e.Clock.Move(time.Hour)
		told("again")
		if got := asked(); len(got) != 1 || got[0] != "wanted.com: asked again" {
			t.Errorf("asked for twice: %v", got)
		}
		theirs := e.call()
		theirs.Caller.Account = other
		if got, err := e.Actions.TransferRequests(t.Context(), theirs, actions.Page{}); err != nil || len(got.Rows) != 0 {
			t.Errorf("a neighbour sees %v, %v", got, err)
		}
		e.Clock.Move(5 * 24 * time.Hour)
		if got := asked(); len(got) != 0 {
			t.Errorf("after its time: %v", got)
		}
	})
}

// The story of an order has its entries and its invoice; a look ahead counts what is due by then, and no more than a year.
func TestOrderStoryAndLookAhead(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.Register("story.com", func(d *reseller.Desired) { d.AutoRenew = true })
		e.Register("beside.com")
		o, err := e.Store.DomainOrder(t.Context(), d.ID, reseller.OrderRegister)
		e.Must(err)
		story, err := e.Actions.OrderStory(t.Context(), e.call(), actions.OrderByID{ID: o.ID})
		e.Must(err)
		if len(story.Entries) != 2 || story.Entries[0].Kind != reseller.EntryHold || story.Entries[1].Kind != reseller.EntrySettle || len(story.Invoices) != 1 {
			t.Errorf("the story is %+v", story)
		}
		theirs := e.call()
		theirs.Caller.Account.ID += 77
		_, err = e.Actions.OrderStory(t.Context(), theirs, actions.OrderByID{ID: o.ID})
		wantError(t, "another's order", err, reseller.CodeNotFound, reseller.PathID, "there is no order")
		for days, want := range map[int]int{90: 0, 366: 1} {
			f, err := e.Actions.LookAhead(t.Context(), e.call(), actions.LookAhead{Days: days, Listed: 5})
			if err != nil || f.Count != want || len(f.Renewals) != want {
				t.Errorf("%d days ahead: %+v, %v", days, f, err)
			}
		}
		_, err = e.Actions.LookAhead(t.Context(), e.call(), actions.LookAhead{Days: 400})
		wantError(t, "too far", err, reseller.CodeInvalidParameter, "", "between 1 and 366")
	})
}
