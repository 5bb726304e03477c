package epp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// inRedemption shows a name of ours in redemption.
const inRedemption = `<d:infData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>a.com</d:name><d:roid>A-X</d:roid><d:clID>us</d:clID><d:exDate>2027-01-01T00:00:00Z</d:exDate></d:infData>`

// A restore may have paid for a year. A yes behind which the expiry cannot be seen is an open outcome: with the old date, that year would be
// sold again.
func TestRestoreWhoseExpiryCannotBeSeenIsOpen(t *testing.T) {
	for what, after := range map[string]string{
		"the look fails":              fmt.Sprintf(response, 2400, "@"),
		"the look is refused":         fmt.Sprintf(response, 2201, "@"),
		"the look shows no expiry":    withData(strings.ReplaceAll(inRedemption, `<d:exDate>2027-01-01T00:00:00Z</d:exDate>`, "")),
		"the registry has gone quiet": "",
	} {
		var restored atomic.Bool
		s := server{answers: func(conn net.Conn, id string) {
			for _, answer := range []string{withData(inRedemption), fmt.Sprintf(response, 1000, "@"), after, after} {
				if restored.Load() {
					answer = after
				}
				if answer == "" {
					return
				}
				_ = wire.WriteFrame(conn, []byte(strings.ReplaceAll(answer, "@", id)))
				if id == "NY-r-1" {
					restored.Store(true)
				}
				var ok bool
				if id, ok = readID(conn); !ok {
					return
				}
			}
		}}
		address, client := s.start(t)
		c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules()})
		receipt, err := c.Restore(context.Background(), registry.Restore{ClTRID: "NY-r-1", Name: reseller.NameOf("a.com", "com")})
		if _, refused := registry.AsRefusal(err); !restored.Load() || refused || !errors.Is(err, registry.ErrUnknown) {
			t.Errorf("%s: %+v, %v; want it unknown", what, receipt, err)
		}
		_ = c.Close()
	}
}

// withData is a yes with data.
func withData(data string) string {
	return strings.ReplaceAll(fmt.Sprintf(response, 1000, "@"), "<trID>", "<resData>"+data+"</resData><trID>")
}
