package form

import (
	"strconv"
	"strings"

	"nameyard/reseller"
)

// Spellings is a face's table: what it calls the parts of requests, by the forms of their paths. In a name {n} stands for the
// place in a list, {n+1} for the place counted from 1, {key} for a contact's role or the key of an additional field. An empty
// name says that the face has no parameter for it.
type Spellings map[reseller.Path]string

// Of spells a path. One that is not in the table comes back as it is, so that errors show something; a test of each face finds it.
func (s Spellings) Of(path reseller.Path) string {
	form, place, key := path.Form()
	name, known := s[form]
	if !known {
		return string(path)
	}
	return strings.NewReplacer("{n}", strconv.Itoa(place), "{n+1}", strconv.Itoa(place+1), "{key}", key).Replace(name)
}
