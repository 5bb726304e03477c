package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// facts are the parts of what an audit record is about, as they were before a change or are after it. They are read in the transaction of the change.
type facts []reseller.AuditFact

// one is what a single part is.
func one(field, value string) facts { return facts{{Field: field, Value: value}} }

// and adds a part.
func (f facts) and(field, value string) facts {
	return append(f, reseller.AuditFact{Field: field, Value: value})
}

// only are the parts of one field.
func (f facts) only(field string) (some facts) {
	for _, one := range f {
		if one.Field == field {
			some = append(some, one)
		}
	}
	return some
}

// without are all parts but those of one field.
func (f facts) without(field string) facts {
	return slices.DeleteFunc(slices.Clone(f), func(one reseller.AuditFact) bool { return one.Field == field })
}

// between are the parts that are another one after than before.
func between(before, after facts) []reseller.AuditChange { return reseller.AuditChanges(before, after) }

// made are the parts of what was made.
func made(after facts) []reseller.AuditChange { return between(nil, after) }

// ended are the parts of what is no more.
func ended(before facts) []reseller.AuditChange { return between(before, nil) }

// packChanges is how changes are kept: NULL for none.
func packChanges(changes []reseller.AuditChange) *string {
	if len(changes) == 0 {
		return nil
	}
	kept := make([]reseller.AuditChange, len(changes))
	for i, c := range changes {
		kept[i] = cut(c)
	}
	text := pack(kept)
	return &text
}

// keptChanges reads what packChanges wrote. Something else is a change of its own, so that the record's hash is another one.
func keptChanges(kept *string) []reseller.AuditChange {
	changes, err := unpack[[]reseller.AuditChange](zeroText(kept), "changes")
	if err != nil {
		return []reseller.AuditChange{{Field: "damaged", After: *kept}}
	}
	return changes
}

// limitFact is an amount that may be missing.
func limitFact(minor *int64, currency string) string {
	if minor == nil {
		return ""
	}
	return amountFact(*minor, currency)
}

// amountFact is an amount of minor units with its currency.
func amountFact(minor int64, currency string) string {
	return reseller.Money{Minor: minor, Currency: currency}.String()
}

// timeFact is a time; "" for none.
func timeFact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return micro(t).Format(time.RFC3339Nano)
}

// dayFact is a day; "" for none.
func dayFact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// currencyOf is the currency of an account's amounts.
func currencyOf(tx *gorm.DB, account int64) (currency string, err error) {
	err = scanRow(tx.Raw("SELECT currency FROM accounts WHERE id = ?", account), &currency)
	return currency, err
}

// recordCredit records an amount that was posted to an account in this transaction, with what was available before and is now.
func (s *Store) recordCredit(tx *gorm.DB, by reseller.Actor, a reseller.Account, e reseller.Entry, amount int64) error {
	var available int64
	if err := scanRow(tx.Raw("SELECT available FROM balances WHERE account_id = ?", a.ID), &available); err != nil {
		return err
	}
	moved := between(one("available", amountFact(available-amount, a.Currency)), one("available", amountFact(available, a.Currency)))
	return s.record(tx, by, a.ID, "credit."+string(e.Kind), e.Ref, fmt.Sprintf("%d %s %s", amount, a.Currency, e.Note), moved...)
}

// secondsFact is a time in seconds, which no language writes in another way; "" for none.
func secondsFact(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%d s", int64(d.Seconds()))
}

// oneLine is a text of several lines in one.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", ", ") }

func accountFacts(a reseller.Account) facts {
	f := one("name", a.Name).and("currency", a.Currency).and("tax", reseller.Percent(a.TaxRatePPM)+" %").and("language", a.Language).
		and("replay_window", secondsFact(a.ReplayWindow)).and("disabled", strconv.FormatBool(a.Disabled)).
		and("disabled_reason", a.DisabledReason).and("vat_number", a.VATNumber).and("billing_address", oneLine(a.BillingAddress)).
		and("spend_cap", limitFact(a.SpendCap, a.Currency)).and("credit_floor", limitFact(a.CreditFloor, a.Currency))
	if a.DefaultContact != nil {
		f = f.and("default_contact", contactFact(*a.DefaultContact))
	}
	return f
}

func userFacts(u userRow) facts {
	return one("role", u.Role).and("language", u.Language).and("time_zone", u.TimeZone)
}

func tokenFacts(tx *gorm.DB, t tokenRow) (facts, error) {
	currency := ""
	if t.SpendCap != nil {
		var err error
		if currency, err = currencyOf(tx, t.AccountID); err != nil {
			return nil, err
		}
	}
	return one("name", t.Name).and("kind", t.Kind).and("scopes", t.Scopes).and("addresses", t.CIDRs).and("expires", timeFact(zeroTime(t.ExpiresAt))).
		and("spend_cap", limitFact(t.SpendCap, currency)), nil
}

func endpointFacts(e endpointRow) facts {
	return one("address", e.URL).and("events", e.Kinds).and("switched_off", timeFact(zeroTime(e.DisabledAt))).and("paused", timeFact(zeroTime(e.PausedAt))).and("problem", e.Problem)
}

func viewFacts(v reseller.SavedView) facts { return one("name", v.Name).and("search", v.Search) }

func topUpFacts(t topUpRow, currency string) facts {
	f := one("state", t.State)
	if t.Amount != 0 {
		f = f.and("below", amountFact(t.Below, currency)).and("charge", amountFact(t.Amount, currency)).and("month", amountFact(t.MonthMax, currency))
	}
	if t.Method != "" {
		f = f.and("card", fmt.Sprintf("%s %s %02d/%d", t.Brand, t.Last4, t.ExpMonth, t.ExpYear))
	}
	return f
}

// costFact is what a registry may charge at most; "" for as much as it likes.
func costFact(minor int64, currency string) string {
	if minor == 0 {
		return ""
	}
	return amountFact(minor, currency)
}

func priceFacts(p reseller.Price) facts {
	return one("net", amountFact(p.Net, p.Currency)).and("cost", costFact(p.Cost, p.Currency))
}

func holdFact(h reseller.Hold) string {
	if !h.Stands() {
		return ""
	}
	return cmp.Or(h.Reason, "on hold") // who did it is the record's actor
}

// plannedFacts are a change of a price that is planned: what the price will be, or that it will be taken off.
func plannedFacts(p reseller.PlannedPrice) facts {
	if p.Removed {
		return one("taken_off", "true")
	}
	return priceFacts(p.Price)
}

// returnedFacts are what a card payment has given back, with each dispute.
func returnedFacts(p reseller.Payment) facts {
	disputes := make([]string, len(p.Disputes))
	for i, d := range p.Disputes {
		disputes[i] = d.String()
	}
	return one("refunded", amountFact(p.Refunded, p.Received.Currency)).and("disputed", amountFact(p.Disputed(), p.Received.Currency)).and("dispute", strings.Join(disputes, "; "))
}
