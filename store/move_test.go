package store_test

import (
	"errors"
	"testing"
	"time"

	"nameyard/reseller"
)

// taking is a move of a domain to an account.
func (h *house) taking(d reseller.Domain, to reseller.Account) reseller.DomainMove {
	return reseller.DomainMove{From: d, Order: reseller.Order{
		AccountID: to.ID, Kind: reseller.OrderTransfer, Name: d.Name, Charge: reseller.Charge{Currency: "SEK"},
		ClTRIDBase: reseller.NewClTRIDBase(), CreatedAt: h.clock.Now(), DueAt: h.clock.Now(), Attempt: 1, ParamsHash: "m",
	}}
}

func TestNameMovesBetweenTwoAccounts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver, taker := h.account("a@example.com", 10000), h.account("b@example.com", 0)
		d := h.domain(giver, "name")
		ok(t, h.BindNames(h.ctx, "first", []string{"com"}))
		d = h.row(d)
		h.clock.pass(time.Hour)
		o := must[reseller.Order](t)(h.MoveDomain(h.ctx, h.taking(d, taker)))
		equal(t, "the order", o.State, reseller.OrderDone)

		gone := must[reseller.Domain](t)(h.Domain(h.ctx, giver.ID, d.Name))
		equal(t, "with the giver", gone.State, reseller.DomainTransferredAway)
		equal(t, "since", gone.ClosedAt, h.clock.Now().Truncate(time.Microsecond))
		here := must[reseller.Domain](t)(h.Domain(h.ctx, taker.ID, d.Name))
		equal(t, "with the taker", here.State, reseller.DomainActive)
		equal(t, "its row", here.ID, o.DomainID)
		equal(t, "at", here.Connector, "first")
		equal(t, "paid through", here.PaidThrough, d.PaidThrough)
		equal(t, "the live row", must[reseller.Domain](t)(h.LiveDomain(h.ctx, d.Name)).ID, here.ID)
		equal(t, "the taker's ledger", h.ledger(taker), "")
		equal(t, "orders to look at", len(must[[]reseller.Order](t)(h.DueOrders(h.ctx, 10))), 0)
	})
}

func TestNameThatChangedMeanwhileStays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver, taker := h.account("a@example.com", 10000), h.account("b@example.com", 0)
		read := h.domain(giver, "name")
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, read.ID, reseller.Operator, "lock", func(d *reseller.Domain) error {
			d.Locked = true
			return nil
		}))
		_, err := h.MoveDomain(h.ctx, h.taking(read, taker))
		equal(t, "conflict", errors.Is(err, reseller.ErrConflict), true)
		equal(t, "owner", must[reseller.Domain](t)(h.LiveDomain(h.ctx, read.Name)).AccountID, giver.ID)
	})
}

// Who is signed out, or whose account is shut out, while the registry is asked about the code takes no name over.
func TestNameThatSomebodyTakesWhoIsGoneMeanwhileStays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver, taker := h.account("a@example.com", 10000), h.account("b@example.com", 0)
		d := h.domain(giver, "name")
		u, by := h.present(taker.ID, "anna@example.com", reseller.UserOwner)
		move := h.taking(d, taker)
		move.Order.By = by
		disable := func(disabled bool) {
			must[reseller.Account](t)(h.ChangeAccount(h.ctx, taker.ID, reseller.Operator, "account.disable", func(a *reseller.Account) error {
				a.Disabled = disabled
				return nil
			}))
		}
		disable(true)
		if _, err := h.MoveDomain(h.ctx, move); err == nil || errors.Is(err, reseller.ErrConflict) {
			t.Errorf("for a disabled account: %v", err)
		}
		disable(false)
		ok(t, h.RemoveUser(h.ctx, u, reseller.Operator))
		if _, err := h.MoveDomain(h.ctx, move); !errors.Is(err, reseller.ErrSignedOut) {
			t.Errorf("by who is removed: %v", err)
		}
		equal(t, "owner", must[reseller.Domain](t)(h.LiveDomain(h.ctx, d.Name)).AccountID, giver.ID)
	})
}

func TestNameWithAnUnfinishedOrderStays(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver, taker := h.account("a@example.com", 20000), h.account("b@example.com", 0)
		renewal := must[reseller.Order](t)(h.OpenPurchase(h.ctx, h.renewal(h.domain(giver, "name"))))
		read := must[reseller.Domain](t)(h.DomainByID(h.ctx, renewal.DomainID))
		_, err := h.MoveDomain(h.ctx, h.taking(read, taker))
		equal(t, "conflict while the year is being bought", errors.Is(err, reseller.ErrConflict), true)

		h.done(renewal)
		read = must[reseller.Domain](t)(h.DomainByID(h.ctx, renewal.DomainID))
		must[reseller.Order](t)(h.MoveDomain(h.ctx, h.taking(read, taker)))
		equal(t, "the bought year moves along", must[reseller.Domain](t)(h.LiveDomain(h.ctx, read.Name)).PaidThrough, read.PaidThrough)
	})
}

func TestOfTwoTakersOneGetsTheName(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		giver := h.account("a@example.com", 10000)
		takers := []reseller.Account{h.account("b@example.com", 0), h.account("c@example.com", 0)}
		d := h.domain(giver, "name")
		got := 0
		for _, err := range atOnce(2, func(i int) error {
			_, err := h.MoveDomain(h.ctx, h.taking(d, takers[i]))
			return err
		}) {
			if err == nil {
				got++
			} else if !errors.Is(err, reseller.ErrConflict) {
				t.Error(err)
			}
		}
		equal(t, "takers", got, 1)
	})
}

func TestChangeOfOursSeesTheRowAsItIs(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		for _, err := range atOnce(20, func(int) error {
			_, err := h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "count", func(d *reseller.Domain) error {
				d.Reason += "x"
				return nil
			})
			return err
		}) {
			ok(t, err)
		}
		equal(t, "changes kept", must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)).Reason, "xxxxxxxxxxxxxxxxxxxx")

		veto := errors.New("not now")
		_, err := h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "veto", func(*reseller.Domain) error { return veto })
		equal(t, "a veto comes back", errors.Is(err, veto), true)
	})
}

func TestExpiredNamesAreListedInPages(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 3*10000)
		first, second := h.domain(a, "one"), h.domain(a, "two")
		h.domain(a, "three")
		ok(t, h.Exec(h.ctx, "UPDATE domains SET registry_expiry = ? WHERE name = 'three.com'", noon.AddDate(5, 0, 0).UTC()))
		before := first.RegistryExpiry.Add(time.Microsecond)
		page := must[[]reseller.Domain](t)(h.ExpiredDomains(h.ctx, before, 0, 1))
		equal(t, "first page", page[0].ID, first.ID)
		page = must[[]reseller.Domain](t)(h.ExpiredDomains(h.ctx, before, first.ID, 10))
		equal(t, "second page", len(page), 1)
		equal(t, "second page", page[0].ID, second.ID)
		equal(t, "at the very instant they are not", len(must[[]reseller.Domain](t)(h.ExpiredDomains(h.ctx, first.RegistryExpiry, 0, 10))), 0)
	})
}
