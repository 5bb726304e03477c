package orders

import (
	"nameyard/registry"
	"nameyard/reseller"
)

// order is an order with the rules of its TLD: all of it that a decision looks at.
type order struct {
	reseller.Order
	rules reseller.TLD
}

// attempt is an order that a worker holds, with what it takes to send its command.
type attempt struct {
	order
	conn     registry.Connector
	authCode string // that came in, for transfers
}

// newAttempt makes an attempt of an order that this process holds. Of a TLD that nobody serves, the observation says so.
func (s *Service) newAttempt(o reseller.Order, authCode string) (attempt, observation) {
	rules, conn, err := s.routes.For(o.Name)
	return attempt{order: order{o, rules}, conn: conn, authCode: authCode}, observation{stuck: err}
}

// feeLimit is the most that the registry may charge for an order; nil for what never costs anything.
func (o order) feeLimit() *registry.Fee {
	if o.Kind.Operation() == "" {
		return nil
	}
	return &registry.Fee{Amount: o.CostLimit, Currency: o.Charge.Currency}
}

// using sends a command by an optional capability C of the attempt's connector, or refuses.
func using[C any](a attempt, feature string, send func(C) (registry.Receipt, error)) (registry.Receipt, error) {
	c, ok := a.conn.(C)
	if !ok {
		return registry.Receipt{}, registry.Refuse(registry.CodeUnimplemented, "%s is not supported for .%s", feature, a.rules.Name)
	}
	return send(c)
}
