package page

import (
	"slices"
	"strings"

	"nameyard/reseller"
)

// Jump is what the page that jumps anywhere has found, beside the pages of the menu.
type Jump struct {
	Query string
	Found []Place
	// Request says that the query is the id of a request, or has the looks of one and is found to be nothing else; Changed that something was changed by it.
	Request, Changed bool
}

// Place is a thing of a side that one can go to, with what is said softly of it beside.
type Place struct{ To, Icon, Name, Beside string }

// Add adds a place, unless it is there already.
func (j *Jump) Add(place Place) {
	if !slices.ContainsFunc(j.Found, func(p Place) bool { return p.To == place.To && p.Name == place.Name }) {
		j.Found = append(j.Found, place)
	}
}

// OfRequests notes whether the query is the id of a request: what was found by it says so, or, where nothing at all was found, its looks.
func (j *Jump) OfRequests(found []reseller.Quoted) {
	j.Changed = slices.ContainsFunc(found, func(q reseller.Quoted) bool { return q.Request })
	j.Request = j.Changed || len(found) == 0 && len(j.Found) == 0 && reseller.LooksLikeRequestID(j.Query)
}

// KeptDays is for how many days records of the audit log are kept at least.
func (Jump) KeptDays() int { return int(reseller.AuditKept / reseller.Days(1)) }

// Pages are those lines of the menu whose words hold a text, in upper or lower case.
func (v View) Pages(text string) (found []Link) {
	for _, line := range v.Nav {
		if words, err := v.Language.Say(line.Words); err == nil && strings.Contains(strings.ToLower(words), strings.ToLower(text)) {
			found = append(found, line)
		}
	}
	return found
}
