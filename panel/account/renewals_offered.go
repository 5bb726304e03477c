package account

import (
	"strconv"
	"strings"
	"time"
)

// packOffered writes what a form of renewals offers, the number, date and price of each name, so that it stays short for hundreds: a date as how many days it is
// after that of the name before, and nothing of what is the same there.
func packOffered(names []string) string {
	var lastPaid, lastTotal string
	packed := make([]string, len(names))
	for i, text := range names {
		id, paid, total := offeredParts(text)
		short := []string{id, paid, total}
		day, dated := dayNumber(paid)
		last, after := dayNumber(lastPaid)
		switch {
		case paid == lastPaid:
			short[1] = ""
		case dated && after:
			short[1] = strconv.FormatInt(day-last, 10)
		}
		if total == lastTotal {
			short[2] = ""
		}
		packed[i], lastPaid, lastTotal = strings.TrimRight(strings.Join(short, ":"), ":"), paid, total
	}
	return strings.Join(packed, " ")
}

// unpackOffered reads what packOffered has written, out of fields one after the other: "NUMBER:DATE:PRICE" of each name.
func unpackOffered(fields []string) (names []string) {
	var lastPaid, lastTotal string
	for _, text := range strings.Fields(strings.Join(fields, " ")) {
		id, paid, total := offeredParts(text)
		last, after := dayNumber(lastPaid)
		if days, err := strconv.ParseInt(paid, 10, 32); err == nil && after {
			paid = time.Unix((last+days)*daySeconds, 0).UTC().Format(time.DateOnly)
		}
		if paid == "" {
			paid = lastPaid
		}
		if total == "" {
			total = lastTotal
		}
		names, lastPaid, lastTotal = append(names, strings.TrimRight(id+":"+paid+":"+total, ":")), paid, total
	}
	return names
}

// offeredParts are the number, the date and the price of a name that is offered.
func offeredParts(text string) (id, paid, total string) {
	id, more, _ := strings.Cut(text, ":")
	paid, total, _ = strings.Cut(more, ":")
	return id, paid, total
}

const daySeconds = 24 * 60 * 60

// dayNumber counts the days up to a date, if it is one.
func dayNumber(date string) (int64, bool) {
	at, err := time.Parse(time.DateOnly, date)
	return at.Unix() / daySeconds, err == nil
}
