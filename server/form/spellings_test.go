package form_test

import (
	"testing"

	"nameyard/reseller"
	"nameyard/server/form"
)

func TestSpellingsPutPlaceAndKeyIntoNames(t *testing.T) {
	t.Parallel()
	table := form.Spellings{
		reseller.PathYears: "regperiod", "nameservers[n]": "nameserver{n+1}", "records[n].address": "records[{n}][address]",
		"contacts.role.email": "{key}email", "additional_fields.key": "fields[{key}]", reseller.PathID: "",
	}
	for path, want := range map[reseller.Path]string{
		reseller.PathYears: "regperiod", reseller.PathNameservers.At(2): "nameserver3",
		reseller.PathRecords.At(7).Part("address"):           "records[7][address]",
		reseller.PathContact(reseller.RoleBilling, "email"):  "billingemail",
		reseller.PathAdditionalField.Part("{n}"):             "fields[{n}]", // what a key looks like changes nothing
		reseller.PathID:                                      "",
		reseller.PathTag:                                     "tag",
		reseller.PathForwards.At(1).Part(reseller.Path("x")): "forwards[1].x",
	} {
		if got := table.Of(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

func TestAFacesOwnParametersKeepTheirNames(t *testing.T) {
	t.Parallel()
	shout := reseller.Spelling{Param: func(reseller.Path) string { return "WRONG" }, Action: func(reseller.Hint) string { return "WRONG" }}
	for _, c := range []struct {
		err         *reseller.Error
		code, words string
	}{
		{form.Missing("name"), reseller.CodeMissingParameter, "parameter name is required and is missing or empty"},
		{form.Invalid("name", "%s is odd", "x"), reseller.CodeInvalidParameter, "x is odd"},
		{form.Ambiguous("name", "twice"), reseller.CodeAmbiguousParameter, "twice"},
		{form.Named("name", reseller.Invalid(reseller.PathTLD, "odd")), reseller.CodeInvalidParameter, "odd"},
	} {
		told := c.err.Spelled(shout)
		if told.Kind != reseller.KindInvalid || told.Param != "name" || told.Code != c.code || told.Words != c.words {
			t.Errorf("%+v", told)
		}
	}
}
