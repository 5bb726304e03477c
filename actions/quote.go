package actions

import (
	"context"

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
	Credit       reseller.Money     // available
	Covered      bool               // the credit covers the charge
	Cap          *reseller.SpendCap // that leaves least today of those that bound the caller; nil = there is none
	Availability string             // of a name to register: available, registered, reserved; "" for other operations
	Obstacle     *reseller.Error    // why the order would be refused, besides too little credit and spend caps; nil = nothing known
}

// WithinCap reports whether the spend caps allow the charge today.
func (q Quoted) WithinCap() bool { return q.Cap == nil || q.Cap.Allows(q.Charge.Total()) }

// Affordable reports whether credit and spend caps allow the charge.
func (q Quoted) Affordable() bool { return q.Covered && q.WithinCap() }

// asked is a quote while it is answered.
type asked struct {
	Quoted
	rules   reseller.TLD
	domain  *reseller.Domain // the caller's, if it has the name
	refusal error            // it cannot be ordered so
}

// Quote gives price, tax, whether the credit covers them, and what stands in the way.
func (s *Service) Quote(ctx context.Context, call Call, r Quote) (Quoted, error) {
	quotes := []*asked{{Quoted: Quoted{Quote: r}}}
	if err := s.answer(ctx, call, r.Operation, quotes); err != nil {
		return Quoted{Quote: r}, err
	}
	return quotes[0].Quoted, quotes[0].refusal
}

// QuoteRenewals is Quote of the renewals of some names for so many years, in their order. What cannot be ordered so has that as its obstacle.
func (s *Service) QuoteRenewals(ctx context.Context, call Call, names []reseller.Name, years int) ([]Quoted, error) {
	quotes := make([]*asked, len(names))
	for i, name := range names {
		quotes[i] = &asked{Quoted: Quoted{Quote: Quote{Operation: reseller.OpRenew, Name: name, Years: years}}}
	}
	if err := s.answer(ctx, call, reseller.OpRenew, quotes); err != nil {
		return nil, err
	}
	answers := make([]Quoted, len(names))
	for i, q := range quotes {
		answers[i] = q.Quoted
		if q.refusal == nil {
			continue
		}
		if !reseller.IsKind(q.refusal, reseller.KindInvalid) {
			return nil, q.refusal
		}
		answers[i].Obstacle = reseller.AsError(q.refusal)
	}
	return answers, nil
}

// answer answers quotes of one operation. What all of them need is read at once.
func (s *Service) answer(ctx context.Context, call Call, op reseller.Operation, quotes []*asked) error {
	for _, q := range quotes {
		q.rules, q.refusal = s.routes.Rules().Lookup(q.Name.TLD())
		switch {
		case q.refusal != nil:
		case op == reseller.OpTransfer || op == reseller.OpRestore:
			q.Years = 1
		default:
			q.refusal = q.rules.Allows(op, q.Years)
		}
	}
	if err := s.findQuoted(ctx, call, stillAsked(quotes)); err != nil {
		return err
	}
	if err := s.charge(ctx, call, op, stillAsked(quotes)); err != nil {
		return err
	}
	return s.findObstacles(ctx, call, op, stillAsked(quotes))
}

// stillAsked are the quotes that can be ordered, as far as is known.
func stillAsked(quotes []*asked) (still []*asked) {
	for _, q := range quotes {
		if q.refusal == nil {
			still = append(still, q)
		}
	}
	return still
}

// findQuoted finds the caller's domains of the names.
func (s *Service) findQuoted(ctx context.Context, call Call, quotes []*asked) error {
	if len(quotes) == 0 {
		return nil
	}
	names := make([]reseller.Name, len(quotes))
	for i, q := range quotes {
		names[i] = q.Name
	}
	domains, err := s.store.LiveDomainsOf(ctx, call.Caller.Account.ID, names)
	byName := make(map[reseller.Name]*reseller.Domain, len(domains))
	for i, d := range domains {
		if !d.Removed {
			byName[d.Name] = &domains[i]
		}
	}
	for _, q := range quotes {
		q.domain = byName[q.Name]
	}
	return err
}

// charge finds what quotes cost.
func (s *Service) charge(ctx context.Context, call Call, op reseller.Operation, quotes []*asked) error {
	requests := make([]orders.Request, len(quotes))
	for i, q := range quotes {
		requests[i] = orders.Request{
			Caller: call.Caller, Kind: reseller.OrderKind(op), // kinds that buy are called as what they buy
			Name: q.Name, Domain: q.domain, Desired: reseller.Desired{Years: q.Years},
		}
	}
	costs, err := s.orders.Costs(ctx, requests)
	if err != nil {
		return err
	}
	balance, err := s.store.Balance(ctx, call.Caller.Account.ID)
	if err != nil {
		return err
	}
	tightest, err := s.tightestCap(ctx, call)
	for i, q := range quotes {
		if q.refusal = costs[i].Refusal; q.refusal != nil {
			continue
		}
		q.Charge = costs[i].Charge
		q.Credit = reseller.Money{Minor: balance.Available, Currency: balance.Currency}
		q.Covered, q.Cap = balance.Available >= q.Charge.Total(), tightest
	}
	return err
}

// RegistrationTerms gives the price of a registration for each number of years that has one, fewest first. Whether the name is free is not
// asked.
func (s *Service) RegistrationTerms(ctx context.Context, call Call, name reseller.Name) ([]Quoted, error) {
	rules, err := s.routes.Rules().Lookup(name.TLD())
	if err != nil {
		return nil, err
	}
	quotes := make([]*asked, len(rules.Years))
	for i, years := range rules.Years {
		quotes[i] = &asked{Quoted: Quoted{Quote: Quote{Operation: reseller.OpRegister, Name: name, Years: years}}}
	}
	if err := s.charge(ctx, call, reseller.OpRegister, quotes); err != nil {
		return nil, err
	}
	var terms []Quoted
	for _, q := range quotes {
		switch {
		case q.refusal == nil:
			terms = append(terms, q.Quoted)
		case !reseller.IsKind(q.refusal, reseller.KindInvalid): // no price for so many years
			return nil, q.refusal
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

// findObstacles looks for what would keep orders from being placed.
func (s *Service) findObstacles(ctx context.Context, call Call, op reseller.Operation, quotes []*asked) error {
	if op == reseller.OpRenew || op == reseller.OpRestore {
		return s.findObstaclesOfHeld(ctx, op, quotes)
	}
	for _, q := range quotes {
		if op == reseller.OpRegister {
			if err := s.quoteRegistration(ctx, call, q.rules, &q.Quoted); err != nil {
				return err
			}
		} else if q.domain != nil {
			q.Obstacle = reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is in this account already", q.Name)
		}
	}
	return nil
}

// findObstaclesOfHeld is findObstacles of what is bought for a name that the caller has.
func (s *Service) findObstaclesOfHeld(ctx context.Context, op reseller.Operation, quotes []*asked) error {
	var free []reseller.Domain
	for _, q := range quotes {
		switch {
		case q.domain == nil:
			q.Obstacle = reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account", q.Name)
		case op == reseller.OpRenew:
			q.Obstacle = reseller.AsError(s.renewable(*q.domain, q.rules, reseller.Desired{Years: q.Years}))
		default:
			q.Obstacle = reseller.AsError(restorable(*q.domain))
		}
		if q.Obstacle == nil {
			free = append(free, *q.domain)
		}
	}
	if len(free) == 0 {
		return nil
	}
	live, err := s.orders.UnderWay(ctx, reseller.OrderKind(op), free)
	for _, q := range quotes {
		if q.Obstacle != nil {
			continue
		}
		if o, is := live[q.domain.ID]; is {
			q.Obstacle = reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "order %d, its %s, is in progress", o.ID, op.Noun())
			q.Obstacle.Order = o.ID
		}
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
		q.Obstacle = premiumRefused(q.Name)
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
