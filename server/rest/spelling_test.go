package rest

import (
	"testing"

	"nameyard/reseller"
)

func TestEveryPathOfTheCoreIsSpelled(t *testing.T) {
	t.Parallel()
	for _, path := range reseller.Paths {
		if _, ok := spellings[path]; !ok {
			t.Errorf("%s is not spelled", path)
		}
	}
	if len(spellings) != len(reseller.Paths) {
		t.Errorf("the table spells %d paths, the core has %d", len(spellings), len(reseller.Paths))
	}
	for _, hint := range reseller.Hints {
		if calls[hint] == "" {
			t.Errorf("%s is not shown", hint)
		}
	}
}

func TestErrorsNameParametersOfThisAPI(t *testing.T) {
	t.Parallel()
	for path, want := range map[reseller.Path]string{
		reseller.PathName: "domain_name", reseller.PathYears: "years", reseller.PathPrivacy: "privacy_protection",
		reseller.PathIdempotencyKey: "Idempotency-Key", reseller.PathNameservers.At(1): "nameservers[1]",
		reseller.PathRecords.At(2).Part("address"):        "records[2].address",
		reseller.PathForwards.At(0).Part("targets"):       "forwards[0].forward_to",
		reseller.PathURLForwards.At(3).Part("url"):        "forwards[3].url",
		reseller.PathAdditionalField.Part("id_number"):    "additional_fields.id_number",
		reseller.PathContact(reseller.RoleAdmin, "email"): "contacts.admin.email",
	} {
		if got := spelling.Param(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}
