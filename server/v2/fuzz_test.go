package v2

import (
	"encoding/json"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/actions/actionstest"
	"nameyard/reseller"
	"nameyard/server/form"
)

// FuzzWholeRequest takes requests from bytes to the answer: no panic, always JSON, an error has its key and words, and no
// success has it.
func FuzzWholeRequest(f *testing.F) {
	service := actionstest.Service(f)
	parameters := "domain=example.com&regperiod=1&ns1=ns1.example.net&nameservers[]=ns2.example.net&contacts[registrant][fullname]=A B&eppcode=x" +
		"&addons[idprotection]=0&domainfields=YTowOnt9&transfertag=T&lockstatus=1&status=1&nameserver=ns1&ipaddress=::1&dnsrecords[0][type]=A" +
		"&prefix[1]=a&forwardto[1]=b&searchTerm=example&tldsToInclude[]=.com&contactdetails[Registrant][First_Name]=A"
	for i, e := range Endpoints {
		f.Add(uint(i), e.Methods()[0], "example.com", "domain=example.com", form.URLEncoded, []byte(parameters))
	}
	f.Add(uint(0), "POST", "", "", form.JSON, []byte(`{"domain":"b\u00fccher.com","contacts":"{\"registrant\":[]}","nameservers":"[1]","addons":[[]]}`))
	f.Fuzz(func(t *testing.T, endpoint uint, method, domain, query, contentType string, body []byte) {
		r := Request{method, domain, query, contentType, body}
		answer, err := Endpoints[endpoint%uint(len(Endpoints))].Run(t.Context(), service, actions.Call{}, r)
		if err != nil {
			answer.Body = ErrorBody(reseller.AsError(err), "id")
		}
		var read any
		if json.Unmarshal(answer.Body, &read) != nil {
			t.Fatalf("not JSON: %s", answer.Body)
		}
		fields, _ := read.(map[string]any)
		words, told := fields["error"]
		if text, _ := words.(string); told != (err != nil) || told && strings.TrimSpace(text) == "" {
			t.Fatalf("clients misread %s (%v)", answer.Body, err)
		}
	})
}
