package reseller_test

import (
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
)

// completeRules is a TLD with every rule that must be there.
const completeRules = `  "test": {
    "connector": "sandbox",
    "years": [1, 2, 5],
    "renew_years": [1],
    "max_years_ahead": 10,
    "renew_window_days": 30,
    "registry_autorenews": true,
    "add_grace_days": 5,
    "add_grace_refund": true,
    "renew_grace_days": 5,
    "autorenew_grace_days": 45,
    "transfer_grace_days": 5,
    "expired_days": 0,
    "deactivated_days": 0,
    "redemption_days": 30,
    "pending_delete_days": 5,
    "transfer_years": 1,
    "transfer_days": 5,
    "transfer_lock_days": 60,
    "transfer_by": "code",
    "lock": true,
    "privacy": true,
    "auth_code": true,
    "tag_release": true,
    "contacts": "all",
    "min_nameservers": 0,
    "max_nameservers": 13
  }`

func TestBuiltInRulesSellTheTLDsOfThePriceList(t *testing.T) {
	t.Parallel()
	tlds, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(tlds.Names(), " "); got != "app co co.uk com dev io net nu org org.uk se" {
		t.Errorf("TLDs: %s", got)
	}
	for _, name := range tlds.Names() {
		rules, err := tlds.Lookup(name)
		if err != nil || rules.Name != name || rules.Connector != "sandbox" {
			t.Errorf(".%s: %+v, %v", name, rules, err)
		}
		if !rules.Privacy || !rules.AuthCode || !rules.TagRelease {
			t.Errorf(".%s lacks what the sandbox can do", name)
		}
		for years := 1; years <= 10; years++ {
			if err := rules.Allows(reseller.OpRegister, years); err != nil {
				t.Errorf(".%s for %d years: %v", name, years, err)
			}
		}
	}
}

func TestBuiltInRulesOfGenericTLDsFollowTheICANNPeriods(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"com", "net", "org", "io", "dev", "app", "co"} {
		r := mustTLD(t, name)
		days := []int{r.AddGraceDays, r.RenewGraceDays, r.AutorenewGraceDays, r.TransferGraceDays, r.RedemptionDays, r.PendingDeleteDays, r.TransferDays, r.TransferLockDays}
		if !slices.Equal(days, []int{5, 5, 45, 5, 30, 5, 5, 60}) {
			t.Errorf(".%s: %v", name, days)
		}
		if !r.Lock || !r.RegistryAutorenews || r.TransferYears != 1 || r.TransferBy != "code" || len(r.Fields) != 0 {
			t.Errorf(".%s: %+v", name, r)
		}
	}
}

func TestBuiltInRulesOfSwedishTLDsFollowTheirRegistry(t *testing.T) {
	t.Parallel()
	for name, vat := range map[string]string{"se": "VAT", "nu": "VAT Number"} {
		r := mustTLD(t, name)
		days := []int{r.AddGraceDays, r.AutorenewGraceDays, r.ExpiredDays, r.DeactivatedDays, r.RedemptionDays, r.PendingDeleteDays, r.TransferDays, r.TransferLockDays}
		if !slices.Equal(days, []int{0, 0, 10, 60, 0, 7, 0, 0}) {
			t.Errorf(".%s: %v", name, days)
		}
		if r.Lock || r.RegistryAutorenews || r.TransferYears != 0 || r.Contacts != reseller.ContactsRegistrant || r.MinNameservers != 2 {
			t.Errorf(".%s: %+v", name, r)
		}
		if len(r.Fields) != 2 || r.Fields[0].Name != "Identification Number" || !r.Fields[0].Required || r.Fields[0].Check != "se_id" {
			t.Fatalf(".%s: fields %+v", name, r.Fields)
		}
		if r.Fields[1].Name != vat || r.Fields[1].Required {
			t.Errorf(".%s: second field %+v", name, r.Fields[1])
		}
	}
}

func TestBuiltInRulesOfBritishTLDsTransferByTag(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"co.uk", "org.uk"} {
		r := mustTLD(t, name)
		if r.TransferBy != "tag" || !r.TagRelease || r.Lock || r.RegistryAutorenews || r.TransferYears != 0 {
			t.Errorf(".%s: %+v", name, r)
		}
		if gone := r.ExpiredDays + r.DeactivatedDays + r.PendingDeleteDays; gone != 92 {
			t.Errorf(".%s is free again %d days after expiry", name, gone)
		}
	}
}

func TestLookupTellsWhatIsNotSoldHere(t *testing.T) {
	t.Parallel()
	_, err := reseller.TLDs{}.Lookup("xyz")
	wantFault(t, err, "name.tld", "domains under .xyz are not sold here")
}

func TestAllowsNamesThePeriods(t *testing.T) {
	t.Parallel()
	tlds, err := reseller.ParseTLDs("t.json", []byte("{"+completeRules+"}"))
	if err != nil {
		t.Fatal(err)
	}
	rules := tlds["test"]
	if err := rules.Allows(reseller.OpRegister, 5); err != nil {
		t.Error(err)
	}
	wantFault(t, rules.Allows(reseller.OpRegister, 3), "years", ".test can be registered for 1, 2, 5 years, not 3")
	wantFault(t, rules.Allows(reseller.OpRenew, 2), "years", ".test can be renewed for 1 years, not 2")
	wantFault(t, mustTLD(t, "com").Allows(reseller.OpRenew, 11), "years", ".com can be renewed for 1 to 10 years, not 11")
}

// with gives the complete rules with one line replaced.
func with(old, fresh string) string {
	if !strings.Contains(completeRules, old) {
		panic(old)
	}
	return "{\n" + strings.Replace(completeRules, old, fresh, 1) + "\n}"
}

func TestParseTLDsTellsFileLineAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, want string }{
		{with(`"renew_window_days": 30`, `"renew_window_days": -3`), "t.json:7: .test: renew_window_days is -3, must be 0 to 365"},
		{with(`"redemption_days": 30`, `"redemption_days": 366`), "t.json:16: .test: redemption_days is 366, must be 0 to 365"},
		{with(`"years": [1, 2, 5]`, `"years": [1, 5, 2]`), "t.json:4: .test: years has 2 after 5, must ascend"},
		{with(`"years": [1, 2, 5]`, `"years": [1, 1]`), "t.json:4: .test: years has 1 after 1, must ascend"},
		{with(`"years": [1, 2, 5]`, `"years": [0, 1]`), "t.json:4: .test: years has 0, must be 1 or more"},
		{with(`"years": [1, 2, 5]`, `"years": []`), "t.json:4: .test: years is empty, must list at least one period"},
		{with(`"renew_years": [1]`, `"renew_years": [11]`), "t.json:5: .test: renew_years has 11, which is more than max_years_ahead (10)"},
		{with(`"max_years_ahead": 10`, `"max_years_ahead": 100`), "t.json:6: .test: max_years_ahead is 100, must be 1 to 99"},
		{with(`"transfer_years": 1`, `"transfer_years": 2`), "t.json:18: .test: transfer_years is 2, must be 0 or 1"},
		{with(`"transfer_by": "code"`, `"transfer_by": "fax"`), `t.json:21: .test: transfer_by is "fax", must be "code" or "tag"`},
		{with(`"auth_code": true`, `"auth_code": false`), `t.json:24: .test: auth_code is false, but transfer_by is "code": names could never leave`},
		{strings.Replace(with(`"transfer_by": "code"`, `"transfer_by": "tag"`), `"tag_release": true`, `"tag_release": false`, 1),
			`t.json:25: .test: tag_release is false, but transfer_by is "tag": names could never leave`},
		{with(`"add_grace_days": 5`, `"add_grace_days": 0`), "t.json:10: .test: add_grace_refund is true, but add_grace_days is 0"},
		{with(`"registry_autorenews": true`, `"registry_autorenews": false`), "t.json:12: .test: autorenew_grace_days is set, but registry_autorenews is false"},
		{with(`"autorenew_grace_days": 45`, `"autorenew_grace_days": 0`), "t.json:12: .test: autorenew_grace_days is 0, but registry_autorenews is true: " +
			"names that nobody pays for are deleted while the registry takes its year back, and here it never would"},
		{with(`"expired_days": 0`, `"expired_days": 10`), "t.json:8: .test: registry_autorenews is true, so names do not expire: expired_days and deactivated_days must be 0"},
		{with(`"min_nameservers": 0`, `"min_nameservers": 14`), "t.json:27: .test: min_nameservers is 14, must be 0 to max_nameservers (13)"},
		{with(`"max_nameservers": 13`, `"max_nameservers": 14`), "t.json:28: .test: max_nameservers is 14, must be 1 to 13"},
		{with(`"connector": "sandbox"`, `"connector": ""`), `t.json:3: .test: connector is "", must be a connector's name in lower case`},
		{with(`"lock": true`, `"lock": "yes"`), "t.json:22: .test: lock must be true or false, not string"},
		{with(`"expired_days": 0`, `"expired_days": 1.5`), "t.json:14: .test: expired_days must be a whole number, not number 1.5"},
		{with(`"years": [1, 2, 5]`, `"years": 1`), "t.json:4: .test: years must be a list, not number"},
		{with(`"transfer_by": "code"`, `"transfer_by": 7`), "t.json:21: .test: transfer_by must be text in quotes, not number"},
		{with(`"lock": true`, `"lock": null`), "t.json:22: .test: lock is null; leave it out or give a value"},
		{with(`"lock": true`, `"Lock": true`), "t.json:22: .test: unknown key \"Lock\"\nt.json:2: .test: missing lock; give them or start with \"like\": \"com\""},
		{with(`"lock": true`, `"lock": true, "-": "x"`), `t.json:22: .test: unknown key "-"`},
		{with(`"lock": true`, `"lock": true, "lock": false`), `t.json:22: "lock" is there twice`},
		{with(`"test": {`, `".test": {`), `t.json:2: ".test" is not a TLD as the rules write it: lower case, ACE, no leading dot, for example "co.uk"`},
		{with(`"test": {`, `"Test": {`), `t.json:2: "Test" is not a TLD as the rules write it: lower case, ACE, no leading dot, for example "co.uk"`},
		{"{\n" + completeRules + ",\n" + completeRules + "\n}", `t.json:30: "test" is there twice`},
		{"{\n\"com\": 7}", "t.json:2: .com: want an object of rules"},
		{"{\n\"com\": {\"like\": \"net\"}}", `t.json:2: .com: like names "net", which is neither above it in this file nor built in`},
		{"{\n\"com\": {\"like\": 7}}", "t.json:2: .com: like must be a TLD in quotes"},
		{"[]", `t.json:1: is not an object of TLDs: want {"com": {…}}`},
		{"\n\n7", `t.json:3: is not an object of TLDs: want {"com": {…}}`},
		{"{\n\"com\": {\n\"lock\": tru\n}}", "t.json:3: is not valid JSON: invalid character '\\n' in literal true (expecting 'e')"},
		{"", "t.json:1: is not valid JSON: unexpected end of JSON input"},
		{"{}{}", "t.json:1: is not valid JSON: invalid character '{' after top-level value"},
		{"{\"\xff\": 1}", "t.json:1: is not UTF-8"},
	} {
		tlds, err := reseller.ParseTLDs("t.json", []byte(c.file))
		if tlds != nil {
			t.Errorf("%s: gave rules", c.want)
		}
		wantLines(t, err, strings.Split(c.want, "\n")...)
	}
}

func TestParseTLDsTellsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	file := strings.NewReplacer(`"renew_window_days": 30`, `"renew_window_days": -3`, `"max_nameservers": 13`, `"max_nameservers": 99`).Replace(completeRules)
	_, err := reseller.ParseTLDs("tlds.json", []byte("{\n"+file+",\n  \"second\": {\"like\": \"test\", \"transfer_years\": 9}\n}"))
	wantLines(t, err,
		"tlds.json:7: .test: renew_window_days is -3, must be 0 to 365",
		"tlds.json:28: .test: max_nameservers is 99, must be 1 to 13",
		"tlds.json:30: .second: renew_window_days is -3, must be 0 to 365",
		"tlds.json:30: .second: transfer_years is 9, must be 0 or 1",
		"tlds.json:30: .second: max_nameservers is 99, must be 1 to 13",
	)
}

func TestParseTLDsTellsWhatIsWrongWithFields(t *testing.T) {
	t.Parallel()
	fields := func(list string) string { return with(`"lock": true`, `"fields": `+list+`, "lock": true`) }
	ok := `"name": "Legal Type", "key": "legal_type", "type": "text"`
	for _, c := range []struct{ list, want string }{
		{`7`, ".test: fields must be a list of objects"},
		{`[7]`, ".test: fields[0] must be an object"},
		{`[{` + ok + `, "colour": "red"}]`, `.test: fields[0]: unknown key "colour"`},
		{`[{` + ok + `, "required": "yes"}]`, ".test: fields[0]: required must be true or false, not string"},
		{`[{"key": "a", "type": "text"}]`, ".test: fields[0]: name is missing or empty"},
		{`[{"name": "A", "key": "A B", "type": "text"}]`, `.test: fields[0]: key is "A B", must be lower-case letters, digits and _`},
		{`[{"name": "A", "key": "a", "type": "slider"}]`, `.test: fields[0]: type is "slider", must be one of text, textarea, dropdown, radio, tickbox, display`},
		{`[{"name": "A", "key": "a", "type": "dropdown"}]`, ".test: fields[0]: type dropdown needs options"},
		{`[{` + ok + `, "check": "dk_id"}]`, `.test: fields[0]: check is "dk_id", must be "se_id" or left out`},
		{`[{` + ok + `}, {"name": "legal-type", "key": "other", "type": "text"}]`, `.test: fields[1]: "legaltype" also names fields[0]`},
	} {
		_, err := reseller.ParseTLDs("t.json", []byte(fields(c.list)))
		wantLines(t, err, "t.json:22: "+c.want)
	}
}

func TestOverrideReplacesTheKeysGivenAndKeepsTheOthers(t *testing.T) {
	t.Parallel()
	base, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	over, err := reseller.OverrideTLDs(base, "own.json", []byte(`{
		"com": {"connector": "upstream", "years": [1, 2], "transfer_lock_days": 30},
		"shop": {"like": "com", "note": "sold since May"},
		"nu": {"fields": []}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	com := over["com"]
	if com.Connector != "upstream" || !slices.Equal(com.Years, []int{1, 2}) || com.TransferLockDays != 30 {
		t.Errorf("the keys given: %+v", com)
	}
	if com.AutorenewGraceDays != 45 || len(com.RenewYears) != 10 || !com.Lock {
		t.Errorf("the other keys: %+v", com)
	}
	if shop := over["shop"]; shop.Name != "shop" || shop.Connector != "upstream" || shop.Note != "sold since May" {
		t.Errorf("the new TLD: %+v", shop)
	}
	if len(over["nu"].Fields) != 0 || len(over["se"].Fields) != 2 {
		t.Errorf("fields: .nu %v, .se %v", over["nu"].Fields, over["se"].Fields)
	}
	if base["com"].Connector != "sandbox" || len(base["com"].Years) != 10 || len(base["nu"].Fields) != 2 || len(base) != 11 {
		t.Error("the base was changed")
	}
}

func TestOverrideSeesContradictionsWithTheBase(t *testing.T) {
	t.Parallel()
	base, err := reseller.DefaultTLDs()
	if err != nil {
		t.Fatal(err)
	}
	_, err = reseller.OverrideTLDs(base, "own.json", []byte("{\n\"se\": {\"transfer_by\": \"code\",\n\"auth_code\": false},\n\"com\": {\"max_years_ahead\": 5},\n\"shop\": {\"lock\": true}}"))
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 4 || lines[0] != `own.json:3: .se: auth_code is false, but transfer_by is "code": names could never leave` ||
		lines[1] != "own.json:4: .com: years has 6, which is more than max_years_ahead (5)" ||
		lines[2] != "own.json:4: .com: renew_years has 6, which is more than max_years_ahead (5)" ||
		!strings.HasPrefix(lines[3], "own.json:5: .shop: missing connector, years, renew_years, max_years_ahead, ") {
		t.Errorf("errors:\n%s", err)
	}
}

func FuzzParseTLDsGivesRulesOrFaults(f *testing.F) {
	f.Add("{\n" + completeRules + "\n}")
	f.Add(`{"com": {"like": "com"}}`)
	f.Add(`{"a": {"fields": [{"name": null}]}, "a": []}`)
	f.Fuzz(func(t *testing.T, file string) {
		tlds, err := reseller.ParseTLDs("f.json", []byte(file))
		if (tlds == nil) != (err != nil) {
			t.Fatalf("rules %v and error %v", tlds, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "f.json:") {
			t.Fatalf("error without its file: %v", err)
		}
	})
}
