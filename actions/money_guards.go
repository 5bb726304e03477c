package actions

import (
	"context"

	"nameyard/reseller"
)

// MoneyGuards are what bounds and watches the spending of an account, as it stands today.
type MoneyGuards struct {
	Today  reseller.DayBudget           // of the account
	Tokens map[int64]reseller.DayBudget // of its tokens, by id
	Floor  *int64                       // the account is told when its available credit falls below; nil = never
}

// FloorAt is the floor; 0 where there is none.
func (g MoneyGuards) FloorAt() int64 {
	if g.Floor == nil {
		return 0
	}
	return *g.Floor
}

// GuardSet is what SetSpendCap and SetCreditFloor change, as a tag stands for it.
func (g MoneyGuards) GuardSet() any { return []any{g.Today.Cap, g.Floor} }

// TokenCapSet is what SetTokenCap changes, as a tag stands for it.
func TokenCapSet(t reseller.Token) any { return []any{t.SpendCap} }

// MoneyGuards gives the caps of an account and of its tokens with what is spent of them today.
func (s *Service) MoneyGuards(ctx context.Context, call Call, _ struct{}) (MoneyGuards, error) {
	a, err := s.store.Account(ctx, call.Caller.Account.ID)
	if err != nil {
		return MoneyGuards{}, err
	}
	spent, err := s.store.Spending(ctx, a.ID)
	if err != nil {
		return MoneyGuards{}, err
	}
	tokens, err := s.store.Tokens(ctx, a.ID)
	g := MoneyGuards{Today: reseller.DayBudget{Cap: a.SpendCap, Spent: spent.All()}, Tokens: map[int64]reseller.DayBudget{}, Floor: a.CreditFloor}
	for _, t := range tokens {
		g.Tokens[t.ID] = reseller.DayBudget{Cap: t.SpendCap, Spent: spent[t.Budget]}
	}
	return g, err
}

// tightestCap is the spend cap that leaves least today of those that bound a caller; nil if none does.
func (s *Service) tightestCap(ctx context.Context, call Call) (tightest *reseller.SpendCap, err error) {
	caps, err := s.store.SpendCaps(ctx, call.Caller.Account.ID, call.Caller.Token)
	for _, c := range caps {
		if tightest == nil || c.Left().Minor < tightest.Left().Minor {
			tightest = &c
		}
	}
	return tightest, err
}

// SetSpendCap asks for another spend cap of the account.
type SetSpendCap struct {
	Most    *int64  // minor units of the account's currency; nil = no cap
	IfMatch IfMatch // of MoneyGuards.GuardSet
}

// SetSpendCap sets what the account's callers may spend on a UTC day; it holds for every order from now on.
func (s *Service) SetSpendCap(ctx context.Context, call Call, r SetSpendCap) error {
	if err := reseller.CheckSpendCap(r.Most); err != nil {
		return err
	}
	return s.changeGuards(ctx, call, "spend cap", r.IfMatch, func(a *reseller.Account) { a.SpendCap = r.Most })
}

// SetCreditFloor asks for the account to be told when its available credit falls below an amount.
type SetCreditFloor struct {
	Floor   *int64  // minor units of the account's currency; nil = it is not to be told
	IfMatch IfMatch // of MoneyGuards.GuardSet
}

// SetCreditFloor sets below which available credit the account is told of it, once for each fall.
func (s *Service) SetCreditFloor(ctx context.Context, call Call, r SetCreditFloor) error {
	if err := reseller.CheckSpendCap(r.Floor); err != nil {
		return err
	}
	return s.changeGuards(ctx, call, "credit floor", r.IfMatch, func(a *reseller.Account) { a.CreditFloor = r.Floor })
}

func (s *Service) changeGuards(ctx context.Context, call Call, detail string, match IfMatch, change func(*reseller.Account)) error {
	if err := person(call); err != nil {
		return err
	}
	_, err := s.store.ChangeAccount(ctx, call.Caller.Account.ID, call.actor(), detail, func(a *reseller.Account) error {
		now := MoneyGuards{Today: reseller.DayBudget{Cap: a.SpendCap}, Floor: a.CreditFloor}
		if err := match.check(now.GuardSet()); err != nil {
			return err
		}
		change(a)
		return nil
	})
	return err
}

// SetTokenCap asks for another spend cap of a token.
type SetTokenCap struct {
	ID      int64
	Most    *int64  // minor units of the account's currency; nil = no cap of its own
	IfMatch IfMatch // of TokenCapSet
}

// SetTokenCap sets what a token may spend on a UTC day; it holds for every order from now on. Tokens that took one another's place have one
// cap.
func (s *Service) SetTokenCap(ctx context.Context, call Call, r SetTokenCap) (reseller.Token, error) {
	if err := reseller.CheckSpendCap(r.Most); err != nil {
		return reseller.Token{}, err
	}
	if err := person(call); err != nil {
		return reseller.Token{}, err
	}
	t, err := s.store.SetTokenCap(ctx, call.Caller.Account.ID, r.ID, r.Most, call.actor(), func(t reseller.Token) error {
		if !t.Live(s.clock.Wall()) {
			return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "token %d has ended; make another one", t.ID).In(reseller.PathID)
		}
		return r.IfMatch.check(TokenCapSet(t))
	})
	return t, noToken(r.ID, err)
}

// person refuses programs: what bounds a token that leaked must not be the token's to change.
func person(call Call) error {
	if call.Caller.User.ID != 0 {
		return nil
	}
	return reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden, "spend caps and the limit of the credit are set by people in the panel, not with a token; nothing was done")
}
