package account

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// search reads what was typed into the search for names. Words with a colon filter: tld:se, expires:<30d, expires:>2027-01-31, expires:2027-01,
// status:expired, renew:off. Each stands once, expires: once for each side of a span, and none is empty: a filter that is left out finds
// more names than were meant, and they may all be renewed. One other word is a part of names; several are a list of whole names. What is
// wrong comes back in words.
func search(v *visit.Visit, text string) (r actions.ListDomains, wrong string) {
	var plain []string
	for _, word := range listed(text) {
		key, value, filter := strings.Cut(word, ":")
		if !filter {
			plain = append(plain, word)
			continue
		}
		if wrong := narrowed(v, &r, strings.ToLower(key), reseller.TrimEnds(value), word); wrong != "" {
			return r, wrong
		}
	}
	if len(plain) == 1 {
		r.Search = plain[0]
	} else {
		r.Names = slices.Compact(plain)
	}
	return r, ""
}

// narrowed adds the filter of one word to a search, or says what is wrong with the word.
func narrowed(v *visit.Visit, r *actions.ListDomains, key, value, word string) (wrong string) {
	twice := false
	switch key {
	default:
		return v.Say("domains.bad_word", word)
	case "tld":
		value = strings.TrimPrefix(value, ".")
		twice, r.TLD = r.TLD != "", value
	case "status":
		twice = r.Status != "" || r.Unverified
		if value = strings.ToLower(value); value == "unverified" {
			r.Unverified = true
		} else {
			r.Status = value
		}
	case "renew":
		on := strings.EqualFold(value, "on")
		if !on && !strings.EqualFold(value, "off") {
			return v.Say("domains.bad_renew", word)
		}
		twice, r.AutoRenew = r.AutoRenew != nil, &on
	case "expires":
		after, before, ok := span(value, v.Now)
		if !ok {
			return v.Say("domains.bad_span", word)
		}
		if !after.IsZero() {
			twice, r.ExpiresAfter = !r.ExpiresAfter.IsZero(), after
		}
		if !before.IsZero() {
			twice, r.ExpiresBefore = twice || !r.ExpiresBefore.IsZero(), before
		}
	}
	switch {
	case value == "":
		return v.Say("domains.empty_word", word)
	case twice:
		return v.Say("domains.second_word", word)
	}
	return ""
}

// month is a month as the search has it, UTC.
const month = "2006-01"

// span reads "<30d", "<2027-01-31", ">2027-01-31" or the month "2027-01", UTC, and reports whether it is one of them: paid through beyond
// after, and at most until before; zero = that side is open. A date belongs to what comes before it.
func span(text string, now time.Time) (after, before time.Time, ok bool) {
	if first, err := time.Parse(month, text); err == nil {
		return first.Add(-time.Microsecond), first.AddDate(0, 1, 0).Add(-time.Microsecond), true // they are kept in microseconds
	}
	if text == "" || text[0] != '<' && text[0] != '>' {
		return after, before, false
	}
	at, err := time.Parse(time.DateOnly, text[1:])
	if err == nil {
		at = at.Add(reseller.Days(1)).Add(-time.Microsecond) // as with a month: midnight belongs to the day that it begins
	} else if days, is := strings.CutSuffix(text[1:], "d"); is {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil {
			return after, before, false
		}
		at = now.Add(reseller.Days(int(n)))
	} else {
		return after, before, false
	}
	if text[0] == '<' {
		return after, at, true
	}
	return at, before, true
}
