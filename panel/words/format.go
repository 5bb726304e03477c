package words

import (
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

// The spaces that belong to a number, so that no line breaks in it.
const (
	narrow = "\u202f" // between thousands, in Swedish
	fixed  = "\u00a0" // before a currency
)

// Quote puts a text in quotation marks.
func (l Language) Quote(text string) string {
	if l == Swedish {
		return "”" + text + "”"
	}
	return "“" + text + "”"
}

// Amount writes an amount of money: "1,068.00 SEK", in Swedish "1 068,00 kr".
func (l Language) Amount(minor int64, currency string) string {
	whole, fraction, _ := strings.Cut(reseller.Money{Minor: minor, Currency: currency}.Decimal(), ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "−", rest
	}
	text := sign + l.thousands(whole)
	if fraction != "" {
		text += l.point() + fraction
	}
	if l == Swedish && currency == "SEK" {
		currency = "kr"
	}
	return text + fixed + currency
}

// Count writes a whole number: "100,000", in Swedish "100 000".
func (l Language) Count(n int64) string {
	text := strconv.FormatInt(n, 10)
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		return "−" + l.thousands(rest)
	}
	return l.thousands(text)
}

func (l Language) point() string {
	if l == Swedish {
		return ","
	}
	return "."
}

func (l Language) thousands(digits string) string {
	between := ","
	if l == Swedish {
		between = narrow
	}
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(between)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// months are the names of months where dates are written out.
var months = map[Language][12]string{
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	Swedish: {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
}

// Calendar writes a date by rule for a table, which is counted in UTC whoever reads it: "2027-03-14". Nothing for the zero time.
func (Language) Calendar(t time.Time) string { return Times{}.Date(t) }

// LongCalendar writes a date by rule for a sentence: "14 March 2027".
func (l Language) LongCalendar(t time.Time) string { return Times{Language: l}.LongDate(t) }

// CalendarAway says how far a date by rule is from now, in days of UTC.
func (l Language) CalendarAway(t, now time.Time) string { return Times{Language: l}.Away(t, now) }

// Since writes from when something holds by rule: a date, which begins at midnight UTC, or otherwise the instant.
func (l Language) Since(t time.Time) string {
	if t.Equal(t.UTC().Truncate(24 * time.Hour)) {
		return l.Calendar(t)
	}
	return l.Moment(t)
}

// Moment writes an instant in UTC to the second, for where somebody must know exactly: beside what Times writes.
func (Language) Moment(t time.Time) string { return Times{}.Second(t) }
