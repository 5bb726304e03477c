package reseller

// ManyNames is how many names are counted where nobody has asked for the exact number.
const ManyNames = 10_000

// Remains is what is left in an account.
type Remains struct {
	Names     []string // live names in A-labels: the first few
	AllNames  int      // how many there are; ManyNames + 1 = more than ManyNames
	Orders    int      // unfinished
	Unpaid    int      // invoices
	Available int64    // minor units
	Held      int64
	// What keeps no account open, because nothing was paid for it.
	Drafts, Tokens, Webhooks int
}

// Empty reports whether nothing is left that would be lost.
func (r Remains) Empty() bool {
	return r.AllNames == 0 && r.Orders == 0 && r.Unpaid == 0 && r.Available == 0 && r.Held == 0
}
