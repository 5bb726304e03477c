// Package orders carries out everything that costs money or changes a registry.
//
// An order is written before the registry hears of it (intent before effect), the registry is called outside any
// transaction, and the outcome is recorded in a second transaction. What is left unfinished by a crash, a lost answer or
// a slow registry is found and finished by Reconcile. docs/orders.md draws the states; reseller.OrderMoves is the table.
//
// Placing: buy.go and change.go open orders, repeat.go recognises requests that came before, wait.go waits for the answer.
//
// Carrying out is one loop (work.go): observe.go asks the registry and the books, decide.go decides and touches nothing,
// record.go writes. reconcile.go leads unfinished orders back into it; recover.go and resolve.go take the same steps with
// decisions of their own. kinds.go is the table of order kinds, with one file for each group of them.
package orders

import (
	"context"
	"log/slog"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// Service places orders, carries them out and follows them up. It is safe for concurrent use.
type Service struct {
	store     Store
	routes    *registry.Routes
	clock     reseller.Clock
	key       *reseller.SecretKey
	log       *slog.Logger
	set       Settings
	holder    string   // this process, in leases
	servers   []string // our own name servers
	published func(ctx context.Context, name reseller.Name) (bool, error)
	running   running
	workers   safely.Group
	closing   context.Context // ends when the service drains: workers stop waiting and leave the rest to reconcile
	close     context.CancelFunc

	acknowledged acknowledged
}

// Config is what a Service is made of.
type Config struct {
	Store    Store
	Routes   *registry.Routes
	Clock    reseller.Clock
	Key      *reseller.SecretKey
	Log      *slog.Logger
	Settings Settings
	Holder   string // names this process; unique among the servers on one database

	Nameservers []string // our own, in ACE: what a name that is on them publishes goes with it from account to account
	// Published reports whether they have the newest zone of a name. It may be nil: they are not ours to wait for.
	Published func(ctx context.Context, name reseller.Name) (bool, error)
}

// New makes a service. Call Reconcile soon, and Drain before the process ends.
func New(c Config) *Service {
	s := &Service{
		store: c.Store, routes: c.Routes, clock: c.Clock, key: c.Key, log: c.Log, set: c.Settings.withDefaults(), holder: c.Holder,
		servers: c.Nameservers, published: c.Published,
	}
	s.closing, s.close = context.WithCancel(context.Background())
	return s
}

// Drain waits until every worker has recorded how far it came. Workers that wait for a registry's late word stop
// waiting; a command that is under way gets its time until ctx ends.
func (s *Service) Drain(ctx context.Context) error {
	s.close()
	select {
	case <-s.workers.Ended():
	case <-ctx.Done():
		return ctx.Err()
	}
	return s.FlushAcknowledged(ctx)
}
