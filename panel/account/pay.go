package account

import (
	"context"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/qr"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// suggestion is an amount that the renewals ahead need beyond the credit.
type suggestion struct {
	Days   int
	Amount int64
	Text   string // as the field takes it
}

// payPage is what the page shows on which credit is paid in.
type payPage struct {
	Suggested []suggestion
	Amount    int64 // to be paid, minor units; 0 = none is chosen yet
	Reference string
	HowToPay  string // in the operator's words; "" = it has not said
	AskAt     string
	Bank      reseller.BankAccount
	QR        *qr.Code         // of a SEPA credit transfer; nil = there is none
	Cards     bool             // the amount may be paid by card, too
	TestCards bool             // with cards for tests
	NoCard    visit.Told       // why the amount may not be paid by card
	Unknown   reseller.Payment // an automatic one that may have charged the card; zero = there is none
}

// pay shows how an amount is paid in. Nothing is moved by it: the operator enters payments as they come.
func (p Pages) pay(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showPay(ctx, v, searched(v, "amount"))
}

func (p Pages) showPay(ctx context.Context, v *visit.Visit, form page.Form) (visit.Answer, error) {
	d := payPage{Reference: v.Account.Email, HowToPay: p.howToPay(string(v.Language)), AskAt: p.SellerEmail}
	if v.Account.Currency == "EUR" {
		d.Bank = p.Bank
	}
	for _, days := range []int{reseller.ForecastDays, outlookDays} {
		ahead, err := p.Actions.LookAhead(ctx, v.Call(), actions.LookAhead{Days: days})
		if err != nil {
			return visit.Answer{}, err
		}
		if missing := ahead.Missing(); missing > 0 {
			d.Suggested = append(d.Suggested, suggestion{days, missing, reseller.Money{Minor: missing, Currency: v.Account.Currency}.Decimal()})
		}
	}
	if err := d.choose(v, &form); err != nil {
		return visit.Answer{}, err
	}
	if p.Cards != nil {
		var err error
		if d.Unknown, err = p.Cards.MayHaveCharged(ctx, v.Account.ID); err != nil {
			return visit.Answer{}, err
		}
	}
	if p.Cards != nil && d.Amount > 0 {
		err := p.Cards.CheckAmount(reseller.Money{Minor: d.Amount, Currency: v.Account.Currency})
		d.Cards, d.TestCards = err == nil, !p.Cards.Live()
		if err != nil {
			d.NoCard = v.Told(err, pageOf)
		}
	}
	return visit.Show("account/pay", v.Say("pay.title"), d).With(form), nil
}

// choose reads the amount that was chosen, and draws it for banking apps.
func (d *payPage) choose(v *visit.Visit, form *page.Form) (err error) {
	text := form.Values["amount"]
	if text == "" {
		return nil
	}
	minor, ok := typedAmount(v, form, "amount", text)
	switch {
	case !ok:
		return nil
	case minor == 0:
		form.Errors["amount"] = v.Say("limits.bad_amount", text, v.Account.Currency)
		return nil
	}
	d.Amount = minor
	d.QR, err = sepaCode(d.Bank, reseller.Money{Minor: minor, Currency: v.Account.Currency}, d.Reference)
	return err
}
