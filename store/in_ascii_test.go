package store_test

import (
	"errors"
	"testing"

	"nameyard/reseller"
)

// Letters beyond ASCII, as people type them, are in no column of ASCII: what is looked for by them is not there, on either engine.
func TestWhatIsLookedForByOtherLettersIsNotThere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.groups("guld")
		const typed = "guld-ä"
		page := reseller.Page{Limit: 10}
		for what, find := range map[string]func() error{
			"price group": func() error { _, err := h.PriceGroup(h.ctx, typed); return err },
			"invoice":     func() error { _, err := h.Invoice(h.ctx, 0, typed); return err },
		} {
			if err := find(); !errors.Is(err, reseller.ErrNotFound) {
				t.Errorf("the %s: %v", what, err)
			}
		}
		equal(t, "orders", len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Code: typed, Page: page}))), 0)
		equal(t, "mails", len(must[[]reseller.Mail](t)(h.SearchMails(h.ctx, reseller.MailSearch{Kind: typed, Page: page}))), 0)
	})
}
