package server_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// What is planned of prices stands beside those of now.
func TestComingPricesAreListedOverREST(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	ask := func() string { return e.restAsk("GET", "/api/v1/prices/", "").Body.String() }
	if strings.Contains(ask(), "coming") {
		t.Error("something comes where nothing is planned")
	}
	renewing := reseller.Price{TLD: "com", Currency: "USD", Operation: reseller.OpRenew, Years: 1, Net: 15_50}
	from := e.Clock.Now().AddDate(0, 1, 0)
	e.Must(e.Store.PlanPrices(t.Context(), []reseller.PlannedPrice{{Price: renewing, From: from}, {Price: renewing, From: from.AddDate(0, 1, 0), Removed: true}}, reseller.Operator))
	at := func(month int) string { return from.AddDate(0, month, 0).UTC().Format(time.RFC3339) }
	want := `"coming":[{"operation":"renew","years":1,"from":"` + at(0) + `","price":15.50},{"operation":"renew","years":1,"from":"` + at(1) + `","price":null}]`
	if body := ask(); !strings.Contains(body, want) {
		t.Errorf("%s is not in\n%s", want, body)
	}
}
