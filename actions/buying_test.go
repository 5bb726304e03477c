package actions_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// order asks for a name without waiting.
func (e *env) order(full string) (actions.OrderedDomain, error) {
	e.Helper()
	return e.Actions.OrderRegistration(e.Context(), e.call(), actions.OrderRegistration{
		Name: e.NameOf(full), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder},
	})
}

func TestPremiumNamesHaveNoPriceAndAreNotSold(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		found, err := e.Actions.CheckAvailability(t.Context(), e.call(), actions.CheckAvailability{Names: []string{"premium-cows.com", "cows.com"}})
		e.Must(err)
		if p := found[0]; p.Status != "available" || !p.Premium || p.Price != nil || p.Asked == nil || p.Asked.String() != "500.00 USD" {
			t.Errorf("the premium name: %+v", p)
		}
		if p := found[1]; p.Status != "available" || p.Premium || p.Price == nil || p.Price.Minor != 1000 {
			t.Errorf("the other name: %+v", p)
		}
		quote, err := e.Actions.Quote(t.Context(), e.call(), actions.Quote{Operation: reseller.OpRegister, Name: e.NameOf("premium-cows.com"), Years: 1})
		e.Must(err)
		if quote.Obstacle == nil || quote.Obstacle.Words != "premium-cows.com is a premium name: its registry asks a price of its own for it, so it cannot be registered here" {
			t.Errorf("the quote: %+v", quote)
		}
		_, err = e.order("premium-cows.com")
		wantError(t, "the order", err, reseller.CodeNotAvailable, reseller.PathName, "premium-cows.com is a premium name")
		if b, err := e.Store.Balance(t.Context(), e.Account.ID); err != nil || b.Available != 1000_00 || b.Held != 0 {
			t.Errorf("the credit: %+v, %v", b, err)
		}
	})
}

func TestNamesThatAreNotFreeAreNotOrdered(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.Must(e.registry.AddForeign(t.Context(), e.NameOf("taken.com"), "code", time.Time{}, false))
		_, err := e.order("taken.com")
		wantError(t, "a taken name", err, reseller.CodeNotAvailable, reseller.PathName, "taken.com is not available; nothing was charged")

		e.registry.check = func(names []reseller.Name) ([]registry.Availability, error) {
			return []registry.Availability{{Name: names[0], Reason: "Not served here"}}, nil
		}
		_, err = e.order("odd.com")
		wantError(t, "a name that the registry does not take", err, reseller.CodeInvalidParameter, reseller.PathName, "odd.com cannot be registered: Not served here")
		found, err := e.Actions.CheckAvailability(t.Context(), e.call(), actions.CheckAvailability{Names: []string{"odd.com"}})
		if err != nil || found[0].Status != "reserved" {
			t.Errorf("its availability: %+v, %v", found, err)
		}
		if das, err := e.Actions.DAS(t.Context(), e.call(), actions.DAS{SLD: "odd", TLD: "com"}); err != nil || das != "not_valid odd.com" {
			t.Errorf("its DAS line: %q, %v", das, err)
		}
	})
}

// blind is a store that cannot tell which names are in accounts.
type blind struct{ actions.Store }

var errBlind = errors.New("the database is away")

func (blind) LiveDomain(context.Context, reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{}, errBlind
}

// A registry that does not answer a check keeps nobody from ordering: the order finds out. Of a name no answer is given while the database has none.
func TestNameIsOrderedThoughItCouldNotBeChecked(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		unseen := actions.New(actions.Config{Store: blind{e.Store}, Orders: e.Orders, Routes: e.Routes, Clock: e.Clock})
		found, err := unseen.CheckAvailability(t.Context(), e.call(), actions.CheckAvailability{Names: []string{"new.com"}})
		if !errors.Is(err, errBlind) {
			t.Errorf("without the database: %+v, %v", found, err)
		}
		e.registry.check = func([]reseller.Name) ([]registry.Availability, error) { return nil, registry.ErrUnreachable }
		_, err = e.Actions.CheckAvailability(t.Context(), e.call(), actions.CheckAvailability{Names: []string{"new.com"}})
		wantError(t, "the check", err, reseller.CodeUnavailable, "", "the registry of .com does not answer")
		for _, ask := range []func() error{
			func() error {
				_, err := e.Actions.Quote(t.Context(), e.call(), actions.Quote{Operation: reseller.OpRegister, Name: e.NameOf("new.com"), Years: 1})
				return err
			},
			func() error {
				_, err := e.Actions.SuggestDomains(t.Context(), e.call(), actions.SuggestDomains{Term: "new"})
				return err
			},
			func() error {
				_, err := e.Actions.DAS(t.Context(), e.call(), actions.DAS{SLD: "new", TLD: "com"})
				return err
			},
		} {
			wantError(t, "what asks the registry", ask(), reseller.CodeUnavailable, "", "try again")
		}
		placed, err := e.order("new.com")
		e.Must(err)
		if placed.Order.ID == 0 || placed.Status != "pending" {
			t.Errorf("answered with %+v", placed)
		}
		e.Drain()
		if d := e.Domain("new.com"); d.State != reseller.DomainActive {
			t.Errorf("the name is %s", d.State)
		}
	})
}

func TestOrderOfANameThatIsHereAlreadyIsForTheOrdersToJudge(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		first, err := e.order("mine.com")
		e.Must(err)
		again, err := e.order("mine.com")
		if err != nil || again.Order.ID != first.Order.ID {
			t.Errorf("the repeat got order %d, %v; want %d", again.Order.ID, err, first.Order.ID)
		}
		if ns := again.Domain.Nameservers; len(ns) != 2 || ns[0] != "ns1.registrar.example" {
			t.Errorf("name servers %v, want the operator's", ns)
		}
	})
}

func TestQuoteSaysWhatStandsInTheWay(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("mine.com")
		for _, c := range []struct {
			operation reseller.Operation
			full      string
			years     int
			total     int64
			code      string // of the obstacle
		}{
			{reseller.OpRenew, "mine.com", 2, 2000, ""},
			{reseller.OpRenew, "mine.com", 10, 10000, reseller.CodeInvalidParameter}, // more than ten years from now
			{reseller.OpRenew, "other.com", 1, 1000, reseller.CodeNotFound},
			{reseller.OpRestore, "mine.com", 7, 8000, reseller.CodeBadState}, // has one price whatever the years
			{reseller.OpTransfer, "mine.com", 7, 800, reseller.CodeNotAvailable},
			{reseller.OpTransfer, "other.com", 7, 800, ""},
			{reseller.OpRegister, "mine.com", 1, 1000, reseller.CodeNotAvailable},
			{reseller.OpRegister, "other.com", 3, 3000, ""},
		} {
			q, err := e.Actions.Quote(t.Context(), e.call(), actions.Quote{Operation: c.operation, Name: e.NameOf(c.full), Years: c.years})
			e.Must(err)
			code := ""
			if q.Obstacle != nil {
				code = q.Obstacle.Code
			}
			if q.Charge.Total() != c.total || code != c.code || !q.Covered {
				t.Errorf("%s %s for %d years: %d, obstacle %v; want %d, %q", c.operation, c.full, c.years, q.Charge.Total(), q.Obstacle, c.total, c.code)
			}
		}
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "renew", TLD: "com"}))
		name := e.NameOf("mine.com")
		call := e.call()
		call.AnswerBy = e.Clock.Wall().Add(100 * time.Millisecond)
		left, err := e.Actions.RenewDomain(t.Context(), call, actions.RenewDomain{Name: name, Years: 1})
		if !reseller.IsKind(err, reseller.KindPending) {
			t.Fatalf("a renewal whose request is lost: %v", err)
		}
		q, err := e.Actions.Quote(t.Context(), e.call(), actions.Quote{Operation: reseller.OpRenew, Name: name, Years: 2})
		if err != nil || q.Obstacle == nil || q.Obstacle.Code != reseller.CodeInProgress || q.Obstacle.Order != left.Order.ID {
			t.Errorf("with a renewal under way the obstacle is %v, %v", q.Obstacle, err)
		}
	})
}

func TestWhatIsNotOnThePriceListIsNotSold(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine, apptest.WithPrices(apptest.Prices("USD", 1000, "com")))
		name := e.NameOf("some.net")
		_, err := e.Actions.Quote(t.Context(), e.call(), actions.Quote{Operation: reseller.OpRegister, Name: name, Years: 1})
		wantError(t, "the quote", err, reseller.CodeNoPrice, reseller.PathYears, "there is no register price for .net for 1 years in USD")
		_, err = e.Actions.Quote(t.Context(), e.call(), actions.Quote{Operation: reseller.OpRegister, Name: e.NameOf("some.com"), Years: 11})
		wantError(t, "a quote for too long", err, reseller.CodeInvalidParameter, reseller.PathYears, ".com can be registered for 1 to 10 years, not 11")
		found, err := e.Actions.CheckAvailability(t.Context(), e.call(), actions.CheckAvailability{Names: []string{"some.net"}})
		if err != nil || found[0].Status != "available" || found[0].Price != nil {
			t.Errorf("its availability: %+v, %v", found, err)
		}
		suggested, err := e.Actions.SuggestDomains(t.Context(), e.call(), actions.SuggestDomains{Term: "Some name", TLDs: []string{"net", "com"}})
		e.Must(err)
		if len(suggested) == 0 || suggested[0].Name != "somename.com" || suggested[1].Name != "some-name.com" {
			t.Errorf("suggested %+v", suggested)
		}
		for _, s := range suggested {
			if e.NameOf(s.Name).TLD() != "com" {
				t.Errorf("%s is suggested and cannot be bought", s.Name)
			}
		}
	})
}

func TestSuggestionsEndWithTwentyNamesOfTheTLDsThatAreSold(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		suggested, err := e.Actions.SuggestDomains(t.Context(), e.call(), actions.SuggestDomains{Term: "name"})
		e.Must(err)
		if len(suggested) != 20 {
			t.Errorf("%d names are suggested", len(suggested))
		}
		_, err = e.Actions.SuggestDomains(t.Context(), e.call(), actions.SuggestDomains{Term: " "})
		wantError(t, "no term", err, reseller.CodeMissingParameter, reseller.PathTerm, "required")
	})
}

func TestTransfersOfOneNameKeepItsID(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		coming := e.NameOf("coming.com")
		e.Must(e.registry.AddForeign(t.Context(), coming, "code", time.Time{}, false))
		noted, err := e.Actions.NoteTransfer(t.Context(), e.call(), actions.NoteTransfer{Name: coming})
		e.Must(err)
		id := noted.Domain.ID
		begun, err := e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: id, AuthCode: "code", AutoRenew: true})
		e.Must(err)
		if begun.Completed || begun.Name != coming || begun.Years != 1 || !begun.Estimated.After(e.Clock.Now().Add(6*24*time.Hour)) {
			t.Errorf("begun: %+v", begun)
		}
		again, err := e.Actions.NoteTransfer(t.Context(), e.call(), actions.NoteTransfer{Name: coming})
		if err != nil || again.Domain.ID != id || again.Status != "pending" {
			t.Errorf("noted again: %+v, %v", again, err)
		}
		e.Must(e.registry.ForeignDecides(t.Context(), coming, true, ""))
		state, err := e.Actions.TransferSync(t.Context(), e.call(), actions.TransferSync{Name: coming})
		if err != nil || !state.Completed {
			t.Errorf("the transfer: %+v, %v", state, err)
		}
		_, err = e.Actions.NoteTransfer(t.Context(), e.call(), actions.NoteTransfer{Name: coming})
		wantError(t, "noting what is here", err, reseller.CodeNotAvailable, reseller.PathName, "is in this account already")
		_, err = e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: id, AuthCode: "code"})
		wantError(t, "ordering what is here", err, reseller.CodeNotAvailable, reseller.PathID, "is in this account already")
		_, err = e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: id + 77, AuthCode: "code"})
		wantError(t, "no such id", err, reseller.CodeNotFound, reseller.PathID, "there is no domain")
		_, err = e.Actions.NoteTransfer(t.Context(), e.call(), actions.NoteTransfer{Name: e.NameOf("other.co.uk")})
		wantError(t, "a TLD that transfers by tag", err, reseller.CodeNotSupported, "", "a transfer with an auth code is not supported for .co.uk")
	})
}

func TestTransferWithoutItsCodeIsNotOrdered(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		noted, err := e.Actions.NoteTransfer(t.Context(), e.call(), actions.NoteTransfer{Name: e.NameOf("coming.com")})
		e.Must(err)
		_, err = e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: noted.Domain.ID})
		wantError(t, "no code", err, reseller.CodeMissingParameter, reseller.PathAuthCode, "required")
		_, err = e.Actions.TransferDomain(t.Context(), e.call(), actions.TransferDomain{Name: e.NameOf("coming.com"), AuthCode: string(make([]byte, 256))})
		wantError(t, "a code of 256 bytes", err, reseller.CodeInvalidParameter, reseller.PathAuthCode, "256 bytes")
	})
}

// The registry is away while a client asks how its transfer stands: it stays pending, and that is no error.
func TestTransferStaysPendingWhileTheRegistryIsAway(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		coming := e.NameOf("coming.com")
		e.Must(e.registry.AddForeign(t.Context(), coming, "code", time.Time{}, false))
		_, err := e.Actions.TransferDomain(t.Context(), e.call(), actions.TransferDomain{Name: coming, AuthCode: "code"})
		e.Must(err)
		sync, err := e.Actions.Sync(t.Context(), e.call(), actions.Sync{Name: coming})
		if want := reseller.AddYears(e.Domain("coming.com").CreatedAt, 1); err != nil || sync.Status != "pending" || !sync.Expires.Equal(want) {
			t.Errorf("sync: %+v, %v; want pending until %s", sync, err, want)
		}
		e.registry.info = func() error { return errors.New("the line is dead") }
		if state, err := e.Actions.TransferSync(t.Context(), e.call(), actions.TransferSync{Name: coming}); err != nil || state != (actions.TransferState{}) {
			t.Errorf("while the registry is away: %+v, %v", state, err)
		}
		e.registry.info = nil
		if err := e.registry.ForeignDecides(t.Context(), coming, false, "not yours"); err != nil {
			t.Fatal(err)
		}
		state, err := e.Actions.TransferSync(t.Context(), e.call(), actions.TransferSync{Name: coming})
		if err != nil || !state.Failed || state.Reason == "" {
			t.Errorf("after the refusal: %+v, %v", state, err)
		}
	})
}

func TestNameRegisteredWithoutNameServersGetsOursWhereTheyFit(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine, apptest.WithConfig(func(c *app.Config) {
			c.Business = actions.Operator{Name: "Registrar", Nameservers: []string{"ns1.house.com"}}
		}))
		for full, want := range map[string]int{"mine.com": 1, "house.com": 0, "mine.se": 0} { // they lie inside it; .se wants two
			placed, err := e.Actions.RegisterDomain(t.Context(), e.call(), actions.RegisterDomain{
				Name: e.NameOf(full), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder}, Fields: actions.Fields{ByName: map[string]string{"id_number": "[SE]556012-5790"}},
			})
			e.Must(err)
			if got := e.shown(full).Nameservers; len(got) != want {
				t.Errorf("%s has %v", full, got)
			}
			if why := map[string]string{
				"house.com": "house.com has no name servers and answers nowhere: none were given, and those of the house do not fit: ns1.house.com lies inside it, and has no address there yet",
				"mine.se":   "mine.se has no name servers and answers nowhere: none were given, and those of the house do not fit: .se wants at least 2 name servers, not 1",
			}[full]; placed.Notice != why {
				t.Errorf("of %s it says %q", full, placed.Notice)
			}
		}
	})
}
