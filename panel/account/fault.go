package account

import (
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// told puts all that an action has said of fields beside them. It reports false for errors that are about no field of the form: those
// are told on a page of their own.
func told(v *visit.Visit, err error, form *page.Form, fields map[reseller.Path]string) bool {
	return toldAt(v, err, form, func(path reseller.Path) string { return fields[path] })
}

// toldAt is told, with the field of each path; "" = the form has none.
func toldAt(v *visit.Visit, err error, form *page.Form, field func(reseller.Path) string) bool {
	return v.Tell(form, err, pageOf, func(e *reseller.Error) string { return field(e.Field) })
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
