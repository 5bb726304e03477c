package orders_test

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// env is a whole Nameyard on one engine, with short ways to say what is ordered and what must be.
type env struct {
	*apptest.Env
	t     *testing.T
	ctx   context.Context
	rules reseller.TLDs
	gate  chan struct{} // closed: the fault "slow" stops waiting
	// published, if set, reports to services that are opened whether our name servers have the newest zone of a name.
	published func(context.Context, reseller.Name) (bool, error)
}

// onEach tells a story on each engine, with an env whose account has credit in minor units. Every story ends with the books held
// against one another and against the registry's log.
func onEach(t *testing.T, credit int64, story func(t *testing.T, o *env)) {
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			story(t, newEnv(t, engine, credit))
		})
	}
}

func newEnv(t *testing.T, engine apptest.Engine, credit int64, more ...apptest.Option) *env {
	t.Helper()
	o := &env{t: t, ctx: t.Context(), gate: make(chan struct{})}
	o.Env = apptest.New(t, engine, append([]apptest.Option{apptest.WithAccount(holder("reseller@example.com"), credit),
		apptest.WithPrices(apptest.Prices("USD", 1000, "com", "se")),
		apptest.WithConfig(func(c *app.Config) {
			c.Sandbox = []sandbox.Option{sandbox.WithWait(o.slow)}
			c.Orders = orders.Settings{CallTimeout: 5 * time.Second, LookFor: 120 * time.Millisecond}
			c.Business.Nameservers = houseServers
		})}, more...)...)
	o.rules = o.Routes.Rules()
	return o
}

// houseServers are our own name servers.
var houseServers = []string{"ns1.house.net", "ns2.house.net"}

// holder is an account in USD.
func holder(email string) reseller.Account {
	return reseller.Account{Email: email, Name: email, Currency: "USD", Language: "en"}
}

// openService opens a service as a server of its own would, on this database and registry or on what stands before them.
func (o *env) openService(holder string, s orders.Store, c registry.Connector) *orders.Service {
	o.t.Helper()
	return orders.New(orders.Config{
		Store: s, Routes: o.routes(c), Clock: o.Clock, Key: o.Key, Log: slog.New(slog.DiscardHandler), Holder: holder,
		Settings: orders.Settings{CallTimeout: 5 * time.Second, LookFor: 120 * time.Millisecond}, Nameservers: houseServers, Published: o.published,
	})
}

func (o *env) routes(c registry.Connector) *registry.Routes {
	o.t.Helper()
	routes, err := registry.NewRoutes(o.rules, map[string]registry.Connector{"sandbox": c})
	o.Must(err)
	return routes
}

func (o *env) slow(ctx context.Context, _ time.Duration) error {
	select {
	case <-o.gate:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o *env) newAccount(email string, credit int64) reseller.Account {
	o.t.Helper()
	return o.AddAccount(holder(email), credit)
}

func name(t *testing.T, sld, tld string) reseller.Name {
	t.Helper()
	n, err := reseller.ParseName(sld, tld)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var john = reseller.Contacts{reseller.RoleRegistrant: {
	FirstName: "John", LastName: "Doe", Address1: "P.O.", City: "Amsterdam", Country: "NL", Postcode: "1001 GT", Email: "john@example.com",
}}

// request is what a caller asks for; it waits up to a second.
func (o *env) request(kind reseller.OrderKind, n reseller.Name, desired reseller.Desired) orders.Request {
	return orders.Request{
		Caller: reseller.Caller{Account: o.Account}, Kind: kind, Name: n, Desired: desired, AnswerBy: o.Clock.Wall().Add(10 * time.Second),
	}
}

func (o *env) registration(sld string) orders.Request {
	locked := false
	return o.request(reseller.OrderRegister, name(o.t, sld, "com"), reseller.Desired{
		Years: 1, Contacts: john, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Lock: &locked,
	})
}

// registered buys a name and gives its row.
func (o *env) registered(sld string) reseller.Domain {
	o.t.Helper()
	r, err := o.Orders.Buy(o.ctx, o.registration(sld))
	o.Must(err)
	o.Must(orders.Verdict(r.Order))
	return o.domain(sld)
}

func (o *env) domain(sld string) reseller.Domain {
	o.t.Helper()
	d, err := o.Store.Domain(o.ctx, o.Account.ID, name(o.t, sld, "com"))
	o.Must(err)
	return d
}

func (o *env) renewal(d reseller.Domain, years int) orders.Request {
	r := o.request(reseller.OrderRenew, d.Name, reseller.Desired{Years: years})
	r.Domain = &d
	return r
}

func (o *env) servers(d reseller.Domain, hosts ...string) orders.Request {
	r := o.request(reseller.OrderNameservers, d.Name, reseller.Desired{Nameservers: hosts})
	r.Domain, r.Subject = &d, "nameservers"
	return r
}

// balance is available and held credit.
func (o *env) balance() (available, held int64) {
	o.t.Helper()
	b, err := o.Store.Balance(o.ctx, o.Account.ID)
	o.Must(err)
	return b.Available, b.Held
}

func (o *env) wantBalance(available, held int64) {
	o.t.Helper()
	if a, h := o.balance(); a != available || h != held {
		o.t.Errorf("balance is %d available and %d held, want %d and %d", a, h, available, held)
	}
}

// effects counts what the registry carried out for us of one command on a name.
func (o *env) effects(command string, n reseller.Name) int {
	o.t.Helper()
	list, err := o.Sandbox.Effects(o.ctx, 0, 10_000)
	o.Must(err)
	count := 0
	for _, e := range list {
		if e.Command == command && e.Name == n.String() && e.ClTRID != "" {
			count++
		}
	}
	return count
}

// effectsAfter counts those that came behind the one that was read last, and reads on.
func (o *env) effectsAfter(read *int64, command string, n reseller.Name) int {
	o.t.Helper()
	count := 0
	for {
		list, err := o.Sandbox.Effects(o.ctx, *read, 1000)
		o.Must(err)
		for _, e := range list {
			if e.Command == command && e.Name == n.String() && e.ClTRID != "" {
				count++
			}
			*read = e.Seq
		}
		if len(list) < 1000 {
			return count
		}
	}
}

func (o *env) wantEffects(command string, n reseller.Name, want int) {
	o.t.Helper()
	if got := o.effects(command, n); got != want {
		o.t.Errorf("the registry carried out %d × %s of %s, want %d", got, command, n, want)
	}
}

func (o *env) reconcile() {
	o.t.Helper()
	_, err := o.Orders.Reconcile(o.ctx)
	o.Must(err)
}

func (o *env) order(id int64) reseller.Order {
	o.t.Helper()
	order, err := o.Store.Order(o.ctx, id)
	o.Must(err)
	return order
}

func (o *env) wantState(id int64, want reseller.OrderState) {
	o.t.Helper()
	if got := o.order(id); got.State != want {
		o.t.Errorf("order %d is %s (%s), want %s", id, got.State, got.Reason, want)
	}
}
