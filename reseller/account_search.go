package reseller

import "time"

// AccountSearch chooses accounts. What is not set chooses all.
type AccountSearch struct {
	Text   string // a part of the e-mail address or of the name
	Sort   AccountSort
	Offset int
	Limit  int
}

// AccountSort is what a list of accounts is sorted by.
type AccountSort string

// The orders of a list of accounts.
const (
	AccountsByEmail   AccountSort = "email"
	AccountsByBalance AccountSort = "balance" // the least that can be spent first, currency by currency
	AccountsByNames   AccountSort = "names"   // the most names first
	AccountsBySpend   AccountSort = "spend"   // the most bought in the last twelve months first, currency by currency
)

// AccountSorts lists them.
var AccountSorts = []AccountSort{AccountsByEmail, AccountsByBalance, AccountsByNames, AccountsBySpend}

// AccountSummary is an account with what is in it.
type AccountSummary struct {
	Account
	Balance Balance
	Names   int64 // in the account now
	// Spent is what it had bought in the twelve months before SpentAt, less refunds, tax included, in minor units. It is counted once a day.
	Spent   int64
	SpentAt time.Time // zero = not counted yet
}
