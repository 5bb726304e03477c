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

// searchWords are the words that filter, each with what it may be followed by, as the help and the errors tell them.
var searchWords = []searchWord{
	{"tld", []string{"tld:se"}},
	{"ns", []string{"ns:ns1.example.net", "ns:example.net"}},
	{"expires", []string{"expires:<30d", "expires:2027", "expires:2027-01", "expires:>2027-01-31"}},
	{"registered", []string{"registered:<30d", "registered:2026", "registered:2026-01", "registered:<2026-01-31"}},
	{"renew", []string{"renew:on", "renew:off"}},
	{"lock", []string{"lock:on", "lock:off"}},
	{"status", []string{"status:hold"}},
}

// searchWord is a word of the search, with examples.
type searchWord struct {
	Word     string
	Examples []string
}

// lookedFor reads the search of an address, and the order in which names are to be: those of a time in that of their times, unless it says another.
func lookedFor(v *visit.Visit) (r actions.ListDomains, wrong string) {
	r, wrong = search(v, v.Query.Get("q"))
	by, descending := strings.CutPrefix(v.Query.Get("sort"), "-")
	switch sort := reseller.DomainSort(by); {
	case slices.Contains(reseller.DomainSorts, sort): // what is no order is left out
		r.Sort, r.Descending = sort, descending
	case !r.ExpiresAfter.IsZero() || !r.ExpiresBefore.IsZero():
		r.Sort = reseller.SortByExpiry
	case !r.RegisteredAfter.IsZero() || !r.RegisteredBefore.IsZero():
		r.Sort = reseller.SortByRegistration
	}
	return r, wrong
}

// search reads what was typed into the search for names. Words with a colon filter: see searchWords. Each stands once, one of a time once for
// each side of a span, and none is empty: a filter that is left out finds more names than were meant, and they may all be renewed. One other
// word is a part of names; several are a list of whole names. What is wrong comes back in words.
func search(v *visit.Visit, text string) (r actions.ListDomains, wrong string) {
	var plain, faults []string
	for _, word := range listed(text) {
		key, value, filter := strings.Cut(word, ":")
		if !filter {
			plain = append(plain, word)
			continue
		}
		if wrong := narrowed(v, &r, strings.ToLower(key), reseller.TrimEnds(value), word); wrong != "" {
			faults = append(faults, wrong)
		}
	}
	if len(plain) == 1 {
		r.Search = plain[0]
	} else {
		r.Names = slices.Compact(plain)
	}
	return r, strings.Join(faults, "\n")
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
		twice, r.Status = r.Status != "", strings.ToLower(value)
	case "ns":
		twice, r.Nameserver = r.Nameserver != "", value
	case "renew", "lock":
		flag := &r.AutoRenew
		if key == "lock" {
			flag = &r.Locked
		}
		on := strings.EqualFold(value, "on")
		if !on && !strings.EqualFold(value, "off") {
			return v.Say("domains.bad_switch", word, key)
		}
		twice, *flag = *flag != nil, &on
	case "expires":
		after, before, ok := span(value, v.Now)
		if !ok {
			return v.Say("domains.bad_span", word, key)
		}
		twice = limits(after, before, &r.ExpiresAfter, &r.ExpiresBefore)
	case "registered":
		after, before, ok := age(value, v.Now)
		if !ok {
			return v.Say("domains.bad_span", word, key)
		}
		twice = limits(after, before, &r.RegisteredAfter, &r.RegisteredBefore)
	}
	switch {
	case value == "":
		return v.Say("domains.empty_word", word)
	case twice:
		return v.Say("domains.second_word", word)
	}
	return ""
}

// limits sets those sides of a span that are limited, and reports whether one was already.
func limits(after, before time.Time, from, to *time.Time) (twice bool) {
	if !after.IsZero() {
		twice, *from = !from.IsZero(), after
	}
	if !before.IsZero() {
		twice, *to = twice || !to.IsZero(), before
	}
	return twice
}

// A month and a year as the search has them, UTC.
const (
	month = "2006-01"
	year  = "2006"
)

// age is span of what lies behind: "<30d" is what began less than 30 days ago.
func age(text string, now time.Time) (after, before time.Time, ok bool) {
	days, is := strings.CutSuffix(text, "d")
	if !is || text[0] != '<' && text[0] != '>' {
		return span(text, now)
	}
	n, err := strconv.ParseUint(days[1:], 10, 16)
	at := now.Add(-reseller.Days(int(n)))
	if text[0] == '<' {
		return at, before, err == nil
	}
	return after, at, err == nil
}

// span reads "<30d", "<2027-01-31", ">2027-01-31", the month "2027-01" or the year "2027", UTC, and reports whether it is one of them: paid through beyond
// after, and at most until before; zero = that side is open. A date belongs to what comes before it.
func span(text string, now time.Time) (after, before time.Time, ok bool) {
	if first, err := time.Parse(month, text); err == nil {
		return first.Add(-time.Microsecond), first.AddDate(0, 1, 0).Add(-time.Microsecond), true // they are kept in microseconds
	}
	if first, err := time.Parse(year, text); err == nil {
		return first.Add(-time.Microsecond), first.AddDate(1, 0, 0).Add(-time.Microsecond), true
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
