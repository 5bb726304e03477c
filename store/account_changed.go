package store

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"nameyard/reseller"
)

// accountChanges says what is other than before in an account, for its audit record. Contacts are named and not written out.
func accountChanges(was, now reseller.Account) string {
	var list []string
	note := func(what, before, after string) {
		if before != after {
			list = append(list, fmt.Sprintf("%s %s, was %s", what, cmp.Or(after, "none"), cmp.Or(before, "none")))
		}
	}
	note("name", was.Name, now.Name)
	note("tax", reseller.Percent(was.TaxRatePPM)+" %", reseller.Percent(now.TaxRatePPM)+" %")
	note("language", was.Language, now.Language)
	note("replay window", was.ReplayWindow.String(), now.ReplayWindow.String())
	note("spend cap", limitOf(was.SpendCap, was.Currency), limitOf(now.SpendCap, now.Currency))
	note("credit floor", limitOf(was.CreditFloor, was.Currency), limitOf(now.CreditFloor, now.Currency))
	if !reflect.DeepEqual(was.DefaultContact, now.DefaultContact) {
		list = append(list, "default contact changed")
	}
	return strings.Join(list, "; ")
}

// limitOf is an amount that may be missing, in words.
func limitOf(minor *int64, currency string) string {
	if minor == nil {
		return ""
	}
	return reseller.Money{Minor: *minor, Currency: currency}.String()
}
