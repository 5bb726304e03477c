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

// Date writes a date for a table: "2027-03-14". Nothing for the zero time.
func (Language) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// Moment writes an instant to the second with its zone, for where somebody must know exactly.
func (Language) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}

// Minute writes an instant to the minute with its zone: "2027-03-14 12:05 UTC".
func (Language) Minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// Since writes from when something holds: a date, which begins at midnight UTC, or otherwise the instant.
func (l Language) Since(t time.Time) string {
	if t.Equal(t.UTC().Truncate(24 * time.Hour)) {
		return l.Date(t)
	}
	return l.Moment(t)
}

// LongDate writes a date for a sentence: "14 March 2027".
func (l Language) LongDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.UTC()
	return strconv.Itoa(t.Day()) + fixed + months[l][t.Month()-1] + fixed + strconv.Itoa(t.Year())
}

// From so many days on, distances are told in months, and in years.
const (
	inMonths = 90
	inYears  = 2 * 365
)

// Away says how far a date is from now: "today", "in 12 days", "3 days ago", "in 11 months", "in 3 years".
func (l Language) Away(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := reseller.Days(1)
	days := int(t.UTC().Truncate(day).Sub(now.UTC().Truncate(day)) / day)
	ahead, ago, far := "time.in_days", "time.days_ago", max(days, -days)
	if far > inYears {
		ahead, ago, far = "time.in_years", "time.years_ago", (far+182)/365
	} else if far > inMonths {
		ahead, ago, far = "time.in_months", "time.months_ago", (far*12+182)/365
	}
	key, args := "time.today", []any(nil)
	switch {
	case days == 1:
		key = "time.tomorrow"
	case days == -1:
		key = "time.yesterday"
	case days > 1:
		key, args = ahead, []any{l.Count(int64(far))}
	case days < -1:
		key, args = ago, []any{l.Count(int64(far))}
	}
	text, _ := l.Say(key, args...) // the keys are in the catalogue
	return text
}
