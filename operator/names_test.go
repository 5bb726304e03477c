package operator_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/demo"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

func TestNameFoundAfterARestoreIsAssignedToItsAccount(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, file := e.Context(), filepath.Join(e.TempDir(), "books.nyb")
		u := operator.Backups{Store: e.Store, Clock: e.Clock, Version: "test"}
		if _, there, err := u.LastRestore(ctx); there || err != nil {
			e.Errorf("before any restore: %v, %v", there, err)
		}
		e.Register("before.com")
		written, err := u.Write(ctx, file)
		e.Must(err)
		_, err = u.Write(ctx, file)
		wantError(e, err, reseller.KindConflict, "a backup overwrites nothing")
		after := e.Register("after.com")
		_, err = u.Load(ctx, file+".none", true)
		wantError(e, err, reseller.KindNotFound, "there is no file")
		loaded, err := u.Load(ctx, file, true)
		e.Must(err)
		if written.AllRows() == 0 || loaded.AllRows() != written.AllRows() {
			e.Errorf("%d rows were written and %d loaded", written.AllRows(), loaded.AllRows())
		}
		e.Clock.Outwait(e.Orders.SettleTime() + time.Second)
		e.Must(e.Jobs.Run(ctx, jobs.AfterRestore))
		restored, there, err := u.LastRestore(ctx)
		e.Must(err)
		if !there || len(restored.Findings) != 1 || restored.Findings[0].Name != "after.com" || restored.Findings[0].Account != reseller.LostAndFound {
			e.Fatalf("the restore found %+v", restored.Findings)
		}
		f := operator.FoundNames{Store: e.Store, Clock: e.Clock}
		_, err = f.Assign(ctx, e.NameOf("before.com"), e.Account.Email)
		wantError(e, err, reseller.KindNotFound, "Restores.Status shows what was found")
		done, err := f.Assign(ctx, after.Name, e.Account.Email)
		e.Must(err)
		if d := e.Domain("after.com"); done.Account.ID != e.Account.ID || d.State != reseller.DomainActive || done.Order.Charge.Total() != 0 || done.Order.Charge.Currency != e.Account.Currency {
			e.Errorf("the name is %s, its order %+v", d.State, done.Order)
		}
		_, err = f.Assign(ctx, after.Name, e.Account.Email)
		wantError(e, err, reseller.KindNotFound, "not in the lost-and-found account")
	})
}

func TestNamesAreExportedForOneAccountOrForAll(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Names{Store: e.Store}
		e.AddAccount(reseller.Account{Email: "other@example.com", Name: "Other", Currency: "USD", Language: "en"}, 0)
		e.Register("mine.com")
		for email, want := range map[string]string{"": "mine.com reseller@example.com", "reseller@example.com": "mine.com reseller@example.com", "other@example.com": ""} {
			var got []string
			e.Must(u.Each(ctx, email, func(n operator.NameOf) error { got = append(got, n.Name.String(), n.Account); return nil }))
			if strings.Join(got, " ") != want {
				e.Errorf("of %q: %v", email, got)
			}
		}
		wantError(e, u.Each(ctx, "nobody@example.com", nil), reseller.KindNotFound, "there is no account")
	})
}

func TestOldZoneIsSavedAgainAsANewVersion(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Zones{Store: e.Store, Clock: e.Clock, Rules: e.Routes.Rules()}
		d := e.Register("zoned.com")
		for _, address := range []string{"192.0.2.1", "192.0.2.2"} {
			e.Must(e.Store.SaveZone(ctx, d.ID, zone.Save{Kind: zone.DNS, Records: []zone.Record{{Hostname: "www", Type: "A", Address: address}}, By: reseller.Operator}))
		}
		made, err := u.Restore(ctx, d.Name, zone.DNS, 1)
		e.Must(err)
		shown, err := u.Show(ctx, d.Name)
		e.Must(err)
		if made.Version != 3 || len(shown.Records) != 1 || shown.Records[0].Address != "192.0.2.1" || !shown.Delegated {
			e.Errorf("version %d has %+v in phase %s, delegated: %t", made.Version, shown.Records, shown.Phase, shown.Delegated)
		}
		history, err := u.History(ctx, d.Name)
		e.Must(err)
		if len(history) != 3 || history[0].Version != 3 {
			e.Errorf("history: %+v", history)
		}
		broken := []zone.Record{{Hostname: "www", Type: "CNAME", Address: "www.zoned.com"}} // saved before it was a fault
		e.Must(e.Store.SaveZone(ctx, d.ID, zone.Save{Kind: zone.DNS, Records: broken, By: reseller.Operator}))
		_, err = u.Restore(ctx, d.Name, zone.DNS, 4)
		wantError(e, err, reseller.KindConflict, "version 4 of the dns zone of zoned.com cannot work: row 1 (hostname www)")
		_, err = u.Import(reseller.ActingAs(ctx, anna), d.Name, "www 300 A 192.0.2.9\n", publish.Platform{}, true)
		e.Must(err)
		if history, err = u.History(ctx, d.Name); err != nil || history[0].SavedBy != anna.Name {
			e.Errorf("the version of a zone file that a person has imported: %+v, %v", history[0], err)
		}
		_, err = u.Restore(ctx, d.Name, zone.DNS, 9)
		wantError(e, err, reseller.KindNotFound, "has no version 9 of its dns zone; Zones.History zoned.com shows them")
		_, err = u.Show(ctx, e.NameOf("nobodys.com"))
		wantError(e, err, reseller.KindNotFound, "no account has nobodys.com")
	})
}

func TestImportTakesWhatIsOursAndNewAndSaysWhyNotTheRest(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx := e.Context()
		r := demo.Registry{Registry: e.Sandbox, Clock: e.Clock, Rules: e.Routes.Rules()}
		for _, n := range []demo.Registered{
			{Name: e.NameOf("ours.com"), Ours: true}, {Name: e.NameOf("ours.se"), Ours: true}, {Name: e.NameOf("foreign.com"), AuthCode: "code"},
		} {
			_, err := r.Add(ctx, n)
			e.Must(err)
		}
		e.Register("here.com")
		file := "domain,account,autorenew\nours.com,,1\nours.se,nobody@example.com,0\nforeign.com,,\nhere.com,,\nfree.com,,\nours.com,,\nname.coffee,,\nb ad.com,,\n"
		u := operator.Import{Store: e.Store, Routes: e.Routes, Clock: e.Clock}
		want := "import,no account,not ours,already here,not registered,twice in the file,not sold,bad name"
		for _, apply := range []bool{false, true} {
			report, err := u.Run(ctx, operator.ImportRequest{In: strings.NewReader(file), From: "names.csv", Account: e.Account.Email, Apply: apply})
			e.Must(err)
			var got []string
			for _, row := range report.Rows {
				got = append(got, row.Outcome)
				if no := row.Outcome; (no == operator.ImportNoAccount || no == operator.ImportNotSold || no == operator.ImportBadName) != (row.Trouble != nil) {
					e.Errorf("line %d is %s for %v", row.Line, no, row.Trouble)
				}
			}
			if strings.Join(got, ",") != want {
				e.Errorf("applied %v: %q, want %q", apply, strings.Join(got, ","), want)
			}
		}
		if d := e.Domain("ours.com"); !d.AutoRenew || d.State != reseller.DomainActive || len(d.Contacts) == 0 {
			e.Errorf("imported: %+v", d)
		}
		off := false
		report, err := u.Run(ctx, operator.ImportRequest{In: strings.NewReader("domain\nours.se\n"), AutoRenew: &off})
		e.Must(err)
		wantError(e, report.Rows[0].Trouble, reseller.KindInvalid, "neither the row nor default_account names an account")
		for words, file := range map[string]string{
			`no column "domain"`: "name of it,account\n", "the dump has no rows of tbldomains": "-- a dump\nCREATE TABLE other (x int);\n",
			"an INSERT without VALUES": "INSERT INTO tbldomains SELECT 1;\n", "ends in the middle": "INSERT INTO tbldomains (domain) VALUES ('a.com'\n",
			"which column of tbldomains is which": "INSERT INTO tbldomains VALUES ('a.com');\n", "a row does not begin": "INSERT INTO tbldomains (domain) VALUES 'a.com';\n",
			"stands between two values": "INSERT INTO tbldomains (domain, x) VALUES ('a.com' 'b');\n",
		} {
			_, err := u.Run(ctx, operator.ImportRequest{In: strings.NewReader(file)})
			wantError(e, err, reseller.KindInvalid, words)
		}
	})
}
