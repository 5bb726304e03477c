package reseller

import (
	"fmt"
	"strings"
)

// ReadMoney reads an amount as people type it: as ParseMoney does, and with a comma before the decimals, or blanks between thousands ("1 068,00"). What programs
// write is read by ParseMoney alone. See TwoMarks.
func ReadMoney(s, currency string) (Money, error) {
	if TwoMarks(s) {
		return Money{}, fmt.Errorf("amount %q has a comma and a full stop: write one of them, before the decimals, and none between thousands", s)
	}
	text := strings.ReplaceAll(TrimEnds(s), ",", ".")
	groups := strings.Fields(text)
	for i, group := range groups {
		whole, _, dotted := strings.Cut(group, ".")
		if i > 0 && len(whole) != 3 || dotted && i < len(groups)-1 {
			return ParseMoney(text, currency) // its words: it is no number
		}
	}
	return ParseMoney(strings.Join(groups, ""), currency)
}

// TwoMarks reports whether an amount has a comma and a full stop: which of them stands before the decimals depends on who writes, so it is not guessed.
func TwoMarks(amount string) bool {
	return strings.Contains(amount, ",") && strings.Contains(amount, ".")
}
