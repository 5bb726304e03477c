package reseller

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
)

// AccountSorts lists them.
var AccountSorts = []AccountSort{AccountsByEmail, AccountsByBalance, AccountsByNames}

// AccountSummary is an account with what is in it.
type AccountSummary struct {
	Account
	Balance Balance
	Names   int64 // in the account now
}
