package store

import (
	"slices"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// moveToGroup puts an account, as its row is now, into another price group, or for nil into none. What it has ordered or was invoiced keeps its
// price. As at every change that holds at once it is told of nothing but the planned changes that come to it, or do so no more.
func (s *Store) moveToGroup(tx *gorm.DB, a accountRow, to *string, by reseller.Actor) error {
	if err := takePriceTurn(tx); err != nil {
		return err
	}
	from := reseller.GroupList(zeroText(a.PriceGroup))
	group := reseller.GroupList(zeroText(to))
	if err := groupIsThere(tx, group); err != nil {
		return err
	}
	if err := expectOneRow(tx.Model(&accountRow{}).Where("id = ?", a.ID).Update("price_group", to)); err != nil {
		return err
	}
	err := s.record(tx, by, a.ID, reseller.AuditAccountGroup, a.Email, reseller.GroupMove(from.Group, group.Group),
		between(one("price_group", from.Group), one("price_group", group.Group))...)
	if err != nil || a.ClosedAt != nil {
		return err
	}
	return s.tellMoved(tx, a, from, group)
}

// tellMoved tells an account which planned changes come to it in another group, and which do not come any more.
func (s *Store) tellMoved(tx *gorm.DB, a accountRow, from, to reseller.ListOwner) error {
	planned, err := plannedOnes(tx.Where("currency = ?", a.Currency))
	if err != nil {
		return err
	}
	in := func(group reseller.ListOwner) (coming []reseller.ComingPrice, ahead []reseller.PlannedPrice, err error) {
		lists := []reseller.ListOwner{{}, reseller.OwnList(a.ID)}
		if !group.Everybody() {
			lists = append(lists, group)
		}
		ahead = slices.DeleteFunc(slices.Clone(planned), func(p reseller.PlannedPrice) bool { return !slices.Contains(lists, p.Owner) })
		if len(ahead) == 0 {
			return nil, nil, nil
		}
		today, err := onLists(tx, tldsOf(pricesOf(ahead)), lists)
		today = slices.DeleteFunc(today, func(p reseller.Price) bool { return p.Currency != a.Currency })
		return reseller.ComingPrices(today, ahead), ahead, err
	}
	was, wasPlanned, err := in(from)
	if err != nil {
		return err
	}
	will, _, err := in(to)
	if err != nil {
		return err
	}
	gone, come := reseller.ComingInstead(was, will)
	since := plannedSince(wasPlanned)
	err = s.tellPrices(tx, a.ID, gone, func(c []reseller.ComingPrice) reseller.Event { return cancelledEvent(c, since) })
	if err != nil {
		return err
	}
	return s.tellPrices(tx, a.ID, come, plannedEvent)
}
