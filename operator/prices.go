package operator

import (
	"context"
	"io"
	"slices"

	"nameyard/reseller"
	"nameyard/store"
)

// Prices are the price list.
type Prices struct {
	Store *store.Store
	Rules reseller.TLDs // tell which TLDs are sold
}

// NewPrices asks for prices of a TLD.
type NewPrices struct {
	TLD      string // for example ".se" or "co.uk"
	Currency string
	// Net are the net prices as decimals, for example "100.00"; an operation without one keeps its price.
	Net   map[reseller.Operation]string
	Years int    // that the prices are for; a transfer and a restore have one price
	Cost  string // the most that the registry may charge us for each of them; "" = the net price
	// UpTo, if not 0, sets prices for each number of years from Years to it: Net and Cost are for one year then, and n years cost n times that.
	UpTo int
}

// PricesSet are prices that were set.
type PricesSet struct {
	Prices []PriceChange
	TLD    string
	Sold   bool // there are rules for the TLD; without, it is not sold until there are some
}

// Set sets prices. In a dry run it says what would be set.
func (u Prices) Set(ctx context.Context, n NewPrices) (PricesSet, error) {
	list, err := n.prices()
	if err != nil {
		return PricesSet{}, err
	}
	changes, err := u.weigh(ctx, list)
	if err != nil {
		return PricesSet{}, err
	}
	tld := list[0].TLD
	_, err = u.Rules.Lookup(tld)
	return PricesSet{Prices: changes, TLD: tld, Sold: err == nil}, u.Store.SetPrices(ctx, list, reseller.OperatorIn(ctx))
}

// pricePaths are the parts of a NewPrices that have the operations' prices.
var pricePaths = map[reseller.Operation]reseller.Path{
	reseller.OpRegister: PathRegister, reseller.OpRenew: PathRenew, reseller.OpTransfer: PathTransfer, reseller.OpRestore: PathRestore,
}

// Check reports what is wrong with the request.
func (n NewPrices) Check() error {
	_, err := n.prices()
	return err
}

// prices reads what is asked for: one price or more.
func (n NewPrices) prices() ([]reseller.Price, error) {
	tld, err := reseller.ParseTLD(n.TLD)
	if err != nil {
		return nil, err
	}
	if err := checkCurrency(n.Currency); err != nil {
		return nil, err
	}
	switch {
	case n.Years < 1 || n.Years > 99:
		return nil, invalid(PathYears, "%s is %d, it must be 1 to 99", PathYears, n.Years)
	case n.UpTo != 0 && (n.UpTo < n.Years || n.UpTo > 99):
		return nil, invalid(PathYears, "%s goes from %d to %d, it must go up, to 99 at most", PathYears, n.Years, n.UpTo)
	}
	var cost int64
	if n.Cost != "" {
		var err error
		if cost, err = notNegative(PathCost, n.Cost, n.Currency); err != nil {
			return nil, err
		}
	}
	var list []reseller.Price
	for _, op := range reseller.Operations {
		if n.Net[op] == "" {
			continue
		}
		once := op == reseller.OpTransfer || op == reseller.OpRestore
		if n.Years != 1 && once {
			return nil, invalid(PathYears, "a %s has one price whatever the years: set it without %s", op, PathYears)
		}
		net, err := notNegative(pricePaths[op], n.Net[op], n.Currency)
		if err != nil {
			return nil, err
		}
		list = append(list, n.each(reseller.Price{TLD: tld, Currency: n.Currency, Operation: op, Years: n.Years, Net: net, Cost: cost}, once)...)
	}
	if len(list) == 0 {
		return nil, invalid(PathRegister, "give at least one price: %s, %s, %s or %s", PathRegister, PathRenew, PathTransfer, PathRestore)
	}
	return list, nil
}

// each is a price for each number of years that is asked for.
func (n NewPrices) each(p reseller.Price, once bool) []reseller.Price {
	if once || n.UpTo == 0 {
		return []reseller.Price{p}
	}
	var list []reseller.Price
	for years := n.Years; years <= n.UpTo; years++ {
		of := p
		of.Years, of.Net, of.Cost = years, p.Net*int64(years), p.Cost*int64(years)
		list = append(list, of)
	}
	return list
}

// notNegative reads an amount.
func notNegative(field reseller.Path, text, currency string) (int64, error) {
	m, err := reseller.ParseMoney(text, currency)
	if err != nil {
		return 0, invalid(field, "%s: %v", field, err)
	}
	if m.Minor < 0 {
		return 0, invalid(field, "%s is %s, it must not be negative", field, text)
	}
	if m.Minor > reseller.MaxAmount {
		return 0, invalid(field, "%s is too large: %s at most", field, reseller.Money{Minor: reseller.MaxAmount, Currency: currency})
	}
	return m.Minor, nil
}

// List gives the price list, of one currency and one TLD or, for "", of all.
func (u Prices) List(ctx context.Context, currency, tld string) ([]reseller.Price, error) {
	if currency != "" {
		if err := checkCurrency(currency); err != nil {
			return nil, err
		}
	}
	list, err := u.Store.Prices(ctx, currency)
	if err != nil || tld == "" {
		return list, err
	}
	only, err := reseller.ParseTLD(tld)
	return slices.DeleteFunc(list, func(p reseller.Price) bool { return p.TLD != only }), err
}

// Import sets the prices of a CSV file (reseller.ParsePrices), all or none; prices that the file does not have stay. from is what
// the file is called in errors. In a dry run it says what would be set.
func (u Prices) Import(ctx context.Context, from string, in io.Reader) ([]PriceChange, error) {
	list, err := reseller.ParsePrices(from, in)
	if err != nil {
		return nil, refused("nothing was set:\n%v", err)
	}
	if len(list) == 0 {
		return nil, refused("%s has no prices; nothing was set", from)
	}
	changes, err := u.weigh(ctx, list)
	if err != nil {
		return nil, err
	}
	return changes, u.Store.SetPrices(ctx, list, reseller.OperatorIn(ctx))
}
