package orders_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// ask makes a request for a change of a domain.
func (o *env) ask(kind reseller.OrderKind, d reseller.Domain, slot string) orders.Request {
	r := o.request(kind, d.Name, reseller.Desired{})
	r.Domain, r.Subject = &d, slot
	return r
}

// lost places a change whose answer does not come while its caller waits, and gives it when its worker has left it.
func (o *env) lost(r orders.Request) reseller.Order {
	o.t.Helper()
	r.AnswerBy = o.Clock.Wall().Add(20 * time.Millisecond)
	res, err := o.Orders.Change(o.ctx, r)
	o.Must(err)
	o.settle(res.Order.ID)
	return o.order(res.Order.ID)
}

func TestAuthCodeOrderThatIsRefusedOnItsSecondSendingEnds(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.registered("coded")
		o.fault(sandbox.FaultDown, "authcode", 0)
		o.fault(sandbox.FaultRefuse, "authcode", 0)
		res, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderAuthCode, d, "authcode"))
		o.Must(err)
		o.wantState(res.Order.ID, reseller.OrderRefused)
	})
}

func TestRegistrysOwnYearIsNotSoldOnceTheNameHasLeft(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("gone")
		o.Clock.Move(366 * 24 * time.Hour)
		o.Must(o.Sandbox.Tick(o.ctx))
		info, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		d, err = o.Store.ChangeDomain(o.ctx, d.ID, reseller.Operator, "test", func(row *reseller.Domain) error {
			row.RegistryExpiry = info.Expires
			return nil
		})
		o.Must(err)
		code, err := o.Sandbox.NewAuthCode(o.ctx, "test", d.Name)
		o.Must(err)
		o.Must(o.Sandbox.RequestAway(o.ctx, d.Name, code.Secret))
		_, err = o.Sandbox.ApproveTransfer(o.ctx, "test", d.Name)
		o.Must(err)
		res, err := o.Orders.Buy(o.ctx, o.renewal(d, 1))
		o.Must(err)
		o.wantState(res.Order.ID, reseller.OrderRefused)
		o.wantBalance(49_000, 0)
	})
}

func TestRejectDoesNotJoinAnApprovalThatIsUnderWay(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.askedFor("contested")
		running := o.startSlow("transfer", func() (orders.Result, error) {
			return o.Orders.Change(o.ctx, o.ask(reseller.OrderTransferApprove, d, "transfer"))
		})
		_, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderTransferReject, d, "transfer"))
		if e := reseller.AsError(err); e == nil || e.Code != reseller.CodeInProgress {
			t.Errorf("the reject is answered %v, want in_progress", err)
		}
		close(o.gate)
		o.Must((<-running).err)
	})
}

// askedFor registers a name that the other registrar then asks for.
func (o *env) askedFor(sld string) reseller.Domain {
	o.t.Helper()
	d := o.registered(sld)
	o.Clock.Move(61 * 24 * time.Hour)
	code, err := o.Sandbox.NewAuthCode(o.ctx, "test", d.Name)
	o.Must(err)
	o.Must(o.Sandbox.RequestAway(o.ctx, d.Name, code.Secret))
	return d
}

func TestRejectThatCameTooLateIsNotDone(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.askedFor("late")
		o.Clock.Move(5*24*time.Hour - time.Minute)
		o.fault(sandbox.FaultLostRequest, "transfer", 0)
		lost := o.lost(o.ask(reseller.OrderTransferReject, d, "transfer"))
		o.Clock.Move(2 * time.Minute)
		o.Must(o.Sandbox.Tick(o.ctx))
		o.reconcile()
		o.wantState(lost.ID, reseller.OrderRefused)
	})
}

func TestChangesBesideAResendAreAllOpened(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.registered("busy")
		for i := range 10 {
			o.fault(sandbox.FaultLostRequest, "update", 0)
			o.lost(o.servers(d, fmt.Sprintf("ns1.a%d.net", i), "ns2.a.net"))
			o.Clock.Move(11 * time.Minute)
			atOnce(2, func(n int) {
				if n == 0 {
					o.reconcile()
					return
				}
				locked := i%2 == 0
				r := o.ask(reseller.OrderLock, d, "lock")
				r.Desired.Lock = &locked
				if i%2 == 0 {
					r.Key = fmt.Sprint("key", i)
				}
				res, err := o.Orders.Change(o.ctx, r)
				if err != nil || res.Order.ID == 0 {
					t.Errorf("round %d: order %d, %v", i, res.Order.ID, err)
				}
			})
			for tries := 0; len(o.unfinished()) > 0 && tries < 500; tries++ {
				o.Clock.Move(time.Minute)
				o.reconcile()
			}
			if open := o.unfinished(); len(open) > 0 {
				t.Fatalf("round %d: order %d stays %s: %s", i, open[0].ID, open[0].State, open[0].Reason)
			}
		}
	})
}

func TestCodeThatCannotBeVoidedMovesNothing(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("void")
		code, err := o.Sandbox.NewAuthCode(o.ctx, "test", d.Name)
		o.Must(err)
		taker := o.newAccount("taker@example.com", 0)
		req := o.request(reseller.OrderTransfer, d.Name, reseller.Desired{Years: 1})
		req.Caller.Account, req.AuthCode = taker, code.Secret
		o.fault(sandbox.FaultDown, "authcode", 0)
		if _, err := o.Orders.Buy(o.ctx, req); !reseller.IsKind(err, reseller.KindUnavailable) {
			t.Errorf("got %v, want unavailable", err)
		}
		if now := o.domain("void"); now.State != reseller.DomainActive {
			t.Errorf("the giver's row is %s", now.State)
		}
	})
}

func TestRenewalOfANewRegistrationIsNotARepeatOfTheOldOnes(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		first := o.registered("phoenix")
		r := o.renewal(first, 1)
		r.Desired.Expect = first.PaidThrough.Format(time.DateOnly)
		o.buy(r)
		fresh := o.domain("phoenix")
		_, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderDelete, fresh, "delete"))
		o.Must(err)
		second := o.registered("phoenix")
		r = o.renewal(second, 1)
		r.Desired.Expect = second.PaidThrough.Format(time.DateOnly)
		o.buy(r)
		o.wantEffects("renew", second.Name, 2)
	})
}

func TestDeletionFoundOutAfterItsCourseIsNotRefunded(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.registered("longago")
		o.Clock.Move(100 * 24 * time.Hour)
		o.fault(sandbox.FaultLostAnswer, "delete", 0)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultDown, Command: "info"}))
		lost := o.lost(o.ask(reseller.OrderDelete, d, "delete"))
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.Clock.Move(36 * 24 * time.Hour)
		o.Must(o.Sandbox.Tick(o.ctx))
		o.reconcile()
		o.wantState(lost.ID, reseller.OrderDone)
		o.wantBalance(4000, 0)
	})
}

func TestSecondRestoreOfANameThatIsBackIsRefusedFree(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("back")
		o.Clock.Move(10 * 24 * time.Hour)
		_, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderDelete, d, "delete"))
		o.Must(err)
		stale := o.domain("back")
		restore := func(key string) (orders.Result, error) {
			r := o.ask(reseller.OrderRestore, stale, "")
			r.Desired.Years, r.Key = 1, key
			return o.Orders.Buy(o.ctx, r)
		}
		first, err := restore("one")
		o.Must(err)
		o.Must(orders.Verdict(first.Order))
		o.fault(sandbox.FaultLostAnswer, "restore", 0)
		if second, err := restore("two"); err == nil && orders.Verdict(second.Order) == nil {
			t.Error("the name was restored twice")
		}
		o.wantBalance(41_000, 0)
	})
}

func TestPendingTransferIsFollowedThoughItsCodeCannotBeOpened(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		n := name(t, "foreign", "com")
		o.Must(o.Sandbox.AddForeign(o.ctx, n, "code", o.Clock.Now().AddDate(-2, 0, -100), false))
		req := o.request(reseller.OrderTransfer, n, reseller.Desired{Years: 1})
		req.AuthCode = "code"
		res, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.otherKey()
		o.Clock.Move(6 * 24 * time.Hour)
		o.Must(o.Sandbox.Tick(o.ctx))
		o.reconcile()
		o.wantState(res.Order.ID, reseller.OrderDone)
	})
}

// otherKey opens the service again with another secret key.
func (o *env) otherKey() {
	o.t.Helper()
	o.Drain()
	rules, err := reseller.DefaultTLDs()
	o.Must(err)
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": o.Sandbox})
	o.Must(err)
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	o.Must(err)
	o.Orders = orders.New(orders.Config{
		Store: o.Store, Routes: routes, Clock: o.Clock, Key: key, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Holder: "other",
		Settings: orders.Settings{CallTimeout: 5 * time.Second, LookFor: 120 * time.Millisecond},
	})
}

func TestFreePriceIsStillALimitForTheRegistrysFee(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		o.Must(o.Store.SetPrices(o.ctx, []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1}}, reseller.Operator))
		res, err := o.Orders.Buy(o.ctx, o.registration("premium-free"))
		o.Must(err)
		o.wantState(res.Order.ID, reseller.OrderRefused)
	})
}

func TestMoveBetweenAccountsSetsTheTakersWishes(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("wishes")
		code, err := o.Sandbox.NewAuthCode(o.ctx, "test", d.Name)
		o.Must(err)
		mary := reseller.Contacts{reseller.RoleRegistrant: john[reseller.RoleRegistrant]}
		m := mary[reseller.RoleRegistrant]
		m.FirstName = "Mary"
		mary[reseller.RoleRegistrant] = m
		req := o.request(reseller.OrderTransfer, d.Name, reseller.Desired{
			Years: 1, Contacts: mary, Nameservers: []string{"ns1.mary.net", "ns2.mary.net"}, DNSManagement: true,
		})
		req.Caller.Account, req.AuthCode = o.newAccount("taker@example.com", 0), code.Secret
		res, err := o.Orders.Buy(o.ctx, req)
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.drainOnce()
		info, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		if !info.Contacts.Confirm(mary) || info.Nameservers[0] != "ns1.mary.net" {
			t.Errorf("the registry shows %v and %v", info.Contacts, info.Nameservers)
		}
		if row, err := o.Store.DomainByID(o.ctx, res.Order.DomainID); err != nil || !row.DNSManagement {
			t.Errorf("DNS management is off: %v", err)
		}
	})
}

func TestPatchesOfOneContactAddUp(t *testing.T) {
	t.Parallel()
	onEach(t, 5000, func(t *testing.T, o *env) {
		d := o.registered("patched")
		rules, err := reseller.DefaultTLDs()
		o.Must(err)
		routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": o.Sandbox})
		o.Must(err)
		service := actions.New(actions.Config{Store: o.Store, Orders: o.Orders, Routes: routes, Clock: o.Clock})
		call := actions.Call{Caller: reseller.Caller{Account: o.Account}, AnswerBy: o.Clock.Wall().Add(10 * time.Second)}
		save := func(ctx context.Context, p actions.ContactPatch) error {
			_, err := service.SaveContactDetails(ctx, call, actions.SaveContactDetails{
				Name: d.Name, Patches: map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: p},
			})
			return err
		}
		city, mail := "Bergen", "new@example.com"
		first := o.startSlow("update", func() (orders.Result, error) {
			return orders.Result{}, save(o.ctx, actions.ContactPatch{City: &city})
		})
		second := make(chan error, 1)
		go func() { second <- save(o.ctx, actions.ContactPatch{Email: &mail}) }()
		for len(o.unfinished()) < 2 {
			time.Sleep(time.Millisecond)
		}
		close(o.gate)
		o.Must((<-first).err)
		o.Must(<-second)
		if c := o.domain("patched").Contacts[reseller.RoleRegistrant]; c.City != city || c.Email != mail {
			t.Errorf("the contact is %+v", c)
		}
	})
}

func (o *env) unfinished() []reseller.Order {
	o.t.Helper()
	list, err := o.Store.SearchOrders(o.ctx, reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 10}})
	o.Must(err)
	return list
}

func TestRegistrationRepeatedForADeletedNameIsNoSuccess(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("deleted")
		o.Clock.Move(6 * 24 * time.Hour)
		_, err := o.Orders.Change(o.ctx, o.ask(reseller.OrderDelete, d, "delete"))
		o.Must(err)
		if _, err := o.Orders.Buy(o.ctx, o.registration("deleted")); reseller.AsError(err).Code != reseller.CodeNotAvailable {
			t.Errorf("got %v, want not_available", err)
		}
	})
}

func TestOperatorSeesWhyAnOrderWaits(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.registered("unclear")
		o.fault(sandbox.FaultLostRequest, "renew", 0)
		r := o.renewal(d, 1)
		r.AnswerBy = o.Clock.Wall().Add(20 * time.Millisecond)
		res, err := o.Orders.Buy(o.ctx, r)
		o.Must(err)
		o.settle(res.Order.ID)
		o.Unclean = true
		_, err = o.Sandbox.Renew(o.ctx, registry.Renew{ClTRID: "by-hand", Name: d.Name, CurrentExpiry: d.RegistryExpiry, Years: 3})
		o.Must(err)
		o.Clock.Move(time.Minute)
		o.reconcile()
		if got := o.order(res.Order.ID); got.State != reseller.OrderUnknown || !strings.Contains(got.Reason, "neither") {
			t.Errorf("order is %s: %q", got.State, got.Reason)
		}
		done, err := o.Orders.Resolve(o.ctx, res.Order.ID, false, "the registry's support says so")
		o.Must(err)
		if done.State != reseller.OrderRefused {
			t.Errorf("order is %s after the operator's decision", done.State)
		}
		o.wantBalance(49_000, 0)
	})
}
