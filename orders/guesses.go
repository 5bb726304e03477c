//go:build !control_noguesslimit

package orders

import (
	"context"
	"errors"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// How many wrong auth codes are taken in an hour: of one account for one name, of everybody for one name, and of one account for
// all names. A code cannot be guessed, but registries watch registrars that try, and a name's holder should not have to.
const (
	guessesOfOne     = 10
	guessesForName   = 30
	guessesByAccount = 60
)

// guesses are the counters that a wrong auth code adds to.
func guesses(r Request) []reseller.Tries {
	account, name := r.Caller.Account.ID, r.Name.String()
	return []reseller.Tries{
		{Of: fmt.Sprintf("code:%d", account), Most: guessesByAccount},
		{Of: fmt.Sprintf("code:%d:%s", account, name), Most: guessesOfOne},
		{Of: "code:" + name, Most: guessesForName},
	}
}

// checkAuthCode asks the registry whether an auth code is the name's. It refuses if not, and tells the holder's account. The try is
// counted before it is made, so that many at once are slowed, too; a right code gives it back.
func (s *Service) checkAuthCode(ctx context.Context, conn registry.AuthCodeChecker, r Request, from reseller.Domain) error {
	if err := s.store.TakeTry(ctx, guesses(r)); err != nil {
		return tooManyGuesses(r.Name, err)
	}
	err := conn.CheckAuthCode(ctx, r.Name, r.AuthCode)
	no := refusalOf(err)
	if no == nil || no.code != reseller.CodeAuthCode {
		if err := s.store.ReturnTry(ctx, guesses(r)); err != nil {
			s.log.Error("a right auth code stays counted as a wrong one for an hour", "name", r.Name.String(), "err", err)
		}
	} else if err := s.store.AddEvent(ctx, reseller.WrongAuthCode(from, s.clock.Now())); err != nil {
		return err
	}
	if no != nil {
		return reseller.Errorf(reseller.KindRefused, no.code, "%s", no.words)
	}
	if err != nil {
		return unreachable(r.Name, err)
	}
	return nil
}

// mayGuess refuses a transfer from another registrar where too many of them have failed by their codes.
func (s *Service) mayGuess(ctx context.Context, r Request) error {
	if r.Kind != reseller.OrderTransfer || r.AuthCode == "" {
		return nil
	}
	return tooManyGuesses(r.Name, s.store.TriesLeft(ctx, guesses(r)))
}

// noteGuess counts a transfer that the registry refused for its code.
func (s *Service) noteGuess(ctx context.Context, o reseller.Order) {
	if o.Kind != reseller.OrderTransfer || o.State != reseller.OrderRefused || o.Code != reseller.CodeAuthCode {
		return
	}
	r := Request{Caller: reseller.Caller{Account: reseller.Account{ID: o.AccountID}}, Name: o.Name}
	if err := s.store.TakeTry(ctx, guesses(r)); err != nil && !errors.Is(err, reseller.ErrConflict) {
		s.log.Error("a wrong auth code was not counted", "order", o.ID, "err", err)
	}
}

// tooManyGuesses turns a counter that is full into words.
func tooManyGuesses(name reseller.Name, err error) error {
	if !errors.Is(err, reseller.ErrConflict) {
		return err
	}
	return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
		"too many wrong auth codes were given for %s or by this account; nothing was done: get the right one and try again in an hour", name).In(reseller.PathAuthCode)
}
