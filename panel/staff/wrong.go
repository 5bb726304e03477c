package staff

import (
	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// fields says beside which field of a form errors of a kind are shown.
type fields map[reseller.Kind]string

// shownBeside gives the words of an error that whoever typed a form can do something about, by the field that they stand beside:
// otherwise where its kind has none of its own. It is nil for no error and for others, which have a page.
func shownBeside(v *visit.Visit, err error, otherwise string, of fields) map[string]string {
	if err == nil {
		return nil
	}
	e, told := reseller.AsError(err), v.Told(err, pageOf).String()
	if field, own := of[e.Kind]; own {
		return map[string]string{field: told}
	}
	switch e.Kind {
	case reseller.KindInvalid, reseller.KindConflict, reseller.KindFunds, reseller.KindRefused, reseller.KindPending, reseller.KindUnsupported:
	default:
		return nil
	}
	return map[string]string{otherwise: told}
}

// pageOf has the page of the menu on which each hint is found.
var pageOf = map[reseller.Hint]string{
	operator.HintListAccounts: "staff.accounts", operator.HintChangeAccount: "staff.accounts", operator.HintReopenAccount: "staff.accounts",
	operator.HintAddCredit: "staff.credit", operator.HintTakeCredit: "staff.credit",
	operator.HintListOrders: "staff.orders", operator.HintListInvoices: "staff.invoices", operator.HintCancelInvoice: "staff.invoices",
	operator.HintCreditInvoice: "staff.invoices", operator.HintListPrices: "staff.prices", operator.HintListPlanned: "staff.prices", operator.HintListPriceGroups: "staff.price_groups", operator.HintListConnectors: "staff.registries",
}
