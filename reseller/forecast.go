package reseller

import "time"

// ForecastDays is how far a forecast looks ahead.
const ForecastDays = 30

// Forecast compares what an account's automatic renewals will be charged with the credit that it has. A renewal is charged when its TLD's
// window opens (TLD.RenewalOpens), at once if it is open or the term is invoiced. Amounts are minor units of the account's currency, tax included.
type Forecast struct {
	AccountID int64
	Until     time.Time // renewals that are charged up to then; what is due already counts, too
	Currency  string
	Renewals  []ForecastRenewal // the first ones, soonest charged first; see Count
	Days      []ForecastDay     // what all of them need, by the day of the charge, from today on; days without any are left out
	Count     int               // of all of them
	Total     int64             // of all that have a price
	Unpriced  int               // how many have no price on the list, so that they can not be renewed
	Available int64             // credit that is not held by orders
	FirstLost ForecastRenewal   // the first one that the credit does not cover, if that was asked for; zero if it covers all
}

// ForecastChoice says what a forecast is to tell.
type ForecastChoice struct {
	Days      int  // how far it looks ahead
	Listed    int  // how many renewals it lists at most; it adds up all of them
	FirstLost bool // it finds the first one that the credit does not cover
}

// Enough reports whether the credit covers every renewal.
func (f Forecast) Enough() bool { return f.Available >= f.Total }

// Missing is what must be paid in so that the credit covers every renewal.
func (f Forecast) Missing() int64 { return max(f.Total-f.Available, 0) }

// ForecastDay is what the renewals that are charged on one day need.
type ForecastDay struct {
	Day   time.Time // midnight, UTC
	Count int
	Total int64 // of those that have a price
}

// RenewalSum counts renewals to come of one TLD, by the day that names are paid through, of one part of the day where it was divided.
type RenewalSum struct {
	TLD    string
	Day    time.Time // midnight, UTC
	Since  time.Time // where the part of the day begins: their terms end then or later
	Count  int
	Charge Charge // of their unpaid invoices together; without a currency if they have none yet
}

// ForecastRenewal is one renewal to come.
type ForecastRenewal struct {
	Name        Name
	DomainID    int64
	PaidThrough time.Time
	ChargedAt   time.Time // when it is paid from credit, if that covers it
	Years       int
	InvoiceID   int64  // its unpaid invoice, 0 while it has none
	Charge      Charge // of the invoice, or at the price that will hold when it is written; without a currency if there is no price
}

// Priced reports whether the renewal has a price.
func (r ForecastRenewal) Priced() bool { return r.Charge.Currency != "" }
