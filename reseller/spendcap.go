package reseller

import (
	"fmt"
	"time"
)

// DaySpending is what callers of an account have spent on a UTC day, in minor units of its currency, by the budgets of their tokens; 0 is that of people.
type DaySpending map[int64]int64

// All is what all of them have spent together.
func (s DaySpending) All() int64 {
	var all int64
	for _, spent := range s {
		all += spent
	}
	return all
}

// DayBudget is what may be spent on a UTC day, and what is spent of it, in minor units of the account's currency.
type DayBudget struct {
	Cap   *int64 // nil = no cap
	Spent int64  // by orders of that day that were not refused
}

// Left is what may still be spent; 0 where there is no cap.
func (b DayBudget) Left() int64 {
	if b.Cap == nil {
		return 0
	}
	return max(*b.Cap-b.Spent, 0)
}

// Most is the cap; 0 where there is none.
func (b DayBudget) Most() int64 {
	if b.Cap == nil {
		return 0
	}
	return *b.Cap
}

// CheckSpendCap reports what is wrong with a cap. Zero is one: nothing is bought.
func CheckSpendCap(most *int64) error {
	if most != nil && (*most < 0 || *most > MaxAmount) {
		return Invalid(PathSpendCap, "%s must be an amount from 0 that a balance can have", PathSpendCap)
	}
	return nil
}

// RaisesCap reports whether a cap allows more than another did.
func RaisesCap(was, now *int64) bool { return was != nil && (now == nil || *now > *was) }

// SpendCapReached says that a caller was refused an order because of a cap; by, the event's reason, is the name of the token whose cap
// it is, or "" for that of the account. It is written once a day for a cap.
func SpendCapReached(account, budget int64, by string, most Money, at time.Time) Event {
	return Event{
		AccountID: account, Kind: EventSpendCapReached, At: at,
		Detail: EventDetail{Total: most.Minor, Currency: most.Currency, Reason: by},
		Once:   fmt.Sprintf("%s:%d:%d:%s", EventSpendCapReached, account, budget, at.UTC().Format(time.DateOnly)),
	}
}

// Below reports whether an available credit is less than the account wants to be told of. A closed account is told nothing.
func (a Account) Below(available int64) bool {
	return a.CreditFloor != nil && available < *a.CreditFloor && !a.Closed()
}

// CreditBelow says that the available credit has fallen below the account's own floor.
func CreditBelow(b Balance, at time.Time) Event {
	return Event{AccountID: b.AccountID, Kind: EventCreditBelow, At: at, Detail: EventDetail{Total: b.Available, Currency: b.Currency}}
}
