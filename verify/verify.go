// Package verify holds the books against one another: balances against the journal, the journal against the orders, the
// orders and the names against what the registries say.
//
// Run reads one consistent snapshot of a live database, and the registries' effect logs and names after it, so it can run
// beside a working server. Orders that have not ended are in flight and no breach, and names that they are about are left
// alone; what a registry did after the snapshot explains a difference. It reads in pages: what it keeps in memory grows with
// accounts, deposits, unfinished orders, moves between accounts and imported names, not with history (one bit per order, and a
// bounded batch of names).
//
// The invariants stand in invariants.go, docs/verify.md explains them. What a command does to a name and to its term stands
// here a second time, beside orders and registry/takeover.go, on purpose: a witness must not read the suspect's notes. A fault
// in what the books take over from a registry is found here only as long as verify does its own reckoning.
package verify

import (
	"context"
	"time"

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
	// UnpaidInvoices lists invoices that wait to be paid; those that do not hold the place of their own term have no term.
	UnpaidInvoices(ctx context.Context, after int64, limit int) ([]reseller.Invoice, error)
	// NumberedInvoices lists invoices and credit notes with a number in the order of their numbers as texts, without lines.
	NumberedInvoices(ctx context.Context, after string, limit int) ([]reseller.Invoice, error)
	// SerialWrites reports whether one transaction at a time writes, so that ids follow commits.
	SerialWrites() bool
	Prices(ctx context.Context) ([]reseller.Price, error)
	PlannedPrices(ctx context.Context) ([]reseller.PlannedPrice, error)
	// PriceGroupsOf tells which price group each account is in that is in one.
	PriceGroupsOf(ctx context.Context) (map[int64]string, error)
}

// Orders is the order side of a snapshot. Of what orders ask for, only the years are needed, and whether a
// deletion gives nothing back.
type Orders interface {
	Orders(ctx context.Context, after int64, limit int) ([]reseller.Order, error)
	OrdersByClTRIDBase(ctx context.Context, bases []string) ([]reseller.Order, error)
	// OpenedSince tells which of the transaction bases belong to orders that were opened after the snapshot.
	OpenedSince(ctx context.Context, bases []string) ([]string, error)
	// Purchases lists what was bought for some domain rows: done registrations, transfers, renewals and restorations.
	Purchases(ctx context.Context, domains []int64) ([]reseller.Order, error)
	// StrayKeys lists orders that have ended and keep their live key, and unfinished purchases without one.
	StrayKeys(ctx context.Context, limit int) ([]reseller.Order, error)
	// DoubleCharges lists done orders that charged, without a refund, what an earlier one had charged already: the same
	// registration or transfer of a domain row, or the same term of it.
	DoubleCharges(ctx context.Context, limit int) ([]reseller.Order, error)
	// LostDomains lists done registrations and transfers whose domain row is missing, still pending, or refused.
	LostDomains(ctx context.Context, limit int) ([]reseller.Order, error)
}

// Names is the side of the domain rows of a snapshot.
type Names interface {
	// LiveNames lists the names that accounts have or are getting, in bytewise order, after one.
	LiveNames(ctx context.Context, after string, limit int) ([]string, error)
	// LiveDomains lists the rows of those names in the same order, after one, through another.
	LiveDomains(ctx context.Context, after, through string, limit int) ([]reseller.Domain, error)
	// ClosedDomains lists rows that stand for no name any more, without what was set at the registry.
	ClosedDomains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error)
	// DomainsByID finds rows, without what was set at the registry.
	DomainsByID(ctx context.Context, ids []int64) ([]reseller.Domain, error)
	// Contradictions lists rows that other rows contradict, at most limit of each kind.
	Contradictions(ctx context.Context, limit int) ([]reseller.Contradiction, error)
}

// Snapshot is the database at one moment. The store implements it.
type Snapshot interface {
	Books
	Orders
	Names
	AuditLog
	// Times are business time and wall time when the snapshot was opened.
	Times() (business, wall time.Time)
}

// pageSize is how many rows or log entries are read at once.
const pageSize = 1000

// examples is how many breaches of an invariant are kept in words; all are counted.
const examples = 20

// Run checks every invariant. connectors are all that are configured; those that keep an effect log or list their names are
// held against the books. An error means that something could not be read, and the report is not complete.
func Run(ctx context.Context, s Snapshot, connectors []registry.NamedConnector) (Report, error) {
	return newVerification(s, connectors, pageSize).run(ctx)
}

func (v *verification) run(ctx context.Context) (Report, error) {
	// The effects come before the orders, since a done order wants its effect seen, and the orders before the names, which are
	// left alone while an order is unfinished; the balances come last, since they are held against both the journal and the
	// orders.
	for _, check := range []func(context.Context) error{
		v.readRecords, v.chains, v.postings, v.effects, v.orders, v.keys, v.contradictions, v.unpaid, v.numbers, v.givers, v.liveNames, v.closedNames,
		v.refunds, v.balances,
	} {
		if err := check(ctx); err != nil {
			return v.report(), err
		}
	}
	return v.report(), nil
}

// verification is one run: what it has found, and what one check keeps for another.
type verification struct {
	snapshot       Snapshot
	business, wall time.Time // of the snapshot
	page           int
	logs           []namedLog
	inventories    []*inventory
	renewAlone     map[string]bool // TLDs whose registry has no command to renew
	found          map[string]*Invariant
	counts         counts
	records        records

	journaled  map[ledgerAccount]int64 // sum of postings by ledger account
	reserved   map[int64]int64         // charges of unfinished orders by account
	goodwill   map[int64]int64         // what refunds give back by the order that they name, minor units of its currency
	effective  idSet                   // orders whose effect is in a registry's log
	pushed     map[string]bool         // names that other registrars gave to our tag, for no order that the registry knows
	refunded   idSet                   // orders that have a refund
	partly     map[int64]int           // years of renewals that were refunded in part
	credited   idSet                   // orders whose charge a registry took back, or may have taken back since the snapshot
	courtesies idSet                   // orders whose invoice the operator credited
	heads      []reseller.AuditLink    // of the audit log's chains, as they were written down before
	ends       []reseller.AuditLink    // the same as they are now
	unsettled  map[string]bool         // names with unfinished orders, or orders newer than the snapshot
	moves      map[move]*moved         // between two accounts
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
		snapshot: s, page: page, found: map[string]*Invariant{}, journaled: map[ledgerAccount]int64{}, reserved: map[int64]int64{}, goodwill: map[int64]int64{},
		effective: idSet{}, refunded: idSet{}, credited: idSet{}, partly: map[int64]int{}, courtesies: idSet{}, unsettled: map[string]bool{}, pushed: map[string]bool{}, moves: map[move]*moved{}, renewAlone: map[string]bool{},
	}
	v.business, v.wall = s.Times()
	for _, c := range connectors {
		for _, tld := range c.RenewAlone {
			v.renewAlone[tld] = true
		}
		if l, ok := c.Connector.(registry.EffectLog); ok {
			v.logs = append(v.logs, namedLog{c.Name, page, l})
		}
		if i, ok := c.Connector.(registry.Inventory); ok {
			v.inventories = append(v.inventories, &inventory{name: c.Name, page: page, Inventory: i})
		}
	}
	for _, r := range rules {
		v.found[r.id] = r.newInvariant(len(v.logs) > 0)
	}
	return v
}

// pages calls get with the last key of the page before until nothing comes, and use with every page.
func pages[K, T any](get func(after K) ([]T, error), key func(T) K, use func([]T) error) error {
	for after := *new(K); ; {
		rows, err := get(after)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := use(rows); err != nil {
			return err
		}
		after = key(rows[len(rows)-1])
	}
}
