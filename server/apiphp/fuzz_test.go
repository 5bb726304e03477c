package apiphp

import (
	"encoding/json"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/actions/actionstest"
	"nameyard/reseller"
	"nameyard/server/form"
)

// FuzzWholeRequest takes bodies from bytes to the answer: no panic, always one JSON object, errors always in words.
func FuzzWholeRequest(f *testing.F) {
	service := actionstest.Service(f)
	for _, a := range actions.Table {
		f.Add(form.URLEncoded, []byte("token=t&authemail=a@b.se&action="+a.Name+"&sld=exampledomain&tld=com&regperiod=1&ns1=a.b.se&newtag=ONE-TAG&lockstatus="+
			"&dnsrecords[0][hostname]=www&dnsrecords[0][type]=A&dnsrecords[0][address]=192.0.2.1&prefix=czowOiIiOw==&forwardto[1]=x"+
			"&contactdetails[Owner][First Name]=A&domainfields=TjsK&autorenew=1&protectenable=0&domains=a.com&nameserver=ns1&ipaddress=::1"))
	}
	f.Add("application/json", []byte(`{"token":1,"email":"x","action":"SaveDNS","domain":"b\u00fccher.se","dnsrecords":[{"hostname":null,"priority":1e9}]}`))
	f.Add("multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nGetDNS\r\n--b--"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		p, err := Read(contentType, body)
		if err == nil {
			_, err = p.Credentials()
		}
		name := ""
		if err == nil {
			name, err = p.Action()
		}
		var action actions.Action
		if err == nil {
			action, err = actions.Lookup(name)
		}
		var answer form.Answer
		if err == nil {
			answer, err = Run(t.Context(), service, actions.Call{}, action, p)
		}
		if err != nil {
			answer.Body = ErrorBody(reseller.AsError(err), "id")
		}
		var read map[string]any
		if json.Unmarshal(answer.Body, &read) != nil || read["result"] == nil {
			t.Fatalf("not an answer: %s", answer.Body)
		}
		if msg, _ := read["msg"].(string); read["result"] == "error" && strings.TrimSpace(msg) == "" {
			t.Fatalf("an error without words: %s", answer.Body)
		}
		if _, bad := read["error"]; bad || read["errors"] != nil {
			t.Fatalf("clients misread %s", answer.Body)
		}
	})
}
