package integrations_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// params are parameters as WHMCS hands them to a registrar function.
type params map[string]any

// whmcs is a WHMCS installation that has the module.
type whmcs struct {
	t        *testing.T
	database string // file of the stand-in for WHMCS's database
	settings params
}

// whmcsReply is what a call of the module did.
type whmcsReply struct {
	Returned   json.RawMessage `json:"returned"`
	Threw      *string         `json:"threw"`
	Log        json.RawMessage `json:"log"`
	Activity   []string        `json:"activity"`
	LocalAPI   json.RawMessage `json:"localapi"`
	Complaints []string        `json:"complaints"` // PHP's warnings and notices
}

// newWHMCS makes an installation that is set to a demo server's API.
func newWHMCS(t *testing.T, url, email, token string) *whmcs {
	t.Helper()
	w := &whmcs{t: t, database: filepath.Join(t.TempDir(), "whmcs.json")}
	w.settings = params{
		"ApiUrl": url, "AuthEmail": email, "Token": token, "CaBundle": "", "ConnectTimeout": "5", "Timeout": "40", "registrar": "nameyard",
	}
	return w
}

// whmcsCall is one call of a function of the module.
type whmcsCall struct {
	Function string `json:"function"`
	Params   params `json:"params"`
}

// calls makes calls in one PHP process and gives their replies. The token must not stand in the module log.
func (w *whmcs) calls(calls ...whmcsCall) []whmcsReply {
	w.t.Helper()
	for i, c := range calls {
		all := maps.Clone(w.settings)
		maps.Copy(all, c.Params)
		calls[i].Params = all
	}
	var replies []whmcsReply
	phpCall(w.t, "testdata/whmcs/call.php", map[string]any{"calls": calls, "database": w.database}, &replies)
	for i, reply := range replies {
		if token, ok := w.settings["Token"].(string); ok && token != "" && strings.Contains(string(reply.Log), token) {
			w.t.Errorf("%s: the token stands in the module log", calls[i].Function)
		}
	}
	return replies
}

// run calls a function in a PHP process of its own. PHP must have nothing to complain of.
func (w *whmcs) run(function string, with params) whmcsReply {
	w.t.Helper()
	reply := w.calls(whmcsCall{function, with})[0]
	if len(reply.Complaints) > 0 {
		w.t.Errorf("%s: PHP complains: %s", function, strings.Join(reply.Complaints, "; "))
	}
	return reply
}

// call calls a function that must not throw and gives what it returned.
func (w *whmcs) call(function string, with params) string {
	w.t.Helper()
	reply := w.run(function, with)
	if reply.Threw != nil {
		w.t.Fatalf("%s threw %s", function, *reply.Threw)
	}
	return string(reply.Returned)
}

// good calls a function that must succeed.
func (w *whmcs) good(function string, with params) string {
	w.t.Helper()
	returned := w.call(function, with)
	if strings.Contains(returned, `"error"`) {
		w.t.Fatalf("%s: %s", function, returned)
	}
	return returned
}

// refused calls a function that must return an error and gives its words.
func (w *whmcs) refused(function string, with params) string {
	w.t.Helper()
	var returned struct {
		Error string `json:"error"`
	}
	raw := w.call(function, with)
	if err := json.Unmarshal([]byte(raw), &returned); err != nil || returned.Error == "" {
		w.t.Fatalf("%s: wanted an error, got %s", function, raw)
	}
	return returned.Error
}

// allRefused calls functions with which everything is wrong, all in one process. Each must fail: throw where WHMCS wants that,
// return an error elsewhere. It gives their words by function.
func (w *whmcs) allRefused(functions map[string]params) map[string]string {
	w.t.Helper()
	var calls []whmcsCall
	for function, with := range functions {
		calls = append(calls, whmcsCall{function, with})
	}
	words := map[string]string{}
	for i, reply := range w.calls(calls...) {
		function := calls[i].Function
		var returned struct {
			Error string `json:"error"`
		}
		_ = json.Unmarshal(reply.Returned, &returned)
		throws := function == "config_validate" || function == "GetDomainInformation"
		switch {
		case len(reply.Complaints) > 0:
			w.t.Errorf("%s: PHP complains: %s", function, strings.Join(reply.Complaints, "; "))
		case throws && reply.Threw != nil:
			words[function] = *reply.Threw
		case !throws && reply.Threw == nil && returned.Error != "":
			words[function] = returned.Error
		default:
			w.t.Errorf("%s has not failed: %s", function, reply.Returned)
		}
	}
	return words
}

// drawn gives the widget as HTML.
func (w *whmcs) drawn() string {
	w.t.Helper()
	var html string
	if err := json.Unmarshal([]byte(w.call("widget", nil)), &html); err != nil {
		w.t.Fatal(err)
	}
	return html
}

// table puts rows into WHMCS's database.
func (w *whmcs) table(name string, rows ...map[string]any) {
	w.t.Helper()
	tables := w.tables()
	tables[name] = rows
	out, err := json.Marshal(tables)
	if err == nil {
		err = os.WriteFile(w.database, out, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *whmcs) tables() map[string][]map[string]any {
	w.t.Helper()
	tables := map[string][]map[string]any{}
	raw, err := os.ReadFile(w.database)
	if err == nil {
		err = json.Unmarshal(raw, &tables)
	}
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	return tables
}

// age makes everything that the module remembers of its orders so many seconds older.
func (w *whmcs) age(seconds float64) {
	w.t.Helper()
	rows := w.tables()["mod_nameyard_orders"]
	for _, row := range rows {
		row["changed"] = row["changed"].(float64) - seconds
	}
	w.table("mod_nameyard_orders", rows...)
}

// domain are the common parameters of a domain.
func domain(id int, name string, more params) params {
	sld, tld, _ := strings.Cut(name, ".")
	p := params{"domainid": id, "domain": name, "sld": sld, "tld": tld, "regperiod": 1, "userid": 1}
	maps.Copy(p, more)
	return p
}

// order are the parameters of a registration or transfer.
func order(id int, name string, more params) params {
	p := domain(id, name, params{
		"ns1": "ns1.example.net", "ns2": "ns2.example.net", "ns3": "", "ns4": "", "ns5": "",
		"firstname": "Åsa", "lastname": "O'Brien & Söner", "fullname": "Åsa O'Brien & Söner", "companyname": "", "email": "asa@example.se",
		"address1": "Storgatan 1", "address2": "", "city": "Malmö", "state": "Skåne", "fullstate": "Skåne", "postcode": "211 34",
		"countrycode": "SE", "country": "SE", "countryname": "Sweden", "phonenumber": "040123456", "phonecc": "46",
		"fullphonenumber": "+46.40123456", "additionalfields": map[string]string{},
		"adminfirstname": "Host", "adminlastname": "Master", "admincompanyname": "Hosting AB", "adminemail": "host@example.se",
		"adminaddress1": "Nygatan 2", "admincity": "Lund", "adminstate": "Skåne", "adminpostcode": "222 22", "admincountry": "SE",
		"adminphonenumber": "046123456", "adminfullphonenumber": "+46.46123456",
		"dnsmanagement": true, "emailforwarding": false, "idprotection": false, "premiumEnabled": false, "premiumCost": nil,
	})
	maps.Copy(p, more)
	return p
}
