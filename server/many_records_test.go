package server_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A domain may have a thousand records; of one more each API says where it is, and what is saved stays.
func TestAThousandRecordsAreSavedAndReadByEveryAPI(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("alpha.com", false)
	var typed []map[string]string
	for i := range 1001 {
		typed = append(typed, map[string]string{"hostname": fmt.Sprintf("h%04d", i), "type": "TXT", "address": fmt.Sprintf("text %d", i), "priority": ""})
	}
	text := func(n int) string {
		list, err := json.Marshal(typed[:n])
		e.Must(err)
		return string(list)
	}
	for _, api := range []struct {
		name, field string
		save        func(n int) string
		read        func() string
	}{
		{"the action API", "dnsrecords[1000][address]", func(n int) string {
			value, err := serialize(text(n))
			e.Must(err)
			return e.post(formType, e.signed("action=SaveDNS&sld=alpha&tld=com&dnsrecords="+url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(value))), false)).Body.String()
		}, func() string {
			return e.post(formType, e.signed("action=GetDNS&sld=alpha&tld=com", false)).Body.String()
		}},
		{"REST", "records[1000].address", func(n int) string {
			return e.restAsk(http.MethodPut, "/api/v1/domains/1/dns/", `{"records": `+text(n)+`}`).Body.String()
		}, func() string { return e.restAsk(http.MethodGet, "/api/v1/domains/1/dns/", "").Body.String() }},
		{"v2", "dnsrecords[1000][address]", func(n int) string {
			return e.send(v2Request{method: http.MethodPost, path: "/domains/alpha.com/dns", contentType: "application/json", body: `{"dnsrecords": ` + text(n) + `}`}).Body.String()
		}, func() string { return e.call("GET /domains/alpha.com/dns", nil) }},
	} {
		e.restAsk(http.MethodPut, "/api/v1/domains/1/dns/", `{"records": []}`)
		if said := api.save(1000); strings.Contains(said, "error") || strings.Contains(said, "status\":4") {
			t.Fatalf("%s: %.300s", api.name, said)
		}
		if said := api.save(1001); !strings.Contains(said, "row 1001 (hostname h1000): address: a domain can have at most 1000 records") || !strings.Contains(said, `"`+api.field+`"`) {
			t.Errorf("%s: %.300s", api.name, said)
		}
		shown := api.read()
		for _, r := range typed[:1000] {
			if !strings.Contains(shown, fmt.Sprintf(`"hostname":%q,"type":"TXT","address":%q`, r["hostname"], r["address"])) {
				t.Fatalf("%s does not show %v: %.300s", api.name, r, shown)
			}
		}
		if n := strings.Count(shown, `"TXT"`); n != 1000 {
			t.Errorf("%s shows %d records", api.name, n)
		}
	}
}
