package reseller

import (
	"cmp"
	"strings"
)

// Operation is what is bought.
type Operation string

// The operations that have prices.
const (
	OpRegister Operation = "register"
	OpRenew    Operation = "renew"
	OpTransfer Operation = "transfer"
	OpRestore  Operation = "restore"
)

// Operations lists them in the order that price lists show.
var Operations = []Operation{OpRegister, OpRenew, OpTransfer, OpRestore}

var nouns = map[Operation]string{OpRegister: "registration", OpRenew: "renewal", OpTransfer: "transfer", OpRestore: "restoration"}

// Noun is the operation in words: "the registration of example.com".
func (o Operation) Noun() string { return nouns[o] }

// Price is the net price of one operation for a number of years, in one currency. A transfer and a restore have one
// price (Years = 1) whatever period is asked for.
type Price struct {
	Owner     ListOwner // whose list it is on
	TLD       string    // without a leading dot
	Currency  string
	Operation Operation
	Years     int
	Net       int64 // minor units
	Cost      int64 // the most that the registry may charge us for it, minor units; 0 = no limit known, of a price of a group or an account: that of the lists that come after it
}

// PriceKey is what a price is for.
type PriceKey struct {
	TLD       string
	Currency  string
	Operation Operation
	Years     int
}

// Compare orders by TLD, currency, operation and years, as lists of prices are.
func (k PriceKey) Compare(other PriceKey) int {
	return cmp.Or(strings.Compare(k.TLD, other.TLD), strings.Compare(k.Currency, other.Currency),
		strings.Compare(string(k.Operation), string(other.Operation)), cmp.Compare(k.Years, other.Years))
}

// Key is what the price is for, whoever pays it.
func (p Price) Key() PriceKey { return PriceKey{p.TLD, p.Currency, p.Operation, p.Years} }

// Like reports whether a price is on the same list and for the same TLD as another one, and for its currency, operation and years where it has any.
func (p Price) Like(other Price) bool {
	return p.Owner == other.Owner && p.TLD == other.TLD && (other.Currency == "" || p.Currency == other.Currency) &&
		(other.Operation == "" || p.Operation == other.Operation) && (other.Years == 0 || p.Years == other.Years)
}

// Charge is what an order holds and later pays: a frozen net price and the tax on it, in minor units.
type Charge struct {
	Currency string
	Net      int64
	Tax      int64
}

// Total is net plus tax.
func (c Charge) Total() int64 { return c.Net + c.Tax }

// ChargeOf freezes a price for an account: the tax of the account's rate is added, rounded half up.
func ChargeOf(p Price, ratePPM int64) (Charge, error) {
	tax, err := Money{p.Net, p.Currency}.Tax(ratePPM)
	if err != nil {
		return Charge{}, err
	}
	if _, err := (Money{p.Net, p.Currency}).Add(tax); err != nil {
		return Charge{}, err
	}
	return Charge{Currency: p.Currency, Net: p.Net, Tax: tax.Minor}, nil
}
