package store

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// Asked lists what an order asks for and, of a change, what its account's newest done order before it had set: one of the same subject, or the
// registration.
func (s *Store) Asked(ctx context.Context, o reseller.Order) ([]reseller.Asked, error) {
	if o.Subject == "" {
		return o.Asked(), nil
	}
	earlier, err := s.findOrder(ctx, "domain_id = ? AND account_id = ? AND id < ? AND state = ? AND reversed_at IS NULL AND (slot = ? OR kind = ?)",
		o.DomainID, o.AccountID, o.ID, string(reseller.OrderDone), o.Subject, string(reseller.OrderRegister))
	if errors.Is(err, reseller.ErrNotFound) {
		return o.Asked(), nil
	}
	return o.AskedAfter(earlier), err
}
