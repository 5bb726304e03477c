package orders

import (
	"context"
	"errors"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
)

// A round of Reconcile: how many orders it looks up, how many of one connector it works on at once, and for how long it
// begins new ones (wall time). One slow registry must not hold up the others.
const (
	reconcileBatch  = 1000
	reconcileAtOnce = 8
	reconcileRound  = 20 * time.Second
)

// Reconcile finds out what happened to every unfinished order that nobody works on, and finishes it; so it does with deletions of which some
// steps are taken. It runs at start and every 30 s, on any number of servers at once: an order is claimed with a fence before it is
// touched. It tells how many orders and deletions were due: none before restored books have been compared with the registries.
func (s *Service) Reconcile(ctx context.Context) (int, error) {
	if err := s.compared(ctx); reseller.HasCode(err, reseller.CodeRestoring) {
		return 0, s.FlushAcknowledged(ctx)
	} else if err != nil {
		return 0, err
	}
	due, err := s.dueOrders(ctx)
	if err != nil {
		return 0, err
	}
	byConnector, err := s.byConnector(ctx, due)
	if err != nil {
		return 0, err
	}
	var connectors safely.Group
	for _, orders := range byConnector {
		connectors.Go(s.log, "order", func() { s.reconcileDue(ctx, orders) })
	}
	connectors.Wait()
	rechecked, err := s.recheckDue(ctx)
	deletions, failed := s.carryDeletions(ctx)
	return len(due) + rechecked + deletions, errors.Join(err, failed, s.FlushAcknowledged(ctx))
}

// compared gives code restoring while the books are those of a backup, and have not been compared with the registries.
func (s *Service) compared(ctx context.Context) error {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.Compared(ctx)
}

func (s *Service) dueOrders(ctx context.Context) ([]reseller.Order, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	return s.store.DueOrders(ctx, reconcileBatch)
}

// byConnector sorts orders by where their names are; "" = nobody serves them.
func (s *Service) byConnector(ctx context.Context, due []reseller.Order) (map[string][]reseller.Order, error) {
	ctx, stop := s.recordContext(ctx)
	defer stop()
	ids := make([]int64, len(due))
	for i, o := range due {
		ids[i] = o.DomainID
	}
	at, err := s.store.Connectors(ctx, ids...)
	sorted := map[string][]reseller.Order{}
	for _, o := range due {
		rules, _, _ := s.routes.At(o.Name, at[o.DomainID])
		sorted[rules.Connector] = append(sorted[rules.Connector], o)
	}
	return sorted, err
}

// reconcileDue works on the orders of one connector, a few at once, for as long as a round lasts. What is left stays due.
func (s *Service) reconcileDue(ctx context.Context, orders []reseller.Order) {
	over := s.clock.Wall().Add(reconcileRound)
	// What goes wrong is in the log, order by order.
	_ = safely.Each(s.log, "order", reconcileAtOnce, orders, func(_ int, o reseller.Order) error {
		if ctx.Err() != nil || s.closing.Err() != nil || s.clock.Wall().After(over) {
			return nil
		}
		if err := s.reconcileOne(ctx, o, nil); err != nil {
			s.log.Error("cannot reconcile an order", "order", o.ID, "err", err)
		}
		return nil
	})
}

// reconcileOne claims one order and brings it as far as it goes now, with what its registry has told of the command.
func (s *Service) reconcileOne(ctx context.Context, o reseller.Order, told *registry.Found) error {
	if o.State == reseller.OrderQueued {
		s.nextChange(ctx, o.DomainID)
		return nil
	}
	claimed, err := s.claim(ctx, o)
	if errors.Is(err, reseller.ErrConflict) {
		return nil // somebody else works on it
	}
	if err != nil {
		return err
	}
	return s.resume(claimed, told)
}

// Follow brings an unfinished order up to date now, without waiting for its due time: after a registry message, or when its
// owner asks. It does nothing while somebody works on the order, and waits until ctx ends at most; the look goes on then. Code restoring
// if the order is of a backup that has not been compared with the registries.
func (s *Service) Follow(ctx context.Context, o reseller.Order) error {
	return s.FollowTold(ctx, o, nil)
}

// FollowTold is Follow with what a message of the registry says of the order's command; nil = nothing. What the name shows goes before it.
func (s *Service) FollowTold(ctx context.Context, o reseller.Order, told *registry.Found) error {
	if !o.State.Live() || s.clock.Wall().Before(o.LeaseEnd) {
		return nil
	}
	ended := make(chan error, 1)
	s.workers.Go(s.log, "order", func() {
		ended <- safely.Do(s.log, "order", func() error { return s.reconcileOne(context.WithoutCancel(ctx), o, told) })
	})
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
