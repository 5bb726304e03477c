package operator

import (
	"cmp"
	"context"
	"io"
	"strings"

	"nameyard/reseller"
	"nameyard/store"
)

// Prices are the price list, those of price groups, and the prices that accounts have of their own.
type Prices struct {
	Store *store.Store
	Rules reseller.TLDs // tell which TLDs are sold
	Clock reseller.Clock
	// Seen is the TagOf of changes that somebody was shown: they are made only as long as they still are those. "" = whatever they are.
	Seen string
}

// NewPrices asks for prices of a TLD.
type NewPrices struct {
	Of       ListName
	TLD      string // for example ".se" or "co.uk"
	Currency string // of an account's own it may be left out
	// Net are the net prices as decimals, for example "100.00"; an operation without one keeps its price.
	Net   map[reseller.Operation]string
	Years int    // that the prices are for; a transfer and a restore have one price
	Cost  string // the most that the registry may charge us for each of them; "" = the net price, or, of an account's own or a group's, that of the lists after it
	// UpTo, if not 0, sets prices for each number of years from Years to it: Net and Cost are for one year then, and n years cost n times that.
	UpTo int
	// From is when they begin to hold: a date, at midnight UTC, or a time as RFC 3339 has it; "" = at once.
	From string
}

// PricesSet are prices that were set.
type PricesSet struct {
	Prices []PriceChange
	TLD    string
	Sold   bool // there are rules for the TLD; without, it is not sold until there are some
}

// Set sets prices. In a dry run it says what would be set.
func (u Prices) Set(ctx context.Context, n NewPrices) (PricesSet, error) {
	owner, account, err := u.sellingTo(ctx, n.Of)
	if err != nil {
		return PricesSet{}, err
	}
	n.Currency = cmp.Or(n.Currency, account.Currency)
	var bad reseller.Faults
	list, err := n.prices()
	bad.Add(err)
	_, err = u.from(n.From)
	bad.Add(err)
	if err := bad.Err(); err != nil {
		return PricesSet{}, err
	}
	changes, err := u.set(ctx, owner, account, list, n.From)
	if err != nil {
		return PricesSet{}, err
	}
	tld := list[0].TLD
	_, err = u.Rules.Lookup(tld)
	return PricesSet{Prices: changes, TLD: tld, Sold: err == nil}, nil
}

// sellingTo finds whose list prices are set on; an account's own are set while it is open.
func (u Prices) sellingTo(ctx context.Context, of ListName) (owner reseller.ListOwner, account reseller.Account, err error) {
	if owner, account, err = u.owner(ctx, of); err == nil && account.Closed() {
		_, err = Accounts{Store: u.Store}.open(ctx, of.Account)
	}
	return owner, account, err
}

// set sets prices of a list, of an account's own in its currency, at once or from a day on. With an error of CodePreconditionFailed it gives
// the changes, too.
func (u Prices) set(ctx context.Context, owner reseller.ListOwner, account reseller.Account, list []reseller.Price, day string) ([]PriceChange, error) {
	from, err := u.from(day)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if owner.Account != 0 && list[i].Currency != account.Currency {
			return nil, invalid(PathCurrency, "%s is %s, and %s buys in %s alone; nothing was set", PathCurrency, list[i].Currency, account.Email, account.Currency)
		}
		list[i].Owner = owner
	}
	var changes []PriceChange
	agreed := func(held, listed []reseller.Price) error {
		changes = u.weigh(list, held, listed, from)
		return u.asSeen(changes)
	}
	by := reseller.OperatorIn(ctx)
	if from.IsZero() {
		err = u.Store.SetPricesAs(ctx, list, agreed, by)
		return changes, err
	}
	err = u.Store.PlanPricesAs(ctx, owner, tldsOf(list), from, func(held, listed []reseller.Price) ([]reseller.PlannedPrice, error) {
		return plannedFrom(from, list, false), agreed(held, listed)
	}, by)
	return changes, err
}

// pricePaths are the parts of a NewPrices that have the operations' prices.
var pricePaths = map[reseller.Operation]reseller.Path{
	reseller.OpRegister: PathRegister, reseller.OpRenew: PathRenew, reseller.OpTransfer: PathTransfer, reseller.OpRestore: PathRestore,
}

// Check reports what is wrong with the request.
func (n NewPrices) Check() error {
	var bad reseller.Faults
	_, err := priceDay(n.From)
	bad.Add(err)
	bad.Add(n.Of.Check())
	if n.Of.Account == "" || n.Currency != "" { // else the amounts are read in the account's currency
		_, err = n.prices()
		bad.Add(err)
	}
	return bad.Err()
}

// prices reads what is asked for: one price or more.
func (n NewPrices) prices() ([]reseller.Price, error) {
	var bad reseller.Faults
	tld, err := reseller.ParseTLD(n.TLD)
	bad.Add(err)
	known := bad.Add(checkCurrency(n.Currency)) // else nothing says what amounts are
	switch {
	case n.Years < 1 || n.Years > 99:
		bad.Add(invalid(PathYears, "%s is %d, it must be 1 to 99", PathYears, n.Years))
	case n.UpTo != 0 && (n.UpTo < n.Years || n.UpTo > 99):
		bad.Add(invalid(PathYears, "%s goes from %d to %d, it must go up, to 99 at most", PathYears, n.Years, n.UpTo))
	}
	var cost int64
	if n.Cost != "" && known {
		cost, err = notNegative(PathCost, n.Cost, n.Currency)
		bad.Add(err)
	}
	var list []reseller.Price
	given := false
	for _, op := range reseller.Operations {
		if n.Net[op] == "" {
			continue
		}
		given = true
		once := op == reseller.OpTransfer || op == reseller.OpRestore
		if n.Years != 1 && once && !bad.About(PathYears) {
			bad.Add(invalid(PathYears, "a %s has one price whatever the years: set it without %s", op, PathYears))
		}
		var net int64
		if known {
			net, err = notNegative(pricePaths[op], n.Net[op], n.Currency)
			bad.Add(err)
		}
		if bad.Err() != nil {
			continue // the years may be without end
		}
		list = append(list, n.each(reseller.Price{TLD: tld, Currency: n.Currency, Operation: op, Years: n.Years, Net: net, Cost: cost}, once)...)
	}
	if !given {
		bad.Add(invalid(PathRegister, "give at least one price: %s, %s, %s or %s", PathRegister, PathRenew, PathTransfer, PathRestore))
	}
	if err := bad.Err(); err != nil {
		return nil, err
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
	m, err := reseller.ReadMoney(text, currency)
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

// Import sets the prices of a CSV file (reseller.ParsePrices) on a list, all or none; prices
// that the file does not have stay. file is what it is called in errors, day from when they hold as in NewPrices.From. In a dry
// run it says what would be set, and so it does with the error of CodePreconditionFailed where that is not what was Seen.
func (u Prices) Import(ctx context.Context, of ListName, file, day string, in io.Reader) ([]PriceChange, error) {
	var bad reseller.Faults
	list, err := reseller.ParsePrices(file, in)
	if err != nil {
		bad.Add(refused("nothing was set: %s", strings.ReplaceAll(err.Error(), "\n", "; "))) // words are one line
	} else if len(list) == 0 {
		bad.Add(refused("%s has no prices; nothing was set", file))
	}
	_, err = u.from(day)
	bad.Add(err)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	owner, account, err := u.sellingTo(ctx, of)
	if err != nil {
		return nil, err
	}
	return u.set(ctx, owner, account, list, day)
}
