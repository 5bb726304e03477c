package apiphp

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestEveryPathOfTheCoreIsSpelled(t *testing.T) {
	t.Parallel()
	for _, path := range reseller.Paths {
		name, inTable := spellings[path]
		contact, isContact := contactNames[string(path)]
		if inTable == isContact || strings.Contains(name, "{key}") || isContact && (contact.order == "" || contact.save == "") {
			t.Errorf("%s is spelled %q and %q", path, name, contact)
		}
	}
	if want := len(reseller.Paths); len(spellings)+len(contactNames) != want {
		t.Errorf("the tables spell %d paths, the core has %d", len(spellings)+len(contactNames), want)
	}
}

func TestErrorsNameParametersOfThisAPI(t *testing.T) {
	t.Parallel()
	for path, want := range map[reseller.Path]string{
		reseller.PathName: "sld", reseller.PathYears: "regperiod", reseller.PathNameservers.At(1): "nameserver2",
		reseller.PathRecords.At(2).Part("address"): "dnsrecords[2][address]", reseller.PathForwards.At(0).Part("targets"): "forwardto[0]",
		reseller.PathAdditionalField.Part("id_number"):            "domainfields",
		reseller.PathContact(reseller.RoleRegistrant, "phone"):    "phonenumber",
		reseller.PathContact(reseller.RoleAdmin, "email"):         "adminemail",
		reseller.PathURLForwards.At(0).Part(reseller.Path("url")): "",
	} {
		if got := orderSpelling.Param(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	save := spellingFor("SaveContactDetails")
	if got := save.Param(reseller.PathContact(reseller.RoleBilling, "postcode")); got != "contactdetails[Billing][Zip_Code]" {
		t.Errorf("a saved contact's postcode is %q", got)
	}
	if got := save.Param(reseller.PathContacts); got != "contactdetails" {
		t.Errorf("the contacts are %q", got)
	}
}

func TestHintsNameActionsOfThisAPI(t *testing.T) {
	t.Parallel()
	for _, hint := range reseller.Hints {
		if _, ours := codecs[string(hint)]; !ours && !strings.Contains(actionName(hint), "REST API") {
			t.Errorf("%s is shown as %q, which is no action here", hint, actionName(hint))
		}
	}
}
