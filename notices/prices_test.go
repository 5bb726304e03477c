package notices_test

import (
	"strings"
	"testing"
	"time"

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

// What was told and does not come is told, once, with the price that stays or what is planned instead; what was never told is not.
func TestCancelledPricesAreToldToWhomTheyWereTold(t *testing.T) {
	t.Parallel()
	w := newFixture(t)
	net := int64(159_00)
	never := reseller.CancelledPrice{TLD: "se", Operation: reseller.OpRenew, Years: 1, From: noon.AddDate(0, 1, 0), Net: &net, Planned: noon.Add(time.Hour)}
	line := never
	line.TLD, line.Planned = "com", noon
	cancelled := func(lines ...reseller.CancelledPrice) reseller.Event {
		return reseller.Event{AccountID: 7, Kind: reseller.EventPricesCancelled, Detail: reseller.EventDetail{Count: len(lines), Cancelled: lines}}
	}
	w.happens(cancelled(line))
	if len(w.mails) != 0 {
		t.Fatalf("%d mails of what was never told", len(w.mails))
	}
	price := func(net int64) *reseller.AccountPrice {
		return &reseller.AccountPrice{Price: reseller.Price{TLD: "com", Currency: "SEK", Operation: reseller.OpRenew, Years: 1, Net: net}}
	}
	w.coming = []reseller.ComingPrice{{PriceKey: price(0).Key(), From: noon.AddDate(0, 1, 0), Was: price(149_00), Will: price(159_00)}}
	w.happens(reseller.Event{AccountID: 7, Kind: reseller.EventPricesPlanned, Detail: reseller.EventDetail{Count: 1}})
	w.coming = nil
	w.happens(cancelled(line, never))
	w.coming = []reseller.ComingPrice{{PriceKey: price(0).Key(), From: noon.AddDate(0, 2, 0), Was: price(149_00), Will: price(169_00)}}
	w.happens(cancelled(line))
	if len(w.mails) != 3 {
		t.Fatalf("%d mails, want one of the plan and two of its ends", len(w.mails))
	}
	for i, want := range map[int][]string{
		1: {"A price that was to change does not", ".com, renewal, 1 year: ", "159.00", "from 2026-04-01 is cancelled; it stays ", "149.00"},
		2: {" until 2026-05-01, from when it is ", "169.00"},
	} {
		m := w.mails[i]
		for _, words := range want {
			if !strings.Contains(m.Subject+"\n"+m.Text, words) || strings.Contains(m.Text, ".se") {
				t.Errorf("%q is not in\n%s\n%s", words, m.Subject, m.Text)
			}
		}
	}
}
