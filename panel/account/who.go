package account

import (
	"context"
	"strings"
	"time"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// placed is an order with who placed it, in words.
type placed struct {
	reseller.Order
	Who     string
	Crowded bool // others of the list were placed on its day
}

// placedBy says of orders who placed them: a token by its name, a person by the address, the operator, or nobody but this server.
func (p Pages) placedBy(ctx context.Context, v *visit.Visit, orders []reseller.Order) ([]placed, error) {
	if len(orders) == 0 {
		return nil, nil
	}
	tokens, err := p.tokenNames(ctx, v)
	if err != nil {
		return nil, err
	}
	list := make([]placed, len(orders))
	crowded := crowdedDays(v, orders, func(o reseller.Order) time.Time { return o.CreatedAt })
	for i, o := range orders {
		by := o.By
		if o.ByOperator() {
			by = reseller.Operator
		}
		list[i] = placed{o, who(v, by, tokens), crowded[i]}
	}
	return list, nil
}

// tokenNames are what the account's tokens are called, by their numbers.
func (p Pages) tokenNames(ctx context.Context, v *visit.Visit) (map[int64]string, error) {
	tokens, err := p.Actions.ListTokens(ctx, v.Call(), struct{}{})
	names := make(map[int64]string, len(tokens))
	for _, t := range tokens {
		names[t.ID] = t.Name
	}
	return names, err
}

// who says who an actor is, as an account is told: neither which person acts for the operator nor which job of the server it was.
func who(v *visit.Visit, by reseller.Actor, tokens map[int64]string) string {
	switch {
	case by.Operator():
		return v.Say("who.operator")
	case strings.HasPrefix(by.Name, "job "):
		return v.Say("who.itself")
	}
	return v.Language.Who(by.Name, tokens)
}
