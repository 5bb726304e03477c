package actions

import (
	"context"

	"nameyard/reseller"
)

// OrderStory is what is on record of an order, each list oldest first.
type OrderStory struct {
	Order    reseller.Order
	Asked    []reseller.Asked     // what it was to set, and what was set before
	Steps    []reseller.OrderStep // what became of its attempts
	Entries  []reseller.Entry     // what it moved in the ledger
	Invoices []reseller.Invoice   // its invoice and the notes that credit it
}

// OrderStory tells what an order has done. Another account's does not exist.
func (s *Service) OrderStory(ctx context.Context, call Call, r OrderByID) (OrderStory, error) {
	o, err := s.OrderStatus(ctx, call, r)
	if err != nil {
		return OrderStory{}, err
	}
	story := OrderStory{Order: o}
	all := Page{}.keyset(false)
	if story.Asked, err = s.store.Asked(ctx, o); err != nil {
		return story, err
	}
	if story.Steps, err = s.store.OrderSteps(ctx, []int64{o.ID}); err != nil {
		return story, err
	}
	if story.Entries, err = s.store.SearchEntries(ctx, reseller.EntrySearch{Account: o.AccountID, Order: o.ID, Page: all}); err != nil {
		return story, err
	}
	story.Invoices, err = s.store.SearchInvoices(ctx, reseller.InvoiceSearch{Account: o.AccountID, Order: o.ID, Page: all})
	return story, err
}
