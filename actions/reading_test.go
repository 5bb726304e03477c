package actions_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// A name that is deleted within its first days is paid back: the credit note says which invoice it credits, also in print.
func TestPrintedCreditNoteNamesItsInvoice(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.register("mine.com")
		_, err := e.Actions.RequestDelete(t.Context(), e.call(), actions.RequestDelete{Name: d.Name})
		e.Must(err)
		_, err = e.Store.NumberInvoices(t.Context(), 10)
		e.Must(err)
		page, err := e.Actions.GetInvoices(t.Context(), e.call(), actions.GetInvoices{})
		e.Must(err)
		list := page.Rows
		if len(list) != 2 || list[1].Credits != list[0].ID {
			t.Fatalf("the invoices are %+v", list)
		}
		for i, format := range []string{"html", "pdf"} {
			printed, err := e.Actions.GetInvoice(t.Context(), e.call(), actions.GetInvoice{Number: list[1].Number, Format: format})
			e.Must(err)
			if want := []string{"text/html; charset=utf-8", "application/pdf"}[i]; printed.ContentType != want {
				t.Errorf("%s is of type %s", format, printed.ContentType)
			}
			if format == "html" && !bytes.Contains(printed.Document, []byte(list[0].Number)) {
				t.Errorf("the credit note does not name invoice %s:\n%s", list[0].Number, printed.Document)
			}
		}
		_, err = e.Actions.GetInvoice(t.Context(), e.call(), actions.GetInvoice{Number: list[0].Number, Format: "doc"})
		wantError(t, "an unknown format", err, reseller.CodeInvalidParameter, reseller.PathFormat, "must be one of html, pdf")
		_, err = e.Actions.GetInvoice(t.Context(), e.call(), actions.GetInvoice{Number: "2026-77777777"})
		wantError(t, "no such number", err, reseller.CodeNotFound, reseller.PathNumber, "there is no invoice")
		_, err = e.Actions.GetInvoices(t.Context(), e.call(), actions.GetInvoices{Status: "void"})
		wantError(t, "an unknown status", err, reseller.CodeInvalidParameter, reseller.PathStatus, "must be unpaid, paid or cancelled")
	})
}

func TestListHasNamesByTheirStatus(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		states := map[string]reseller.DomainState{
			"active.com": reseller.DomainActive, "expired.com": reseller.DomainActive, "coming.com": reseller.DomainPendingTransfer,
			"redeemable.com": reseller.DomainRedemption, "going.com": reseller.DomainPendingDelete, "failed.com": reseller.DomainRefused,
			"released.com": reseller.DomainReleased, "away.com": reseller.DomainTransferredAway, "deleted.com": reseller.DomainDeleted,
			"draft.com": reseller.DomainDraft, "held.com": reseller.DomainActive, "unsure.com": reseller.DomainActive,
		}
		for full, state := range states {
			draft, err := e.Store.AddDraft(t.Context(), e.Account.ID, e.NameOf(full), reseller.Operator)
			e.Must(err)
			_, err = e.Store.ChangeDomain(t.Context(), draft.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
				d.State, d.PaidThrough = state, e.Clock.Now().AddDate(0, 1, 0)
				if full == "expired.com" {
					d.PaidThrough = e.Clock.Now().AddDate(0, -1, 0)
				}
				d.Locked = full == "active.com"
				if full == "held.com" || full == "deleted.com" { // what has left is on no hold
					d.Holds.Operator = reseller.Hold{Since: e.Clock.Now()}
				}
				if full == "unsure.com" || full == "away.com" {
					d.Verification = reseller.Verification{State: reseller.VerificationNeeded, Since: e.Clock.Now()}
				}
				return nil
			})
			e.Must(err)
		}
		e.Unclean = true // the registry knows none of them
		for status, want := range map[string][]string{
			"":       {"active.com", "coming.com", "expired.com", "going.com", "held.com", "redeemable.com", "unsure.com"},
			"active": {"active.com", "held.com", "unsure.com"}, "hold": {"held.com"}, "unverified": {"unsure.com"}, "expired": {"expired.com"}, "pending": {"coming.com"}, "locked": {"active.com"},
			"redemption": {"redeemable.com"}, "pending_delete": {"going.com"}, "failed": {"failed.com"},
			"transferred_away": {"away.com", "released.com"}, "deleted": {"deleted.com"}, "draft": {"draft.com"},
		} {
			r := actions.ListDomains{Status: status}
			list, err := e.Actions.ListDomains(t.Context(), e.call(), r)
			e.Must(err)
			var names []string
			for _, l := range list.Rows {
				names = append(names, l.Domain.Name.String())
				if l.Status != status && !slices.Contains([]string{"", "locked", "hold", "unverified"}, status) {
					t.Errorf("%s is listed under %s as %s", l.Domain.Name, status, l.Status)
				}
			}
			if slices.Sort(names); !slices.Equal(names, want) {
				t.Errorf("status %q has %v, want %v", status, names, want)
			}
			if n, err := e.Actions.CountDomains(t.Context(), e.call(), r); err != nil || n != int64(len(want)) {
				t.Errorf("status %q counts %d, %v", status, n, err)
			}
		}
		_, err := e.Actions.ListDomains(t.Context(), e.call(), actions.ListDomains{Status: "lost"})
		wantError(t, "an unknown status", err, reseller.CodeInvalidParameter, reseller.PathStatus, `"lost" is not a status`)
		for _, status := range actions.DomainStatuses {
			if !strings.Contains(err.Error(), status) {
				t.Errorf("the error does not name %s: %v", status, err)
			}
			_, err := e.Actions.CountDomains(t.Context(), e.call(), actions.ListDomains{Status: status})
			e.Must(err)
		}
		absent, err := e.Actions.NotHere(t.Context(), e.call(), []string{"Active.com", "deleted.com", "nosuch.com"})
		if err != nil || !slices.Equal(absent, []string{"deleted.com", "nosuch.com"}) {
			t.Errorf("not here are %v, %v", absent, err)
		}
		e.leavesDeletedNames()
		_, err = e.Actions.CountDomains(t.Context(), e.call(), actions.ListDomains{Status: "lost"})
		wantError(t, "its count", err, reseller.CodeInvalidParameter, reseller.PathStatus, `"lost" is not a status`)
	})
}

// leavesDeletedNames has names renewed automatically: a deleted one is refused, as is foretold, until it is restored.
func (e *env) leavesDeletedNames() {
	e.Helper()
	for full, words := range map[string]string{"redeemable.com": "restore it first", "going.com": "can not be restored any more", "expired.com": "", "coming.com": ""} {
		on := actions.SetAutoRenew{Name: e.NameOf(full), AutoRenew: true}
		foresight, err := e.Actions.Foresee(e.Context(), e.call(), []reseller.Name{on.Name})
		e.Must(err)
		seen, err := foresight.AutoRenew(e.Context(), on)
		e.Must(err)
		err = e.Actions.SetAutoRenew(e.Context(), e.call(), on)
		if words == "" {
			if e.Must(err); seen.Obstacle != nil {
				e.Errorf("%s: %v", full, seen.Obstacle)
			}
			continue
		}
		wantError(e, full, err, reseller.CodeBadState, reseller.PathName, words)
		if seen.Obstacle == nil || seen.Obstacle.Words != reseller.AsError(err).Words {
			e.Errorf("%s: foretold is %v, not %v", full, seen.Obstacle, err)
		}
		_, err = e.Actions.UpdateDomain(e.Context(), e.call(), actions.UpdateDomain{Name: on.Name, AutoRenew: new(true)})
		wantError(e, full+" by an update", err, reseller.CodeBadState, reseller.PathName, words)
		_, err = e.Store.ChangeDomain(e.Context(), e.Domain(full).ID, reseller.Operator, "x", func(d *reseller.Domain) error {
			d.AutoRenew = true
			return nil
		})
		e.Must(err)
		e.Must(e.Actions.SetAutoRenew(e.Context(), e.call(), on)) // it is so already
		e.Must(e.Actions.SetAutoRenew(e.Context(), e.call(), actions.SetAutoRenew{Name: on.Name}))
	}
}

func TestNamesAreFoundByTheirLettersInAnyScript(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		e.register("bücher.com")
		e.register("plain.com")
		for search, want := range map[string]string{"BÜCHER.com": "xn--bcher-kva.com", " PLAIN": "plain.com", "\u202eå": ""} {
			list, err := e.Actions.ListDomains(t.Context(), e.call(), actions.ListDomains{Search: search})
			e.Must(err)
			if want == "" && len(list.Rows) == 0 {
				continue
			}
			if len(list.Rows) != 1 || list.Rows[0].Domain.Name.String() != want {
				t.Errorf("%q finds %+v, want %q", search, list, want)
			}
		}
	})
}

func TestEventsAreReadOnFromWhatWasAcknowledged(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		for _, full := range []string{"one.com", "two.com", "three.com"} {
			e.register(full)
		}
		_, err := e.Store.NumberEvents(t.Context(), 100)
		e.Must(err)
		read := func(r actions.ListEvents) actions.EventList {
			t.Helper()
			list, err := e.Actions.ListEvents(t.Context(), e.call(), r)
			e.Must(err)
			return list
		}
		all := read(actions.ListEvents{})
		if len(all.Events) < 3 || all.More || all.Next != all.Events[len(all.Events)-1].Seq {
			t.Fatalf("all events: %+v", all)
		}
		first := read(actions.ListEvents{Limit: 1})
		if len(first.Events) != 1 || !first.More || first.Next != all.Events[0].Seq {
			t.Errorf("the first: %+v", first)
		}
		e.Must(e.Actions.AcknowledgeEvents(t.Context(), e.call(), actions.AcknowledgeEvents{Seq: first.Next}))
		if rest := read(actions.ListEvents{}); rest.Events[0].Seq != all.Events[1].Seq {
			t.Errorf("after the acknowledgement: %+v", rest)
		}
		if again := read(actions.ListEvents{After: to(int64(0))}); again.Events[0].Seq != all.Events[0].Seq {
			t.Errorf("from the beginning: %+v", again)
		}
		for _, limit := range []int{-1, 1001} {
			_, err := e.Actions.ListEvents(t.Context(), e.call(), actions.ListEvents{Limit: limit})
			wantError(t, "a limit", err, reseller.CodeInvalidParameter, reseller.PathLimit, "limit must be between 1 and")
		}
		for _, seq := range []int64{-1, all.Next + 1} {
			err := e.Actions.AcknowledgeEvents(t.Context(), e.call(), actions.AcknowledgeEvents{Seq: seq})
			wantError(t, "an acknowledgement", err, reseller.CodeInvalidParameter, reseller.PathSeq, "event")
		}
	})
}

func TestInformationTellsAllThatIsKnownOfAName(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		d := e.register("mine.com")
		info, err := e.Actions.GetDomainInformation(t.Context(), e.call(), actions.GetDomainInformation{Name: d.Name})
		e.Must(err)
		if info.Phase != reseller.PhaseActive || !info.PhaseEnds.Equal(d.PaidThrough) || info.Sync.Status != "active" ||
			!info.LockSupported || !info.RenewableAfterExpiry || info.Transfer != nil || info.AskedFor != "" ||
			!info.TransferableFrom.Equal(d.RegisteredAt.Add(reseller.Days(60))) {
			t.Errorf("a registered name: %+v", info)
		}
		moved := e.NameOf("moved.com")
		e.Must(e.registry.AddForeign(t.Context(), moved, "code", time.Time{}, false))
		_, err = e.Actions.TransferDomain(t.Context(), e.call(), actions.TransferDomain{Name: moved, AuthCode: "code"})
		e.Must(err)
		e.Clock.Move(reseller.Days(2))
		e.Must(e.registry.ForeignDecides(t.Context(), moved, true, ""))
		_, err = e.Actions.TransferSync(t.Context(), e.call(), actions.TransferSync{Name: moved})
		e.Must(err)
		info, err = e.Actions.GetDomainInformation(t.Context(), e.call(), actions.GetDomainInformation{Name: moved})
		e.Must(err)
		if info.Transfer == nil || info.Transfer.State != reseller.OrderDone || !info.TransferableFrom.Equal(info.Transfer.EndedAt.Add(reseller.Days(60))) {
			t.Errorf("a name that came by transfer: %+v", info)
		}
	})
}

func TestActionsAreFoundByName(t *testing.T) {
	t.Parallel()
	if a, err := actions.Lookup("registerdomain"); err != nil || a.Name != "RegisterDomain" {
		t.Errorf("in small letters: %+v, %v", a, err)
	}
	_, err := actions.Lookup("")
	wantError(t, "no name", err, reseller.CodeMissingParameter, reseller.PathAction, "required")
	_, err = actions.Lookup("ListDomains")
	wantError(t, "an action that the action API does not have", err, reseller.CodeUnknownAction, reseller.PathAction, "there is no action of this name")
	if _, ok := actions.Named("ListDomains"); !ok {
		t.Error("ListDomains is in no table")
	}
	if _, ok := actions.Named("listdomains"); ok {
		t.Error("Named takes another spelling")
	}
	seen := map[string]bool{}
	for _, a := range append(slices.Clone(actions.Table), actions.AddedActions...) {
		if seen[a.Name] || a.Does == "" || !slices.Contains(reseller.Scopes, a.Scope) {
			t.Errorf("the line of %s: %+v", a.Name, a)
		}
		seen[a.Name] = true
		err := a.Permit(reseller.Caller{Token: reseller.Token{Scopes: []reseller.Scope{"nothing"}}})
		wantError(t, a.Name, err, reseller.CodeForbidden, "", string(a.Scope))
		if err := a.Permit(reseller.Caller{Token: reseller.Token{Scopes: []reseller.Scope{a.Scope}}}); err != nil {
			t.Errorf("%s: %v", a.Name, err)
		}
	}
}
