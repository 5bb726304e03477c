package actions

import (
	"context"
	"errors"

	"nameyard/orders"
	"nameyard/reseller"
)

// Quote asks what an order would cost and whether it could be placed. Nothing is ordered.
type Quote struct {
	Operation reseller.Operation
	Name      reseller.Name
	Years     int // 1 where the operation has one price
	Fields    Fields
}

// Quoted is the answer to a quote.
type Quoted struct {
	Quote
	Charge       reseller.Charge
	Credit       reseller.Money  // available
	Covered      bool            // the credit covers the charge
	Availability string          // of a name to register: available, registered, reserved; "" for other operations
	Obstacle     *reseller.Error // why the order would be refused, besides too little credit; nil = nothing known
}

// Quote gives price, tax, whether the credit covers them, and what stands in the way.
func (s *Service) Quote(ctx context.Context, call Call, r Quote) (Quoted, error) {
	answer := Quoted{Quote: r}
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return answer, err
	}
	if r.Operation == reseller.OpTransfer || r.Operation == reseller.OpRestore {
		answer.Years = 1
	} else if err := rules.Allows(r.Operation, r.Years); err != nil {
		return answer, err
	}
	d, err := s.quotedDomain(ctx, call, r.Name)
	if err != nil {
		return answer, err
	}
	if err := s.charge(ctx, call, d, &answer); err != nil {
		return answer, err
	}
	return answer, s.findObstacle(ctx, call, rules, d, &answer)
}

// charge finds what a quote costs. d is the caller's domain, if it has the name.
func (s *Service) charge(ctx context.Context, call Call, d *reseller.Domain, q *Quoted) error {
	cost, err := s.orders.Cost(ctx, orders.Request{
		Caller: call.Caller, Kind: reseller.OrderKind(q.Operation), // kinds that buy are called as what they buy
		Name: q.Name, Domain: d, Desired: reseller.Desired{Years: q.Years},
	})
	if err != nil {
		return err
	}
	q.Charge = cost.Charge
	balance, err := s.store.Balance(ctx, call.Caller.Account.ID)
	q.Credit = reseller.Money{Minor: balance.Available, Currency: balance.Currency}
	q.Covered = balance.Available >= q.Charge.Total()
	return err
}

// RegistrationTerms gives the price of a registration for each number of years that has one, fewest first. Whether the name is free is not
// asked.
func (s *Service) RegistrationTerms(ctx context.Context, call Call, name reseller.Name) ([]Quoted, error) {
	rules, err := s.routes.Rules().Lookup(name.TLD())
	if err != nil {
		return nil, err
	}
	var terms []Quoted
	for _, years := range rules.Years {
		q := Quoted{Quote: Quote{Operation: reseller.OpRegister, Name: name, Years: years}}
		switch err := s.charge(ctx, call, nil, &q); {
		case err == nil:
			terms = append(terms, q)
		case !reseller.IsKind(err, reseller.KindInvalid): // no price for so many years
			return nil, err
		}
	}
	return terms, nil
}

// HouseNameservers are those that a name gets that is registered without any; none if they do not fit it, or the house has none.
func (s *Service) HouseNameservers(name reseller.Name) []string {
	rules, err := s.routes.Rules().Lookup(name.TLD())
	if err != nil {
		return nil
	}
	servers, _ := s.ours(name, rules)
	return servers
}

// quotedDomain is the caller's domain of a name; nil if it has none.
func (s *Service) quotedDomain(ctx context.Context, call Call, name reseller.Name) (*reseller.Domain, error) {
	d, err := s.store.Domain(ctx, call.Caller.Account.ID, name)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && (!d.State.Live() || d.Removed) {
		return nil, nil
	}
	return &d, err
}

// findObstacle looks for what would keep the order from being placed. d is the caller's domain, if it has the name.
func (s *Service) findObstacle(ctx context.Context, call Call, rules reseller.TLD, d *reseller.Domain, q *Quoted) error {
	switch q.Operation {
	case reseller.OpRegister:
		return s.quoteRegistration(ctx, call, rules, q)
	case reseller.OpTransfer:
		if d != nil {
			q.Obstacle = reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is in this account already", q.Name)
		}
		return nil
	}
	if d == nil {
		q.Obstacle = reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account", q.Name)
		return nil
	}
	refusal := restorable(*d)
	if q.Operation == reseller.OpRenew {
		refusal = s.renewable(*d, rules, reseller.Desired{Years: q.Years})
	}
	q.Obstacle = reseller.AsError(refusal)
	if q.Obstacle != nil {
		return nil
	}
	live, err := s.orders.UnderWay(ctx, reseller.OrderKind(q.Operation), *d)
	if live != nil {
		q.Obstacle = reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d, its %s, is in progress", live.ID, q.Operation.Noun())
		q.Obstacle.Order = live.ID
	}
	return err
}

func (s *Service) quoteRegistration(ctx context.Context, call Call, rules reseller.TLD, q *Quoted) error {
	found, err := s.availability(ctx, call, q.Name.String())
	if err != nil {
		return err
	}
	q.Availability = found.Status
	switch {
	case found.Status != "available":
		q.Obstacle = reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "the name is not available")
	case found.Premium:
		q.Obstacle = reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "it is a premium name, which is not on the price list")
	default:
		holder := reseller.Contact{}
		if call.Caller.Account.DefaultContact != nil {
			holder = *call.Caller.Account.DefaultContact
		}
		_, err := q.Fields.check(rules, holder)
		q.Obstacle = reseller.AsError(err)
	}
	return nil
}
