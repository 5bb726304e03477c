package notices

import (
	"context"

	"nameyard/reseller"
)

// cardCharged tells that a card was charged by itself. Who has paid knows it.
func (s *Service) cardCharged(_ context.Context, e reseller.Event, draft *mail) (bool, error) {
	draft.kind = "card_charged"
	return e.Detail.Code == string(reseller.PaymentAutomatic), nil
}
