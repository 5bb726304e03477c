package account

import (
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// told puts what an action has said of a field beside it. It reports false for errors that are about no field of the form: those
// are told on a page of their own.
func told(v *visit.Visit, err error, form *page.Form, fields map[reseller.Path]string) bool {
	e := reseller.AsError(err)
	field, ours := fields[e.Field]
	if ours {
		form.Tell(field, spelled(v, err))
	}
	return ours
}

// placedBefore reports whether nothing was ordered because the form has placed another order already: somebody went back to it. The page
// says so, and its form gets a key of its own: whoever sends it once more wants another order.
func placedBefore(err error, form *page.Form) bool {
	e := reseller.AsError(err)
	if e.Code != reseller.CodeKeyReused {
		return false
	}
	form.Key, form.Placed = "", e.Order
	return true
}
