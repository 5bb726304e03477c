//go:build control_noguesslimit

package orders

import (
	"context"

	"nameyard/registry"
	"nameyard/reseller"
)

// checkAuthCode is broken on purpose: auth codes are guessed as fast as the registry answers, and nobody hears of it.
// Caught by: TestWrongAuthCodesAreSlowedAndToldToTheHolder
func (s *Service) checkAuthCode(ctx context.Context, conn registry.AuthCodeChecker, r Request, _ reseller.Domain) error {
	if no := refusalOf(conn.CheckAuthCode(ctx, r.Name, r.AuthCode)); no != nil {
		return reseller.Errorf(reseller.KindRefused, no.code, "%s", no.words)
	}
	return nil
}

func (s *Service) mayGuess(context.Context, Request) error { return nil }

func (s *Service) noteGuess(context.Context, reseller.Order) {}
