package reseller

import (
	"fmt"
	"strings"
)

// ReadMoney reads an amount as people type it: as ParseMoney does, and with a comma before the decimals, or blanks between thousands ("1 068,00"). What programs
// write is read by ParseMoney alone. What may mean two amounts is none: see TwoMarks and Thousands.
func ReadMoney(s, currency string) (Money, error) {
	if TwoMarks(s) {
		return Money{}, fmt.Errorf("amount %q has a comma and a full stop: write one of them, before the decimals, and none between thousands", s)
	}
	if whole, decimals, either := Thousands(s, currency); either {
		return Money{}, fmt.Errorf("amount %q may mean two amounts: write %s or %s", s, whole, decimals)
	}
	text := grouped(strings.ReplaceAll(TrimEnds(s), ",", "."))
	if _, fraction, _ := strings.Cut(text, "."); ValidCurrency(currency) && strings.Contains(s, ",") && len(fraction) > CurrencyDigits(currency) {
		return Money{}, fmt.Errorf("amount %q is none in %s: a comma stands before the decimals, %d at most, and nothing between thousands", s, currency, CurrencyDigits(currency))
	}
	return parseMoney(text, s, currency)
}

// grouped is an amount without the blanks between its thousands; any others stay.
func grouped(text string) string {
	groups := strings.Fields(text)
	for i, group := range groups {
		whole, _, dotted := strings.Cut(group, ".")
		if i > 0 && len(whole) != 3 || dotted && i < len(groups)-1 {
			return text // it is no number
		}
	}
	return strings.Join(groups, "")
}

// TwoMarks reports whether an amount has a comma and a full stop: which of them stands before the decimals depends on who writes, so it is not guessed.
func TwoMarks(amount string) bool {
	return strings.Contains(amount, ",") && strings.Contains(amount, ".")
}

// Thousands reports whether the comma of an amount may as well stand between thousands, and how both meanings are written: in a currency with three
// decimals "1,250" is 1250 to some and 1.250 to others. A full stop stands before decimals everywhere here, as in what programs write and fields show.
func Thousands(amount, currency string) (whole, decimals string, either bool) {
	before, after, one := strings.Cut(TrimEnds(amount), ",")
	digits := strings.TrimPrefix(before, "-")
	either = one && CurrencyDigits(currency) == 3 && len(after) == 3 && AllDigits(after) &&
		AllDigits(digits) && 1 <= len(digits) && len(digits) <= 3 && digits[0] != '0'
	return before + after, before + "." + after, either
}
