package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/reseller"
)

// T03; the control without the guarded update fails it.
func TestFortyHoldsOnCreditForTen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10*10000)
		names := make([]reseller.Name, 40)
		for i := range names {
			names[i] = name(t, fmt.Sprintf("name%d", i))
		}
		opened, short := 0, 0
		for _, err := range atOnce(40, func(i int) error {
			_, err := h.OpenPurchase(h.ctx, h.registration(a, names[i]))
			return err
		}) {
			switch {
			case err == nil:
				opened++
			case errors.Is(err, reseller.ErrFunds):
				short++
			default:
				t.Error(err)
			}
		}
		equal(t, "orders opened", opened, 10)
		equal(t, "orders short of credit", short, 30)
		h.credit(a, 0, 10*10000)
		equal(t, "orders on record", len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 100}}))), 10)
		equal(t, "entries", len(must[[]reseller.Entry](t)(h.Entries(h.ctx, a.ID, 0, 100))), 1+10)
	})
}

func TestPurchaseComesBackAsItWasOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		o := h.registration(a, name(t, "räksmörgås"))
		o.Order.Desired = reseller.Desired{Years: 1, Nameservers: []string{"ns1.example.net"}, Fields: map[string]string{"id_number": "5560000000"}}
		o.Order.IdempotencyKey, o.Order.CostLimit, o.AuthCode = "key 1", 7000, []byte{0, 1, 255}
		order := must[reseller.Order](t)(h.OpenPurchase(h.ctx, o))

		got := must[reseller.Order](t)(h.Order(h.ctx, order.ID))
		equal(t, "name", got.Name, o.Order.Name)
		equal(t, "charge", got.Charge, o.Order.Charge)
		equal(t, "cost limit", got.CostLimit, 7000)
		equal(t, "wish", fmt.Sprint(got.Desired), fmt.Sprint(o.Order.Desired))
		equal(t, "created", got.CreatedAt, noon.Truncate(time.Microsecond))
		equal(t, "lease end", got.LeaseEnd, noon.Add(time.Minute).Truncate(time.Microsecond))
		equal(t, "no end yet", got.EndedAt.IsZero(), true)
		equal(t, "auth code", string(must[[]byte](t)(h.AuthCode(h.ctx, order.ID))), string(o.AuthCode))
		equal(t, "found by its key", must[reseller.Order](t)(h.OrderByKey(h.ctx, a.ID, "key 1", noon.Add(-time.Hour))).ID, order.ID)
		equal(t, "found by its live key", must[reseller.Order](t)(h.LiveOrder(h.ctx, o.LiveKey)).ID, order.ID)
		equal(t, "found as equal", must[reseller.Order](t)(h.EqualOrder(h.ctx, o.Order, noon.Truncate(time.Microsecond))).ID, order.ID)
		_, err := h.EqualOrder(h.ctx, o.Order, noon.Add(time.Microsecond))
		equal(t, "not equal to later ones", errors.Is(err, reseller.ErrNotFound), true)
		equal(t, "the pending domain", must[reseller.Domain](t)(h.LiveDomain(h.ctx, o.Order.Name)).ID, order.DomainID)
		h.credit(a, 0, 10000)

		h.done(got)
		equal(t, "auth code after the end", len(must[[]byte](t)(h.AuthCode(h.ctx, order.ID))), 0)
	})
}

func TestNothingIsWrittenWhenAPurchaseDoesNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 19999), h.account("b@example.com", 10000)
		d := h.domain(a, "taken")
		h.credit(a, 9999, 0)

		_, poor := h.OpenPurchase(h.ctx, h.registration(a, name(t, "other")))
		_, taken := h.OpenPurchase(h.ctx, h.registration(b, name(t, "taken")))
		stale := h.renewal(d)
		stale.Order.PaidFrom = d.PaidThrough.AddDate(-1, 0, 0)
		_, old := h.OpenPurchase(h.ctx, stale)
		foreign := h.renewal(d)
		foreign.Order.AccountID = b.ID
		_, others := h.OpenPurchase(h.ctx, foreign)

		equal(t, "too little credit", errors.Is(poor, reseller.ErrFunds), true)
		equal(t, "a name that is taken", errors.Is(taken, reseller.ErrDuplicate), true)
		equal(t, "a term that is over", errors.Is(old, reseller.ErrConflict), true)
		equal(t, "another account's name", errors.Is(others, reseller.ErrConflict), true)
		h.credit(a, 9999, 0)
		h.credit(b, 10000, 0)
		equal(t, "orders on record", len(must[[]reseller.Order](t)(h.SearchOrders(h.ctx, reseller.OrderSearch{Page: reseller.Page{Limit: 100}}))), 1)
		_, err := h.LiveDomain(h.ctx, name(t, "other"))
		equal(t, "no domain row", errors.Is(err, reseller.ErrNotFound), true)
	})
}

func TestOneTermIsRenewedByOneOrderHoweverManyAsk(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100*10000)
		d := h.domain(a, "name")
		opened := 0
		for _, err := range atOnce(20, func(int) error {
			_, err := h.OpenPurchase(h.ctx, h.renewal(d))
			return err
		}) {
			if err == nil {
				opened++
			} else if !errors.Is(err, reseller.ErrDuplicate) {
				t.Error(err)
			}
		}
		equal(t, "orders opened", opened, 1)
		h.credit(a, 98*10000, 10000)
	})
}

func TestOneNameIsRegisteredByOneOfTwoAccounts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		both := []reseller.Account{h.account("a@example.com", 10000), h.account("b@example.com", 10000)}
		errs := atOnce(2, func(i int) error {
			_, err := h.OpenPurchase(h.ctx, h.registration(both[i], name(t, "wanted")))
			return err
		})
		winner := slices.Index(errs, nil)
		if winner < 0 || !errors.Is(errs[1-winner], reseller.ErrDuplicate) {
			t.Fatalf("answers are %v", errs)
		}
		h.credit(both[winner], 0, 10000)
		h.credit(both[1-winner], 10000, 0)
	})
}

func TestNameThatWasRefusedCanBeOrderedAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 10000)
		for range 3 {
			o := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "name"))))
			h.refused(o)
			equal(t, "domain", must[reseller.Domain](t)(h.Domain(h.ctx, a.ID, o.Name)).State, reseller.DomainRefused)
			h.credit(a, 10000, 0)
		}
		h.domain(a, "name")
		equal(t, "ledger", h.ledger(a), "deposit hold release hold release hold release hold settle ")
	})
}

func TestIdempotencyKeyIsFreeAgainAfterEightDays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 50000), h.account("b@example.com", 50000)
		order := func(a reseller.Account, sld string) error {
			o := h.registration(a, name(t, sld))
			o.Order.IdempotencyKey = "key"
			_, err := h.OpenPurchase(h.ctx, o)
			return err
		}
		ok(t, order(a, "one"))
		ok(t, order(b, "two"))
		h.clock.pass(8 * 24 * time.Hour)
		equal(t, "taken on the eighth day", errors.Is(order(a, "three"), reseller.ErrDuplicate), true)
		h.clock.pass(time.Microsecond)
		ok(t, order(a, "three"))
		equal(t, "the key's order", must[reseller.Order](t)(h.OrderByKey(h.ctx, a.ID, "key", noon)).Name, name(t, "three"))
		equal(t, "the other account's", must[reseller.Order](t)(h.OrderByKey(h.ctx, b.ID, "key", noon.Add(-time.Hour))).Name, name(t, "two"))
	})
}

func TestSettleReleaseAndRefundPostOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 30000)
		sold := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.registration(a, name(t, "sold"))))
		for i, err := range atOnce(8, func(int) error {
			_, err := h.EndOrder(h.ctx, reseller.Ending{Order: sold, To: reseller.OrderDone})
			return err
		}) {
			if err != nil && !errors.Is(err, reseller.ErrConflict) {
				t.Errorf("ending %d: %v", i, err)
			}
		}
		_, late := h.EndOrder(h.ctx, reseller.Ending{Order: sold, To: reseller.OrderRefused})
		equal(t, "a sale cannot be released", errors.Is(late, reseller.ErrConflict), true)
		h.credit(a, 20000, 0)

		d := must[reseller.Domain](t)(h.DomainByID(h.ctx, sold.DomainID))
		for i := range 2 { // a refund that was posted already counts as posted: the second deletion can end
			deletion, _, err := h.OpenChange(h.ctx, h.change(d, "delete", fmt.Sprint(i)))
			ok(t, err)
			ended, err := h.EndOrder(h.ctx, reseller.Ending{Order: deletion, To: reseller.OrderDone, Refunds: []reseller.Refund{{Order: sold}}})
			ok(t, err)
			equal(t, fmt.Sprintf("deletion %d", i), ended.State, reseller.OrderDone)
		}
		h.credit(a, 30000, 0)
		equal(t, "ledger", h.ledger(a), "deposit hold settle refund ")

		documents := must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))
		equal(t, "invoice and credit note", len(documents), 2)
		equal(t, "invoice", documents[0].Charge, sold.Charge)
		equal(t, "credit note", documents[1].Charge, reseller.Charge{Currency: "SEK", Net: -8000, Tax: -2000})
		equal(t, "credited", documents[1].Credits, documents[0].ID)
	})
}

func TestPurchaseForNothingPostsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		free := h.registration(a, name(t, "free"))
		free.Order.Charge = reseller.Charge{Currency: "SEK"}
		h.done(must[reseller.Order](t)(h.OpenPurchase(h.ctx, free)))
		equal(t, "ledger", h.ledger(a), "")
		equal(t, "invoices", len(must[[]reseller.Invoice](t)(h.Invoices(h.ctx, a.ID, 0, 10))), 0)
	})
}

func TestCreditNeverGoesBelowZero(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1000)
		equal(t, "too much", errors.Is(h.MoveCredit(h.ctx, a, -1001, "", ""), reseller.ErrFunds), true)
		ok(t, h.MoveCredit(h.ctx, a, -1000, "", ""))
		h.credit(a, 0, 0)
		equal(t, "ledger", h.ledger(a), "deposit withdrawal ")
		if err := h.Exec(h.ctx, "UPDATE balances SET available = -1 WHERE account_id = ?", a.ID); err == nil {
			t.Error("the database itself lets a balance go below zero")
		}
	})
}
