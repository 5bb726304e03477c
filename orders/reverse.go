package orders

import (
	"context"

	"nameyard/reseller"
)

// Reverse takes back a registration that the operator said was done, if the registry does not have the name, and gives the credit
// note. Code bad_state if it has it, unavailable while it cannot be asked, in_progress in the settle time; ErrConflict and
// ErrDuplicate as the store has them.
func (s *Service) Reverse(ctx context.Context, o reseller.Order, reason string) (reseller.Invoice, error) {
	a := s.newAttempt(o, "")
	if a.unserved != nil {
		return reseller.Invoice{}, a.unserved
	}
	if err := neverWas(a.order, *s.look(a), s.set, s.clock.Now()); err != nil {
		return reseller.Invoice{}, err
	}
	return s.store.ReverseRegistration(ctx, o, reseller.OperatorIn(ctx), reason)
}
