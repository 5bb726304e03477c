package orders

import (
	"context"

	"nameyard/reseller"
)

// Prospect is what an operator's decision about an order would come to.
type Prospect struct {
	Order         reseller.Order // as it would end; its hold is settled if it is done, else released
	Before, After reseller.Domain
	Refunds       []reseller.Refund // of earlier orders, that go back with it
}

// Foresee says what Resolve, or with override Override, would do, and changes nothing. The errors are theirs.
func (s *Service) Foresee(ctx context.Context, id int64, done bool, reason string, override bool) (Prospect, error) {
	o, err := s.undecided(ctx, id, done)
	if err != nil {
		return Prospect{Order: o}, err
	}
	if s.clock.Wall().Before(o.LeaseEnd) {
		return Prospect{Order: o}, carried(o)
	}
	against := s.objects
	if override {
		against = believes
	}
	a, err := s.newAttempt(o, "")
	if err != nil {
		return Prospect{Order: o}, err
	}
	a.takenOver = true
	st, err := s.weigh(a, done, reason, against)
	if err != nil {
		return Prospect{Order: o}, err
	}
	p := Prospect{Order: o, Refunds: st.refunds}
	if p.Before, err = s.domainOf(ctx, o); err != nil {
		return p, err
	}
	p.Order.State, p.Order.Code, p.Order.Reason = st.to, st.code, st.reason
	p.After = p.Before
	if apply := s.ending(a, st).Apply; apply != nil {
		apply(&p.After)
	}
	return p, nil
}
