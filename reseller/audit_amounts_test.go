package reseller

import (
	"testing"
	"time"
)

func TestAuditRecordsOfPricesTellMoney(t *testing.T) {
	t.Parallel()
	planned := PlannedPrice{Price: Price{Operation: OpRenew, Years: 1, Currency: "JPY", Net: 1200, Cost: 900}, From: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, c := range []struct{ action, detail, want string }{
		{"price.set", "register 1 years: net 1200, cost 0 USD", "register 1 years: net 12.00, cost 0.00 USD"},
		{"price.set", "renew 2 years: net 5, cost 4 SEK, was net 100, cost -1; planned by operator anna", "renew 2 years: net 0.05, cost 0.04 SEK, was net 1.00, cost -0.01; planned by operator anna"},
		{"price.remove", "renew 1 years: net 95, cost 0 SEK; planned by net 7", "renew 1 years: net 0.95, cost 0.00 SEK; planned by net 0.07"},
		{AuditPricePlanned, planned.Record(), "renew 1 years in JPY from 2027-01-01T00:00:00Z: net 1200, cost 900"},
		{AuditPriceCancelled, "renew 1 years in USD from 2027-01-01T00:00:00Z: removed", "renew 1 years in USD from 2027-01-01T00:00:00Z: removed"},
		{"price.set", "net 99999999999999999999, cost 0 USD", "net 99999999999999999999, cost 0.00 USD"},
		{"price.set", "something older: net 1200", "something older: net 1200"},
		{"credit.deposit", "100000 USD invoice 7", "1000.00 USD invoice 7"},
		{"credit.withdrawal", "5 JPY", "5 JPY"},
		{"credit.deposit", "something older", "something older"},
		{"domain.hold", "net 1200, cost 0 USD", "net 1200, cost 0 USD"},
	} {
		if got := (AuditRecord{Action: c.action, Detail: c.detail}).Told(); got != c.want {
			t.Errorf("%s %q is told as %q, want %q", c.action, c.detail, got, c.want)
		}
	}
}

// A record tells what it was and is; what its own words say of that in the form of before is not told twice.
func TestAuditRecordsTellBeforeAndAfter(t *testing.T) {
	t.Parallel()
	change := func(field, before, after string) []AuditChange { return []AuditChange{{field, before, after}} }
	for _, c := range []struct {
		action, detail string
		changes        []AuditChange
		want           string
	}{
		{"account.set", "set", append(change("spend_cap", "", "25.00 SEK"), change("disabled", "false", "true")...), "set; spend cap none → 25.00 SEK; disabled no → yes"},
		{"token.add", "read 192.0.2.0/24", change("scopes", "", "read"), "scopes read"},
		{"token.revoke", "token 7 takes its place", change("name", "shop", ""), "token 7 takes its place; name shop"},
		{"user.time_zone", "", change("time_zone", "Europe/Oslo", ""), "time zone Europe/Oslo → none"},
		{"domain.import", "paid_through=2027-01-01 auto_renew=true from list.csv line 2", change("state", "", "active"), "from list.csv line 2; state active"},
		{"domain.set", "auto_renew=true", nil, "auto_renew=true"},
		{"domain.set", "auto_renew=true dns=false mail=false state=active paid_through=2027-01-01", change("locked", "false", "true"), "locked no → yes"},
		{"account.set", "asked by  mail, ref=2026/12 state=late", change("disabled", "false", "true"), "asked by  mail, ref=2026/12 state=late; disabled no → yes"},
		{"domain.import", "paid_through=2027-01-01 auto_renew=true from a=b.csv line 2", change("state", "", "active"), "from a=b.csv line 2; state active"},
		{"price.set", "renew 1 years: net 5, cost 4 SEK, was net 100, cost 4; planned by anna", change("net", "1.00 SEK", "0.05 SEK"), "renew 1 years; planned by anna; net 1.00 SEK → 0.05 SEK"},
		{AuditPricePlanned, "renew 1 years in SEK from 2027-01-01T00:00:00Z: net 5, cost 4", change("net", "", "0.05 SEK"), "renew 1 years in SEK from 2027-01-01T00:00:00Z; net none → 0.05 SEK"},
		{"credit.deposit", "500 SEK invoice 7", change("available", "0.00 SEK", "5.00 SEK"), "5.00 SEK invoice 7; available 0.00 SEK → 5.00 SEK"},
	} {
		if got := (AuditRecord{Action: c.action, Detail: c.detail, Changes: c.changes}).Told(); got != c.want {
			t.Errorf("%s %q is told as %q, want %q", c.action, c.detail, got, c.want)
		}
	}
}
