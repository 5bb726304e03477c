package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
)

// searchedEntries is the table of entries to be read by the index that has what they are searched by: without being told, MariaDB reads the ledger
// of all accounts.
func (s *Store) searchedEntries() string { return s.by("entries", "entries_searched") }

// postedBetween limits a search to an account's entries from the first that was posted since a time to the last that was before another. They
// are read in the order of their ids until that one is found. It reports false if there is none.
func (s *Store) postedBetween(ctx context.Context, chosen *search, q reseller.EntrySearch) (bool, error) {
	for _, end := range []struct {
		at           time.Time
		first, limit string
	}{{q.Posted.Since, "created_at >= ? ORDER BY id", "id >= ?"}, {q.Posted.Until, "created_at < ? ORDER BY id DESC", "id <= ?"}} {
		if end.at.IsZero() {
			continue
		}
		ids, err := s.ids(ctx, "SELECT id FROM "+s.searchedEntries()+" WHERE account_id = ? AND "+end.first+" LIMIT 1", q.Account, micro(end.at))
		if err != nil || len(ids) == 0 {
			return false, err
		}
		chosen.add(end.limit, ids[0])
	}
	return true, nil
}

// SearchEntries lists ledger entries of an account, oldest first, with their postings. Unless a kind, a name or an order is searched for no entry between
// two of them is left out, so that sums can run along them.
func (s *Store) SearchEntries(ctx context.Context, q reseller.EntrySearch) ([]reseller.Entry, error) {
	chosen, err := s.entriesOf(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("search entries: %w", translate(err))
	}
	where, order, args := chosen.page(q.Page)
	var ids []int64
	err = s.reads.WithContext(ctx).Raw("SELECT id FROM "+chosen.from+" WHERE "+where+" ORDER BY "+order+" LIMIT ?", append(args, q.Limit)...).Scan(&ids).Error
	if err != nil {
		return nil, fmt.Errorf("search entries: %w", translate(err))
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return readEntries(ctx, s.scans, "id IN ?", ids)
}

// entriesOf is the condition of a search for entries, and the index by which they are read: those of some orders by the one that has these.
func (s *Store) entriesOf(ctx context.Context, q reseller.EntrySearch) (chosen search, err error) {
	chosen.account(q.Account)
	chosen.from = s.searchedEntries()
	if q.Order != 0 {
		chosen.from = s.onward("entries")
		chosen.add("order_id = ?", q.Order)
	}
	chosen.equal("kind", string(q.Kind))
	some, err := s.postedBetween(ctx, &chosen, q)
	if !some {
		chosen.add("1 = 0")
	}
	if err != nil || !some || q.Name == "" {
		return chosen, err
	}
	named := search{}
	named.account(q.Account)
	named.name(q.Name)
	orders := "SELECT id FROM " + s.by("orders", "orders_account_id_name_kind_created_at") + " WHERE " + strings.Join(named.where, " AND ")
	ids, err := s.ids(ctx, orders+" LIMIT ?", append(named.args, fewDomains+1)...)
	if len(ids) > fewDomains {
		chosen.add("order_id IN ("+orders+")", named.args...)
	} else {
		chosen.from = s.onward("entries")
		chosen.add("order_id IN ?", append(ids, nobody))
	}
	return chosen, err
}

// SumEntries adds up what the entries come to that a search finds, whatever its page, in a currency.
func (s *Store) SumEntries(ctx context.Context, q reseller.EntrySearch, currency string) (m reseller.Moves, err error) {
	chosen, err := s.entriesOf(ctx, q)
	if err != nil {
		return m, fmt.Errorf("add entries up: %w", translate(err))
	}
	entries := "(SELECT id FROM " + chosen.from + " WHERE " + strings.Join(append(chosen.where, "1 = 1"), " AND ") + ") e"
	db := s.reads.WithContext(ctx)
	if err = scanRow(db.Raw("SELECT COUNT(*) FROM "+entries, chosen.args...), &m.Count); err != nil {
		return m, fmt.Errorf("add entries up: %w", translate(err))
	}
	if m.Count == 0 {
		return m, nil
	}
	available, held := reseller.Available(q.Account), reseller.Held(q.Account)
	var sums []struct {
		Account string
		Amount  int64
	}
	// The entries first, of which there may be few, and never all postings of the account.
	err = db.Raw("SELECT p.account, SUM(p.amount) AS amount FROM "+entries+" "+s.then()+" postings p ON p.entry_id = e.id WHERE p.account IN ? AND p.currency = ? GROUP BY p.account",
		append(slices.Clone(chosen.args), []string{available, held}, currency)...).Scan(&sums).Error
	if err != nil {
		return m, fmt.Errorf("add entries up: %w", translate(err))
	}
	for _, sum := range sums {
		if sum.Account == available {
			m.Available = sum.Amount
		} else {
			m.Held = sum.Amount
		}
	}
	return m, nil
}
