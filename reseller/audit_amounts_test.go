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
