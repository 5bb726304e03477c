package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// textRows are so many TXT records of 4,000 bytes as JSON; what tells sets apart.
func textRows(what string, n int) string {
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf(`{"hostname": "t%d", "type": "TXT", "address": "%s"}`, i, what+strings.Repeat("x", 4000-len(what))))
	}
	return "[" + strings.Join(rows, ", ") + "]"
}

// A save beyond the day's budget is refused with one code by every API, keeps what was saved, and is carried out the next day, under
// its idempotency key, too.
func TestEveryAPIRefusesWhatGoesBeyondTheDaysHistory(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.Store.SetZoneHistory(1)
	e.registered("alpha.com", false)
	const path = "/api/v1/domains/1/dns/"
	if answer := e.restAsk("PUT", path, `{"records": `+textRows("a", 200)+`}`); answer.Code != http.StatusOK {
		t.Fatal(answer.Body)
	}
	before := e.restAsk("GET", path, "").Body.String()
	more := `{"records": ` + textRows("b", 100) + `}`
	words := problem(t, e.restAsk("PUT", path, more, "Idempotency-Key", "again"), http.StatusTooManyRequests, reseller.CodeZoneHistoryLimit)
	if !strings.HasPrefix(words, "nothing was saved: ") || !strings.HasSuffix(words, "try again after 2026-03-11T00:00:00Z") {
		t.Errorf("REST says %q", words)
	}

	form := url.Values{}
	for i := range 100 {
		for key, text := range map[string]string{"hostname": fmt.Sprint("t", i), "type": "TXT", "address": strings.Repeat("c", 4000)} {
			form.Set(fmt.Sprintf("dnsrecords[%d][%s]", i, key), text)
		}
	}
	save := e.signed("action=SaveDNS&sld=alpha&tld=com&"+form.Encode(), false)
	if got := refused(t, e.post(formType, save), http.StatusTooManyRequests, reseller.CodeZoneHistoryLimit); got == "" {
		t.Error("the action API has no words")
	}
	var second struct{ Error, Code string }
	e.Must(json.Unmarshal([]byte(e.call("POST /domains/alpha.com/dns status=429", []byte(form.Encode()))), &second))
	if second.Code != reseller.CodeZoneHistoryLimit || !strings.HasPrefix(second.Error, "nothing was saved: ") {
		t.Errorf("v2 says %+v", second)
	}
	if after := e.restAsk("GET", path, "").Body.String(); after != before {
		t.Error("the records are no longer as they were saved")
	}

	e.Clock.Move(12 * time.Hour)
	if answer := e.restAsk("PUT", path, more, "Idempotency-Key", "again"); answer.Code != http.StatusOK {
		t.Errorf("the next day: %d %s", answer.Code, answer.Body)
	}
}

// What costs nothing has a limit for the day, told alike by every API; what is paid for goes on.
func TestEveryAPIRefusesTheNextFreeChangeOfADay(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("alpha.com", false)
	e.Store.SetFreeChanges(1)
	toggle := func(on string) string { return e.signed("action=SetAutoRenew&sld=alpha&tld=com&autorenew="+on, false) }
	e.succeed("action=SetAutoRenew&sld=alpha&tld=com&autorenew=1", false)
	if words := refused(t, e.post(formType, toggle("0")), http.StatusTooManyRequests, reseller.CodeDayLimit); !strings.HasPrefix(words, "nothing was done: ") {
		t.Errorf("the action API says %q", words)
	}
	problem(t, e.restAsk("PUT", "/api/v1/domains/1/", `{"auto_renew": false}`, "Idempotency-Key", "again"), http.StatusTooManyRequests, reseller.CodeDayLimit)
	problem(t, e.restAsk("POST", "/api/v1/domains/transfers/", `{"domain_name": "elsewhere.com"}`), http.StatusTooManyRequests, reseller.CodeDayLimit)
	if answer := e.call("POST /domains/alpha.com/nameservers status=429", []byte("ns1=ns1.example.net&ns2=ns2.example.net")); !strings.Contains(answer, reseller.CodeDayLimit) {
		t.Errorf("v2 says %s", answer)
	}
	e.succeed("action=RenewDomain&sld=alpha&tld=com&regperiod=1", false)
	e.Clock.Move(24 * time.Hour)
	if answer := e.restAsk("PUT", "/api/v1/domains/1/", `{"auto_renew": false}`, "Idempotency-Key", "again"); answer.Code != http.StatusOK {
		t.Errorf("the next day: %d %s", answer.Code, answer.Body)
	}
}
