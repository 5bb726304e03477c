package verify

import (
	"nameyard/reseller"
)

// gives adds what an entry gives back of an order's charge as goodwill.
func (v *verification) gives(e reseller.Entry) {
	if e.Refunds != 0 {
		given, _ := e.Moved()
		v.goodwill[e.Refunds] += given
	}
}

// givenBack checks that refunds which name an order give back what it was charged, and no more (I4).
func (v *verification) givenBack(f orderFacts) {
	given, named := v.goodwill[f.ID]
	if !named {
		return
	}
	delete(v.goodwill, f.ID)
	if !f.posted(reseller.EntrySettle) || given > f.Charge.Total() {
		v.breach("I4", "refunds give %s back of %s, which is %s and charged %s", money(given, f.Charge.Currency), title(f.Order), f.State, parts(f.Charge))
	}
}

// givenForNothing tells of refunds that name orders which there are not.
func (v *verification) givenForNothing() {
	for order, given := range v.goodwill {
		v.breach("I4", "refunds give %d minor units back of order %d, which there is not", given, order)
	}
}
