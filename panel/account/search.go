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
// status:expired, renew:off. One other word is a part of names; several are a list of whole names. What is wrong comes back in words.
func search(v *visit.Visit, text string) (r actions.ListDomains, wrong string) {
	var plain []string
	for _, word := range listed(text) {
		key, value, filter := strings.Cut(word, ":")
		switch strings.ToLower(key) {
		default:
			if filter {
				return r, v.Say("domains.bad_word", word)
			}
			plain = append(plain, word)
		case "tld":
			r.TLD = strings.TrimPrefix(value, ".")
		case "status":
			r.Status = strings.ToLower(value)
		case "renew":
			on := strings.EqualFold(value, "on")
			if !on && !strings.EqualFold(value, "off") {
				return r, v.Say("domains.bad_renew", word)
			}
			r.AutoRenew = &on
		case "expires":
			if !expires(&r, value, v.Now) {
				return r, v.Say("domains.bad_span", word)
			}
		}
	}
	if len(plain) == 1 {
		r.Search = plain[0]
	} else {
		r.Names = slices.Compact(plain)
	}
	return r, ""
}

// month is a month as the search has it, UTC.
const month = "2006-01"

// expires reads "<30d", "<2027-01-31", ">2027-01-31" or the month "2027-01" and reports whether it is one of them. A date belongs to what comes before it.
func expires(r *actions.ListDomains, text string, now time.Time) bool {
	if first, err := time.Parse(month, text); err == nil {
		r.ExpiresAfter, r.ExpiresBefore = first.Add(-time.Microsecond), first.AddDate(0, 1, 0).Add(-time.Microsecond) // they are kept in microseconds
		return true
	}
	if text == "" || text[0] != '<' && text[0] != '>' {
		return false
	}
	at, err := time.Parse(time.DateOnly, text[1:])
	if err == nil {
		at = at.Add(reseller.Days(1)).Add(-time.Microsecond) // as with a month: midnight belongs to the day that it begins
	} else if days, is := strings.CutSuffix(text[1:], "d"); is {
		n, err := strconv.ParseUint(days, 10, 16)
		if err != nil {
			return false
		}
		at = now.Add(reseller.Days(int(n)))
	} else {
		return false
	}
	if text[0] == '<' {
		r.ExpiresBefore = at
	} else {
		r.ExpiresAfter = at
	}
	return true
}
