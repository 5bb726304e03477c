package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// isClosed reports whether an error says that the account is closed.
func isClosed(err error) bool {
	return errors.Is(err, reseller.ErrConflict) || reseller.IsKind(err, reseller.KindForbidden)
}

// doors are the ways by which something comes into an account, each for a name of its own.
func (h *house) doors(a reseller.Account, giver reseller.Domain, n int) map[string]func() error {
	named := name(h.t, fmt.Sprintf("n%d", n))
	free := h.registration(a, named)
	free.Order.Charge = reseller.Charge{Currency: a.Currency}
	return map[string]func() error{
		"a purchase": func() error {
			_, err := h.OpenPurchase(h.ctx, free)
			return err
		},
		"an import": func() error {
			_, err := h.ImportDomain(h.ctx, reseller.Domain{AccountID: a.ID, Name: name(h.t, fmt.Sprintf("i%d", n)), State: reseller.DomainActive, CreatedAt: noon}, reseller.Operator, "a file")
			return err
		},
		"a draft": func() error {
			_, err := h.AddDraft(h.ctx, a.ID, name(h.t, fmt.Sprintf("d%d", n)), reseller.Operator)
			return err
		},
		"a move": func() error {
			_, err := h.MoveDomain(h.ctx, h.taking(giver, a))
			return err
		},
		"a deposit": func() error { return h.MoveCredit(h.ctx, a, 100, "", "paid") },
		"a token": func() error {
			_, err := h.AddToken(h.ctx, reseller.Token{AccountID: a.ID}, fmt.Sprint("hash ", a.ID, n), reseller.Operator)
			return err
		},
		"a webhook": func() error {
			_, err := h.AddEndpoint(h.ctx, reseller.Endpoint{AccountID: a.ID, URL: "https://example.com/", Secret: []byte("sealed")}, reseller.Operator)
			return err
		},
		"to enable it": func() error {
			_, err := h.ChangeAccount(h.ctx, a.ID, reseller.Operator, "enable", func(a *reseller.Account) error { a.Disabled = false; return nil })
			return err
		},
		"to stop it": func() error {
			_, err := h.StopRenewals(h.ctx, a.ID, 0, "", reseller.Operator)
			return err
		},
	}
}

func TestClosedAccountLetsNothingIn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a, b := h.account("a@example.com", 0), h.account("b@example.com", 10_000)
		given := h.domain(b, "given")
		hook := h.hook(a, "/a")
		h.happen(a.ID, 1)
		must[int](t)(h.NumberEvents(h.ctx, 100))
		h.posts(hook, 0, 1)
		a = must[reseller.Account](t)(h.CloseAccount(h.ctx, a.ID, reseller.Operator))
		equal(t, "closed at", a.ClosedAt, noon.Truncate(time.Microsecond))
		equal(t, "as it is kept", must[reseller.Account](t)(h.Account(h.ctx, a.ID)).ClosedAt, a.ClosedAt)
		for what, enter := range h.doors(a, given, 0) {
			if err := enter(); !reseller.IsKind(err, reseller.KindForbidden) || !strings.Contains(err.Error(), "the account is closed") {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := h.CloseAccount(h.ctx, a.ID, reseller.Operator)
		equal(t, "it is closed once", reseller.IsKind(err, reseller.KindForbidden), true)
		equal(t, "webhooks with something to post", len(must[[]reseller.Endpoint](t)(h.DueEndpoints(h.ctx, false, 10))), 0)
		equal(t, "webhooks that hear of events", len(must[[]reseller.Endpoint](t)(h.Endpoints(h.ctx, 0))), 0)
		equal(t, "its webhooks stay", len(must[[]reseller.Endpoint](t)(h.Endpoints(h.ctx, a.ID))), 1)
		equal(t, "what waited", must[[]reseller.Delivery](t)(h.SearchDeliveries(h.ctx, reseller.DeliverySearch{Endpoint: hook.ID, Page: reseller.Page{Limit: 1}}))[0].State, reseller.DeliveryGivenUp)
		equal(t, "left in it", must[reseller.Remains](t)(h.Remains(h.ctx, a.ID)).Empty(), true)

		must[reseller.Account](t)(h.ReopenAccount(h.ctx, a.ID, reseller.Operator))
		_, err = h.ReopenAccount(h.ctx, a.ID, reseller.Operator)
		equal(t, "it is reopened once", errors.Is(err, reseller.ErrConflict), true)
		for what, enter := range h.doors(a, given, 1) {
			if err := enter(); err != nil {
				t.Errorf("reopened, %s: %v", what, err)
			}
		}
		_, err = h.CloseAccount(h.ctx, a.ID, reseller.Operator)
		equal(t, "with all that in it, it is not closed", errors.Is(err, reseller.ErrConflict), true)
		left := must[reseller.Remains](t)(h.Remains(h.ctx, a.ID))
		equal(t, "what is left", fmt.Sprintf("%+v", left), "{Names:[given.com i1.com n1.com] AllNames:3 Orders:1 Unpaid:0 Available:100 Held:0 Drafts:1 Tokens:1 Webhooks:2}")
	})
}

// Whatever comes at the moment of the closing is in the account and keeps it open, or is refused: never both.
func TestClosingAndWhatComesAtTheSameMoment(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		b := h.account("b@example.com", 1_000_000)
		closed := 0
		for round := range 12 {
			a := h.account(fmt.Sprintf("a%d@example.com", round), 0)
			given := h.domain(b, fmt.Sprintf("given%d", round))
			doors := h.doors(a, given, 10+round)
			comes := []func() error{
				func() error {
					_, err := h.CloseAccount(h.ctx, a.ID, reseller.Operator)
					return err
				},
				doors[[]string{"a purchase", "an import", "a move", "a deposit"}[round%4]],
			}
			if round%2 > 0 {
				comes[0], comes[1] = comes[1], comes[0]
			}
			errs := atOnce(2, func(i int) error { return comes[i]() })
			for _, err := range errs {
				if err != nil && !isClosed(err) {
					t.Errorf("round %d: %v", round, err)
				}
			}
			is := must[reseller.Account](t)(h.Account(h.ctx, a.ID)).Closed()
			left := must[reseller.Remains](t)(h.Remains(h.ctx, a.ID))
			equal(t, fmt.Sprintf("round %d: closed, and empty", round), is, left.Empty())
			if is {
				closed++
			}
		}
		t.Logf("%d of 12 were closed first", closed)
	})
}
