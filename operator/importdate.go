package operator

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DateOrder is which of day and month comes first in dates such as 03/04/2027.
type DateOrder string

// The orders.
const (
	DateOrderUnknown DateOrder = ""
	DayFirst         DateOrder = "dmy"
	MonthFirst       DateOrder = "mdy"
)

// fileDate is a date of a file as far as it is understood.
type fileDate struct {
	at        time.Time // zero for none
	ambiguous bool      // day and month could be one another
	unknown   bool
}

var (
	numericDate = regexp.MustCompile(`^(\d{1,2})([/.\-])(\d{1,2})([/.\-])(\d{4})(?:[ T,]+(.+))?$`)
	clockTime   = regexp.MustCompile(`(?i)^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$`)
	zeroDate    = regexp.MustCompile(`^[0/.\-: T]+Z?$`)
	commas      = regexp.MustCompile(`[\s,]+`)
	ordinal     = regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)\b`)
)

// noDates are words for no date.
var noDates = map[string]bool{"": true, "-": true, "n/a": true, "na": true, "none": true, "never": true}

// plainDates are layouts that no order of day and month can change; the clock's time behind them is optional.
var plainDates = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "2006-1-2", "2006/1/2", "20060102",
	"Jan 2 2006", "January 2 2006", "2 Jan 2006", "2 January 2006", "2-Jan-2006", "2-January-2006", "02-Jan-06", "2006 Jan 2", "2006-Jan-02",
	"Mon Jan 2 2006", "Monday January 2 2006", "Mon 2 Jan 2006", "Monday 2 January 2006",
}

// clocks are layouts of the time of day behind a date.
var clocks = []string{
	"", " 15:04:05", " 15:04", " 15:04:05Z07:00", " 15:04:05Z0700", " 15:04:05 Z07:00", " 15:04:05 Z0700", " 15:04Z07:00",
	" 3:04:05 PM", " 3:04 PM", " 3:04:05PM", " 3:04PM",
}

// dateOf reads a date in any common form. One without a zone is UTC.
func dateOf(text string, order DateOrder) fileDate {
	text = strings.TrimSpace(text)
	if noDates[strings.ToLower(text)] || zeroDate.MatchString(text) {
		return fileDate{}
	}
	if m := numericDate.FindStringSubmatch(text); m != nil && m[2] == m[4] && (m[6] == "" || clockTime.MatchString(m[6])) {
		return numbered(m, order)
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && (len(text) == 10 || len(text) == 13) {
		if len(text) == 13 {
			seconds /= 1000
		}
		return fileDate{at: time.Unix(seconds, 0).UTC()}
	}
	if at, ok := written(text); ok {
		return fileDate{at: at}
	}
	return fileDate{unknown: true}
}

// numbered reads a date whose year stands last. With dots the day comes first everywhere.
func numbered(m []string, order DateOrder) fileDate {
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	switch {
	case m[2] == ".":
		order = DayFirst
	case first > 12 || first == second:
		order = DayFirst
	case second > 12:
		order = MonthFirst
	}
	day, month := first, second
	switch order {
	case MonthFirst:
		day, month = second, first
	case DateOrderUnknown:
		return fileDate{ambiguous: true}
	}
	text := m[5] + "-" + twoDigits(month) + "-" + twoDigits(day)
	if m[6] != "" {
		text += " " + m[6]
	}
	at, ok := written(text)
	return fileDate{at: at, unknown: !ok}
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// orderOf is the order of day and month that a date shows; unknown where it shows none.
func orderOf(text string) DateOrder {
	m := numericDate.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil || m[2] == "." || m[2] != m[4] {
		return DateOrderUnknown
	}
	first, _ := strconv.Atoi(m[1])
	second, _ := strconv.Atoi(m[3])
	switch {
	case first > 12 && second <= 12:
		return DayFirst
	case second > 12 && first <= 12:
		return MonthFirst
	}
	return DateOrderUnknown
}

// written reads a date whose parts tell themselves apart.
func written(text string) (time.Time, bool) {
	text = ordinal.ReplaceAllString(text, "$1")
	if len(text) > 10 && text[10] == 'T' {
		text = text[:10] + " " + text[11:]
	}
	text = strings.TrimSpace(commas.ReplaceAllString(text, " "))
	text = strings.NewReplacer("a.m.", "AM", "p.m.", "PM", " am", " AM", " pm", " PM", "Sept ", "Sep ").Replace(text)
	for _, zone := range []string{" UTC", " GMT", " (UTC)"} {
		text = strings.TrimSuffix(text, zone)
	}
	for _, day := range plainDates {
		for _, clock := range clocks {
			if at, err := time.Parse(day+clock, text); err == nil {
				return at.UTC(), at.Year() > 1970
			}
		}
	}
	for _, layout := range []string{time.ANSIC, "Mon Jan 2 15:04:05 -0700 2006"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}
