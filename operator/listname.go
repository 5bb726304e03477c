package operator

import (
	"context"
	"errors"

	"nameyard/reseller"
)

// ListName says whose prices are meant: those that an account has of its own, those of a price group, or, with neither, the price list.
type ListName struct {
	Account string // e-mail address
	Group   string
}

// Check reports what is wrong with it.
func (l ListName) Check() error {
	switch {
	case l.Group == "":
		return nil
	case l.Account != "":
		return invalid(PathPriceGroup, "%s is %.40q, and an account is named, too: prices are those of one of them", PathPriceGroup, l.Group)
	}
	return reseller.CheckPriceGroup(l.Group)
}

// Everybody reports whether it is the price list.
func (l ListName) Everybody() bool { return l == ListName{} }

// owner finds whose list it is; of an account's own the account, too.
func (u Prices) owner(ctx context.Context, l ListName) (owner reseller.ListOwner, account reseller.Account, err error) {
	if err := l.Check(); err != nil {
		return owner, account, err
	}
	if l.Account != "" {
		account, err = Accounts{Store: u.Store}.Find(ctx, l.Account)
		return reseller.OwnList(account.ID), account, err
	}
	if l.Group != "" {
		_, err = u.Group(ctx, l.Group)
	}
	return reseller.GroupList(l.Group), account, err
}

// Group finds a price group.
func (u Prices) Group(ctx context.Context, name string) (reseller.PriceGroup, error) {
	g, err := u.Store.PriceGroup(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		err = notFound("there is no price group %.40s, and nothing was changed; %s shows them", name, HintListPriceGroups)
	}
	return g, err
}

// Groups lists the price groups.
func (u Prices) Groups(ctx context.Context) ([]reseller.PriceGroup, error) {
	return u.Store.PriceGroups(ctx)
}

// AddGroup makes a price group; its name is for good.
func (u Prices) AddGroup(ctx context.Context, name string) (reseller.PriceGroup, error) {
	if err := reseller.CheckPriceGroup(name); err != nil {
		return reseller.PriceGroup{}, err
	}
	g, err := u.Store.AddPriceGroup(ctx, name, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrDuplicate) {
		err = refused("there is a price group %s already; nothing was changed", name)
	}
	return g, err
}

// RemoveGroup removes a price group with its prices. It refuses while accounts are in it, or changes of its prices are planned.
func (u Prices) RemoveGroup(ctx context.Context, name string) (reseller.PriceGroup, error) {
	g, err := u.Group(ctx, name)
	if err != nil {
		return g, err
	}
	left, err := u.Store.RemovePriceGroup(ctx, name, reseller.OperatorIn(ctx))
	switch {
	case errors.Is(err, reseller.ErrConflict) && len(left.Accounts) > 0:
		return g, refused("accounts are in price group %s (%d, such as %s), and nothing was changed: take them out first", name, len(left.Accounts), left.Accounts[0])
	case errors.Is(err, reseller.ErrConflict):
		return g, refused("changes of prices of price group %s are planned (%d), and nothing was changed: cancel them first", name, left.Planned)
	}
	return g, err
}
