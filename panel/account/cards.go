package account

import (
	"context"
	"fmt"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Cards takes payments by card.
type Cards interface {
	Live() bool
	CheckAmount(amount reseller.Money) error
	Limit(currency string) (reseller.Money, error)
	Begin(ctx context.Context, a reseller.Account, amount int64, saveCard bool, formKey, language string, by reseller.Actor) (reseller.Payment, error)
	Look(ctx context.Context, account, id int64) (reseller.Payment, error)
	Payments(ctx context.Context, account int64, page reseller.Page) ([]reseller.Payment, error)
	MayHaveCharged(ctx context.Context, account int64) (reseller.Payment, error)
	TopUp(ctx context.Context, account int64) (reseller.TopUp, error)
	SetTopUp(ctx context.Context, a reseller.Account, set reseller.TopUp, check func(reseller.TopUp) error, by reseller.Actor) (reseller.TopUp, error)
	RemoveCard(ctx context.Context, a reseller.Account, by reseller.Actor) error
}

// cardRoutes are the pages on which credit is paid in by card; without a provider they are not there.
func (p Pages) cardRoutes() []visit.Route {
	return []visit.Route{
		{Method: "POST", Path: "/panel/credit/card/", Needs: reseller.RightMoney, Do: p.payByCard},
		{Method: "GET", Path: "/panel/credit/card/:id/", Needs: reseller.RightRead, Do: p.cardPayment},
		{Method: "GET", Path: "/panel/credit/top-up/", Needs: reseller.RightMoney, Do: p.topUp},
		{Method: "POST", Path: "/panel/credit/top-up/", Needs: reseller.RightMoney, Fresh: true, Do: p.setTopUp},
		{Method: "POST", Path: "/panel/credit/top-up/card/", Needs: reseller.RightMoney, Fresh: true, Do: p.removeCard},
	}
}

// payByCard begins a payment, and goes to its page here, which leads to the provider's: the policy of pages lets no form lead elsewhere.
func (p Pages) payByCard(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if p.Cards == nil {
		return visit.Answer{}, visit.NotFound()
	}
	form := v.Typed("amount", "save")
	amount, ok := typedAmount(v, &form, "amount", v.Field("amount"))
	if ok {
		begun, err := p.Cards.Begin(ctx, v.Account, amount, v.Field("save") != "", form.Key, string(v.Language), v.Actor())
		if err == nil {
			return visit.Go(fmt.Sprintf("/panel/credit/card/%d/", begun.ID)), nil
		}
		if kind := reseller.AsError(err).Kind; kind != reseller.KindInvalid && kind != reseller.KindLimited && kind != reseller.KindConflict {
			return visit.Answer{}, err
		}
		form.Tell("amount", spelled(v, err))
		form.Key = "" // whoever sends it once more means another payment
	}
	return p.showPay(ctx, v, form)
}

// cardPage is what the page of a card payment shows.
type cardPage struct {
	reseller.Payment
	Test bool
}

// cardPayment shows a card payment, with the way to the provider's page while it is open. It asks the provider how it stands: who comes back from there sees what is so, and not
// what the address says.
func (p Pages) cardPayment(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if p.Cards == nil {
		return visit.Answer{}, visit.NotFound()
	}
	payment, err := p.Cards.Look(ctx, v.Account.ID, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/card", v.Say("card.title"), cardPage{payment, !p.Cards.Live()}), nil
}

// topUpPage is what the page of automatic top-up shows.
type topUpPage struct {
	reseller.TopUp
	Seen  string
	Saved bool
	Most  int64 // that one charge may be by now, where what is set is more, minor units
}

func (p Pages) topUp(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showTopUp(ctx, v, page.Form{Values: map[string]string{}})
}

func (p Pages) showTopUp(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	if p.Cards == nil {
		return visit.Answer{}, visit.NotFound()
	}
	t, err := p.Cards.TopUp(ctx, v.Account.ID)
	if err != nil {
		return visit.Answer{}, err
	}
	for field, now := range map[string]int64{"below": t.Below, "charge": t.Amount, "month": t.MonthMax} {
		if _, typed := form.Values[field]; !typed && now != 0 {
			form.Values[field] = shownLimit(&now, v.Account.Currency)
		}
	}
	most, err := p.Cards.Limit(v.Account.Currency)
	if err != nil {
		return visit.Answer{}, err
	}
	shown := topUpPage{TopUp: t, Seen: tagOf(t.Set(), form), Saved: v.Query.Has("saved")}
	if t.Amount > most.Minor {
		shown.Most = most.Minor
	}
	return visit.Show("account/top_up", v.Say("topup.title"), shown).With(form), nil
}

// topUpFields are the fields of the form by the paths of errors.
var topUpFields = map[reseller.Path]string{reseller.PathTopUpBelow: "below", reseller.PathTopUpAmount: "charge", reseller.PathTopUpMonth: "month"}

// setTopUp switches automatic top-up on, with what it does, or off.
func (p Pages) setTopUp(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if p.Cards == nil {
		return visit.Answer{}, visit.NotFound()
	}
	form := v.Typed("below", "charge", "month", "seen")
	set := reseller.TopUp{State: reseller.TopUpOff}
	if v.Field("switch") != "off" {
		set.State = reseller.TopUpOn
		for field, to := range map[string]*int64{"below": &set.Below, "charge": &set.Amount, "month": &set.MonthMax} {
			*to, _ = typedAmount(v, &form, field, v.Field(field))
		}
	}
	match := seen(v)
	_, err := p.Cards.SetTopUp(visit.Trying(ctx, form), v.Account, set, func(now reseller.TopUp) error { return match.Check(now.Set()) }, v.Actor())
	switch {
	case moved(v, err, &form) || told(v, err, &form, topUpFields) || form.Wrong():
		return p.showTopUp(ctx, v, form)
	case err != nil:
		return visit.Answer{}, err
	}
	return visit.Go("/panel/credit/top-up/?saved="), nil
}

// removeCard removes the saved card, here and at the provider, and so switches automatic top-up off.
func (p Pages) removeCard(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	if p.Cards == nil {
		return visit.Answer{}, visit.NotFound()
	}
	if err := p.Cards.RemoveCard(ctx, v.Account, v.Actor()); err != nil {
		return visit.Answer{}, err
	}
	return visit.Go("/panel/credit/top-up/?saved="), nil
}
