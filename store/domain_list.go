package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// listedColumns are what lists show: all but contacts, fields and hosts, which take longest to read.
var listedColumns = []string{
	"id", "account_id", "name", "tld", "state", "version", "registered_at", "registry_expiry", "paid_through", "nameservers", "signing", "locked", "privacy",
	"ahead_until", "auto_renew", "dns_management", "email_forwarding", "removed", "reason", "created_at", "closed_at", "connector", "verification", "holds",
}

// ListDomains lists an account's domain rows that a filter chooses, in its order, after the one with an id (0 = from the first on), at most limit.
// Contacts, fields and hosts are left out. No statement is open once it returns, so a caller may take its time between pages.
func (s *Store) ListDomains(ctx context.Context, account int64, f reseller.DomainFilter, after int64, limit int) ([]reseller.Domain, error) {
	if f.Sort != "" {
		rows, err := s.sortedDomains(ctx, account, f, after, limit)
		if err != nil {
			return nil, fmt.Errorf("list domains by %s: %w", f.Sort, err)
		}
		return each(rows, domainRow.toDomain)
	}
	by, err := s.domainsBy(ctx, account, f)
	if err != nil {
		return nil, fmt.Errorf("list domains: %w", translate(err))
	}
	where, args := domainWhere(account, f, by)
	rows, err := s.listed(by.from).Where(where+" AND "+by.id+" > ?", append(args, after)...).Order(by.id).Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list domains: %w", translate(err))
	}
	return each(rows, domainRow.toDomain)
}

// listed reads what lists show from the table of names, with how it is read.
func (s *Store) listed(from string) query[domainRow] {
	return rowsOf[domainRow](s.reads).Table(from).Select(strings.Join(listedColumns, ", "))
}

// CountDomains counts what ListDomains would list in all.
func (s *Store) CountDomains(ctx context.Context, account int64, f reseller.DomainFilter) (int64, error) {
	by, err := s.domainsBy(ctx, account, f)
	if err != nil {
		return 0, fmt.Errorf("count domains: %w", translate(err))
	}
	where, args := countWhere(account, f, by)
	n, err := rowsOf[domainRow](s.reads).Table(by.from).Where(where, args...).Count(ctx, "*")
	if err != nil {
		return 0, fmt.Errorf("count domains: %w", translate(err))
	}
	return n, nil
}

// CountDomainsUpTo is CountDomains that stops counting at most.
func (s *Store) CountDomainsUpTo(ctx context.Context, account int64, f reseller.DomainFilter, most int64) (n int64, err error) {
	by, err := s.domainsBy(ctx, account, f)
	if err == nil {
		where, args := countWhere(account, f, by)
		err = scanRow(s.reads.WithContext(ctx).Raw("SELECT COUNT(*) FROM (SELECT 1 FROM "+by.from+" WHERE "+where+" LIMIT ?) counted", append(args, most)...), &n)
	}
	if err != nil {
		return 0, fmt.Errorf("count domains: %w", translate(err))
	}
	return n, nil
}

// countWhere is the condition of a filter whose rows are counted. Renewals to come have an index in which names with and without an invoice
// stand apart: with both named it is read by the end of their time.
func countWhere(account int64, f reseller.DomainFilter, by readBy) (string, []any) {
	where, args := domainWhere(account, f, by)
	if f.AutoRenew != nil && !f.PaidBefore.IsZero() {
		where, args = where+" AND invoiced IN ?", append(args, []bool{false, true})
	}
	return where, args
}

// domainWhere is the condition of a filter on what is read.
func domainWhere(account int64, f reseller.DomainFilter, by readBy) (string, []any) {
	where, args := []string{"account_id = ? AND removed = ?"}, []any{account, f.Removed}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if f.Search != "" { // first, because SQLite goes by the order, and few names have what is searched for
		add("INSTR(name, ?) > 0", f.Search)
	}
	if len(f.States) > 0 {
		add("state IN ?", f.States)
	}
	if f.Locked != nil {
		add("locked = ?", *f.Locked)
	}
	if f.Unverified { // found by their index: few of an account's names are unverified
		from, before := unverified(time.Time{})
		add("id IN (SELECT id FROM domains WHERE verification >= ? AND verification < ?)", from, before)
	}
	if f.Held { // likewise
		add("id IN (SELECT id FROM domains WHERE held_at IS NOT NULL)")
	}
	if !f.PaidBefore.IsZero() {
		add("paid_through <= ?", micro(f.PaidBefore))
	}
	if !f.PaidAfter.IsZero() {
		add("paid_through > ?", micro(f.PaidAfter))
	}
	if len(f.Names) > 0 {
		add("name IN ?", f.Names)
	}
	if f.TLD != "" {
		add("tld = ?", f.TLD)
	}
	if f.AutoRenew != nil {
		add("auto_renew = ?", *f.AutoRenew)
	}
	if !f.RegisteredBefore.IsZero() {
		add("registered_at <= ?", micro(f.RegisteredBefore))
	}
	if !f.RegisteredAfter.IsZero() {
		add("registered_at > ?", micro(f.RegisteredAfter))
	}
	if f.Nameserver != "" {
		add(by.served, f.Nameserver, account)
	}
	return strings.Join(where, " AND "), args
}

// AccountDomain finds a domain row of an account by its id. ErrNotFound if the account has no such row.
func (s *Store) AccountDomain(ctx context.Context, account, id int64) (reseller.Domain, error) {
	row, err := rowsOf[domainRow](s.reads).Where("id = ? AND account_id = ?", id, account).Take(ctx)
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("domain %d: %w", id, translate(err))
	}
	return row.toDomain()
}

// AccountDomains finds those of some domain rows that are an account's.
func (s *Store) AccountDomains(ctx context.Context, account int64, ids []int64) ([]reseller.Domain, error) {
	rows, err := rowsOf[domainRow](s.scans).Where("id IN ?", ids).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("domains of account %d: %w", account, translate(err))
	}
	// Here: SQLite would look through all names of the account for those ids.
	rows = slices.DeleteFunc(rows, func(r domainRow) bool { return r.AccountID != account })
	return each(rows, domainRow.toDomain)
}

// PurchaseOrders finds, for each of some domain rows, the newest order that registered or transferred it.
func (s *Store) PurchaseOrders(ctx context.Context, domains []int64) (map[int64]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.reads).Where("domain_id IN ? AND kind IN ?", domains,
		[]string{string(reseller.OrderRegister), string(reseller.OrderTransfer)}).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("orders of pending domains: %w", translate(err))
	}
	found := make(map[int64]reseller.Order, len(rows))
	for _, r := range rows {
		o, err := r.toOrder()
		if err != nil {
			return nil, err
		}
		found[r.DomainID] = o
	}
	return found, nil
}

// LastDone is when the last order of a domain row was confirmed; zero if none was.
func (s *Store) LastDone(ctx context.Context, domain int64) (time.Time, error) {
	rows, err := rowsOf[orderRow](s.reads).Select("ended_at").Where("domain_id = ? AND state = ?", domain, string(reseller.OrderDone)).
		Order("ended_at DESC").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return time.Time{}, translate(err)
	}
	return zeroTime(rows[0].EndedAt), nil
}

// AddDraft makes a row for a name that is to be transferred in once its auth code is there. It reserves nothing. If the account
// has a draft of the name already, that one comes back.
func (s *Store) AddDraft(ctx context.Context, account int64, name reseller.Name, by reseller.Actor) (reseller.Domain, error) {
	var row domainRow
	err := s.tx(ctx, func(tx *gorm.DB) error {
		row = domainRow{}
		found := tx.Where("account_id = ? AND name = ? AND state = ?", account, name.String(), string(reseller.DomainDraft)).Limit(1).Find(&row)
		if found.Error != nil || found.RowsAffected > 0 {
			return found.Error
		}
		if err := s.mustBeOpen(tx, account); err != nil {
			return err
		}
		row = fromDomain(reseller.Domain{AccountID: account, Name: name, State: reseller.DomainDraft, Version: 1, CreatedAt: s.clock.Now()})
		if err := addName(tx, &row); err != nil {
			return err
		}
		return s.record(tx, by, account, "domain.draft", name.String(), "", made(one("state", row.State))...)
	})
	if err != nil {
		return reseller.Domain{}, fmt.Errorf("note the transfer of %s: %w", name, err)
	}
	return row.toDomain()
}
