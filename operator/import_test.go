package operator_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/demo"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/reseller"
)

// heldSince puts names into the registry that are ours and in no account, registered some days ago.
func heldSince(e *apptest.Env, days int, names ...string) {
	r := demo.Registry{Registry: e.Sandbox, Clock: e.Clock, Rules: e.Routes.Rules()}
	for _, n := range names {
		_, err := r.Add(e.Context(), demo.Registered{Name: e.NameOf(n), Ours: true, At: e.Clock.Now().AddDate(0, 0, -days)})
		e.Must(err)
	}
}

// imports runs an import of a file for the account of the story.
func imports(e *apptest.Env, file string, change ...func(*operator.ImportRequest)) operator.ImportReport {
	e.Helper()
	r := operator.ImportRequest{In: strings.NewReader(file), From: "names.csv", Account: e.Account.Email, Apply: true}
	for _, c := range change {
		c(&r)
	}
	report, err := operator.Import{Store: e.Store, Routes: e.Routes, Clock: e.Clock}.Run(e.Context(), r)
	e.Must(err)
	return report
}

// outcomes are those of a report's rows.
func outcomes(r operator.ImportReport) string {
	var all []string
	for _, row := range r.Rows {
		all = append(all, row.Outcome)
	}
	return strings.Join(all, ",")
}

func TestImportTakesAutoRenewAsTheFileSaysOrSetsTheRowAside(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		n := 0
		for file, want := range map[string]bool{
			"Domain Name,Auto-renew\n{},On\n": true, "domain,do_not_renew\n{},0\n": true, "domain,auto_renew\n{},Enabled\n": true, "domain,DoNotRenew\n{},on\n": false,
			"domainName,autorenewEnabled\n{},true\n": true, "SLD,TLD,Auto_Renew\n<>,com,Ja\n": true, "domain,Auto renew\n{},disabled\n": false, "domain,donotrenew\n{},\n": true,
		} {
			n++
			name := fmt.Sprintf("renews%d.com", n)
			heldSince(e, 100, name)
			report := imports(e, strings.NewReplacer("{}", name, "<>", strings.TrimSuffix(name, ".com")).Replace(file))
			if outcomes(report) != operator.ImportNew || e.Domain(name).AutoRenew != want {
				e.Errorf("%q: %+v", file, report.Rows)
			}
		}
		heldSince(e, 100, "unclear.com")
		for _, file := range []string{
			"domain,auto_renew\nunclear.com,perhaps\n", "domain,donotrenew\nunclear.com,perhaps\n", "domain,auto_renew,donotrenew\nunclear.com,1,1\n",
			"domain,dnsmanagement\nunclear.com,5\n", "domain,expires\nunclear.com,soon\n", "domain,x\nunclear.com,1,2\n",
		} {
			report := imports(e, file)
			if outcomes(report) != operator.ImportUnclear || report.Taken() || !report.Rows[0].Problem() || report.Rows[0].Note == "" && report.Rows[0].Trouble == nil {
				e.Errorf("%q: %+v", file, report.Rows)
			}
		}
		if report := imports(e, "domain,auto_renew\nunclear.com,perhaps\n", func(r *operator.ImportRequest) { on := true; r.AutoRenew = &on }); outcomes(report) != operator.ImportNew {
			e.Errorf("with auto-renew said: %+v", report.Rows)
		}
	})
}

func TestImportOfANameThatItsRegistryRenewedIsPaidThroughTheFilesDate(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		now := e.Clock.Now()
		paid := now.AddDate(0, 0, -8)
		for n, file := range []string{
			"domain,expirydate\n{},2006-01-02\n", "domain,expirydate\n{},2006-01-02 00:00:00\n", "domain,Expiry Date\n{},2006-01-02T15:04:05Z\n",
			"domain,expires\n{},02.01.2006\n", "domain,expires\n{},\"Jan 2, 2006\"\n", "domain,expires,paid_through\n{},,2006-01-02\n",
		} {
			name := string(rune('a'+n)) + "renewed.com"
			heldSince(e, 365+8, name)
			report := imports(e, strings.ReplaceAll(paid.Format(file), "{}", name))
			d := e.Domain(name)
			if outcomes(report) != operator.ImportNew || !reseller.SameDay(d.PaidThrough, paid) || !d.Expired(now) || strings.Contains(report.Rows[0].Note, "dates differ") {
				e.Errorf("%q: %+v, paid through %s, registry %s", file, report.Rows, d.PaidThrough, d.RegistryExpiry)
			}
		}
		heldSince(e, 365+8, "unsaid.com")
		for _, file := range []string{"domain\nunsaid.com\n", "domain,expires\nunsaid.com,0000-00-00\n", "domain,expires\nunsaid.com,2001-01-01\n"} {
			if report := imports(e, file); outcomes(report) != operator.ImportUnclear || !strings.Contains(report.Rows[0].Note, "give paid_through") {
				e.Errorf("%q: %+v", file, report.Rows)
			}
		}
		report := imports(e, "domain,paid_through\nunsaid.com,2001-01-01\n")
		if note := report.Rows[0].Note; outcomes(report) != operator.ImportUnclear || strings.Contains(note, "give paid_through") || !strings.Contains(note, "paid through 2001-01-01") {
			e.Errorf("a paid_through that cannot be is told as %q", note)
		}
	})
}

func TestImportSetsDatesAsideThatCouldBeReadTwoWays(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		heldSince(e, 100, "a.com", "b.com")
		expires := reseller.AddYears(e.Clock.Now().AddDate(0, 0, -100), 1)
		dry := func(r *operator.ImportRequest) { r.Apply = false }
		report := imports(e, "domain,expires\na.com,03/04/2027\nb.com,2027-01-01\n", dry)
		if outcomes(report) != "not understood,import" || !strings.Contains(report.Rows[0].Trouble.Error(), "03/04/2027") {
			e.Errorf("ambiguous: %+v", report.Rows)
		}
		if report = imports(e, "domain,expires\na.com,03/04/2027\nb.com,20/11/2026\n", dry); outcomes(report) != "import,import" {
			e.Errorf("decided by the other row: %+v", report.Rows)
		}
		if report = imports(e, "domain,expires\na.com,03/04/2027\nb.com,20/11/2026\nc.com,11/20/2026\n", dry); !strings.HasPrefix(outcomes(report), "not understood,import") {
			e.Errorf("decided in two ways: %+v", report.Rows)
		}
		if report = imports(e, expires.Format("domain,expires\na.com,01/02/2006\n"), dry, func(r *operator.ImportRequest) { r.DateOrder = operator.MonthFirst }); outcomes(report) != "import" || report.Rows[0].Note != "" {
			e.Errorf("with an order: %+v", report.Rows)
		}
	})
}

func TestImportBuysNothing(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		e.SetPrices(apptest.Prices("USD", 1299, "com", "se"))
		now := e.Clock.Now()
		heldSince(e, 365+8, "expired.com", "redeemed.com", "date.com")
		heldSince(e, 365-10, "due.com", "due.se", "active.com")
		heldSince(e, 100, "said.com", "later.com")
		passed, soon := now.AddDate(0, 0, -8).Format(time.DateOnly), now.AddDate(0, 0, 10).Format(time.DateOnly)
		report := imports(e, "domain,status,donotrenew,expirydate\nexpired.com,Expired,0,"+passed+"\nredeemed.com,Redemption Period (Expired),0,"+passed+"\ndate.com,Active,0,"+passed+
			"\ndue.com,Active,0,"+soon+"\ndue.se,Active,0,"+soon+"\nsaid.com,Grace,0,\nlater.com,Active,0,\n")
		if report.Counts[operator.ImportNew] != 7 {
			e.Errorf("imported: %+v", report.Rows)
		}
		for _, row := range report.Rows {
			later := row.Domain == "later.com"
			if row.AutoRenew != later || row.LeftOff == later || e.Domain(row.Domain).AutoRenew != later || row.Problem() == later {
				e.Errorf("%+v", row)
			}
		}
		e.Must(e.Jobs.Run(e.Context(), jobs.AutoRenew))
		e.Drain()
		for _, row := range report.Rows {
			if d := e.Domain(row.Domain); d.Invoiced {
				e.Errorf("%s has an invoice", row.Domain)
			}
		}
		on := true
		imports(e, "domain\nactive.com\n", func(r *operator.ImportRequest) { r.AutoRenew = &on })
		if !e.Domain("active.com").AutoRenew {
			e.Errorf("somebody said to renew it, and it does not")
		}
	})
}

func TestImportKnowsANameInBothItsForms(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		heldSince(e, 100, "räksmörgås.com")
		file := "domain\nräksmörgås.com\nXN--rksmrgs-5wao1o.com.\nRÄKSMÖRGÅS.com\n"
		report := imports(e, file, func(r *operator.ImportRequest) { r.Apply = false })
		if outcomes(report) != "import,twice in the file,twice in the file" || report.Rows[1].Note != "it came on line 2" {
			e.Errorf("%+v", report.Rows)
		}
	})
}

func TestFileThatCannotBeReadToItsEndChangesNothing(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		heldSince(e, 100, "first.com")
		r := operator.ImportRequest{In: strings.NewReader("domain,x\nfirst.com,1\none.com,\"5\" disk\n"), Account: e.Account.Email, Apply: true}
		_, err := operator.Import{Store: e.Store, Routes: e.Routes, Clock: e.Clock}.Run(e.Context(), r)
		wantError(e, err, reseller.KindInvalid, "line 3")
		if _, err := e.Store.LiveDomain(e.Context(), e.NameOf("first.com")); !errors.Is(err, reseller.ErrNotFound) {
			e.Errorf("a name of the refused file is here: %v", err)
		}
	})
}

func TestReportNamesRowsByLineAndId(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		report := imports(e, "CREATE TABLE tbldomains (id int, domain text);\nINSERT INTO tbldomains VALUES (17,'free.com'),\n(18,'\x1b[31mred');\n")
		if len(report.Rows) != 2 || report.Rows[0].Line != 2 || report.Rows[0].ID != "17" || report.Rows[1].Line != 3 || report.Taken() {
			e.Errorf("%+v", report)
		}
		if strings.Contains(report.Rows[1].Domain, "\x1b") {
			e.Errorf("the terminal would be red: %q", report.Rows[1].Domain)
		}
	})
}
