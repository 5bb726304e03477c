package epp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// TestDataOfAnotherNameIsNoAnswer: an answer that repeats our transaction id and speaks of another name tells nothing of ours.
func TestDataOfAnotherNameIsNoAnswer(t *testing.T) {
	name := reseller.NameOf("a.com", "com")
	for data, ask := range map[string]func(ctx context.Context, c *epp.Connector) error{
		`<d:infData D><d:name>b.com</d:name><d:roid>r-1</d:roid><d:clID>us</d:clID><d:exDate>2030-01-01T00:00:00Z</d:exDate></d:infData>`: func(ctx context.Context, c *epp.Connector) error {
			_, err := c.Info(ctx, name)
			return err
		},
		`<d:chkData D><d:cd><d:name avail="1">b.com</d:name></d:cd></d:chkData>`: func(ctx context.Context, c *epp.Connector) error {
			_, err := c.Check(ctx, name)
			return err
		},
		`<d:creData D><d:name>b.com</d:name><d:crDate>2026-01-01T00:00:00Z</d:crDate></d:creData>`: func(ctx context.Context, c *epp.Connector) error {
			_, err := c.Create(ctx, registry.Create{ClTRID: "NY-test-1", Name: name, Years: 1})
			return err
		},
		`<d:trnData D><d:name>b.com</d:name><d:trStatus>serverApproved</d:trStatus></d:trnData>`: func(ctx context.Context, c *epp.Connector) error {
			_, err := c.Transfer(ctx, registry.Transfer{ClTRID: "NY-test-1", Name: name, AuthCode: "code", Years: 1})
			return err
		},
	} {
		good := fmt.Sprintf(response, 1000, "@")
		told := strings.ReplaceAll(good, "<trID>", "<resData>"+strings.ReplaceAll(data, " D>", ` xmlns:d="`+wire.NSDomain+`">`)+"</resData><trID>")
		address, client := server{answers: func(conn net.Conn, id string) { _ = wire.WriteFrame(conn, []byte(strings.ReplaceAll(told, "@", id))) }}.start(t)
		c := epp.New(epp.Settings{
			Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules(), Profile: epp.Profile{NoContacts: true},
		})
		if err := ask(t.Context(), c); !errors.Is(err, registry.ErrUnknown) || errors.Is(err, registry.ErrUnreachable) {
			t.Errorf("%s: the outcome is %v, want it unknown", data, err)
		}
		_ = c.Close()
	}
}
