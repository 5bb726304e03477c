package visit

import (
	"maps"

	"nameyard/panel/page"
	"nameyard/reseller"
)

// Tell tells all that an error finds wrong with what was typed in a form: each fault beside the field that at gives for it, "" for none. It
// reports false, and tells nothing, if there is no error, or its first fault is about none: that is told on a page of its own. Where the page itself has found something
// wrong with a field, it stays at that. Pages are as in Told.
func (v *Visit) Tell(form *page.Form, err error, pages map[reseller.Hint]string, at func(*reseller.Error) string) bool {
	e := reseller.AsError(err)
	if e == nil || at(e) == "" {
		return false
	}
	own := maps.Clone(form.Errors)
	for _, fault := range e.All() {
		field := at(fault)
		if _, told := own[field]; field != "" && !told {
			form.Tell(field, v.Told(fault, pages))
		}
	}
	return true
}
