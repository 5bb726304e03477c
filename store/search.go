package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// search is a condition that grows by what a search has set.
type search struct {
	from  string // the table, with how it is read; "" = as the database likes
	where []string
	args  []any
}

func (s *search) add(condition string, args ...any) {
	s.where, s.args = append(s.where, condition), append(s.args, args...)
}

// account limits to an account, unless it is 0.
func (s *search) account(id int64) {
	if id != 0 {
		s.add("account_id = ?", id)
	}
}

func (s *search) name(p reseller.NamePattern) { s.like("name", p) }

// like limits to rows whose column a pattern fits, unless it is empty.
func (s *search) like(column string, p reseller.NamePattern) {
	switch {
	case p.Exact():
		s.add(column+" = ?", string(p))
	case p != "":
		s.add(column+" LIKE ? ESCAPE '!'", p.Like())
	}
}

// equal limits to rows with a value in a column of ASCII, unless it is empty.
func (s *search) equal(column, value string) {
	switch {
	case value == "":
	case inASCII(value):
		s.add(column+" = ?", value)
	default:
		s.add("1 = 0")
	}
}

// inASCII reports whether a column of ASCII can have a text. MariaDB compares no other with one, but fails: "Illegal mix of collations".
func inASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// fewDomains is how many names a pattern fits at most so that rows about them are looked for by their numbers.
const fewDomains = 500

// ofDomain limits a search to rows of names that a pattern fits, by the number of their domain. It is false if it fits none.
func (s *Store) ofDomain(ctx context.Context, chosen *search, p reseller.NamePattern) (bool, error) {
	if p == "" {
		return true, nil
	}
	var named search
	named.name(p)
	from := s.by("domains", "domains_account_id_name")
	if p.Exact() {
		from = s.byEachAccount("domains", "domains_account_id_name")
	}
	ids, err := s.ids(ctx, "SELECT id FROM "+from+" WHERE "+named.where[0]+" LIMIT ?", append(named.args, fewDomains+1)...)
	if len(ids) > fewDomains {
		chosen.add("domain_id IN (SELECT id FROM domains WHERE "+named.where[0]+")", named.args...)
	} else {
		chosen.add("domain_id IN ?", ids)
	}
	return len(ids) > 0, err
}

func (s *search) between(column string, b reseller.Between) {
	if !b.Since.IsZero() {
		s.add(column+" >= ?", micro(b.Since))
	}
	if !b.Until.IsZero() {
		s.add(column+" < ?", micro(b.Until))
	}
}

// page is the condition of a page of what a search has chosen, and the order in which its rows are read.
func (s search) page(p reseller.Page) (where, order string, args []any) {
	order = "id DESC"
	if p.OldestFirst {
		s.add("id > ?", p.After)
		order = "id"
	} else if p.Before != 0 {
		s.add("id < ?", p.Before)
	}
	return strings.Join(append([]string{"1 = 1"}, s.where...), " AND "), order, s.args
}

// onward is a table to be read from a place among an account's rows, by an index that begins with the account and goes on with the id.
// MariaDB weighs only the shortest range of ids, which is that of the primary key, and so would read all rows of the account that
// stand before the place: it is told to leave that key alone. SQLite does so unasked.
func (s *Store) onward(table string) string {
	if s.dialect == mysqlDialect {
		return table + " IGNORE INDEX (PRIMARY)"
	}
	return table
}

// find reads the page of rows that a search has chosen.
func find[T any](ctx context.Context, db *gorm.DB, s search, p reseller.Page) ([]T, error) {
	where, order, args := s.page(p)
	if s.from != "" {
		return rowsOf[T](db).Table(s.from).Where(where, args...).Order(order).Limit(p.Limit).Find(ctx)
	}
	return rowsOf[T](db).Where(where, args...).Order(order).Limit(p.Limit).Find(ctx)
}

// listIndex is the index by which a page of an account's orders is read from its place on; "" = the database finds the best by itself. MariaDB
// would read all orders that stand before the place: see onward. Here it has several indexes to err with.
func listIndex(q reseller.OrderSearch) string {
	switch {
	case q.Account == 0 || q.Before == 0 && q.After == 0 || q.Name.Exact():
		return ""
	case len(q.States) == 0:
		return "orders_account_id_id_name"
	case len(q.States) == 1:
		return "orders_account_id_state_id"
	}
	return ""
}

// ordersBy is the table of orders to be read by the index that has all that they are searched by, or what is rarest of it, where few may be
// found among many; "" = there is none.
func (s *Store) ordersBy(q reseller.OrderSearch) string {
	named, inStates := q.Name != "", len(q.States) > 0
	by := s.by
	if q.Account == 0 {
		by = s.byEachAccount
	}
	switch {
	case q.Unfinished && q.Account == 0 && !q.Name.Exact():
		return s.by("orders", "orders_due_at_id")
	case q.Kind != "" && !named && !q.Unfinished && (q.Account == 0 || !inStates || slices.Contains(q.States, reseller.OrderDone)):
		return by("orders", "orders_account_id_kind_id")
	case q.Kind != "" && q.Account != 0 && !named && !q.Unfinished: // in other states there are few
		return s.by("orders", "orders_account_id_state_id")
	case q.Kind != "" || q.Code != "" || q.Unfinished || q.Retryable != nil || q.Placed != (reseller.Between{}) || named == inStates:
		return ""
	case inStates:
		return by("orders", "orders_account_id_state_id")
	case q.Name.Exact():
		return by("orders", "orders_account_id_name_kind_created_at")
	}
	return s.by("orders", "orders_account_id_id_name")
}

// canBeRetried is true of a refused order that was the last purchase of its name, which is not in the account.
const canBeRetried = `EXISTS (SELECT 1 FROM domains d WHERE d.id = orders.domain_id AND d.state = 'refused')
	AND NOT EXISTS (SELECT 1 FROM domains l WHERE l.live_name = orders.name AND l.account_id = orders.account_id)
	AND NOT EXISTS (SELECT 1 FROM orders n WHERE n.account_id = orders.account_id AND n.name = orders.name AND n.kind IN ('register', 'transfer') AND n.id > orders.id)`

// SearchOrders lists orders of any account.
func (s *Store) SearchOrders(ctx context.Context, q reseller.OrderSearch) ([]reseller.Order, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.name(q.Name)
	chosen.equal("kind", string(q.Kind))
	if len(q.States) > 0 {
		chosen.add("state IN ?", q.States)
	}
	chosen.equal("code", q.Code)
	if q.Unfinished {
		chosen.add("due_at IS NOT NULL")
	}
	if q.Retryable != nil {
		chosen.add("? = ("+canBeRetried+")", *q.Retryable)
	}
	if err := s.atConnector(ctx, &chosen, q); err != nil {
		return nil, fmt.Errorf("search orders: %w", translate(err))
	}
	rows, err := s.orderRows(ctx, q, chosen)
	if err != nil {
		return nil, fmt.Errorf("search orders: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// orderRows reads a page of orders. Those of all accounts are looked for among the newest first: what is common is found there, and what is rare by an index.
func (s *Store) orderRows(ctx context.Context, q reseller.OrderSearch, chosen search) ([]orderRow, error) {
	if q.Account != 0 || q.Name.Exact() || q.Unfinished {
		chosen.between("created_at", q.Placed)
	} else {
		some, few, err := s.placedBetween(ctx, &chosen, q)
		switch {
		case err != nil || !some:
			return nil, err
		case few:
			return find[orderRow](ctx, s.reads, chosen, q.Page)
		case q.Placed.Until.IsZero() && !q.OldestFirst && (q.Kind != "" || len(q.States) > 0 || q.Connector != ""):
			if rows, err := s.amongNewest(ctx, chosen, q.Page); err != nil || len(rows) == q.Limit {
				return rows, err
			}
		}
	}
	if from := s.ordersBy(q); from != "" {
		return findBy[orderRow](ctx, s, from, chosen, q.Page)
	}
	if index := listIndex(q); index != "" && s.dialect == mysqlDialect {
		chosen.from = "orders FORCE INDEX (" + index + ")"
	}
	return find[orderRow](ctx, s.reads, chosen, q.Page)
}

// placedBetween limits a search among the orders of all accounts to a part of time: see createdBetween.
func (s *Store) placedBetween(ctx context.Context, chosen *search, q reseller.OrderSearch) (some, few bool, err error) {
	return s.createdBetween(ctx, chosen, timed{from: s.byEachAccount("orders", "orders_account_id_created_at"), between: q.Placed, oldestFirst: q.OldestFirst})
}

// amongNewest finds what a search has chosen among the newest orders from the place of a page on, as many as are soon looked at.
func (s *Store) amongNewest(ctx context.Context, chosen search, p reseller.Page) ([]orderRow, error) {
	newest := p.Before
	if newest == 0 {
		if err := scanRow(s.reads.WithContext(ctx).Raw("SELECT COALESCE(MAX(id), 0) + 1 FROM orders"), &newest); err != nil {
			return nil, err
		}
	}
	chosen.from = s.inOrder("orders")
	chosen.add("id >= ?", newest-newRecords)
	return find[orderRow](ctx, s.reads, chosen, p)
}

// liveStates are the states in which a row has its name, as live_name says.
var liveStates = []string{
	string(reseller.DomainPendingRegister), string(reseller.DomainPendingTransfer), string(reseller.DomainActive), string(reseller.DomainRedemption),
	string(reseller.DomainPendingDelete),
}

// inNameIndex reports whether names are searched by nothing but account, state and a part of the name, which one index has: of one account, or
// for a part of a name, there are many to look at.
func inNameIndex(q reseller.DomainSearch) bool {
	if q.Name.Exact() || !q.ExpiresBefore.IsZero() || q.Came != (reseller.Between{}) || q.Unverified {
		return false
	}
	return q.Name != "" || q.Account != 0
}

// SearchDomains lists names of any account, newest rows first, with contacts and hosts.
func (s *Store) SearchDomains(ctx context.Context, q reseller.DomainSearch) ([]reseller.Domain, error) {
	var chosen search
	chosen.account(q.Account)
	switch {
	case q.State != "":
		chosen.name(q.Name)
		chosen.add("state = ?", string(q.State))
	case q.Closed:
		chosen.name(q.Name)
	case inNameIndex(q): // the index has states, and none of the live names
		chosen.name(q.Name)
		chosen.add("state IN ?", liveStates)
	default:
		chosen.like("live_name", q.Name)
		chosen.add("live_name IS NOT NULL")
	}
	chosen.between("created_at", q.Came)
	if !q.ExpiresBefore.IsZero() {
		chosen.add("paid_through < ?", micro(q.ExpiresBefore))
	}
	if q.Unverified {
		from, before := unverified(q.DueBefore)
		chosen.add("verification >= ? AND verification < ?", from, before)
	}
	var rows []domainRow
	var err error
	switch {
	case q.Account != 0 && q.Closed && q.Name == "" && !q.Unverified: // each half is in order
		var ids []int64
		if ids, err = firstOfEach(ctx, s, s.by("domains", domainsSearched), "removed", []bool{false, true}, chosen, q.Page); err == nil && len(ids) > 0 {
			rows, err = find[domainRow](ctx, s.reads, search{where: []string{"id IN ?"}, args: []any{ids}}, q.Page)
		}
	case inNameIndex(q):
		rows, err = findBy[domainRow](ctx, s, s.by("domains", domainsSearched), chosen, q.Page)
	case q.Unverified && !q.Name.Exact(): // few are, however many names an account has
		rows, err = findBy[domainRow](ctx, s, s.by("domains", "domains_verification"), chosen, q.Page)
	default:
		rows, err = find[domainRow](ctx, s.reads, chosen, q.Page)
	}
	if err != nil {
		return nil, fmt.Errorf("search domains: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// SearchInvoices lists invoices and credit notes of any account.
func (s *Store) SearchInvoices(ctx context.Context, q reseller.InvoiceSearch) ([]reseller.Invoice, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.between("created_at", q.Made)
	if q.Order != 0 {
		chosen.add("order_id = ?", q.Order)
	}
	chosen.equal("status", string(q.Status))
	some, err := s.ofDomain(ctx, &chosen, q.Domain)
	if q.Domain.Exact() && q.Order == 0 { // it has few, and its account many
		chosen.from = s.by("invoices", "invoices_domain_id_status")
	}
	var rows []invoiceRow
	switch {
	case err != nil || !some:
	case q.Status != "" && q.Order == 0 && q.Domain == "" && q.Made == (reseller.Between{}):
		rows, err = findBy[invoiceRow](ctx, s, s.by("invoices", "invoices_status_account_id_id"), chosen, q.Page)
	case (q.Account != 0 || q.Made != (reseller.Between{})) && q.Order == 0 && q.Domain == "":
		rows, err = findBy[invoiceRow](ctx, s, s.by("invoices", "invoices_searched"), chosen, q.Page)
	default:
		rows, err = find[invoiceRow](ctx, s.reads, chosen, q.Page)
	}
	if err != nil {
		return nil, fmt.Errorf("search invoices: %w", translate(err))
	}
	return each(rows, invoiceRow.toInvoice)
}
