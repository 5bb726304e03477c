package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/zone"
)

// Who leaves takes everything along: what CSV has no column for is in the JSON.
func TestExportInJSONHasTheWholeOfAName(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine)
		d := e.Register("whole.com")
		for _, save := range []zone.Save{
			{Kind: zone.DNS, Records: []zone.Record{{Hostname: "www", Type: "A", Address: "192.0.2.1"}}, By: reseller.Operator},
			{Kind: zone.Mail, Forwards: []zone.Forward{{Prefix: "info", ForwardTo: "anna@example.net"}}, By: reseller.Operator},
		} {
			e.Must(e.Store.SaveZone(e.Context(), d.ID, save))
		}
		_, err := e.Store.ChangeDomain(e.Context(), d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.Fields = map[string]string{"id_number": "[SE]556036-0793"}
			return nil
		})
		e.Must(err)
		var out bytes.Buffer
		e.Must(exportNames(e.Context(), operator.Names{Store: e.Store}, "", output{w: &out, json: true}))
		var names []exported
		e.Must(json.Unmarshal(out.Bytes(), &names))
		if len(names) != 1 {
			t.Fatalf("exported %s", out.String())
		}
		got := names[0]
		if got.AdditionalFields["id_number"] != "[SE]556036-0793" || len(got.Contacts) == 0 || got.Contacts[reseller.RoleRegistrant].Email == "" ||
			len(got.Records) != 1 || got.Records[0].Address != "192.0.2.1" || len(got.EmailForwards) != 1 || got.EmailForwards[0].ForwardTo != "anna@example.net" {
			t.Errorf("exported %s", out.String())
		}
	})
}
