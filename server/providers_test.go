package server_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// shownRecord is a record as every API shows it.
type shownRecord struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
}

// providers gives the records of zone/testdata/providers.txt for alpha.com, each at a host of its own, as they are typed and as they
// must be stored.
func providers(t *testing.T) (typed []map[string]string, want []shownRecord) {
	t.Helper()
	text, err := os.ReadFile("../zone/testdata/providers.txt")
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("{d}", "alpha.com", "{-}", "alpha-com")
	for line := range strings.Lines(string(text)) {
		parts := strings.Fields(line)
		if len(parts) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		n := len(want)
		host := strings.TrimPrefix(fmt.Sprintf("%s.p%d", parts[1], n), "@.")
		target := fill.Replace(strings.Join(parts[4:], " "))
		want = append(want, shownRecord{host, parts[2], target})
		row := map[string]string{
			"hostname": []string{host, host + ".alpha.com", host + ".alpha.com."}[n%3], "type": parts[2],
			"address": target, "priority": strings.TrimPrefix(parts[3], "-"),
		}
		if parts[2] != "TXT" && n%2 == 1 {
			row["address"] += "."
		}
		typed = append(typed, row)
	}
	return typed, want
}

// What providers ask for is stored as it is meant, whichever API it comes by.
func TestRecordsOfProvidersAreStoredAsMeantByEveryAPI(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.registered("alpha.com", false)
	typed, want := providers(t)
	rows, err := json.Marshal(typed)
	e.Must(err)
	stored := func(api string) {
		t.Helper()
		answer := e.restAsk("GET", "/api/v1/domains/1/dns/", "")
		var got struct {
			Records []shownRecord `json:"records"`
		}
		e.Must(json.Unmarshal(answer.Body.Bytes(), &got))
		for i, w := range want { // a form's rows come in the order of their keys, which are texts
			if !slices.Contains(got.Records, w) {
				t.Errorf("%s: %v is not stored as %v", api, typed[i], w)
			}
		}
		if len(got.Records) != len(want) {
			t.Errorf("%s: %d records, want %d: %s", api, len(got.Records), len(want), answer.Body)
		}
	}
	value, err := serialize(string(rows))
	e.Must(err)
	e.succeed("action=SaveDNS&sld=alpha&tld=com&dnsrecords="+url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(value))), false)
	stored("the action API")
	e.restAsk("PUT", "/api/v1/domains/1/dns/", `{"records": []}`)
	if answer := e.restAsk("PUT", "/api/v1/domains/1/dns/", `{"records": `+string(rows)+`}`); answer.Code != http.StatusOK {
		t.Fatal(answer.Body)
	}
	stored("REST")
	e.restAsk("PUT", "/api/v1/domains/1/dns/", `{"records": []}`)
	form := url.Values{}
	for i, row := range typed {
		for key, text := range row {
			form.Set(fmt.Sprintf("dnsrecords[%d][%s]", i, key), text)
		}
	}
	if answer := e.call("POST /domains/alpha.com/dns", []byte(form.Encode())); !strings.Contains(answer, "success") {
		t.Fatal(answer)
	}
	stored("v2")
}
