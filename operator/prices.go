package operator

import (
	"context"
	"fmt"
	"io"

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
}

// PricesSet are prices that were set.
type PricesSet struct {
	Prices []reseller.Price
	TLD    string
	Sold   bool // there are rules for the TLD; without, it is not sold until there are some
}

// Set sets prices.
func (u Prices) Set(ctx context.Context, n NewPrices) (PricesSet, error) {
	list, err := n.prices()
	if err != nil {
		return PricesSet{}, err
	}
	tld := list[0].TLD
	_, err = u.Rules.Lookup(tld)
	return PricesSet{Prices: list, TLD: tld, Sold: err == nil}, u.Store.SetPrices(ctx, list, reseller.OperatorIn(ctx))
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
	if n.Years < 1 || n.Years > 99 {
		return nil, invalid(PathYears, "%s is %d, it must be 1 to 99", PathYears, n.Years)
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
		if n.Years != 1 && (op == reseller.OpTransfer || op == reseller.OpRestore) {
			return nil, invalid(PathYears, "a %s has one price whatever the years: set it without %s", op, PathYears)
		}
		net, err := notNegative(pricePaths[op], n.Net[op], n.Currency)
		if err != nil {
			return nil, err
		}
		list = append(list, reseller.Price{TLD: tld, Currency: n.Currency, Operation: op, Years: n.Years, Net: net, Cost: cost})
	}
	if len(list) == 0 {
		return nil, invalid(PathRegister, "give at least one price: %s, %s, %s or %s", PathRegister, PathRenew, PathTransfer, PathRestore)
	}
	return list, nil
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
	return m.Minor, nil
}

// List gives the price list, of one currency or, for "", of all.
func (u Prices) List(ctx context.Context, currency string) ([]reseller.Price, error) {
	if currency != "" {
		if err := checkCurrency(currency); err != nil {
			return nil, err
		}
	}
	return u.Store.Prices(ctx, currency)
}

// Import sets the prices of a CSV file (reseller.ParsePrices), all or none, and gives how many there are. from is what the
// file is called in errors.
func (u Prices) Import(ctx context.Context, from string, in io.Reader) (int, error) {
	list, err := reseller.ParsePrices(from, in)
	if err != nil {
		return 0, fmt.Errorf("nothing was set:\n%w", err)
	}
	if len(list) == 0 {
		return 0, refused("%s has no prices; nothing was set", from)
	}
	return len(list), u.Store.SetPrices(ctx, list, reseller.OperatorIn(ctx))
}
