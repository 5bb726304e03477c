package v2

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestEveryPathOfTheCoreIsSpelled(t *testing.T) {
	t.Parallel()
	spelled := 0
	for _, path := range reseller.Paths {
		if _, _, contact := contactAt(reseller.Path(strings.Replace(string(path), "role", "tech", 1))); contact {
			continue
		}
		if _, ok := spellings[path]; !ok {
			t.Errorf("%s is not spelled", path)
		}
		spelled++
	}
	if spelled != len(spellings) {
		t.Errorf("the table spells %d paths, the core has %d", len(spellings), spelled)
	}
}

func TestErrorsNameParametersOfThisAPI(t *testing.T) {
	t.Parallel()
	for path, want := range map[reseller.Path]string{
		reseller.PathName: "domain", reseller.PathTLD: "domain", reseller.PathNames: "searchTerm", reseller.PathAuthCode: "eppcode",
		reseller.PathPrivacy: "addons[idprotection]", reseller.PathNameservers.At(0): "ns1",
		reseller.PathRecords.At(2).Part("hostname"):                "dnsrecords[2][hostname]",
		reseller.PathContact(reseller.RoleTech, "first_name"):      "contacts[tech][firstname]",
		reseller.PathContact("nobody", "first_name"):               "contacts.nobody.first_name",
		reseller.PathAdditionalField.Part(reseller.Path("id_num")): "domainfields",
	} {
		if got := orderSpelling.Param(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	save := spellingFor("SaveContactDetails")
	if got := save.Param(reseller.PathContact(reseller.RoleTech, "email")); got != "contactdetails[Technical][Email Address]" {
		t.Errorf("a saved contact's address is %q", got)
	}
}

func TestHintsNameEndpoints(t *testing.T) {
	t.Parallel()
	for _, hint := range reseller.Hints {
		if endpointOf(hint) == "" {
			t.Errorf("%s is not shown", hint)
		}
	}
	if got := endpointOf(reseller.HintRegisterNameserver); got != "POST /domains/{domain}/nameservers/register" {
		t.Errorf("RegisterNameserver is shown as %q", got)
	}
}
