package account

import (
	"context"
	"strconv"
	"strings"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// placed is an order with who placed it, in words.
type placed struct {
	reseller.Order
	Who string
}

// placedBy says of orders who placed them: a token by its name, a person by the address, the operator, or nobody but this server.
func (p Pages) placedBy(ctx context.Context, v *visit.Visit, orders []reseller.Order) ([]placed, error) {
	if len(orders) == 0 {
		return nil, nil
	}
	tokens, err := p.Actions.ListTokens(ctx, v.Call(), struct{}{})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, t := range tokens {
		names[strconv.FormatInt(t.ID, 10)] = t.Name
	}
	list := make([]placed, len(orders))
	for i, o := range orders {
		list[i] = placed{o, who(v, o, names)}
	}
	return list, nil
}

func who(v *visit.Visit, o reseller.Order, tokens map[string]string) string {
	if o.ByOperator() {
		return v.Say("who.operator")
	}
	kind, rest, _ := strings.Cut(o.By.Name, " ")
	switch kind {
	case "token":
		if name := tokens[rest]; name != "" {
			return v.Say("who.token", name)
		}
		return v.Say("who.token", rest)
	case "user":
		return rest
	case "job", "server":
		return v.Say("who.itself")
	}
	return o.By.Name
}
