package store_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestHostsAndContactsComeBackAsTheyWere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := h.domain(h.account("a@example.com", 10000), "name")
		contact := reseller.Contact{FirstName: "Åsa 🐝", LastName: "O'Neill \\ \"x\"", Email: "asa@example.com"}
		host := reseller.Host{Name: "ns1.name.com", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}}
		must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Operator, "test", func(d *reseller.Domain) error {
			d.Contacts, d.Hosts = reseller.Contacts{reseller.RoleRegistrant: contact}, []reseller.Host{host}
			d.RegistryExpiry = time.Date(2028, 2, 29, 23, 59, 59, 999999000, time.UTC)
			return nil
		}))
		got := must[reseller.Domain](t)(h.Domain(h.ctx, d.AccountID, d.Name))
		equal(t, "contact", got.Contacts[reseller.RoleRegistrant], contact)
		equal(t, "host", fmt.Sprint(got.Hosts), fmt.Sprint([]reseller.Host{host}))
		equal(t, "expiry", got.RegistryExpiry, time.Date(2028, 2, 29, 23, 59, 59, 999999000, time.UTC))
	})
}
