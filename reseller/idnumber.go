package reseller

import (
	"regexp"
	"strings"
	"time"
)

// CheckIDNumber brings the identification number of a .se or .nu holder to the registry's form (iis-1.2: a country in
// brackets and 1 to 123 characters):
//
//   - "[SE]nnnnnn-nnnn" for Swedish persons (personal and coordination numbers, 10 or 12 digits) and organisations, with
//     a right check digit;
//   - "[CC]…" for holders elsewhere.
//
// A number without a country belongs to the country of its holder (ISO 3166-1; empty counts as SE). Of a holder elsewhere, one
// in the form of Swedish organisations alone (nnnnnn-nnnn, the third digit 2 or more) is Swedish, and any other one that is good in
// Sweden, too, is refused: nobody gets another one's number.
func CheckIDNumber(value, country string) (string, error) {
	value, err := cleanText(plainText(value), 127)
	if err != nil {
		return "", err
	}
	if rest, bracketed := strings.CutPrefix(value, "["); bracketed {
		named, number, closed := strings.Cut(rest, "]")
		if !closed {
			return "", Invalid("", "%q lacks the closing bracket: write [SE]nnnnnn-nnnn, or the country in brackets and the number there", value)
		}
		if named, err = CheckCountry(named); err != nil {
			return "", Invalid("", "%q does not begin with a country code in brackets such as [SE] or [DE]", value)
		}
		return numberOf(named, strings.TrimSpace(number), value)
	}
	if country == "" || country == "SE" || organisationForm.MatchString(value) {
		return swedishNumber(value)
	}
	if swedish, err := swedishNumber(value); err == nil {
		return "", Invalid("", "%q of a holder in %s could be a Swedish number, too: write %s if it is one, and [%s]%s if not", value, country, swedish, country, value)
	}
	return numberOf(country, value, value)
}

// numberOf writes a number with its country.
func numberOf(country, number, value string) (string, error) {
	if country == "SE" {
		return swedishNumber(number)
	}
	if number == "" {
		return "", Invalid("", "%q has no number after the country", value)
	}
	if full := "[" + country + "]" + number; len([]rune(full)) <= 127 {
		return full, nil
	}
	return "", Invalid("", "%q is longer than identification numbers are: 123 characters behind the country", value)
}

// swedishNumber checks a Swedish personal, coordination or organisation number.
func swedishNumber(number string) (string, error) {
	digits := strings.NewReplacer("-", "", "+", "", " ", "").Replace(plainNumber(number))
	if !AllDigits(digits) || (len(digits) != 10 && len(digits) != 12) {
		return "", Invalid("", "%q is not a Swedish personal or organisation number: write [SE]nnnnnn-nnnn, "+
			"or for a holder outside Sweden the country in brackets and the number there, for example [DE]HRB12345", number)
	}
	century := ""
	if len(digits) == 12 {
		century, digits = digits[:2], digits[2:]
	}
	canonical := digits[:6] + "-" + digits[6:]
	switch {
	case canonical == "000000-4002":
		return "", Invalid("", "000000-4002 stands for foreign companies and is refused by the registry: give the country in brackets and the number there")
	case !luhn(digits):
		return "", Invalid("", "%s has a wrong check digit: compare it with the papers of the holder", canonical)
	case digits[2] >= '2': // an organisation
		if century != "" && century != "16" {
			return "", Invalid("", "%q is not an organisation number: leave out the century", number)
		}
	case !birthday(century, digits[:6]):
		return "", Invalid("", "%s is neither an organisation number nor a personal number: it does not begin with a date of birth", canonical)
	}
	return "[SE]" + canonical, nil
}

// The third digit of a Swedish organisation number tells it from a date of birth, and the hyphen from other countries' numbers.
var (
	organisationForm   = regexp.MustCompile(`^[0-9]{2}[2-9][0-9]{3}-[0-9]{4}$`)
	organisationNumber = regexp.MustCompile(`^\[SE\][0-9]{2}[2-9]`) // in the registry's form
)

// birthday reports whether the digits are a date YYMMDD, or that of a coordination number: 60 is added to its day, and what the tax
// agency does not know of month and day is 0. Without a century the date must exist in one of those that are in use.
func birthday(century, digits string) bool {
	month, day := digits[2:4], digits[4:]
	if day[0] >= '6' {
		day = string(day[0]-6) + day[1:]
		if month == "00" {
			month = "01" // of 31 days
		}
		if day == "00" {
			day = "01"
		}
	}
	centuries := []string{"18", "19", "20"}
	if century != "" {
		centuries = []string{century}
	}
	for _, c := range centuries {
		if _, err := time.Parse("20060102", c+digits[:2]+month+day); err == nil && c >= "18" && c <= "20" {
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
