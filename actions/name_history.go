package actions

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// NameHistory asks what happened to a name of the account.
type NameHistory struct {
	ID    int64 // of a row of the account, whatever has become of it
	After reseller.HistoryPlace
	Limit int // as in Page
}

// NameHistoryPage is a page of the history of a name.
type NameHistoryPage struct {
	Domain reseller.Domain
	Rows   []reseller.Happening // newest first
	Next   reseller.HistoryPlace
}

// NameHistory tells what happened to a name as its account may know it: orders with what they changed, versions of what it publishes, what was set here or found at
// the registry, invoices and mails. Another account's does not exist, and what was in another account is not told.
func (s *Service) NameHistory(ctx context.Context, call Call, r NameHistory) (NameHistoryPage, error) {
	account := call.Caller.Account.ID
	d, err := s.store.AccountDomain(ctx, account, r.ID)
	if errors.Is(err, reseller.ErrNotFound) {
		return NameHistoryPage{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no domain %d in this account", r.ID).In(reseller.PathID)
	}
	page := NameHistoryPage{Domain: d}
	if err != nil {
		return page, err
	}
	limit := Page{Limit: r.Limit}.limit()
	page.Rows, err = s.store.NameHistory(ctx, reseller.HistorySearch{Account: account, Name: d.Name, After: r.After, Limit: limit + 1})
	if err != nil {
		return page, err
	}
	if len(page.Rows) > limit {
		page.Rows = page.Rows[:limit]
		page.Next = page.Rows[limit-1].Place()
	}
	return page, s.tellHistory(ctx, account, page.Rows)
}

// tellHistory adds what orders set, and says who acted as the account is told.
func (s *Service) tellHistory(ctx context.Context, account int64, rows []reseller.Happening) error {
	var names []string
	for _, h := range rows {
		names = append(names, h.Order.By.Name, h.Zone.By, h.Audit.Actor)
	}
	who, err := s.acted(ctx, account, names)
	if err != nil {
		return err
	}
	for i := range rows {
		h := &rows[i]
		switch h.Kind {
		case reseller.HappenedAudit:
			h.Audit = who.record(h.Audit)
		case reseller.HappenedZone:
			h.Zone.By = who.told(reseller.Actor{Name: h.Zone.By}).Name
		case reseller.HappenedOrder:
			if h.Order.By = who.told(h.Order.By); h.Order.ByOperator() {
				h.Order.By = reseller.Operator
			}
			if h.Asked, err = s.askedOf(ctx, h.Order); err != nil {
				return err
			}
		}
	}
	return nil
}

// askedOf lists what an order was to set and what there was before: as the order has it, or, where it is older than that record, by the order before it.
func (s *Service) askedOf(ctx context.Context, o reseller.Order) ([]reseller.Asked, error) {
	if o.Had != nil {
		return o.Asked(), nil
	}
	return s.store.Asked(ctx, o)
}
