package store_test

import (
	"errors"
	"fmt"
	"testing"

	"nameyard/reseller"
)

// at tells where names are: "connector tld names".
func (h *house) at() string {
	h.t.Helper()
	return fmt.Sprint(must[[]reseller.NamesAt](h.t)(h.NamesAt(h.ctx)))
}

// Rows of before, and of servers of before, are told once where their names are; later rules change nothing about it, and no other change of a
// row does.
func TestRowsOfBeforeAreToldWhereTheirNamesAre(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100000)
		one, two, gone := h.domain(a, "one"), h.domain(a, "two"), h.domain(a, "gone")
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, gone.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.State = reseller.DomainDeleted
			return nil
		}))
		equal(t, "before", h.at(), "[{ com 2}]")
		ok(t, h.BindNames(h.ctx, "iis", []string{"se", "nu"}))
		ok(t, h.BindNames(h.ctx, "none", nil))
		equal(t, "after another TLD", h.at(), "[{ com 2}]")
		ok(t, h.BindNames(h.ctx, "first", []string{"com"}))
		ok(t, h.BindNames(h.ctx, "second", []string{"com"}))
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, one.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.Connector, d.Locked = "", true
			return nil
		}))
		equal(t, "then", h.at(), "[{first com 2}]")
		equal(t, "of rows", fmt.Sprint(must[map[int64]string](t)(h.Connectors(h.ctx, one.ID, two.ID, gone.ID))), fmt.Sprintf("map[%d:first %d:first]", one.ID, two.ID))
		must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "fresh"))))
		equal(t, "a row of a server of before", h.at(), "[{ com 1} {first com 2}]")
	})
}

// Of an order for a name and its move to another connector only one goes through: what is begun goes on where it was begun.
func TestNameDoesNotMoveUnderAnOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1000000)
		nothing := func(*reseller.Domain) {}
		ordered := 0
		for i := range 6 {
			d := h.domain(a, fmt.Sprintf("name%d", i))
			errs := atOnce(2, func(n int) (err error) {
				if n == i%2 {
					_, err = h.RebindDomain(h.ctx, d, "second", reseller.Operator, nothing, nil)
				} else {
					_, err = h.OpenPurchase(h.ctx, h.renewal(d))
				}
				return err
			})
			to, renewal := errs[i%2], errs[1-i%2]
			now := h.row(d)
			switch {
			case to == nil && renewal == nil: // the order came after it
				ordered++
				equal(t, "moved", now.Connector, "second")
			case errors.Is(to, reseller.ErrConflict) && renewal == nil:
				ordered++
				equal(t, "under an order", now.Connector, "")
			default:
				t.Fatalf("the move says %v, the order %v", to, renewal)
			}
			_, err := h.RebindDomain(h.ctx, now, "third", reseller.Operator, nothing, nil)
			equal(t, "a move under an unfinished order", errors.Is(err, reseller.ErrConflict), true)
			equal(t, "it stays", h.row(d).Connector, now.Connector)
		}
		equal(t, "orders", ordered, 6)
	})
}
