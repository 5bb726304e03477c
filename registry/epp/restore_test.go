package epp_test

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// redeemer is a registry with one name in redemption, which wants a report about its restore and loses the first reports.
type redeemer struct {
	mu       sync.Mutex
	state    string // of the name, as rgpStatus
	requests int
	reports  int
	delTimes []string // as they were reported
	loses    int      // reports that break the connection
	refuses  int      // reports that are refused
}

const (
	greetingRGP = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><greeting><svID>x</svID><svDate>2026-01-01T00:00:00Z</svDate><svcMenu>` +
		`<version>1.0</version><lang>en</lang><objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>` +
		`<svcExtension><extURI>urn:ietf:params:xml:ns:rgp-1.0</extURI></svcExtension></svcMenu></greeting></epp>`
	answered = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response><result code="%d"><msg>words</msg></result>%s` +
		`<trID><clTRID>%s</clTRID><svTRID>sv</svTRID></trID></response></epp>`
	redeemed = `<resData><d:infData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>back.com</d:name><d:roid>R</d:roid><d:status s="pendingDelete"/>` +
		`<d:clID>us</d:clID><d:upDate>2027-02-03T00:00:00Z</d:upDate><d:exDate>2028-01-01T00:00:00Z</d:exDate></d:infData></resData>`
	rgpData = `<extension><r:%s xmlns:r="urn:ietf:params:xml:ns:rgp-1.0"><r:rgpStatus s="%s"/></r:%s></extension>`
)

func (r *redeemer) greets(conn net.Conn) {
	converse(conn, greetingRGP, func(document string, command *wire.Node) []byte {
		code, body, goes := r.answer(document)
		if !goes {
			return nil
		}
		return fmt.Appendf(nil, answered, code, body, command.Kid(wire.NSEPP, "clTRID").Value())
	})
}

// answer answers a command; it does not where the connection breaks.
func (r *redeemer) answer(document string) (code int, body string, goes bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case strings.Contains(document, `op="request"`):
		r.requests++
		if r.state != "redemptionPeriod" {
			return 2304, "", true
		}
		r.state = "pendingRestore"
		return 1000, fmt.Sprintf(rgpData, "upData", r.state, "upData"), true
	case strings.Contains(document, `op="report"`):
		r.reports++
		_, deleted, _ := strings.Cut(document, "<rgp:delTime>")
		deleted, _, _ = strings.Cut(deleted, "</")
		r.delTimes = append(r.delTimes, deleted)
		if r.loses > 0 {
			r.loses--
			return 0, "", false
		}
		if r.refuses > 0 {
			r.refuses--
			return 2005, "", true
		}
		r.state = "ok"
		return 1000, "", true
	case strings.Contains(document, "infData"), strings.Contains(document, "domain:info"):
		return 1000, redeemed + fmt.Sprintf(rgpData, "infData", r.state, "infData"), true
	}
	return 1000, "", true
}

// reached is a connector to the registry.
func (r *redeemer) reached(t *testing.T) *epp.Connector {
	t.Helper()
	address, client := server{greets: r.greets}.start(t)
	c := epp.New(epp.Settings{
		Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules(),
		Profile: epp.Profile{Extensions: []string{wire.NSRGP}},
	})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// A registry takes the request once and purges the name if no report follows (RFC 3915 §4.2.5).
func TestRestoreWhoseReportWasLostIsReportedAndNotRequestedAgain(t *testing.T) {
	t.Parallel()
	r := &redeemer{state: "redemptionPeriod", loses: 2}
	c := r.reached(t)
	for attempt := 1; attempt <= 3; attempt++ {
		receipt, err := c.Restore(t.Context(), registry.Restore{
			ClTRID: fmt.Sprintf("NY-back-%d", attempt), Name: reseller.NameOf("back.com", "com"), DeletedAt: time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC),
		})
		switch {
		case attempt < 3 && !errors.Is(err, registry.ErrUnknown):
			t.Errorf("attempt %d, whose report was lost: %v", attempt, err)
		case attempt == 3 && (err != nil || receipt.Code != registry.CodeDone || receipt.Expires.Year() != 2028):
			t.Errorf("the last attempt: %+v, %v", receipt, err)
		}
	}
	if r.requests != 1 || r.reports != 3 || r.state != "ok" {
		t.Errorf("%d requests, %d reports, the name is %s", r.requests, r.reports, r.state)
	}
	// At first the name was last updated by its deletion, afterwards by the request.
	if got := strings.Join(r.delTimes, " "); got != "2027-02-03T00:00:00.000000Z 2027-01-01T12:00:00.000000Z 2027-01-01T12:00:00.000000Z" {
		t.Errorf("it was told as deleted on %s", got)
	}
}

// A no to the report is no no to the restore: the registry has charged for the request.
func TestRestoreWhoseReportIsRefusedIsOpen(t *testing.T) {
	t.Parallel()
	r := &redeemer{state: "redemptionPeriod", refuses: 2}
	c := r.reached(t)
	for attempt := 1; attempt <= 3; attempt++ {
		_, err := c.Restore(t.Context(), registry.Restore{ClTRID: fmt.Sprintf("NY-back-%d", attempt), Name: reseller.NameOf("back.com", "com")})
		if _, refused := registry.AsRefusal(err); refused || attempt < 3 && !errors.Is(err, registry.ErrUnknown) || attempt == 3 && err != nil {
			t.Errorf("attempt %d: %v", attempt, err)
		}
	}
	if r.requests != 1 || r.reports != 3 {
		t.Errorf("%d requests, %d reports", r.requests, r.reports)
	}
}
