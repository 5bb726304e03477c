package epp

import (
	"errors"
	"slices"
	"testing"

	"nameyard/registry"
)

// Registries list hosts in whatever order: what was refused is known again, and the refusal stands.
func TestTheSameIsKnownInWhateverOrder(t *testing.T) {
	servers := []nameserver{{host: "ns1.old.net"}, {host: "ns2.old.net"}}
	sent, refused := 0, registry.Refuse(registry.CodeParameterPolicy, "no")
	_, err := settle(func() (change, string, error) {
		servers = slices.Clone(servers)
		slices.Reverse(servers)
		return change{remHosts: servers}, "SV-1", nil
	}, func(change) (registry.Receipt, error) {
		sent++
		return registry.Receipt{}, refused
	})
	if !errors.Is(err, refused) || sent != 1 {
		t.Errorf("sent %d times, and told %v", sent, err)
	}
}
