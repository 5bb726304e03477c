package orders_test

import (
	"context"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store"
)

// life is that of one server process. It can be made to end at any step: before or after any write of the store and any call
// of a registry. From then on nothing of the process runs any more: each of its goroutines ends where it next comes by.
type life struct {
	mu    sync.Mutex
	steps []string
	ends  func(step int, where string) bool // tells of a step, counted from 1, whether the process dies there
	dead  chan struct{}
}

// endsAt is the end at a step counted from 1.
func endsAt(end int) func(int, string) bool {
	return func(step int, _ string) bool { return step == end }
}

// endsWhere is the end at the first step of a name.
func endsWhere(end string) func(int, string) bool {
	return func(_ int, where string) bool { return where == end }
}

// step is where a process can die.
func (l *life) step(where string) {
	l.alive()
	l.mu.Lock()
	l.steps = append(l.steps, where)
	if !l.died() && l.ends(len(l.steps), where) {
		close(l.dead)
	}
	l.mu.Unlock()
	l.alive()
}

// alive ends the goroutine of a process that is dead.
func (l *life) alive() {
	select {
	case <-l.dead:
		runtime.Goexit()
	default:
	}
}

func (l *life) died() bool {
	select {
	case <-l.dead:
		return true
	default:
		return false
	}
}

// last tells where it came last.
func (l *life) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.steps) == 0 {
		return "nothing"
	}
	return l.steps[len(l.steps)-1]
}

// does makes one call of a process, with the steps before and after it.
func does[T any](l *life, what string, call func() (T, error)) (T, error) {
	l.step("before " + what)
	v, err := call()
	l.step("after " + what)
	return v, err
}

// crashingStore is the store as one process has it.
type crashingStore struct {
	*store.Store
	*life
}

func (s crashingStore) OpenPurchase(ctx context.Context, o reseller.Opening) (reseller.Order, error) {
	return does(s.life, "the commit of an intent", func() (reseller.Order, error) { return s.Store.OpenPurchase(ctx, o) })
}

func (s crashingStore) OpenChange(ctx context.Context, o reseller.Opening) (order reseller.Order, joined bool, err error) {
	order, err = does(s.life, "the commit of an intent", func() (o2 reseller.Order, err error) {
		o2, joined, err = s.Store.OpenChange(ctx, o)
		return o2, err
	})
	return order, joined, err
}

func (s crashingStore) NextChange(ctx context.Context, domain int64, key, holder string, end time.Time, settle time.Duration) (o reseller.Order, ok bool, err error) {
	o, err = does(s.life, "the commit of the next change", func() (o reseller.Order, err error) {
		o, ok, err = s.Store.NextChange(ctx, domain, key, holder, end, settle)
		return o, err
	})
	return o, ok, err
}

func (s crashingStore) ClaimOrder(ctx context.Context, o reseller.Order, holder string, end time.Time) (reseller.Order, error) {
	return does(s.life, "the commit of a claim", func() (reseller.Order, error) { return s.Store.ClaimOrder(ctx, o, holder, end) })
}

func (s crashingStore) MoveOrder(ctx context.Context, m reseller.Move) (reseller.Order, error) {
	return does(s.life, "the commit of a move to "+string(m.To), func() (reseller.Order, error) { return s.Store.MoveOrder(ctx, m) })
}

func (s crashingStore) EndOrder(ctx context.Context, e reseller.Ending) (reseller.Order, error) {
	return does(s.life, "the commit of an outcome", func() (reseller.Order, error) { return s.Store.EndOrder(ctx, e) })
}

func (s crashingStore) AcknowledgeOrders(ctx context.Context, answers map[int64]reseller.AnswerState) error {
	_, err := does(s.life, "the commit of what was answered", func() (struct{}, error) { return struct{}{}, s.Store.AcknowledgeOrders(ctx, answers) })
	return err
}

func (s crashingStore) PublishAhead(ctx context.Context, domain int64, until time.Time) error {
	_, err := does(s.life, "the commit of a zone ahead", func() (struct{}, error) { return struct{}{}, s.Store.PublishAhead(ctx, domain, until) })
	return err
}

func (s crashingStore) IssueInvoice(ctx context.Context, d reseller.Domain, i reseller.Invoice) (reseller.Invoice, error) {
	return does(s.life, "the commit of an invoice", func() (reseller.Invoice, error) { return s.Store.IssueInvoice(ctx, d, i) })
}

func (s crashingStore) PostponeInvoice(ctx context.Context, i reseller.Invoice, until time.Time) (reseller.Invoice, error) {
	return does(s.life, "the commit of an invoice's next try", func() (reseller.Invoice, error) { return s.Store.PostponeInvoice(ctx, i, until) })
}

func (s crashingStore) NumberInvoices(ctx context.Context, _ int) (int, error) {
	return does(s.life, "the commit of an invoice number", func() (int, error) { return s.Store.NumberInvoices(ctx, 1) })
}

func (s crashingStore) SaveDeletion(ctx context.Context, d reseller.Deletion) (reseller.Deletion, error) {
	return does(s.life, "the commit of a deletion", func() (reseller.Deletion, error) { return s.Store.SaveDeletion(ctx, d) })
}

func (s crashingStore) EndDeletion(ctx context.Context, d reseller.Deletion) error {
	_, err := does(s.life, "the commit of a deletion's end", func() (struct{}, error) { return struct{}{}, s.Store.EndDeletion(ctx, d) })
	return err
}

func (s crashingStore) ProlongLease(ctx context.Context, o reseller.Order, until time.Time) error {
	s.alive()
	return s.Store.ProlongLease(ctx, o, until)
}

func (s crashingStore) Order(ctx context.Context, id int64) (reseller.Order, error) {
	s.alive()
	return s.Store.Order(ctx, id)
}

// crashingRegistry is the registry as one process reaches it.
type crashingRegistry struct {
	*sandbox.Registry
	*life
}

func (r crashingRegistry) calls(command string, call func() (registry.Receipt, error)) (registry.Receipt, error) {
	return does(r.life, "the registry's "+command, call)
}

func (r crashingRegistry) Info(ctx context.Context, n reseller.Name) (registry.Registration, error) {
	return does(r.life, "the registry's info", func() (registry.Registration, error) { return r.Registry.Info(ctx, n) })
}

func (r crashingRegistry) Create(ctx context.Context, c registry.Create) (registry.Receipt, error) {
	return r.calls("create", func() (registry.Receipt, error) { return r.Registry.Create(ctx, c) })
}

func (r crashingRegistry) Renew(ctx context.Context, n registry.Renew) (registry.Receipt, error) {
	return r.calls("renew", func() (registry.Receipt, error) { return r.Registry.Renew(ctx, n) })
}

func (r crashingRegistry) Transfer(ctx context.Context, x registry.Transfer) (registry.Receipt, error) {
	return r.calls("transfer", func() (registry.Receipt, error) { return r.Registry.Transfer(ctx, x) })
}

func (r crashingRegistry) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	return r.calls("update", func() (registry.Receipt, error) { return r.Registry.Update(ctx, u) })
}

func (r crashingRegistry) Delete(ctx context.Context, d registry.Delete) (registry.Receipt, error) {
	return r.calls("delete", func() (registry.Receipt, error) { return r.Registry.Delete(ctx, d) })
}

func (r crashingRegistry) Restore(ctx context.Context, n registry.Restore) (registry.Receipt, error) {
	return r.calls("restore", func() (registry.Receipt, error) { return r.Registry.Restore(ctx, n) })
}

func (r crashingRegistry) Release(ctx context.Context, id string, n reseller.Name, tag string) (registry.Receipt, error) {
	return r.calls("release", func() (registry.Receipt, error) { return r.Registry.Release(ctx, id, n, tag) })
}

func (r crashingRegistry) SetLock(ctx context.Context, id string, n reseller.Name, on bool) (registry.Receipt, error) {
	return r.calls("lock", func() (registry.Receipt, error) { return r.Registry.SetLock(ctx, id, n, on) })
}

func (r crashingRegistry) SetHold(ctx context.Context, id string, n reseller.Name, on bool) (registry.Receipt, error) {
	return r.calls("hold", func() (registry.Receipt, error) { return r.Registry.SetHold(ctx, id, n, on) })
}

func (r crashingRegistry) SetKept(ctx context.Context, id string, n reseller.Name, want reseller.DisputeStatuses) (registry.Receipt, error) {
	return r.calls("keep", func() (registry.Receipt, error) { return r.Registry.SetKept(ctx, id, n, want) })
}

func (r crashingRegistry) SetPrivacy(ctx context.Context, id string, n reseller.Name, on bool) (registry.Receipt, error) {
	return r.calls("privacy", func() (registry.Receipt, error) { return r.Registry.SetPrivacy(ctx, id, n, on) })
}

func (r crashingRegistry) SetSecDNS(ctx context.Context, id string, n reseller.Name, data reseller.SecDNS) (registry.Receipt, error) {
	return r.calls("secdns", func() (registry.Receipt, error) { return r.Registry.SetSecDNS(ctx, id, n, data) })
}

func (r crashingRegistry) NewAuthCode(ctx context.Context, id string, n reseller.Name) (registry.Receipt, error) {
	return r.calls("auth code", func() (registry.Receipt, error) { return r.Registry.NewAuthCode(ctx, id, n) })
}

func (r crashingRegistry) CreateHost(ctx context.Context, id string, n reseller.Name, h reseller.Host) (registry.Receipt, error) {
	return r.calls("host create", func() (registry.Receipt, error) { return r.Registry.CreateHost(ctx, id, n, h) })
}

func (r crashingRegistry) UpdateHost(ctx context.Context, id string, n reseller.Name, h reseller.Host) (registry.Receipt, error) {
	return r.calls("host update", func() (registry.Receipt, error) { return r.Registry.UpdateHost(ctx, id, n, h) })
}

func (r crashingRegistry) DeleteHost(ctx context.Context, id string, n reseller.Name, h string) (registry.Receipt, error) {
	return r.calls("host delete", func() (registry.Receipt, error) { return r.Registry.DeleteHost(ctx, id, n, h) })
}

func (r crashingRegistry) CancelTransfer(ctx context.Context, id string, n reseller.Name) (registry.Receipt, error) {
	return r.calls("transfer cancel", func() (registry.Receipt, error) { return r.Registry.CancelTransfer(ctx, id, n) })
}

func (r crashingRegistry) ApproveTransfer(ctx context.Context, id string, n reseller.Name) (registry.Receipt, error) {
	return r.calls("transfer approve", func() (registry.Receipt, error) { return r.Registry.ApproveTransfer(ctx, id, n) })
}

func (r crashingRegistry) RejectTransfer(ctx context.Context, id string, n reseller.Name, why string) (registry.Receipt, error) {
	return r.calls("transfer reject", func() (registry.Receipt, error) { return r.Registry.RejectTransfer(ctx, id, n, why) })
}

func (r crashingRegistry) Poll(ctx context.Context) (*registry.Message, error) {
	return does(r.life, "the registry's poll", func() (*registry.Message, error) { return r.Registry.Poll(ctx) })
}

func (r crashingRegistry) Ack(ctx context.Context, id string) error {
	_, err := does(r.life, "the registry's ack", func() (struct{}, error) { return struct{}{}, r.Registry.Ack(ctx, id) })
	return err
}

// process is a server of its own on the env's database.
type process struct {
	*life
	orders *orders.Service
	jobs   *jobs.Table
}

// begin starts a process that dies where ends says.
func (o *env) begin(ends func(step int, where string) bool) process {
	o.t.Helper()
	l := &life{ends: ends, dead: make(chan struct{})}
	books, conn := crashingStore{o.Store, l}, crashingRegistry{o.Sandbox, l}
	d := o.openService("crashing", books, conn)
	return process{l, d, o.table(d, books, conn)}
}

// table is the table of jobs of a process.
func (o *env) table(d *orders.Service, books jobs.Books, c registry.Connector) *jobs.Table {
	return jobs.New(jobs.Deps{
		Orders: d, Books: books, Events: o.Store, Keys: o.Store, Routes: o.routes(c), Clock: o.Clock, Log: slog.New(slog.DiscardHandler),
	})
}

// live lets the process do something until it is done or the process is dead.
func (p process) live(t *testing.T, what func(*orders.Service)) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		what(p.orders)
	}()
	select {
	case <-done:
	case <-p.dead:
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		_ = p.orders.Drain(ctx)
	}()
	<-drained
}

// place places an order of any kind.
func place(ctx context.Context, d *orders.Service, r orders.Request) (orders.Result, error) {
	if r.Kind.Additive() {
		return d.Buy(ctx, r)
	}
	return d.Change(ctx, r)
}

// recover lets another server find what dead ones left, once their leases are over, until nothing more can be done now.
func (o *env) recover() {
	o.t.Helper()
	o.Clock.Outwait(time.Minute)
	for range 10 {
		o.reconcile()
		o.workersLeave()
		if !o.open() {
			return
		}
		o.Clock.Move(11 * time.Minute)
	}
	for _, r := range o.unfinished() {
		o.t.Errorf("order %d (%s of %s) stays %s: %s", r.ID, r.Kind, r.Name, r.State, r.Reason)
	}
}

// open reports whether an order waits for more than the registry's decision.
func (o *env) open() bool {
	o.t.Helper()
	return slices.ContainsFunc(o.unfinished(), func(r reseller.Order) bool { return r.State != reseller.OrderPending })
}

// workersLeave waits, not for ever, until no order is held by a living worker.
func (o *env) workersLeave() {
	o.t.Helper()
	for range 10_000 {
		wall := o.Clock.Wall()
		if !slices.ContainsFunc(o.unfinished(), func(r reseller.Order) bool { return r.LeaseEnd.After(wall) }) {
			return
		}
		time.Sleep(time.Millisecond)
	}
}
