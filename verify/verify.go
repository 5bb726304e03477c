// Package verify holds the books against one another: balances against the journal, the journal against the orders, the
// orders against what the registries say they carried out.
//
// Run reads one consistent snapshot of a live database, and the registries' effect logs after it, so it can run beside a
// working server. Orders that have not ended are reported as in flight and are no breach. It reads in pages: what it keeps
// in memory grows with accounts and unfinished orders, not with history (one bit per order, and a bounded batch of names).
//
// The invariants I1 to I14 are listed in report.go. I10 (accounts are kept apart), I11 (the audit chain) and I13 (no secret
// in the clear) cannot be read off the books and are proved by tests of their own.
package verify

import (
	"context"

	"nameyard/registry"
	"nameyard/reseller"
)

// Books is the money side of a snapshot. Lists come in ascending order of their ids, after an id, at most limit long.
type Books interface {
	Balances(ctx context.Context, afterAccount int64, limit int) ([]reseller.Balance, error)
	// Entries lists the whole ledger, every account's.
	Entries(ctx context.Context, after int64, limit int) ([]reseller.Entry, error)
	// OrderEntries lists the entries of the orders with ids from one to another, both included.
	OrderEntries(ctx context.Context, from, to int64) ([]reseller.Entry, error)
	// OrderInvoices lists the invoices and credit notes of the orders with ids from one to another, both included.
	OrderInvoices(ctx context.Context, from, to int64) ([]reseller.Invoice, error)
	// LooseInvoices counts the invoices and credit notes that no order paid, and lists those that should not be.
	LooseInvoices(ctx context.Context, limit int) (count int64, wrong []reseller.Invoice, err error)
	// LastNumbers maps the highest invoice number of each year to how many invoices of that year are numbered.
	LastNumbers(ctx context.Context) (map[string]int64, error)
}

// Orders is the order side of a snapshot. Lists come in ascending order of their ids, after an id, at most limit long.
type Orders interface {
	Orders(ctx context.Context, after int64, limit int) ([]reseller.Order, error)
	OrdersByClTRIDBase(ctx context.Context, bases []string) ([]reseller.Order, error)
	// OpenedSince tells which of the transaction bases belong to orders that were opened after the snapshot.
	OpenedSince(ctx context.Context, bases []string) ([]string, error)
	Domains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error)
	// StrayKeys lists orders that have ended and keep their live key, and unfinished purchases without one.
	StrayKeys(ctx context.Context, limit int) ([]reseller.Order, error)
	// DoubleCharges lists done orders that charged, without a refund, what an earlier one had charged already: the same
	// registration or transfer of a domain row, or the same term of it.
	DoubleCharges(ctx context.Context, limit int) ([]reseller.Order, error)
	// LostDomains lists done registrations and transfers whose domain row is missing, still pending, or refused.
	LostDomains(ctx context.Context, limit int) ([]reseller.Order, error)
}

// Snapshot is the database at one moment. The store implements it.
type Snapshot interface {
	Books
	Orders
}

// pageSize is how many rows or log entries are read at once.
const pageSize = 1000

// examples is how many breaches of an invariant are kept in words; all are counted.
const examples = 20

// Run checks every invariant. connectors are all that are configured; those that keep an effect log are held against the
// orders. An error means that something could not be read, and the report is not complete.
func Run(ctx context.Context, s Snapshot, connectors []registry.NamedConnector) (Report, error) {
	return newVerification(s, connectors, pageSize).run(ctx)
}

func (v *verification) run(ctx context.Context) (Report, error) {
	// The effects come before the orders, since a done order wants its effect seen; the balances come last, since they are
	// held against both the journal and the orders.
	for _, check := range []func(context.Context) error{v.postings, v.effects, v.orders, v.keys, v.balances, v.expiries} {
		if err := check(ctx); err != nil {
			return v.report(), err
		}
	}
	return v.report(), nil
}

// verification is one run: what it has found, and what one check keeps for another.
type verification struct {
	snapshot Snapshot
	page     int
	logs     []namedLog
	found    map[string]*Invariant
	counts   counts

	journaled map[ledgerAccount]int64 // sum of postings by ledger account
	reserved  map[int64]int64         // charges of unfinished orders by account
	effective idSet                   // orders whose effect is in a registry's log
	pushed    map[string]bool         // names that other registrars gave to our tag, for no order that the registry knows
	unsettled map[string]bool         // names with unfinished orders, or orders newer than the snapshot
}

type namedLog struct {
	name string
	page int
	registry.EffectLog
}

// ledgerAccount is a ledger account in one currency.
type ledgerAccount struct{ account, currency string }

func newVerification(s Snapshot, connectors []registry.NamedConnector, page int) *verification {
	v := &verification{
		snapshot: s, page: page, found: map[string]*Invariant{}, journaled: map[ledgerAccount]int64{}, reserved: map[int64]int64{},
		effective: idSet{}, unsettled: map[string]bool{}, pushed: map[string]bool{},
	}
	for _, c := range connectors {
		if l, ok := c.Connector.(registry.EffectLog); ok {
			v.logs = append(v.logs, namedLog{c.Name, page, l})
		}
	}
	for _, i := range invariants {
		v.found[i.ID] = &Invariant{ID: i.ID, Title: i.Title}
	}
	if len(v.logs) == 0 {
		for _, id := range needLog {
			v.found[id].Skipped = "no registry here keeps an effect log"
		}
	}
	return v
}

// pages calls get with the last id of the page before until nothing comes, and use with every page.
func pages[T any](get func(after int64) ([]T, error), id func(T) int64, use func([]T) error) error {
	for after := int64(0); ; {
		rows, err := get(after)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := use(rows); err != nil {
			return err
		}
		after = id(rows[len(rows)-1])
	}
}
