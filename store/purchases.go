package store

import (
	"context"
	"fmt"
	"slices"

	"nameyard/reseller"
)

// HeldBy lists the done orders by which a domain row holds its name: what brought it, and what it was renewed and restored by since,
// oldest first. Where another account of ours gave it, those of that account's row come before. An earlier registration of the
// same name is not among them.
func (s *Store) HeldBy(ctx context.Context, domain int64) ([]reseller.Order, error) {
	var held []reseller.Order
	for range maxGivers {
		rows, err := rowsOf[orderRow](s.reads).Where(ofHolding, domain).Where("state = ? AND kind IN ? AND reversed_at IS NULL", string(reseller.OrderDone), purchases).Order("id").Find(ctx)
		if err != nil {
			return nil, fmt.Errorf("list the purchases of a name: %w", translate(err))
		}
		bought, err := each(rows, orderRow.toOrder)
		if err != nil {
			return nil, err
		}
		bought = sinceGain(bought)
		held = append(bought, held...)
		if len(bought) == 0 || !bought[0].BetweenAccounts() {
			break
		}
		giver, err := s.giverOf(ctx, bought[0])
		if err != nil || giver == 0 {
			return held, err
		}
		domain = giver
	}
	return held, nil
}

// maxGivers bounds how many accounts back a name is followed.
const maxGivers = 100

// purchases are the kinds that cost money.
var purchases = slices.Concat(acquisitions, extensions)

// giverOf finds the row of the account that gave a name to another one with an order; 0 if there is none.
func (s *Store) giverOf(ctx context.Context, moved reseller.Order) (int64, error) {
	accounts := s.reads.Table("accounts").Select("id")
	rows, err := rowsOf[domainRow](s.reads).Select("id").Where("account_id IN (?) AND name = ? AND state = ? AND closed_at = ? AND id <> ?",
		accounts, moved.Name.String(), string(reseller.DomainTransferredAway), micro(moved.EndedAt), moved.DomainID).Order("id DESC").Limit(1).Find(ctx)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].ID, nil
}
