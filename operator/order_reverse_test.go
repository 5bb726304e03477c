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

// TestWrongResolutionIsTakenBackOnce: the money comes back by a credit note and the name is free, and the books are right again. What
// the registry has is not taken back.
func TestWrongResolutionIsTakenBackOnce(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine, apptest.WithConfig(hasty))
		ctx, u := e.Context(), operator.Orders{Store: e.Store, Orders: e.Orders}
		stands, err := e.Store.AcquisitionOrder(ctx, e.Register("stands.com").ID)
		e.Must(err)
		e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultLostRequest, Command: "create"}))
		result, err := e.Orders.Buy(ctx, orders.Request{
			Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRegister, Name: e.NameOf("never.com"), AnswerBy: e.Clock.Wall(),
			Desired: reseller.Desired{Years: 1, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Contacts: reseller.Contacts{reseller.RoleRegistrant: {
				FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Postcode: "75310", Email: "anna@example.com",
			}}},
		})
		e.Must(err)
		e.Drain()
		e.Must(e.Sandbox.ClearFaults(ctx))
		never, err := u.Resolve(ctx, operator.Resolution{Order: result.Order.ID, Done: true, Reason: "they say so", AgainstRegistry: true})
		e.Must(err)
		_, err = u.Reverse(ctx, operator.Reversal{Order: never.ID, Reason: " "})
		wantError(t, err, reseller.KindInvalid, "reason is empty")
		_, err = u.Reverse(ctx, operator.Reversal{Order: never.ID, Reason: "they were wrong"})
		wantError(t, err, reseller.KindConflict, "may still take effect until")
		e.Clock.Move(time.Hour)
		_, err = u.Reverse(ctx, operator.Reversal{Order: stands.ID, Reason: "they were wrong"})
		wantError(t, err, reseller.KindConflict, "the registry has stands.com")
		before, err := e.Store.Balance(ctx, e.Account.ID)
		e.Must(err)
		note, err := u.Reverse(ctx, operator.Reversal{Order: never.ID, Reason: "they were wrong"})
		e.Must(err)
		after, err := e.Store.Balance(ctx, e.Account.ID)
		e.Must(err)
		if back := after.Available - before.Available; back != never.Charge.Total() || note.Document.Charge.Total() != -back || note.Document.Credits == 0 {
			t.Errorf("%d came back of %d, by %+v", back, never.Charge.Total(), note)
		}
		if d, err := e.Store.DomainByID(ctx, never.DomainID); err != nil || d.State != reseller.DomainDeleted || d.Reason != "they were wrong" {
			t.Errorf("the name is %s (%s), %v", d.State, d.Reason, err)
		}
		_, err = u.Reverse(ctx, operator.Reversal{Order: never.ID, Reason: "again"})
		wantError(t, err, reseller.KindConflict, "was taken back before")
		e.Register("never.com")
		e.Verify()
	})
}
