package verify

import "context"

// priceGroups holds the price groups that accounts are in against the records of their moves (I11): who is slipped into one pays less, at a
// price whose record is right.
func (v *verification) priceGroups(ctx context.Context) error {
	in, err := v.snapshot.PriceGroupsOf(ctx)
	if err != nil {
		return err
	}
	v.checked("I11", len(in))
	for account, group := range in {
		if !v.records.isIn(account, group) {
			v.breach("I11", "account %d is in price group %s and has no record that it was put there", account, group)
		}
	}
	for account, moves := range v.records.groups {
		if last := moves[len(moves)-1]; last != "" && in[account] == "" {
			v.breach("I11", "account %d is in no price group, and was put into %s", account, last)
		}
	}
	return nil
}

// isIn reports whether an account was put into a price group last.
func (k *records) isIn(account int64, group string) bool {
	moves := k.groups[account]
	return len(moves) > 0 && moves[len(moves)-1] == group
}
