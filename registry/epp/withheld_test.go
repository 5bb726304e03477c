package epp_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// What a registry that answers says of one name is about that name: registries refuse to show names that have another registrar (2201), and
// some can be shown by none (2400). Neither is a registry that does not answer.
func TestNameThatARegistryDoesNotShow(t *testing.T) {
	for code, want := range map[int]func(registry.Look, error) bool{
		2201: func(seen registry.Look, err error) bool {
			return err == nil && seen.Hidden && !seen.Ours && seen.Withheld != ""
		},
		2400: func(seen registry.Look, err error) bool { return err == nil && !seen.Hidden && seen.Withheld != "" },
		2004: func(seen registry.Look, err error) bool { return err == nil && !seen.Hidden && seen.Withheld != "" },
		2303: func(seen registry.Look, err error) bool { return err == nil && seen.Gone && seen.Withheld == "" },
		2500: func(_ registry.Look, err error) bool { return errors.Is(err, registry.ErrUnknown) },
		2502: func(_ registry.Look, err error) bool { return errors.Is(err, registry.ErrUnreachable) },
	} {
		s := server{answers: func(conn net.Conn, id string) { _ = wire.WriteFrame(conn, fmt.Appendf(nil, response, code, id)) }}
		address, client := s.start(t)
		c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules()})
		if seen, err := registry.LookAt(context.Background(), c, reseller.NameOf("a.com", "com")); !want(seen, err) {
			t.Errorf("%d gives %+v, %v", code, seen, err)
		}
		_ = c.Close()
	}
}
