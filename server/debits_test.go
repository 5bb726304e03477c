package server_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store/storetest"
	"nameyard/torture/scorecard"
	"nameyard/verify"
)

// TestParallelDebitsOverHTTP is T03: 16, 64 and, in the long form, 256 clients register at once on credit for a quarter of
// them. Just those get a name, nothing is left, and verify agrees.
func TestParallelDebitsOverHTTP(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLitePath, "mariadb": storetest.MariaDB} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T03", Fault: "parallel debits over HTTP on credit for a quarter", Engine: engine, Target: "accepted: exactly what is funded",
			})
			file := database(t)
			if err := migrate(file); err != nil {
				t.Fatal(err)
			}
			h := openHouse(t, file)
			h.config.Rate, h.config.Burst = 1e6, 1e6
			web := httptest.NewServer(h.open())
			t.Cleanup(web.Close)
			crowds := []int{16, 64}
			if scorecard.Long() { // the race detector makes so many too slow for the registry's time here
				crowds = append(crowds, 256)
			}
			for _, clients := range crowds {
				email := fmt.Sprintf("crowd%d@example.com", clients)
				a := h.account(email, "token"+email)
				funded := clients / 4
				h.must(h.store.MoveCredit(t.Context(), a, int64(1000*funded-100_000), "", ""))
				accepted, times := h.crowd(web.URL, email, clients)
				card.Put(fmt.Sprintf("accepted of %d, funded %d", clients, funded), accepted)
				card.Put(fmt.Sprintf("p99 of %d", clients), times[len(times)*99/100])
				if accepted != funded {
					t.Errorf("%d of %d clients were served on credit for %d", accepted, clients, funded)
				}
				if b, err := h.store.Balance(t.Context(), a.ID); err != nil || b.Available != 0 || b.Held != 0 {
					t.Errorf("afterwards there are %d available and %d held: %v", b.Available, b.Held, err)
				}
			}
			h.verify()
		})
	}
}

// crowd lets so many clients register a name each at once. It gives how many were answered with success, and how long the
// answers took, shortest first.
func (h *house) crowd(address, email string, clients int) (accepted int, times []time.Duration) {
	h.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range clients {
		all.Go(func() {
			<-start
			began := time.Now()
			answer, err := client.PostForm(address+"/api.php", url.Values{
				"token": {"token" + email}, "authemail": {email}, "action": {"RegisterDomain"}, "sld": {fmt.Sprintf("c%dx%d", clients, i)}, "tld": {"com"},
				"regperiod": {"1"}, "firstname": {"a"}, "lastname": {"b"}, "address1": {"street"}, "city": {"city"}, "postcode": {"12345"},
				"country": {"US"}, "phonenumber": {"1234567890"}, "email": {"a@example.com"},
			})
			if err != nil {
				h.Error(err)
				return
			}
			defer answer.Body.Close()
			text, err := io.ReadAll(answer.Body)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, time.Since(began))
			switch {
			case err != nil:
				h.Error(err)
			case strings.Contains(string(text), `"result":"success"`) && !strings.Contains(string(text), "pending"):
				accepted++
			case !strings.Contains(string(text), reseller.CodeFunds):
				h.Errorf("neither served nor short of credit: %s", text)
			}
		})
	}
	close(start)
	all.Wait()
	slices.Sort(times)
	return accepted, times
}

// verify holds the books against one another and against the registry.
func (h *house) verify() {
	h.Helper()
	snapshot, err := h.store.Snapshot(h.Context())
	h.must(err)
	defer snapshot.Close()
	report, err := verify.Run(h.Context(), snapshot, h.routes.Connectors())
	h.must(err)
	if !report.OK() {
		var text strings.Builder
		h.must(report.Print(&text))
		h.Errorf("verify finds breaches:\n%s", text.String())
	}
}
