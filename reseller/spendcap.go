package reseller

import (
	"cmp"
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

// SpendCap is a cap that bounds what a caller buys on a UTC day, and what is spent of it.
type SpendCap struct {
	Token  string // name of the token whose cap it is; "" = it is the account's
	Budget int64  // of the token; 0 = it is the account's
	Most   Money
	Spent  Money // by orders of that day that were not refused
}

// SpendCaps are the caps that bound the orders of a caller: that of its account, and that of its token. nil is none.
func SpendCaps(ofAccount, ofToken *int64, t Token, spent DaySpending, currency string) (caps []SpendCap) {
	money := func(minor int64) Money { return Money{Minor: minor, Currency: currency} }
	if ofAccount != nil {
		caps = append(caps, SpendCap{Most: money(*ofAccount), Spent: money(spent.All())})
	}
	if ofToken != nil {
		budget := cmp.Or(t.Budget, t.ID)
		caps = append(caps, SpendCap{Token: t.Name, Budget: budget, Most: money(*ofToken), Spent: money(spent[budget])})
	}
	return caps
}

// Left is what may still be spent on the day.
func (c SpendCap) Left() Money {
	return Money{Minor: max(c.Most.Minor-c.Spent.Minor, 0), Currency: c.Most.Currency}
}

// Allows reports whether so many minor units may still be spent.
func (c SpendCap) Allows(minor int64) bool { return c.Spent.Minor+minor <= c.Most.Minor }

// Refuse is the error of an order that it does not allow: it says what may be spent, what is spent, when it goes on, and who may raise the cap.
func (c SpendCap) Refuse(cost Money, at time.Time) *Error {
	if c.Budget != 0 {
		return Errorf(KindLimited, CodeDayLimit,
			"nothing was charged: the token %q may spend %s in a day (UTC), has spent %s, and this costs %s: try again after %s, or ask the account's owner, administrators or billing, or us, for a higher cap",
			c.Token, c.Most, c.Spent, cost, NextDay(at))
	}
	return Errorf(KindLimited, CodeDayLimit,
		"nothing was charged: the account may spend %s in a day (UTC), has spent %s, and this costs %s: try again after %s, or ask the account's owner, administrators or billing, or us, for a higher cap",
		c.Most, c.Spent, cost, NextDay(at))
}

// Reached says that a caller was refused an order because of the cap. It is written once a day for a cap; its reason is the token's name.
func (c SpendCap) Reached(account int64, at time.Time) Event {
	return Event{
		AccountID: account, Kind: EventSpendCapReached, At: at,
		Detail: EventDetail{Total: c.Most.Minor, Currency: c.Most.Currency, Reason: c.Token},
		Once:   fmt.Sprintf("%s:%d:%d:%s", EventSpendCapReached, account, c.Budget, at.UTC().Format(time.DateOnly)),
	}
}

// NextDay is when the UTC day of a time is over, for people.
func NextDay(at time.Time) string {
	y, m, d := at.UTC().Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC).Format(time.RFC3339)
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

// Below reports whether an available credit is less than the account wants to be told of. A closed account is told nothing.
func (a Account) Below(available int64) bool {
	return a.CreditFloor != nil && available < *a.CreditFloor && !a.Closed()
}

// CreditBelow says that the available credit has fallen below the account's own floor.
func CreditBelow(b Balance, at time.Time) Event {
	return Event{AccountID: b.AccountID, Kind: EventCreditBelow, At: at, Detail: EventDetail{Total: b.Available, Currency: b.Currency}}
}
