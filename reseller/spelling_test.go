package reseller_test

import (
	"reflect"
	"strings"
	"testing"

	"nameyard/reseller"
)

// loud is a face that shouts.
var loud = reseller.Spelling{
	Param:  func(p reseller.Path) string { return strings.ToUpper(string(p)) },
	Action: func(h reseller.Hint) string { return "the button " + string(h) },
}

func TestAFaceSpellsParametersAndActionsInWords(t *testing.T) {
	t.Parallel()
	deleted := reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has been deleted; restore it first (%s)", "a.com", reseller.HintRestoreDomain)
	for _, c := range []struct {
		err            *reseller.Error
		neutral, words string
		param          string
	}{
		{reseller.Missing(reseller.PathYears), "parameter years is required and is missing or empty", "parameter YEARS is required and is missing or empty", "YEARS"},
		{reseller.Invalid(reseller.PathNameservers.At(1), "100%% wrong"), "100% wrong", "100% wrong", "NAMESERVERS[1]"},
		{deleted, "a.com has been deleted; restore it first (RestoreDomain)", "a.com has been deleted; restore it first (the button RestoreDomain)", ""},
		{
			reseller.Invalid(reseller.PathLock, "%s was refused: %s (%s; %s)", reseller.PathLock, reseller.Inner(deleted),
				reseller.PathList{reseller.PathPrivacy, reseller.PathAutoRenew}, reseller.PathList{}),
			"lock was refused: a.com has been deleted; restore it first (RestoreDomain) (privacy, auto_renew; nothing)",
			"LOCK was refused: a.com has been deleted; restore it first (the button RestoreDomain) (PRIVACY, AUTO_RENEW; nothing)", "LOCK",
		},
		{reseller.Errorf(reseller.KindFunds, reseller.CodeFunds, "years and {n} of %q", "lock"), `years and {n} of "lock"`, `years and {n} of "lock"`, ""},
	} {
		if c.err.Words != c.neutral {
			t.Errorf("neutral words %q, want %q", c.err.Words, c.neutral)
		}
		told := c.err.Spelled(loud)
		if told.Words != c.words || told.Param != c.param || told.Field != c.err.Field || told.Code != c.err.Code {
			t.Errorf("spelled %+v, want %q in %q", told, c.words, c.param)
		}
		if c.err.Param != "" || c.err.Words != c.neutral {
			t.Errorf("spelling changed the original: %+v", c.err)
		}
		if again := told.Spelled(loud); again.Words != told.Words || again.Param != told.Param {
			t.Errorf("spelled twice: %+v", again)
		}
	}
}

func TestAHintStaysKnownWhereAnErrorIsQuoted(t *testing.T) {
	t.Parallel()
	told := reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "restore it first (%s)", reseller.HintRestoreDomain)
	if outer := reseller.Invalid("", "no: %s", reseller.Inner(told)); outer.Hint != reseller.HintRestoreDomain {
		t.Errorf("hint %q", outer.Hint)
	}
	missing := reseller.Inner(reseller.Missing(reseller.PathTag))
	if outer := reseller.Invalid("", "no: %s", missing); outer.Hint != "" {
		t.Errorf("hint %q out of nowhere", outer.Hint)
	}
	if outer := reseller.Invalid("", "%s: %s", reseller.HintSaveNameservers, missing); outer.Hint != reseller.HintSaveNameservers {
		t.Errorf("hint %q, its own was lost", outer.Hint)
	}
}

func TestAParameterOfTheFacesOwnKeepsItsName(t *testing.T) {
	t.Parallel()
	e := reseller.Invalid("", "wrong")
	e.Param = "authemail"
	if told := e.In(reseller.PathName).Spelled(loud); told.Param != "authemail" || told.Field != "" {
		t.Errorf("%+v", told)
	}
}

func TestFormTakesThePlaceAndTheKeyOutOfAPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[reseller.Path]struct {
		form  reseller.Path
		place int
		key   string
	}{
		reseller.PathYears:                                          {"years", -1, ""},
		reseller.PathLabel:                                          {"name.label", -1, ""},
		reseller.PathNameservers.At(12):                             {"nameservers[n]", 12, ""},
		reseller.PathRecords.At(2).Part("address"):                  {"records[n].address", 2, ""},
		reseller.PathContact(reseller.RoleAdmin, "email"):           {"contacts.role.email", -1, "admin"},
		reseller.PathContacts:                                       {"contacts", -1, ""},
		reseller.PathAdditionalField.Part("id_number"):              {"additional_fields.key", -1, "id_number"},
		"records[x].address":                                        {"records[x].address", -1, ""},
		reseller.PathURLForwards.At(0).Part("hostname"):             {"url_forwards[n].hostname", 0, ""},
		reseller.PathForwards.At(499).Part(reseller.Path("prefix")): {"forwards[n].prefix", 499, ""},
	} {
		if form, place, key := path.Form(); form != want.form || place != want.place || key != want.key {
			t.Errorf("%s: %s, %d, %q; want %+v", path, form, place, key, want)
		}
	}
}

func TestEveryFieldOfAContactHasAPath(t *testing.T) {
	t.Parallel()
	known := map[reseller.Path]bool{}
	for _, path := range reseller.Paths {
		if known[path] {
			t.Errorf("%s is in the table twice", path)
		}
		known[path] = true
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[reseller.Contact]()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if path := reseller.PathContact("role", reseller.Path(name)); !known[path] {
			t.Errorf("%s is not in the table", path)
		}
	}
}
