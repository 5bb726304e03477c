package reseller

import (
	"slices"
	"strings"
)

// holderNumber is the check of the field that says who a holder is: the identification number of .se and .nu.
const holderNumber = "se_id"

// HolderChange is what a request would make of a name's holder.
type HolderChange struct {
	Was, Now Contact           // the registrant as it is, and as it would be, both as CheckContact gives them
	Named    bool              // the request gives the holder's name or company, changed or not
	Had      map[string]string // the name's additional fields by key, as CheckFields gave them
	Given    map[string]string // the additional fields of the request, as its caller calls them
}

// HolderField finds the additional field that says who a holder is, as .se and .nu have one.
func (t TLD) HolderField() (Field, bool) {
	i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Check == holderNumber })
	if i < 0 {
		return Field{}, false
	}
	return t.Fields[i], true
}

// holder is who a contact stands for: person and company, without regard to case and blanks.
func (c Contact) holder() string {
	fold := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
	return fold(c.Name()) + "\n" + fold(c.Company)
}

// SameHolder reports whether two contacts stand for the same person or company, by their names.
func (c Contact) SameHolder(o Contact) bool { return c.holder() == o.holder() }
