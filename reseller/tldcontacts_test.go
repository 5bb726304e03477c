package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestRegistriesTakeTheContactsOfTheirRules(t *testing.T) {
	t.Parallel()
	all := reseller.Contacts{}
	for _, role := range reseller.Roles {
		all[role] = reseller.Contact{LastName: string(role)}
	}
	for rule, want := range map[string]string{
		reseller.ContactsAll: "registrant admin tech billing", reseller.ContactsRegistrantTech: "registrant tech",
		reseller.ContactsRegistrant: "registrant", reseller.ContactsNone: "",
	} {
		rules := reseller.TLD{Contacts: rule}
		var sent []string
		for _, role := range rules.Sent(all).InOrder() {
			sent = append(sent, string(role))
		}
		if got := strings.Join(sent, " "); got != want {
			t.Errorf("%s: sent are %q, want %q", rule, got, want)
		}
		if !rules.Keeps(reseller.RoleRegistrant) {
			t.Errorf("%s: the holder is not kept", rule)
		}
	}
	if (reseller.TLD{Contacts: reseller.ContactsAll}).Sent(nil) != nil {
		t.Error("what is left alone is sent as empty")
	}
}

func TestImpossibleRulesOfContactsRenewalAndCodesAreNamed(t *testing.T) {
	t.Parallel()
	for rule, want := range map[string]string{
		`"contacts": "some"`:                  `contacts is "some", must be`,
		`"registrant_only": true`:             `registrant_only is "contacts" now`,
		`"renew_model": "never"`:              `renew_model is "never", must be`,
		`"renew_model": "explicit"`:           `renew_model is "explicit", but registry_autorenews is true`,
		`"renew_model": "auto"`:               `renew_years is [1 2 3 4 5 6 7 8 9 10], must be [1]`,
		`"auth_code_hours": -1`:               `auth_code_hours is -1, must be 0 to 8760`,
		`"auth_code_hours": "long"`:           `auth_code_hours must be a whole number`,
		`"like": "se", "renew_model": "both"`: `renew_model is "both", but registry_autorenews is false`,
		`"like": "com", "auth_code": false, "auth_code_hours": 5, "transfer_by": "tag"`: `auth_code_hours is set, but auth_code is false`,
	} {
		base, err := reseller.DefaultTLDs()
		if err != nil {
			t.Fatal(err)
		}
		text := `{"com": {` + rule + `}}`
		if strings.HasPrefix(rule, `"like"`) {
			text = `{"new": {` + rule + `}}`
		}
		if _, err := reseller.OverrideTLDs(base, "rules.json", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", rule, err, want)
		}
	}
}
