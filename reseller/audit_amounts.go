package reseller

import (
	"regexp"
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

// Told is the detail as people read it: amounts of prices are money, "net 12.00", and those of credit, "100.00 USD invoice 7".
func (r AuditRecord) Told() string {
	if strings.HasPrefix(r.Action, "credit.") {
		return creditTold(r.Detail)
	}
	currency := auditCurrency.FindStringSubmatch(r.Detail)
	if !strings.HasPrefix(r.Action, "price.") || currency == nil {
		return r.Detail
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
