package actions_test

import (
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
)

// delete has a name deleted at the registry.
func (e *env) delete(call actions.Call, full string) {
	e.Helper()
	_, err := e.Actions.RequestDelete(e.Context(), call, actions.RequestDelete{Name: e.NameOf(full)})
	e.Must(err)
}

// TestTransferIntoTheIDOfANameThatHasLeftKeepsItsFacts: whatever becomes of the transfer, the old row says what it said, and the
// books stay right (the env verifies them).
func TestTransferIntoTheIDOfANameThatHasLeftKeepsItsFacts(t *testing.T) {
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, engine)
			d := e.register("wolf.com")
			e.delete(e.call(), "wolf.com")
			gone := e.Domain("wolf.com")
			_, err := e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: d.ID, AuthCode: "x"})
			if err == nil {
				t.Error("a name that is not registered was transferred")
			}
			kept, err := e.Store.DomainByID(t.Context(), d.ID)
			e.Must(err)
			if kept.State != reseller.DomainDeleted || !kept.RegisteredAt.Equal(gone.RegisteredAt) || !kept.PaidThrough.Equal(gone.PaidThrough) || kept.Version != gone.Version {
				t.Errorf("the row of the deleted name is %s, registered %s, version %d", kept.State, kept.RegisteredAt, kept.Version)
			}
		})
	}
}

// TestReleasedNameComesBackUnderAnIDOfItsOwn: to billing systems the first stay remains one that ended with another registrar.
func TestReleasedNameComesBackUnderAnIDOfItsOwn(t *testing.T) {
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, engine)
			d := e.register("gone.co.uk")
			_, err := e.Actions.ReleaseDomain(t.Context(), e.call(), actions.ReleaseDomain{Name: d.Name, Tag: "OTHER"})
			e.Must(err)
			begun, err := e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: d.ID, AuthCode: "x"})
			if err == nil && begun.Order.DomainID == d.ID {
				t.Error("the transfer took the row of the name that was released")
			}
			kept, err := e.Store.DomainByID(t.Context(), d.ID)
			e.Must(err)
			if kept.State != reseller.DomainReleased || kept.RegisteredAt.IsZero() {
				t.Errorf("the row of the released name is %s, registered %s", kept.State, kept.RegisteredAt)
			}
		})
	}
}

// TestNameThatCameBackIsDeletedToTheEnd: the first registration of the name was refunded already, and the deletion of the second
// stay ends all the same.
func TestNameThatCameBackIsDeletedToTheEnd(t *testing.T) {
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			e := newEnv(t, engine)
			first := e.register("round.com")
			e.delete(e.call(), "round.com")
			other := e.call()
			other.Caller.Account = e.AddAccount(reseller.Account{Email: "b@example.com", Name: "B", Currency: "USD", Language: "en"}, 100_000)
			_, err := e.Actions.RegisterDomain(t.Context(), other, actions.RegisterDomain{
				Name: first.Name, Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder},
			})
			e.Must(err)
			_, err = e.registry.SetLock(t.Context(), "test", first.Name, false)
			e.Must(err)
			theirs, err := e.Store.Domain(t.Context(), other.Caller.Account.ID, first.Name)
			e.Must(err)
			_, err = e.Store.ChangeDomain(t.Context(), theirs.ID, reseller.Operator, "unlock", func(d *reseller.Domain) error { d.Locked = false; return nil })
			e.Must(err)
			code, err := e.registry.NewAuthCode(t.Context(), "test", first.Name)
			e.Must(err)
			back, err := e.Actions.OrderTransfer(t.Context(), e.call(), actions.OrderTransfer{ID: first.ID, AuthCode: code.Secret})
			e.Must(err)
			if back.Order.DomainID == first.ID || !back.Completed {
				t.Errorf("the name came back to row %d, completed %t", back.Order.DomainID, back.Completed)
			}
			e.Clock.Move(time.Hour)
			e.delete(e.call(), "round.com")
			if d := e.Domain("round.com"); d.State != reseller.DomainDeleted {
				t.Errorf("the name is %s", d.State)
			}
			unfinished, err := e.Store.SearchOrders(t.Context(), reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 10}})
			e.Must(err)
			if len(unfinished) > 0 {
				t.Errorf("%d orders have not ended", len(unfinished))
			}
		})
	}
}
