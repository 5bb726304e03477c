package staff

import (
	"cmp"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// place gives the field of a form beside which a fault is told; "" = none: it has a page of its own.
type place func(*reseller.Error) string

// beside is the place of what whoever typed a form can do something about.
func beside(field string) place {
	return func(e *reseller.Error) string {
		switch e.Kind {
		case reseller.KindInvalid, reseller.KindConflict, reseller.KindFunds, reseller.KindRefused, reseller.KindPending, reseller.KindUnsupported:
			return field
		}
		return ""
	}
}

// of has errors of a kind stand beside another field.
func (at place) of(kind reseller.Kind, field string) place {
	return func(e *reseller.Error) string {
		if e.Kind == kind {
			return field
		}
		return at(e)
	}
}

// about has errors about some parts of what is asked for stand beside fields of their own.
func (at place) about(fields map[reseller.Path]string) place {
	return func(e *reseller.Error) string { return cmp.Or(fields[e.Field], at(e)) }
}

// tell tells all that is wrong with a form, each fault at its place. It reports false for no error and for one that has a page of its own.
func tell(v *visit.Visit, form *page.Form, err error, at place) bool {
	return v.Tell(form, err, pageOf, at)
}

// pageOf has the page of the menu on which each hint is found.
var pageOf = map[reseller.Hint]string{
	operator.HintListAccounts: "staff.accounts", operator.HintChangeAccount: "staff.accounts", operator.HintReopenAccount: "staff.accounts",
	operator.HintAddCredit: "staff.credit", operator.HintTakeCredit: "staff.credit",
	operator.HintListOrders: "staff.orders", operator.HintListInvoices: "staff.invoices", operator.HintCancelInvoice: "staff.invoices",
	operator.HintCreditInvoice: "staff.invoices", operator.HintListPrices: "staff.prices", operator.HintListPlanned: "staff.prices", operator.HintListPriceGroups: "staff.price_groups", operator.HintListConnectors: "staff.registries",
}
