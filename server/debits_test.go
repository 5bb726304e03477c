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

	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/torture/scorecard"
	"nameyard/verify"
)

// TestParallelDebitsOverHTTP has 16, 64 and, in the long form, 256 clients register at once on credit for a quarter of them
// (T03 of the torture). Just those get a name, nothing is left, and verify agrees.
func TestParallelDebitsOverHTTP(t *testing.T) {
	t.Parallel()
	for _, engine := range apptest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			card := scorecard.Open(t, scorecard.Item{
				ID: "T03", Fault: "parallel debits over HTTP on credit for a quarter", Engine: string(engine), Target: "accepted: exactly what is funded",
			})
			e := newEnvOn(t, engine)
			e.config.Rate, e.config.Burst = 1e6, 1e6
			web := httptest.NewServer(e.open())
			t.Cleanup(web.Close)
			crowds := []int{16, 64}
			if scorecard.Long() { // the race detector makes so many too slow for the registry's time here
				crowds = append(crowds, 256)
			}
			for _, clients := range crowds {
				email := fmt.Sprintf("crowd%d@example.com", clients)
				a := e.account(email, "token"+email)
				funded := clients / 4
				e.Must(e.Store.MoveCredit(t.Context(), a, int64(1000*funded-100_000), "", ""))
				accepted, times := e.crowd(web.URL, email, clients)
				card.Put(fmt.Sprintf("accepted of %d, funded %d", clients, funded), accepted)
				card.Put(fmt.Sprintf("p99 of %d", clients), times[len(times)*99/100])
				if accepted != funded {
					t.Errorf("%d of %d clients were served on credit for %d", accepted, clients, funded)
				}
				if b, err := e.Store.Balance(t.Context(), a.ID); err != nil || b.Available != 0 || b.Held != 0 {
					t.Errorf("afterwards there are %d available and %d held: %v", b.Available, b.Held, err)
				}
			}
			e.verify()
		})
	}
}

// crowd lets so many clients register a name each at once. It gives how many were answered with success, and how long the
// answers took, shortest first.
func (e *env) crowd(address, email string, clients int) (accepted int, times []time.Duration) {
	e.Helper()
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
				e.Error(err)
				return
			}
			defer answer.Body.Close()
			text, err := io.ReadAll(answer.Body)
			mu.Lock()
			defer mu.Unlock()
			times = append(times, time.Since(began))
			switch {
			case err != nil:
				e.Error(err)
			case strings.Contains(string(text), `"result":"success"`) && !strings.Contains(string(text), "pending"):
				accepted++
			case !strings.Contains(string(text), reseller.CodeFunds):
				e.Errorf("neither served nor short of credit: %s", text)
			}
		})
	}
	close(start)
	all.Wait()
	slices.Sort(times)
	return accepted, times
}

// verify holds the books against one another and against the registry.
func (e *env) verify() {
	e.Helper()
	snapshot, err := e.Store.Snapshot(e.Context())
	e.Must(err)
	defer snapshot.Close()
	report, err := verify.Run(e.Context(), snapshot, e.Routes.Connectors())
	e.Must(err)
	if !report.OK() {
		var text strings.Builder
		e.Must(report.Print(&text))
		e.Errorf("verify finds breaches:\n%s", text.String())
	}
}
