package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// Bought is a name with the done order that registered it. Its ids are given by the store.
type Bought struct {
	Domain reseller.Domain
	Order  reseller.Order
}

// AddHistory writes names that were registered earlier with all that their orders left behind: domain rows, orders, ledger
// entries, numbered invoices, and the deposit that paid for them, posted under ref. One transaction. The account's balance
// stays as it is. It is for sandboxes: nobody is told of the names, so there are no events.
//
// ErrDuplicate if the reference has been posted or one of the names is in an account; nothing is written then.
func (s *Store) AddHistory(ctx context.Context, account reseller.Account, ref string, bought []Bought) error {
	if len(bought) == 0 {
		return nil
	}
	err := s.txKeyed(ctx, func(tx *gorm.DB) (bool, error) {
		return exists(tx, &entryRow{}, "account_id = ? AND ref = ?", account.ID, ref)
	}, func(tx *gorm.DB) error {
		h := history{s: s, tx: tx, account: account, bought: bought}
		return h.write(ref)
	})
	if err != nil {
		return fmt.Errorf("add %d names to %s: %w", len(bought), account.Email, err)
	}
	return nil
}

// history is one transaction of AddHistory. Ids are read back by unique keys: those of a statement's rows are not dense on
// a cluster.
type history struct {
	s       *Store
	tx      *gorm.DB
	account reseller.Account
	bought  []Bought
	orders  []reseller.Order // with their ids
}

func (h *history) write(ref string) error {
	var n int64
	if err := h.tx.Model(&entryRow{}).Where("account_id = ? AND ref = ?", h.account.ID, ref).Count(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		return reseller.ErrDuplicate
	}
	for _, step := range []func() error{h.addDomains, h.addOrders, func() error { return h.addEntries(ref) }, h.addInvoices} {
		if err := step(); err != nil {
			return err
		}
	}
	return h.s.record(h.tx, reseller.OperatorIn(h.tx.Statement.Context), h.account.ID, "sandbox.fill", ref, fmt.Sprintf("%d names", len(h.bought)))
}

func (h *history) addDomains() error {
	rows := make([]domainRow, len(h.bought))
	for i, b := range h.bought {
		rows[i] = fromDomain(b.Domain)
	}
	return addAll(h.tx, rows)
}

// addServers indexes the name servers of the names, whose ids are given.
func (h *history) addServers(domains map[string]int64) error {
	var all []nameserverRow
	for _, b := range h.bought {
		row := fromDomain(b.Domain)
		row.ID = domains[b.Domain.Name.String()]
		rows, err := serverRows(row)
		if err != nil {
			return err
		}
		all = append(all, rows...)
	}
	return addAll(h.tx, all)
}

func (h *history) addOrders() error {
	names := make([]string, len(h.bought))
	for i, b := range h.bought {
		names[i] = b.Domain.Name.String()
	}
	domains, err := idsBy(h.tx, "domains", "live_name", names)
	if err != nil {
		return err
	}
	if err := h.addServers(domains); err != nil {
		return err
	}
	rows, bases := make([]orderRow, len(h.bought)), make([]string, len(h.bought))
	for i, b := range h.bought {
		b.Order.DomainID = domains[b.Domain.Name.String()]
		h.orders = append(h.orders, b.Order)
		rows[i], bases[i] = fromOrder(b.Order), b.Order.ClTRIDBase
	}
	if err := addAll(h.tx, rows); err != nil {
		return err
	}
	orders, err := idsBy(h.tx, "orders", "tr_base", bases)
	for i := range h.orders {
		h.orders[i].ID = orders[h.orders[i].ClTRIDBase]
	}
	return err
}

// addEntries posts the deposit, and each order's hold and sale.
func (h *history) addEntries(ref string) error {
	var total int64
	var rows []entryRow
	for _, o := range h.orders {
		if o.Charge.Total() == 0 {
			continue
		}
		total += o.Charge.Total()
		for _, kind := range []reseller.EntryKind{reseller.EntryHold, reseller.EntrySettle} {
			rows = append(rows, entryRow{
				Kind: string(kind), AccountID: o.AccountID, OrderID: &o.ID, Note: reseller.OrderNote(o.Kind, o.Name.String()), CreatedAt: micro(o.EndedAt),
			})
		}
	}
	deposit := entryRow{
		Kind: string(reseller.EntryDeposit), AccountID: h.account.ID, Ref: &ref, Note: "what the made-up names cost",
		CreatedAt: micro(h.orders[0].CreatedAt),
	}
	if err := h.tx.Create(&deposit).Error; err != nil {
		return err
	}
	if err := addAll(h.tx, rows); err != nil {
		return err
	}
	postings := []postingRow{
		{deposit.ID, 0, reseller.HouseDeposits, h.account.Currency, -total},
		{deposit.ID, 1, reseller.Available(h.account.ID), h.account.Currency, total},
	}
	more, err := h.postings()
	if err != nil {
		return err
	}
	return addAll(h.tx, append(postings, more...))
}

// postings are the sides of the entries that were written for the orders.
func (h *history) postings() ([]postingRow, error) {
	byID, ids := map[int64]reseller.Order{}, make([]int64, len(h.orders))
	for i, o := range h.orders {
		byID[o.ID], ids[i] = o, o.ID
	}
	var entries []entryRow
	if err := h.tx.Select("id", "kind", "order_id").Where("order_id IN ?", ids).Order("id").Find(&entries).Error; err != nil {
		return nil, err
	}
	var rows []postingRow
	for _, e := range entries {
		o := byID[*e.OrderID]
		sides := reseller.HoldPostings(o.AccountID, o.Charge)
		if e.Kind == string(reseller.EntrySettle) {
			sides = reseller.SettlePostings(o.AccountID, o.Charge)
		}
		for n, p := range sides {
			rows = append(rows, postingRow{e.ID, n, p.Account, p.Currency, p.Amount})
		}
	}
	return rows, nil
}

// addInvoices writes numbered invoices, so that the numbering job is not kept busy for hours. Where that job or another
// fill took a number first, the whole transaction runs again.
func (h *history) addInvoices() error {
	next := map[int]int{}
	var rows []invoiceRow
	for _, o := range h.orders {
		if o.Charge.Total() == 0 {
			continue
		}
		row := fromInvoice(reseller.InvoiceOf(o))
		row.Buyer = nullBuyer(h.account.Buyer())
		if next[row.Year] == 0 {
			first, err := nextNumber(h.tx, row.Year)
			if err != nil {
				return err
			}
			next[row.Year] = first
		}
		number := invoiceNumber(row.Year, next[row.Year])
		row.Number, next[row.Year] = &number, next[row.Year]+1
		rows = append(rows, row)
	}
	err := translate(addAll(h.tx, rows))
	if errors.Is(err, reseller.ErrDuplicate) {
		return errOvertaken
	}
	return err
}

// idsBy maps the values of a unique column to the ids of their rows.
func idsBy(tx *gorm.DB, table, column string, values []string) (map[string]int64, error) {
	var rows []struct {
		ID    int64
		Value string
	}
	err := tx.Raw("SELECT id, "+column+" AS value FROM "+table+" WHERE "+column+" IN ?", values).Scan(&rows).Error
	ids := make(map[string]int64, len(rows))
	for _, r := range rows {
		ids[r.Value] = r.ID
	}
	if err == nil && len(ids) != len(values) {
		err = fmt.Errorf("%d of %d rows of %s came back", len(ids), len(values), table)
	}
	return ids, err
}
