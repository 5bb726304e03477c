package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// search is a condition that grows by what a search has set.
type search struct {
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

// equal limits to rows with a value in a column, unless it is empty.
func (s *search) equal(column, value string) {
	if value != "" {
		s.add(column+" = ?", value)
	}
}

// ofDomain limits to rows of names that a pattern fits, by the number of their domain.
func (s *search) ofDomain(p reseller.NamePattern) {
	if p != "" {
		var named search
		named.name(p)
		s.add("domain_id IN (SELECT id FROM domains WHERE "+named.where[0]+")", named.args...)
	}
}

func (s *search) between(column string, b reseller.Between) {
	if !b.Since.IsZero() {
		s.add(column+" >= ?", micro(b.Since))
	}
	if !b.Until.IsZero() {
		s.add(column+" < ?", micro(b.Until))
	}
}

// find reads the page of rows that a search has chosen.
func find[T any](ctx context.Context, db *gorm.DB, s search, p reseller.Page) ([]T, error) {
	order := "id DESC"
	if p.OldestFirst {
		s.add("id > ?", p.After)
		order = "id"
	} else if p.Before != 0 {
		s.add("id < ?", p.Before)
	}
	where := strings.Join(append([]string{"1 = 1"}, s.where...), " AND ")
	return gorm.G[T](db).Where(where, s.args...).Order(order).Limit(p.Limit).Find(ctx)
}

// SearchOrders lists orders of any account.
func (s *Store) SearchOrders(ctx context.Context, q reseller.OrderSearch) ([]reseller.Order, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.name(q.Name)
	chosen.between("created_at", q.Placed)
	chosen.equal("kind", string(q.Kind))
	if len(q.States) > 0 {
		chosen.add("state IN ?", q.States)
	}
	chosen.equal("code", q.Code)
	if q.Unfinished {
		chosen.add("due_at IS NOT NULL")
	}
	rows, err := find[orderRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("search orders: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// SearchDomains lists names of any account, newest rows first, with contacts and hosts.
func (s *Store) SearchDomains(ctx context.Context, q reseller.DomainSearch) ([]reseller.Domain, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.name(q.Name)
	if q.State != "" {
		chosen.add("state = ?", string(q.State))
	} else if !q.Closed {
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
	rows, err := find[domainRow](ctx, s.reads, chosen, q.Page)
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
	chosen.ofDomain(q.Domain)
	rows, err := find[invoiceRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("search invoices: %w", translate(err))
	}
	return each(rows, invoiceRow.toInvoice)
}

// SearchAudit lists records of the audit log, newest first.
func (s *Store) SearchAudit(ctx context.Context, q reseller.AuditSearch) ([]reseller.AuditRecord, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.between("created_at", q.Done)
	if len(q.Objects) > 0 {
		chosen.add("object IN ?", q.Objects)
	}
	if q.Actor != "" {
		chosen.add("actor LIKE ? ESCAPE '!'", reseller.NamePattern("*"+q.Actor+"*").Like())
	}
	if q.Order != 0 {
		chosen.add("((action LIKE 'order.%' AND object = ?) OR (request_id <> '' AND request_id = ?))", strconv.FormatInt(q.Order, 10), q.Request)
	}
	rows, err := find[auditRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("search the audit log: %w", translate(err))
	}
	records := make([]reseller.AuditRecord, len(rows))
	for i, r := range rows {
		records[i] = r.toRecord()
	}
	return records, nil
}

// SearchEntries lists ledger entries of an account, oldest first, with their postings. No entry between
// two of them is left out, so that sums can run along them.
func (s *Store) SearchEntries(ctx context.Context, q reseller.EntrySearch) ([]reseller.Entry, error) {
	var chosen search
	chosen.account(q.Account)
	if q.Order != 0 {
		chosen.add("order_id = ?", q.Order)
	}
	if since := q.Posted.Since; !since.IsZero() {
		chosen.add("id >= (SELECT MIN(id) FROM entries WHERE account_id = ? AND created_at >= ?)", q.Account, micro(since))
	}
	if until := q.Posted.Until; !until.IsZero() {
		chosen.add("id <= (SELECT MAX(id) FROM entries WHERE account_id = ? AND created_at < ?)", q.Account, micro(until))
	}
	rows, err := find[entryRow](ctx, s.reads, chosen, q.Page)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return readEntries(ctx, s.scans, "id IN ?", ids)
}

// BalanceAfter is what an account had once an entry was posted: the sums of all postings up to it.
func (s *Store) BalanceAfter(ctx context.Context, account int64, currency string, entry int64) (reseller.Balance, error) {
	b := reseller.Balance{AccountID: account, Currency: currency}
	for on, amount := range map[string]*int64{reseller.Available(account): &b.Available, reseller.Held(account): &b.Held} {
		var sum *int64
		err := scanRow(s.reads.WithContext(ctx).Raw("SELECT SUM(amount) FROM postings WHERE account = ? AND currency = ? AND entry_id <= ?", on, currency, entry), &sum)
		if err != nil {
			return b, fmt.Errorf("balance of %s after entry %d: %w", on, entry, translate(err))
		}
		*amount = zeroID(sum)
	}
	return b, nil
}
