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

// newWHMCS makes an installation that is set to a yard's API.
func newWHMCS(t *testing.T, url, email, token string) *whmcs {
	t.Helper()
	w := &whmcs{t: t, database: filepath.Join(t.TempDir(), "whmcs.json")}
	w.settings = params{
		"ApiUrl": url, "AuthEmail": email, "Token": token, "CaBundle": "", "ConnectTimeout": "5", "Timeout": "40", "registrar": "nameyard",
	}
	return w
}

// run calls a function of the module in a PHP process of its own.
func (w *whmcs) run(function string, with params) whmcsReply {
	w.t.Helper()
	all := maps.Clone(w.settings)
	maps.Copy(all, with)
	var reply whmcsReply
	phpCall(w.t, "testdata/whmcs/call.php", map[string]any{"function": function, "params": all, "database": w.database}, &reply)
	if len(reply.Complaints) > 0 {
		w.t.Errorf("%s: PHP complains: %s", function, strings.Join(reply.Complaints, "; "))
	}
	if token, ok := all["Token"].(string); ok && token != "" && strings.Contains(string(reply.Log), token) {
		w.t.Errorf("%s: the token stands in the module log", function)
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
