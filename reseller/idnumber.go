package reseller

import (
	"strings"
	"time"
)

// CheckIDNumber brings the identification number of a .se or .nu holder to the registry's form (iis-1.2: a country in
// brackets and 1 to 123 characters):
//
//   - "[SE]nnnnnn-nnnn" for Swedish persons (personal and coordination numbers, 10 or 12 digits) and organisations, with
//     a right check digit; "[SE]" and the hyphen are added when missing;
//   - "[CC]…" for holders elsewhere, where CC is their country.
func CheckIDNumber(value string) (string, error) {
	value, err := cleanText(value, 127)
	if err != nil {
		return "", err
	}
	country, number := "SE", value
	if rest, bracketed := strings.CutPrefix(value, "["); bracketed {
		var closed bool
		if country, number, closed = strings.Cut(rest, "]"); !closed {
			return "", Invalid("", "%q lacks the closing bracket: write [SE]nnnnnn-nnnn, or the country in brackets and the number there", value)
		}
		if country, err = CheckCountry(country); err != nil {
			return "", Invalid("", "%q does not begin with a country code in brackets such as [SE] or [DE]", value)
		}
		number = strings.TrimSpace(number)
	}
	if country == "SE" {
		return swedishNumber(number)
	}
	if number == "" {
		return "", Invalid("", "%q has no number after the country", value)
	}
	return "[" + country + "]" + number, nil
}

// swedishNumber checks a Swedish personal, coordination or organisation number.
func swedishNumber(number string) (string, error) {
	digits := strings.NewReplacer("-", "", "+", "", " ", "").Replace(number)
	if !AllDigits(digits) || (len(digits) != 10 && len(digits) != 12) {
		return "", Invalid("", "%q is not a Swedish personal or organisation number: write [SE]nnnnnn-nnnn, "+
			"or for a holder outside Sweden the country in brackets and the number there, for example [DE]HRB12345", number)
	}
	century := ""
	if len(digits) == 12 {
		century, digits = digits[:2], digits[2:]
	}
	canonical := digits[:6] + "-" + digits[6:]
	if canonical == "000000-4002" {
		return "", Invalid("", "000000-4002 stands for foreign companies and is refused by the registry: give the country in brackets and the number there")
	}
	if !luhn(digits) {
		return "", Invalid("", "%s has a wrong check digit: compare it with the papers of the holder", canonical)
	}
	if organisation := digits[2] >= '2'; organisation {
		if century != "" && century != "16" {
			return "", Invalid("", "%q is not an organisation number: leave out the century", number)
		}
		return "[SE]" + canonical, nil
	}
	if !birthday(century, digits[:6]) {
		return "", Invalid("", "%s is neither an organisation number nor a personal number: it does not begin with a date of birth", canonical)
	}
	return "[SE]" + canonical, nil
}

// birthday reports whether the digits are a date YYMMDD, or one whose day has 60 added (coordination numbers). Without a
// century the date must exist in one of those that are in use.
func birthday(century, digits string) bool {
	day := digits[4:]
	if day[0] >= '6' {
		day = string(day[0]-6) + day[1:]
	}
	centuries := []string{"18", "19", "20"}
	if century != "" {
		centuries = []string{century}
	}
	for _, c := range centuries {
		if _, err := time.Parse("20060102", c+digits[:4]+day); err == nil && c >= "18" && c <= "20" {
			return true
		}
	}
	return false
}

// luhn reports whether the last digit is the right check digit (ISO/IEC 7812-1 annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
