package actions

import (
	"context"

	"nameyard/reseller"
)

// heldMost is how many names on hold are listed: more than that are a matter for the operator.
const heldMost = 50

// HeldNames lists names of the account that are on hold, the newest hold first: they do not answer on the internet.
func (s *Service) HeldNames(ctx context.Context, call Call, _ struct{}) ([]reseller.Name, error) {
	held, err := s.store.HeldDomains(ctx, reseller.HoldSearch{Account: call.Caller.Account.ID, Page: reseller.Page{Limit: heldMost}})
	names := make([]reseller.Name, len(held))
	for i, h := range held {
		names[i] = h.Name
	}
	return names, err
}
