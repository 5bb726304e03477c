package notices_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestPlannedPricesAreToldOnceAPlanAndNotIfTheyWereCancelled(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	planned := reseller.Event{AccountID: 7, Kind: reseller.EventPricesPlanned, Detail: reseller.EventDetail{Count: 2}}
	w.happens(planned)
	if len(w.mails) != 0 {
		t.Fatalf("%d mails of what is not planned any more", len(w.mails))
	}
	price := func(net int64) *reseller.AccountPrice {
		return &reseller.AccountPrice{Price: reseller.Price{TLD: "com", Currency: "SEK", Operation: reseller.OpRenew, Years: 1, Net: net}}
	}
	key := price(0).Key()
	w.coming = []reseller.ComingPrice{
		{PriceKey: key, From: noon.AddDate(0, 1, 0), Was: price(149_00), Will: price(159_00)},
		{PriceKey: key, From: noon.AddDate(0, 2, 0), Was: price(159_00)},
	}
	w.happens(planned)
	if len(w.mails) != 1 {
		t.Fatalf("%d mails, want one", len(w.mails))
	}
	m := w.mails[0]
	for _, words := range []string{"from 2026-04-01  .com, renewal, 1 year: ", "159.00", "149.00", "from 2026-05-01", "not sold any more"} {
		if !strings.Contains(m.Text, words) {
			t.Errorf("%q is not in\n%s", words, m.Text)
		}
	}
	if m.Kind != "prices_planned" || m.To != "shop@example.com" || !strings.HasPrefix(m.Subject, "2 prices change from 2026-04-01") {
		t.Errorf("%s to %s: %s", m.Kind, m.To, m.Subject)
	}
}
