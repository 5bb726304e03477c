package integrations_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWHMCSTakesADomainThroughItsLife(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	w := newWHMCS(t, demo.URL, demo.Email, demo.Token)
	w.table("tbldomains", map[string]any{"id": 1, "orderid": 7})
	w.table("tblinvoiceitems", map[string]any{"id": 1, "type": "Domain", "relid": 1, "invoiceid": 70})
	const name = "whmcs-life.com"
	here := domain(1, name, nil)
	with := func(more params) params { return domain(1, name, more) }

	w.good("config_validate", nil)
	w.good("RegisterDomain", order(1, name, nil))
	same(t, "state", demo.info(name, "status"), "active")
	same(t, "credit", demo.credit(), "987.01")
	same(t, "registrant", contact(t, demo, name, "Registrant")["Name"], "Åsa O'Brien & Söner")
	same(t, "admin", contact(t, demo, name, "Admin")["Email"], "host@example.se")
	same(t, "e-mail forwarding", demo.info(name, "emailforwarding"), "false")

	same(t, "GetNameservers", w.good("GetNameservers", here), `{"ns1":"ns1.example.net","ns2":"ns2.example.net"}`)
	w.good("SaveNameservers", with(params{"ns1": "NS1.example.org", "ns2": "ns2.example.org", "ns3": "", "ns4": nil, "ns5": ""}))
	same(t, "name servers", demo.info(name, "nameservers"), `{"ns1":"ns1.example.org","ns2":"ns2.example.org"}`)
	if words := w.refused("SaveNameservers", with(params{"ns1": "not a host"})); !strings.Contains(words, "not a host") {
		t.Errorf("SaveNameservers: %q does not say what is wrong", words)
	}

	same(t, "GetRegistrarLock", w.good("GetRegistrarLock", here), `"locked"`)
	w.good("SaveRegistrarLock", with(params{"lockenabled": "unlocked"}))
	same(t, "lock", demo.info(name, "lockstatus"), "unlocked")
	w.good("SaveRegistrarLock", with(params{"lockenabled": "locked"}))
	same(t, "lock", demo.info(name, "lockstatus"), "locked")
	w.refused("SaveRegistrarLock", here)

	w.good("IDProtectToggle", with(params{"protectenable": true}))
	same(t, "privacy", demo.info(name, "idprotection"), "true")
	w.good("IDProtectToggle", with(params{"protectenable": false}))
	same(t, "privacy", demo.info(name, "idprotection"), "false")
	w.good("autorenewon", here)
	same(t, "auto-renew", demo.info(name, "autorenew"), "true")
	w.good("autorenewoff", here)
	same(t, "auto-renew", demo.info(name, "autorenew"), "false")

	if words := w.refused("dnssecon", here); !strings.Contains(words, "name servers") {
		t.Errorf("dnssecon: %q does not say what is wrong", words)
	}
	w.good("dnssecoff", here)

	host := params{"nameserver": "ns1.whmcs-life.com", "ipaddress": "192.0.2.53"}
	w.good("RegisterNameserver", with(host))
	contains(t, "registry", demo.cli("sandbox", "registry", "show", name), "192.0.2.53")
	w.good("ModifyNameserver", with(params{"nameserver": "ns1.whmcs-life.com", "currentipaddress": "192.0.2.53", "newipaddress": "2001:db8::53"}))
	contains(t, "registry", demo.cli("sandbox", "registry", "show", name), "2001:db8::53")
	w.good("DeleteNameserver", with(host))
	w.refused("DeleteNameserver", with(host))

	var code struct{ EPPCode string }
	demo.must(json.Unmarshal([]byte(w.good("GetEPPCode", here)), &code))
	if len(code.EPPCode) < 16 {
		t.Errorf("GetEPPCode: %q is no code", code.EPPCode)
	}

	same(t, "Sync", w.good("Sync", here), `{"active":true,"expired":false,"cancelled":false,"transferredAway":false,"expirydate":"`+demo.seen("Sync", name, "expirydate")+`"}`)
	before := demo.info(name, "expirydate")
	w.good("RenewDomain", with(params{"regperiod": 2}))
	same(t, "expiry", demo.info(name, "expirydate"), later(t, before, 2))
	same(t, "credit", demo.credit(), "961.03")

	information := w.good("GetDomainInformation", here)
	for _, fact := range []string{
		`"domain":"whmcs-life.com"`, `"nameservers":{"ns1":"ns1.example.org","ns2":"ns2.example.org"}`, `"registrationStatus":"Active"`,
		`"expiryDate":"` + later(t, before, 2) + `"`, `"restorable":false`, `"idProtectionStatus":false`, `"dnsManagementStatus":true`,
		`"emailForwardingStatus":false`, `"isIrtpEnabled":false`, `"transferLock":true`,
	} {
		contains(t, "GetDomainInformation", information, fact)
	}
	contains(t, "AdminDomainsTabFields", w.good("AdminDomainsTabFields", here), `"State at the registrar":"active, paid through `+later(t, before, 2)+`"`)
	contains(t, "AdminDomainsTabFields", w.good("AdminDomainsTabFields", here), `"DNSSEC":"off"`)
	contains(t, "AdminDomainsTabFields", w.good("AdminDomainsTabFields", here), `/panel/domains/?q=`+name+`\"`)
	contains(t, "AdminCustomButtonArray", w.good("AdminCustomButtonArray", nil), `"Restore":"restore"`)

	w.good("ReleaseDomain", with(params{"transfertag": "OTHER-TAG"}))
	same(t, "state", demo.seen("Sync", name, "status"), "transferredaway")
	same(t, "Sync of a name that left", w.good("Sync", here), `{"active":false,"expired":false,"cancelled":false,"transferredAway":true}`)
	contains(t, "GetNameservers", w.refused("GetNameservers", here), "not in this account")
}

// contact gives one contact of a domain as the server shows it.
func contact(t *testing.T, demo *demoServer, name, kind string) map[string]any {
	t.Helper()
	sld, tld, _ := strings.Cut(name, ".")
	shown, ok := demo.ask("GetContactDetails", map[string]string{"sld": sld, "tld": tld})[kind].(map[string]any)
	if !ok {
		t.Fatalf("%s has no contact %s", name, kind)
	}
	return shown
}

func TestWHMCSContactsGoThroughItsFormAndBack(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	w := newWHMCS(t, demo.URL, demo.Email, demo.Token)
	const name = "people.com"
	w.good("RegisterDomain", order(1, name, nil))

	shown := w.good("GetContactDetails", domain(1, name, nil))
	same(t, "GetContactDetails", shown, `{"Registrant":{"First Name":"Åsa","Last Name":"O'Brien & Söner","Company Name":"",`+
		`"Email Address":"asa@example.se","Address 1":"Storgatan 1","Address 2":"","City":"Malmö","State":"Skåne","Postcode":"211 34",`+
		`"Country":"SE","Phone Number":"+46.40123456"},"Admin":{"First Name":"Host","Last Name":"Master","Company Name":"Hosting AB",`+
		`"Email Address":"host@example.se","Address 1":"Nygatan 2","Address 2":"","City":"Lund","State":"Skåne","Postcode":"222 22",`+
		`"Country":"SE","Phone Number":"+46.46123456"}}`)
	var form map[string]map[string]string
	demo.must(json.Unmarshal([]byte(shown), &form))
	w.good("SaveContactDetails", domain(1, name, params{"contactdetails": form}))
	same(t, "contacts that were saved unchanged", w.good("GetContactDetails", domain(1, name, nil)), shown)

	form["Technical"] = form["Admin"] // WHMCS's own word for it comes back
	w.good("SaveContactDetails", domain(1, name, params{"contactdetails": form}))
	contains(t, "GetContactDetails", w.good("GetContactDetails", domain(1, name, nil)), `"Technical":{"First Name":"Host"`)
	delete(form, "Technical")

	form["Registrant"]["City"], form["Registrant"]["Last Name"] = "Göteborg", ""
	w.good("SaveContactDetails", domain(1, name, params{"contactdetails": form}))
	same(t, "city", contact(t, demo, name, "Registrant")["City"], "Göteborg")
	same(t, "name", contact(t, demo, name, "Registrant")["Name"], "Åsa")

	// A contact of the customer's address book comes under other names, the telephone number in two parts.
	w.good("SaveContactDetails", domain(1, name, params{"contactdetails": map[string]any{"Registrant": map[string]string{
		"Full Name": "Eva Ek", "Organisation Name": "Ek AB", "Email": "eva@example.se", "Address": "Nygatan 2", "ZIP Code": "11122",
		"City": "Stockholm", "Region": "Stockholm", "Country": "SE", "Phone": "8 123 456", "Phone Country Code": "46",
	}}}))
	registrant := contact(t, demo, name, "Registrant")
	same(t, "name", registrant["Name"], "Eva Ek")
	same(t, "company", registrant["Company"], "Ek AB")
	same(t, "telephone", registrant["Telephone"], "+46.8123456")
	for phone, want := range map[string]any{
		"070-123 45 67": "+46.701234567", "46701234567": "+46.701234567", "(0)8-123 456 78 ext 12": "+46.812345678x12",
		"+45 12 34 56 78": "+45.12345678", "0045 12 34 56 78": "+45.12345678",
	} {
		w.good("SaveContactDetails", domain(1, name, params{"contactdetails": map[string]any{"Registrant": map[string]string{
			"Country": "NO", "Phone Number": phone, "Phone Country Code": "46",
		}}}))
		same(t, "telephone "+phone, contact(t, demo, name, "Registrant")["Telephone"], want)
	}

	words := w.refused("SaveContactDetails", domain(1, name, params{"contactdetails": map[string]any{"Registrant": map[string]string{"Email Address": "nonsense"}}}))
	same(t, "refusal", words, `"nonsense" is not an e-mail address: it has no @`)
	same(t, "e-mail after a refusal", contact(t, demo, name, "Registrant")["Email"], "eva@example.se")
	w.refused("SaveContactDetails", domain(1, name, nil))
}

func TestWHMCSRecordsAndForwards(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	w := newWHMCS(t, demo.URL, demo.Email, demo.Token)
	const name = "records.com"
	w.good("RegisterDomain", order(1, name, nil))
	save := func(rows ...map[string]string) params {
		return domain(1, name, params{"dnsrecords": append([]map[string]string{}, rows...)})
	}

	w.good("SaveDNS", save(
		map[string]string{"hostname": "@", "type": "A", "address": "192.0.2.1", "priority": "N/A", "recid": ""},
		map[string]string{"hostname": "@", "type": "MX", "address": "mail.example.net", "priority": "20", "recid": ""},
		map[string]string{"hostname": "txt", "type": "TXT", "address": `v=1; path=C:\new "quoted" é`, "priority": "N/A", "recid": ""},
		map[string]string{"hostname": "", "type": "A", "address": "", "priority": "", "recid": ""},
	))
	saved := w.good("GetDNS", domain(1, name, nil))
	same(t, "GetDNS", saved, `[{"hostname":"@","type":"A","address":"192.0.2.1","priority":"N/A"},`+
		`{"hostname":"@","type":"MX","address":"mail.example.net","priority":"20"},`+
		`{"hostname":"txt","type":"TXT","address":"v=1; path=C:\\new \"quoted\" é","priority":"N/A"}]`)
	words := w.refused("SaveDNS", save(map[string]string{"hostname": "bad", "type": "A", "address": "999.1.1.1", "priority": ""}))
	contains(t, "SaveDNS", words, "999.1.1.1")
	w.refused("SaveDNS", domain(1, name, nil)) // without records it must not clear them
	same(t, "records after refusals", w.good("GetDNS", domain(1, name, nil)), saved)
	same(t, "first record", asText(demo.ask("GetDNS", map[string]string{"sld": "records", "tld": "com"})["0"]),
		`{"address":"192.0.2.1","hostname":"@","priority":null,"type":"A"}`)
	w.good("SaveDNS", save())
	same(t, "records after clearing", w.good("GetDNS", domain(1, name, nil)), `[]`)

	w.good("SaveEmailForwarding", domain(1, name, params{
		"prefix": map[string]string{"3": "info", "9": "*", "10": ""}, "forwardto": map[string]string{"3": "asa@example.se", "9": "all@example.se", "10": ""},
	}))
	same(t, "GetEmailForwarding", w.good("GetEmailForwarding", domain(1, name, nil)),
		`{"1":{"prefix":"info","forwardto":"asa@example.se"},"2":{"prefix":"*","forwardto":"all@example.se"}}`)
	same(t, "second forward", asText(demo.ask("GetEmailForwarding", map[string]string{"sld": "records", "tld": "com"})["2"]),
		`{"forwardto":"all@example.se","prefix":"*"}`)
	w.refused("SaveEmailForwarding", domain(1, name, params{"prefix": map[string]string{"0": "info"}}))
}

func TestWHMCSSwedishNames(t *testing.T) {
	t.Parallel()
	demo := openDemo(t)
	w := newWHMCS(t, demo.URL, demo.Email, demo.Token)
	var fields map[string][]map[string]any
	demo.must(json.Unmarshal([]byte(w.good("fields", nil)), &fields))
	theirs := demo.ask("GetDomainFields", nil)
	for _, tld := range []string{".se", ".nu"} {
		for i, field := range theirs[tld].([]any) {
			want := field.(map[string]any)
			got := fields[tld][i]
			for _, key := range []string{"Name", "LangVar", "Type", "Size", "Required"} {
				if got[key] != want[key] {
					t.Errorf("%s, field %d: %s is %v, the server says %v", tld, i+1, key, got[key], want[key])
				}
			}
		}
	}

	words := w.refused("RegisterDomain", order(1, "räksmörgås.se", nil))
	contains(t, "RegisterDomain without identity", words, "Identification Number")
	words = w.refused("RegisterDomain", order(1, "räksmörgås.se", params{"additionalfields": map[string]string{"Identification Number": "556036-0794", "VAT": ""}}))
	contains(t, "RegisterDomain with a wrong identity", words, "556036-0794")
	same(t, "credit after refusals", demo.credit(), "1000.00")
	w.good("RegisterDomain", order(1, "räksmörgås.se", params{"additionalfields": map[string]string{"Identification Number": "556036-0793", "VAT": "SE556036079301"}}))
	same(t, "state", demo.seen("Sync", "räksmörgås.se", "status"), "active")
	same(t, "GetRegistrarLock", w.good("GetRegistrarLock", domain(1, "räksmörgås.se", nil)), `""`)
	contains(t, "SaveRegistrarLock", w.refused("SaveRegistrarLock", domain(1, "räksmörgås.se", params{"lockenabled": "locked"})), "no such feature")
	if information := w.good("GetDomainInformation", domain(1, "räksmörgås.se", nil)); strings.Contains(information, "transferLock") {
		t.Errorf("GetDomainInformation tells a lock of .se: %s", information)
	}

	// Deleted within the days in which the registry gives the money back.
	w.good("RequestDelete", domain(1, "räksmörgås.se", nil))
	same(t, "state", demo.seen("Sync", "räksmörgås.se", "status"), demo.info("räksmörgås.se", "status"))
	w.refused("GetNameservers", domain(2, "nobody.se", nil))
}
