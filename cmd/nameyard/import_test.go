package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/demo"
	"nameyard/operator"
)

// What one server exports another imports, and exports again byte for byte: also what a name is paid through whose registry
// renewed it by itself.
func TestExportAndImportAgree(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		var before string
		for _, file := range []string{"", "as exported"} {
			e := apptest.New(t, engine)
			now := e.Clock.Now()
			r := demo.Registry{Registry: e.Sandbox, Clock: e.Clock, Rules: e.Routes.Rules()}
			for name, days := range map[string]int{"renewed.com": 365 + 8, "plain.com": 100, "räksmörgås.se": 50} {
				_, err := r.Add(e.Context(), demo.Registered{Name: e.NameOf(name), Ours: true, At: now.AddDate(0, 0, -days)})
				e.Must(err)
			}
			if file == "" {
				file = "domain,auto_renew,paid_through,dns_management,email_forwarding\nplain.com,yes,,yes,no\nrenewed.com,no," +
					now.AddDate(0, 0, -8).Format(time.DateOnly) + ",no,yes\nräksmörgås.se,yes,,no,no\n"
			} else {
				file = before
			}
			report, err := operator.Import{Store: e.Store, Routes: e.Routes, Clock: e.Clock}.Run(e.Context(), operator.ImportRequest{
				In: strings.NewReader(file), Account: e.Account.Email, Apply: true,
			})
			e.Must(err)
			if report.Counts[operator.ImportNew] != 3 {
				t.Fatalf("imported: %+v", report)
			}
			if before != "" && len(report.Notes) > 0 {
				t.Errorf("of its own export the report says %q", report.Notes)
			}
			var out bytes.Buffer
			x := newExporter(output{w: &out})
			e.Must(operator.Names{Store: e.Store}.Each(e.Context(), "", func(n operator.NameOf) error { return x.write(exportOf(n)) }))
			e.Must(x.close())
			if before != "" && out.String() != before {
				t.Errorf("exported\n%s\nimported and exported again\n%s", before, out.String())
			}
			before = out.String()
			if !strings.Contains(before, ","+now.AddDate(0, 0, -8).Format(time.DateOnly)+",no,") {
				t.Errorf("what the name was paid through is lost:\n%s", before)
			}
		}
	})
}
