package account

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// creditPage is what the page of the credit shows.
type creditPage struct {
	Balance      reseller.Balance
	Alone        bool // of some days, or older ones, the movements are all that it shows
	Ahead        outlook
	Held         []placed // that hold credit
	Guards       actions.MoneyGuards
	Lines        []movement
	Running      bool                 // they are all of their time, so that what was there after each is told
	Sum          reseller.Moves       // of all that a search finds
	Kinds        []reseller.EntryKind // to choose from
	Months       []monthLink
	Files        string // query of what is shown, for files of it
	Paging       paging
	Filtered     bool
	Cards        bool // payments by card are taken
	TopUp        reseller.TopUp
	CardPayments []reseller.Payment // the newest
	HowToPay     string             // in the operator's words; "" = it has not said
	AskAt        string             // e-mail address for who wants to know; "" = not told
}

// cardPaymentsShown is how many of the newest card payments are on the page.
const cardPaymentsShown = 5

// Total is what is on the account.
func (d creditPage) Total() int64 { return d.Balance.Available + d.Balance.Held }

// credit shows what there is, what holds it, what comes, and what was moved.
func (p Pages) credit(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	call := v.Call()
	r, form := ledgerOf(v)
	d := creditPage{Kinds: reseller.EntryKinds, Months: lastMonths(v), Files: "?" + chosenOf(v).Encode(), Alone: v.Query.Has("after") || filtered(form), Filtered: filtered(form), HowToPay: p.howToPay(string(v.Language)), AskAt: p.SellerEmail}
	var err error
	if d.Balance, err = p.Actions.Balance(ctx, call, struct{}{}); err != nil {
		return visit.Answer{}, err
	}
	if !d.Alone {
		if err := p.lookAround(ctx, v, &d); err != nil {
			return visit.Answer{}, err
		}
	}
	if err := p.moves(ctx, v, r, &form, &d); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/credit", v.Say("credit.title"), d).With(form), nil
}

// lookAround finds what holds credit, and what comes.
func (p Pages) lookAround(ctx context.Context, v *visit.Visit, d *creditPage) error {
	ahead, err := p.Actions.LookAhead(ctx, v.Call(), actions.LookAhead{Days: outlookDays})
	if err != nil {
		return err
	}
	window, err := p.Actions.RenewalWindow(ctx, v.Call(), struct{}{})
	if err != nil {
		return err
	}
	d.Ahead = outlookOf(ahead, v.Now, window)
	if d.Guards, err = p.Actions.MoneyGuards(ctx, v.Call(), struct{}{}); err != nil {
		return err
	}
	if d.Cards = p.Cards != nil; d.Cards {
		if d.TopUp, err = p.Cards.TopUp(ctx, v.Account.ID); err != nil {
			return err
		}
		if d.CardPayments, err = p.Cards.Payments(ctx, v.Account.ID, reseller.Page{Limit: cardPaymentsShown}); err != nil {
			return err
		}
	}
	if d.Balance.Held != 0 {
		d.Held, err = p.holding(ctx, v)
	}
	return err
}

// howToPay is the operator's text about paying in, in the language if there is one in it, else in the other.
func (p Pages) howToPay(language string) string {
	text := strings.TrimSpace(p.PaymentText[language])
	for _, other := range slices.Sorted(maps.Keys(p.PaymentText)) {
		text = cmp.Or(text, strings.TrimSpace(p.PaymentText[other]))
	}
	return text
}

// holding lists the orders that hold credit, newest first.
func (p Pages) holding(ctx context.Context, v *visit.Visit) ([]placed, error) {
	var holding []reseller.Order
	for _, status := range []reseller.OrderStatus{reseller.StatusInProgress, reseller.StatusPending} {
		found, err := p.Actions.ListOrders(ctx, v.Call(), actions.ListOrders{Status: status, Page: actions.Page{Limit: pageRows}})
		if err != nil {
			return nil, err
		}
		for _, o := range found.Rows {
			if o.Charge.Total() != 0 {
				holding = append(holding, o)
			}
		}
	}
	return p.placedBy(ctx, v, holding)
}
