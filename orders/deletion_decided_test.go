package orders_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// person is an owner of the account who is signed in, with what ends the stay.
func (o *env) person(email string) (by reseller.Actor, signOut func()) {
	o.t.Helper()
	now := o.Clock.Wall()
	link := reseller.SignInLink{Hash: "link of " + email, Until: now.Add(time.Hour)}
	u, err := o.Store.AddUser(o.ctx, reseller.User{AccountID: o.Account.ID, Email: email, Role: reseller.UserOwner, Language: "en"}, link, reseller.Operator)
	o.Must(err)
	session := reseller.Session{Hash: "session of " + email, UserID: u.ID, CreatedAt: now, SeenAt: now, ProvedAt: now}
	o.Must(o.Store.UseSignInLink(o.ctx, link.Hash, session, u, reseller.Operator))
	by = reseller.Actor{Name: "user " + email, Face: "panel", Caller: true, Stay: session.Stay(u)}
	return by, func() { o.Must(o.Store.EndUserSession(o.ctx, session, u, by.Decided())) }
}

// halfDeleted deletes a name, and one step of it has no answer. It gives the name as it was before.
func (o *env) halfDeleted(d reseller.Domain, command string, by reseller.Actor) reseller.Domain {
	o.t.Helper()
	o.Clock.Move(6 * 24 * time.Hour)
	d = o.domain(d.Name.SLD())
	o.fault(sandbox.FaultLostRequest, command, 0)
	r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
	r.Domain, r.By, r.AnswerBy = &d, by, o.Clock.Wall().Add(100*time.Millisecond)
	step, err := o.Orders.Delete(o.ctx, r)
	o.Must(err)
	if !step.Order.State.Live() {
		o.t.Fatalf("the step is %s, %s", step.Order.Kind, step.Order.State)
	}
	o.settle(step.Order.ID)
	o.Must(o.Sandbox.ClearFaults(o.ctx))
	return d
}

// A deletion that was decided goes on, and comes back, after the person has left.
func TestDeletionGoesOnAfterThePersonHasLeft(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		by, signOut := o.person("anna@example.com")
		d := o.halfDeleted(o.onItself("left"), "update", by)
		signOut()
		o.carriedOn(d)
		if now := o.domain("left"); now.State != reseller.DomainRedemption {
			t.Fatalf("the name is %s with %v, %v", now.State, now.Nameservers, now.Hosts)
		}
		gone := o.domain("left")
		res, err := o.Orders.Buy(o.ctx, o.ask(reseller.OrderRestore, gone, ""))
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.carriedOn(d)
		o.wantHeld(d)
	})
}

// Who is signed in no more deletes nothing, and leaves nothing behind.
func TestDeletionOfAPersonWhoHasLeftDoesNotBegin(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		by, signOut := o.person("anna@example.com")
		d := o.onItself("stays")
		signOut()
		r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
		r.Domain, r.By = &d, by
		if _, err := o.Orders.Delete(o.ctx, r); err == nil {
			t.Error("it is deleted")
		}
		o.carriedOn(d)
		o.wantDelegated(d)
	})
}

// What an account changes itself while a deletion of its name comes to nothing stays as it changed it.
func TestWhatIsChangedSinceIsNotSetBack(t *testing.T) {
	t.Parallel()
	onEach(t, 100_000, func(t *testing.T, o *env) {
		change := func(r orders.Request) {
			t.Helper()
			res, err := o.Orders.Change(o.ctx, r)
			o.Must(err)
			o.Must(orders.Verdict(res.Order))
		}
		dropHost := func(d reseller.Domain, row reseller.Domain) orders.Request {
			r := o.request(reseller.OrderHostDelete, d.Name, reseller.Desired{Host: &d.Hosts[0]})
			r.Domain, r.Subject = &row, reseller.HostSubject(d.Hosts[0].Name)
			return r
		}
		for sld, wishes := range map[string]func(d reseller.Domain){
			"ds": func(d reseller.Domain) {
				change(o.servers(o.domain("ds"), d.Nameservers...))
				change(o.signed(o.domain("ds")))
			},
			"host": func(d reseller.Domain) {
				change(o.servers(o.domain("host"), "ns1.new.net", "ns2.new.net"))
				change(dropHost(d, o.domain("host")))
			},
			"host-alone":   func(d reseller.Domain) { change(dropHost(d, o.domain("host-alone"))) },
			"what-is-left": func(reseller.Domain) { change(o.servers(o.domain("what-is-left"), "ns2.example.net")) },
		} {
			d := o.onItself(sld)
			change(o.signed(d, ds(1)))
			d = o.halfDeleted(d, "host", reseller.Actor{})
			wishes(d)
			want := o.domain(sld)
			o.carriedOn(d)
			now := o.domain(sld)
			if sld == "ds" && !now.SecDNS.IsZero() || strings.HasPrefix(sld, "host") && len(now.Hosts) > 0 || sld == "what-is-left" && !slices.Equal(now.Nameservers, want.Nameservers) {
				t.Errorf("%s: the name has %v, %v, %s after its account wanted %v, %v, %s", sld, now.Nameservers, now.Hosts, now.SecDNS, want.Nameservers, want.Hosts, want.SecDNS)
			}
			o.wantHeld(now)
		}
	})
}

// blinking is a database that is away for one moment, when a host is to go.
type blinking struct {
	orders.Store
	away bool
}

func (b *blinking) OpenChange(ctx context.Context, o reseller.Opening) (reseller.Order, bool, error) {
	if b.away && o.Order.Kind == reseller.OrderHostDelete {
		b.away = false
		return reseller.Order{}, false, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the database does not answer")
	}
	return b.Store.OpenChange(ctx, o)
}

// A moment without the database does not call a deletion off that its caller was told is in progress.
func TestDeletionOutlivesAMomentWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.halfDeleted(o.onItself("blinks"), "update", reseller.Actor{})
		o.Orders = o.openService("blinks", &blinking{o.Store, true}, o.Sandbox)
		o.carriedOn(d)
		if now := o.domain("blinks"); now.State != reseller.DomainRedemption {
			t.Errorf("the name is %s with %v, %v", now.State, now.Nameservers, now.Hosts)
		}
	})
}

// A deletion that comes again under its idempotency key is answered from its order; the registry hears nothing.
func TestDeletionUnderItsKeyIsOne(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.onItself("keyed")
		o.Clock.Move(6 * 24 * time.Hour)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "delete", Times: 1}))
		ask := func() reseller.Order {
			row := o.domain("keyed")
			r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
			r.Domain, r.Key = &row, "K-1"
			res, err := o.Orders.Delete(o.ctx, r)
			o.Must(err)
			o.carriedOn(d)
			return res.Order
		}
		first := ask()
		told := o.effects("update", d.Name) + o.effects("host", d.Name)
		again := ask()
		if n := o.effects("update", d.Name) + o.effects("host", d.Name) - told; again.ID != first.ID || again.State != reseller.OrderRefused || n != 0 {
			t.Errorf("the repeat is order %d, %s, after %d and the registry was told %d times", again.ID, again.State, first.ID, n)
		}
		o.wantDelegated(d)
	})
}

// The steps of a deletion are one act of the day.
func TestDeletionIsOneActOfTheDay(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.onItself("act")
		o.Clock.Move(6 * 24 * time.Hour)
		d = o.domain("act")
		o.Store.SetFreeChanges(1)
		r := o.request(reseller.OrderDelete, d.Name, reseller.Desired{})
		r.Domain, r.Caller.Token = &d, reseller.Token{ID: 12}
		res, err := o.Orders.Delete(o.ctx, r)
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		o.wantEffects("delete", d.Name, 1)
	})
}

// A step that the registry refuses when nobody waits any more is not asked for again: the name has back what it had.
func TestStepThatIsRefusedLaterEndsTheDeletion(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		o.onItself("no")
		o.Clock.Move(6 * 24 * time.Hour)
		d := o.domain("no")
		o.Must(o.Store.PauseRegistry(o.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "maintenance"}, reseller.Operator))
		step, err := o.remove(o.Orders, d, false)
		o.Must(err)
		_, err = o.Store.ResumeRegistry(o.ctx, "sandbox", []string{"com"}, reseller.Operator)
		o.Must(err)
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "update", Times: 1}))
		o.carriedOn(d)
		o.wantState(step.Order.ID, reseller.OrderRefused)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.wantDelegated(d)
		var steps int
		list, err := o.Store.SearchOrders(o.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 100}})
		o.Must(err)
		for _, r := range list {
			if r.Kind == reseller.OrderNameservers && r.Desired.Leaving {
				steps++
			}
		}
		if steps != 1 {
			t.Errorf("the name servers were to go %d times", steps)
		}
	})
}

// A host that is made between the caller's look and the deletion comes back with the rest.
func TestDeletionGivesBackWhatWasMadeAsItBegan(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		seen := o.onItself("stale")
		o.Clock.Move(6 * 24 * time.Hour)
		host := reseller.Host{Name: "ns9.stale.com", Addresses: seen.Hosts[0].Addresses}
		made := o.request(reseller.OrderHostCreate, seen.Name, reseller.Desired{Host: &host})
		row := o.domain("stale")
		made.Domain, made.Subject = &row, reseller.HostSubject(host.Name)
		res, err := o.Orders.Change(o.ctx, made)
		o.Must(err)
		o.Must(orders.Verdict(res.Order))
		before := o.domain("stale")
		o.Must(o.Sandbox.SetFault(o.ctx, sandbox.Fault{Kind: sandbox.FaultRefuse, Command: "delete"}))
		_, err = o.remove(o.Orders, seen, false)
		o.Must(err)
		o.carriedOn(before)
		o.Must(o.Sandbox.ClearFaults(o.ctx))
		o.wantHeld(before)
	})
}

// The server's own deletion of an unpaid name takes nothing from one that was asked for.
func TestDeletionThatWasAskedForStaysSo(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d := o.halfDeleted(o.onItself("asked"), "update", reseller.Operator)
		_, _ = o.Orders.DeleteUnpaid(o.ctx, o.domain("asked"), time.Time{})
		under, err := o.Store.Deletion(o.ctx, d.ID)
		o.Must(err)
		if under.Placed.By.Name != reseller.Operator.Name || under.Fence < 3 {
			t.Errorf("it was asked for by %q, written %d times", under.Placed.By.Name, under.Fence)
		}
	})
}
