package reseller

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// How records of prices name amounts, in minor units, and their currency: "register 1 years: net 1200, cost 900 USD", "renew 1 years in USD
// from 2027-01-01T00:00:00Z: net 1200, cost 900". They are held against the books as they are.
var (
	auditAmount   = regexp.MustCompile(`\b(net|cost) (-?[0-9]+)\b`)
	auditCurrency = regexp.MustCompile(`(?: years in|cost -?[0-9]+) ([A-Z]{3})\b`)
)

// creditTold is the detail of a record of credit, which begins with an amount in minor units and its currency.
func creditTold(detail string) string {
	digits, rest, _ := strings.Cut(detail, " ")
	currency, _, _ := strings.Cut(rest, " ")
	minor, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !KnownCurrency(currency) {
		return detail
	}
	return Money{minor, currency}.Decimal() + " " + rest
}

// Told is what the record says beside its action and object, as people read it, in English: its own words, and what changed.
func (r AuditRecord) Told() string {
	return strings.Join(slices.DeleteFunc([]string{r.Says(), r.changesTold()}, func(part string) bool { return part == "" }), "; ")
}

// auditFacts are the parts with which details of names begin, in the form of older records, which have no changes beside them. What follows is free text.
var auditFacts = regexp.MustCompile(`^(?:(?:auto_renew|dns|mail|state|paid_through|registry_expiry|from|to)=\S*(?: |$))+`)

// Says is the detail as people read it: amounts of prices are money, "net 12.00", and those of credit, "100.00 USD invoice 7". What the changes tell it
// does not tell again.
func (r AuditRecord) Says() string {
	kind, _, _ := strings.Cut(r.Action, ".")
	switch {
	case kind == "credit":
		return creditTold(r.Detail)
	case kind == "price":
		return r.priceSays()
	case len(r.Changes) == 0:
		return r.Detail
	}
	switch r.Action {
	case "token.add", "token.set", "payment.returned", AuditAccountGroup:
		return ""
	}
	return auditFacts.ReplaceAllString(r.Detail, "")
}

// priceSays is what a record of a price is about, and what the price is where no changes tell it: "renew 1 years; planned by operator anna".
func (r AuditRecord) priceSays() string {
	currency := auditCurrency.FindStringSubmatch(r.Detail)
	if currency == nil {
		return r.Detail
	}
	if what, is, ok := strings.Cut(r.Detail, ": "); ok && len(r.Changes) > 0 {
		if _, more, ok := strings.Cut(is, "; "); ok {
			return what + "; " + more
		}
		return what
	}
	return auditAmount.ReplaceAllStringFunc(r.Detail, func(amount string) string {
		what, digits, _ := strings.Cut(amount, " ")
		minor, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return amount
		}
		return what + " " + Money{minor, currency[1]}.Decimal()
	})
}
