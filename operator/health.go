package operator

import (
	"context"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// Health is what the database tells of the installation, for people who look at it.
type Health struct {
	Store *store.Store
	Clock reseller.Clock
}

// Numbers is how much there is of what.
type Numbers struct {
	store.OverviewFigures
	Queues store.Figures
}

// ManyOrders reports whether there are more orders than were counted.
func (n Numbers) ManyOrders() bool { return n.Orders == store.FiguresBound }

// ManyUnpaid reports whether there are more unpaid invoices than were counted.
func (n Numbers) ManyUnpaid() bool { return n.Unpaid == store.FiguresBound }

// Numbers counts; orders since a business time.
func (u Health) Numbers(ctx context.Context, since time.Time) (n Numbers, err error) {
	if n.OverviewFigures, err = u.Store.OverviewFigures(ctx, since); err == nil {
		n.Queues, err = u.Store.Figures(ctx)
	}
	return n, err
}

// Installation is how an installation stands, as its database tells.
type Installation struct {
	Database  store.DatabaseState
	Free      uint64 // bytes on the disk of an embedded database
	FreeKnown bool
	Verified  Verified
	Backup    LastWritten
	Queues    store.Figures
	Payments  store.PaymentFigures
	Messages  int64 // of registries that only a person can act on, and nobody has seen to
	Aliases   AliasHosts
}

// AliasHosts are the hosts that ALIAS records point to.
type AliasHosts struct {
	All     int64
	Failing int64 // without a good answer at present
}

// Installation looks.
func (u Health) Installation(ctx context.Context) (i Installation, err error) {
	i.Free, i.FreeKnown = u.Store.FreeDisk()
	if i.Database, err = u.Store.DatabaseState(ctx); err != nil {
		return i, err
	}
	if i.Verified, err = (Books{Store: u.Store}).LastVerify(ctx); err != nil {
		return i, err
	}
	if i.Backup, err = (Backups{Store: u.Store}).LastWritten(ctx); err != nil {
		return i, err
	}
	if i.Queues, err = u.Store.Figures(ctx); err != nil {
		return i, err
	}
	if i.Payments, err = u.Store.PaymentFigures(ctx); err != nil {
		return i, err
	}
	if i.Aliases.All, i.Aliases.Failing, err = u.Store.AliasFigures(ctx); err != nil {
		return i, err
	}
	open, err := u.Store.OpenRegistryMessages(ctx)
	for _, c := range open {
		i.Messages += c.Open
	}
	return i, err
}
