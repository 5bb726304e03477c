package payments

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"nameyard/reseller"
)

// pageOpen is how long the provider's page takes a payment.
const pageOpen = time.Hour

// Begin begins a payment of a person: it gives the payment with the page on which it is made. FormKey begins one payment, however often it is sent. A payment without a
// page is one of which the provider has not said yet that it has made it.
func (s *Service) Begin(ctx context.Context, a reseller.Account, amount int64, saveCard bool, formKey, language string, by reseller.Actor) (reseller.Payment, error) {
	money := reseller.Money{Minor: amount, Currency: a.Currency}
	if err := s.CheckAmount(money); err != nil {
		return reseller.Payment{}, err
	}
	now := s.Clock.Wall()
	p, mine, err := s.Books.OpenPayment(ctx, reseller.Payment{
		AccountID: a.ID, Kind: reseller.PaymentOnce, State: reseller.PaymentOpen, Amount: money, Key: rand.Text(), FormKey: formKey, SaveCard: saveCard, By: by.Name,
		CreatedAt: s.Clock.Now(), AskedAt: now, LookAt: now.Add(firstLook), AccountNew: a.CreatedAt,
	}, s.PerDay, by)
	if err != nil {
		return p, err
	}
	if p.Amount != money || p.SaveCard != saveCard {
		return p, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "this form has begun another card payment already; nothing was done: open the page anew")
	}
	if !mine && (p.Page != "" || !p.Live()) {
		return p, nil
	}
	return s.makePage(ctx, p, a, language)
}

// makePage asks the provider for the page of a payment that is open.
func (s *Service) makePage(ctx context.Context, p reseller.Payment, a reseller.Account, language string) (reseller.Payment, error) {
	ask, err := s.ask(ctx, p)
	if err != nil {
		return p, err
	}
	ask.Email, ask.Language, ask.Until, ask.Back = a.Email, language, p.AskedAt.Add(pageOpen), fmt.Sprintf("%s/panel/credit/card/%d/", s.Panel(), p.ID)
	page, err := s.Provider.Begin(ctx, ask)
	var refused *Refused
	switch {
	case errors.As(err, &refused):
		s.Log.Error("the payment provider makes no page", "payment", p.ID, "err", err)
		return s.end(ctx, p, "", refusedCode(refused), byJob)
	case err != nil: // it may have made one, which nobody knows of: nobody pays on it
		s.Log.Warn("the payment provider has not answered", "payment", p.ID, "err", err)
		return p, nil
	}
	p.Session, p.Page = page.ID, page.URL
	return p, s.Books.BindPayment(ctx, p.ID, page.ID, page.URL, "", s.again(p))
}

// ask is a payment as the provider is asked for it: the same each time.
func (s *Service) ask(ctx context.Context, p reseller.Payment) (Ask, error) {
	ours, err := s.Books.Installation(ctx)
	return Ask{
		Key: p.Key, Amount: p.Amount, SaveCard: p.SaveCard, Title: s.Title,
		Tag: Tag{Installation: ours, Account: p.AccountID, AccountNew: p.AccountNew.Truncate(time.Second), Key: p.Key, Kind: p.Kind},
	}, err
}

// refusedCode is why the provider did not take a question, as the payment keeps it.
func refusedCode(r *Refused) string { return fmt.Sprintf("provider_refused_%d", r.Status) }
