package account

import (
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// typedAmount reads an amount in the account's currency as people type it: "1 068,00" or "1068.00". What is wrong with it is told beside the
// field. ok is false then.
func typedAmount(v *visit.Visit, form *page.Form, field, text string) (minor int64, ok bool) {
	currency := v.Account.Currency
	if text == "" {
		form.Errors[field] = v.Say("limits.no_amount", currency)
		return 0, false
	}
	m, err := reseller.ReadMoney(text, currency)
	if reseller.TwoMarks(text) {
		form.Errors[field] = v.Say("limits.two_marks", text)
		return 0, false
	}
	if whole, decimals, either := reseller.Thousands(text, currency); either {
		form.Errors[field] = v.Say("limits.thousands", text, whole, decimals)
		return 0, false
	}
	if err != nil || m.Minor < 0 || m.Minor > reseller.MaxAmount {
		form.Errors[field] = v.Say("limits.bad_amount", text, currency)
		return 0, false
	}
	return m.Minor, true
}

// typedLimit is typedAmount for a field that may be empty: nil then.
func typedLimit(v *visit.Visit, form *page.Form, field string) *int64 {
	text := v.Field(field)
	if text == "" {
		return nil
	}
	minor, ok := typedAmount(v, form, field, text)
	if !ok {
		return nil
	}
	return &minor
}

// shownLimit is a limit as a field shows it.
func shownLimit(minor *int64, currency string) string {
	if minor == nil {
		return ""
	}
	return reseller.Money{Minor: *minor, Currency: currency}.Decimal()
}
