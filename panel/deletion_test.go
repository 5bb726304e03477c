package panel_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// A deletion that waits for a step is told as one, not by the step's page.
func TestDeletionThatWaitsForAHostSaysSo(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		d := w.Register("hosted.com")
		hosts := fmt.Sprintf("/panel/domains/%d/hosts/", d.ID)
		p.post(hosts+"set/", url.Values{"seen": {p.field(hosts, "seen")}, "host": {"ns1"}, "addresses": {"192.0.2.1"}})
		w.Must(w.Sandbox.SetFault(w.Context(), sandbox.Fault{Kind: sandbox.FaultPending, Command: "host", Times: 1, Delay: time.Hour}))
		at := fmt.Sprintf("/panel/domains/%d/delete/", d.ID)
		a := p.post(at, url.Values{"name": {"hosted.com"}, "key": {p.field(at, "key")}})
		if says := "the child name servers of hosted.com are removed first, in progress as order"; a.status != http.StatusAccepted || !strings.Contains(seen(a.body), says) {
			t.Errorf("%d %s without %q:\n%s", a.status, a.to, says, seen(a.body))
		}
	})
}
