package staff

import (
	"strings"

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
	e := reseller.AsError(err).Spelled(spelling(v))
	if field, own := of[e.Kind]; own {
		return map[string]string{field: e.Words}
	}
	switch e.Kind {
	case reseller.KindInvalid, reseller.KindConflict, reseller.KindFunds, reseller.KindRefused, reseller.KindPending, reseller.KindUnsupported:
	default:
		return nil
	}
	return map[string]string{otherwise: e.Words}
}

// pageOf has the page of the menu on which each hint is found.
var pageOf = map[reseller.Hint]string{
	operator.HintListAccounts: "staff.accounts", operator.HintChangeAccount: "staff.accounts", operator.HintReopenAccount: "staff.accounts",
	operator.HintAddCredit: "staff.credit", operator.HintTakeCredit: "staff.credit", operator.HintMoveCredit: "staff.credit",
	operator.HintListOrders: "staff.orders", operator.HintListInvoices: "staff.invoices", operator.HintCancelInvoice: "staff.invoices",
	operator.HintCreditInvoice: "staff.invoices", operator.HintListPrices: "staff.prices", operator.HintListPlanned: "staff.prices", operator.HintListConnectors: "staff.registries",
}

// spelling is what the pages call what errors of operator name: fields as they are, and pages.
func spelling(v *visit.Visit) reseller.Spelling {
	return reseller.Spelling{
		Param: func(path reseller.Path) string { return strings.ReplaceAll(string(path), "_", " ") },
		Action: func(hint reseller.Hint) string {
			name, _, _ := strings.Cut(string(hint), " ")
			if key, ok := pageOf[reseller.Hint(name)]; ok {
				return "“" + v.Say(key) + "”"
			}
			return string(hint)
		},
	}
}
