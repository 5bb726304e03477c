package registry_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

func TestEachStatusGivesARowItsState(t *testing.T) {
	t.Parallel()
	const active, redemption, leaving, coming = reseller.DomainActive, reseller.DomainRedemption, reseller.DomainPendingDelete, reseller.DomainPendingTransfer
	for _, c := range []struct {
		shown string // statuses
		was   reseller.DomainState
		want  reseller.DomainState
	}{
		{"", active, active},
		{"ok", redemption, active}, // it was restored
		{"ok", coming, active},
		{"ok", "", active}, // a row that is still to be made
		{"inactive", active, active},
		{"clientTransferProhibited", active, active},
		{"pendingTransfer", active, active}, // it is ours until the transfer is done
		{"pendingCreate", active, active},
		{"serverHold", active, active},
		{"ok autoRenewPeriod", active, active},
		{"ok addPeriod", active, active},
		{"ok renewPeriod", active, active},
		{"ok transferPeriod", active, active},
		{"expired", active, active},
		{"redemptionPeriod", active, redemption},
		{"pendingDelete redemptionPeriod", active, redemption},
		{"pendingDelete redemptionPeriod", leaving, redemption},
		{"pendingDelete", active, leaving},
		{"pendingDelete", redemption, leaving},
		{"deactivated", active, active},         // by expiry
		{"deactivated", redemption, redemption}, // by deletion
		{"deactivated", leaving, leaving},
		{"deactivated", coming, active},
		{"deactivated", "", active},
	} {
		r := registry.Registration{Ours: true}
		for _, s := range strings.Fields(c.shown) {
			r.Status = append(r.Status, registry.Status(s))
		}
		if got := r.State(c.was); got != c.want {
			t.Errorf("%q makes a row that was %q %q, want %q", c.shown, c.was, got, c.want)
		}
		r.Ours = false
		if got := r.State(c.was); got != reseller.DomainTransferredAway {
			t.Errorf("%q with another registrar makes a row that was %q %q", c.shown, c.was, got)
		}
	}
}

var (
	anna   = reseller.Contact{FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Phone: "+46.181234567", Email: "anna@example.com"}
	bertil = reseller.Contact{FirstName: "Bertil", LastName: "Ek", Address1: "Kungsgatan 2", City: "Umea", Country: "SE", Email: "new@example.org"}
)

// ours is the row of a name as the books have it, and shown what a registry shows of it that has it exactly so.
func ours() reseller.Domain {
	return reseller.Domain{
		State: reseller.DomainActive, RegisteredAt: day("2020-01-02"), RegistryExpiry: day("2027-01-02"), PaidThrough: day("2026-01-02"),
		Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Hosts: []reseller.Host{glue("ns1.example.com", "192.0.2.1", "2001:db8::1")},
		Contacts: reseller.Contacts{reseller.RoleRegistrant: anna, reseller.RoleTech: bertil}, Locked: true,
	}
}

func shown() registry.Registration {
	d := ours()
	return registry.Registration{
		Ours: true, Status: []registry.Status{registry.StatusClientTransferProhibited}, Created: d.RegisteredAt, Expires: d.RegistryExpiry,
		Nameservers: d.Nameservers, Hosts: d.Hosts, Contacts: registry.ShowAll(d.Contacts),
	}
}

func day(date string) time.Time {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err) // a test's own literal
	}
	return at
}

func glue(name string, addresses ...string) reseller.Host {
	h := reseller.Host{Name: name}
	for _, a := range addresses {
		h.Addresses = append(h.Addresses, netip.MustParseAddr(a))
	}
	return h
}

const none = "" // no difference

// partCases are things that a registry may show of the row that ours gives.
var partCases = map[string]struct {
	shown func(*registry.Registration)
	part  registry.Parts
	words string                        // none = no difference
	row   func(d *reseller.Domain) bool // holds of the row afterwards
}{
	"nothing differs": {func(*registry.Registration) {}, 0, none, nil},
	"state": {
		func(r *registry.Registration) { r.Status = append(r.Status, registry.StatusRedemption) }, registry.PartState,
		"redemption instead of active", func(d *reseller.Domain) bool { return d.State == reseller.DomainRedemption },
	},
	"created": {
		func(r *registry.Registration) { r.Created = day("2019-05-06") }, registry.PartCreated,
		"registered 2019-05-06 at the registry instead of 2020-01-02", func(d *reseller.Domain) bool { return d.RegisteredAt.Equal(day("2019-05-06")) },
	},
	"created, not shown": {func(r *registry.Registration) { r.Created = time.Time{} }, registry.PartCreated, none, nil},
	"expiry": {
		func(r *registry.Registration) { r.Expires = day("2028-01-02") }, registry.PartExpiry,
		"expires 2028-01-02 at the registry instead of 2027-01-02",
		func(d *reseller.Domain) bool {
			return d.RegistryExpiry.Equal(day("2028-01-02")) && d.PaidThrough.Equal(day("2026-01-02"))
		},
	},
	"expiry, not shown": {func(r *registry.Registration) { r.Expires = time.Time{} }, registry.PartExpiry, none, nil},
	"name servers": {
		func(r *registry.Registration) { r.Nameservers = []string{"ns1.else.example"} }, registry.PartNameservers,
		"name servers ns1.else.example instead of ns1.example.net ns2.example.net",
		func(d *reseller.Domain) bool {
			return len(d.Nameservers) == 1 && d.Nameservers[0] == "ns1.else.example"
		},
	},
	"name servers, none": {
		func(r *registry.Registration) { r.Nameservers = nil }, registry.PartNameservers,
		"name servers  instead of ns1.example.net ns2.example.net", func(d *reseller.Domain) bool { return len(d.Nameservers) == 0 },
	},
	"name servers in another order": {
		func(r *registry.Registration) { r.Nameservers = []string{"ns2.example.net", "ns1.example.net"} }, registry.PartNameservers, none, nil,
	},
	"host with another address": {
		func(r *registry.Registration) { r.Hosts = []reseller.Host{glue("ns1.example.com", "192.0.2.9")} }, registry.PartHosts,
		"1 child name servers instead of 1, or other addresses",
		func(d *reseller.Domain) bool { return len(d.Hosts[0].Addresses) == 1 },
	},
	"hosts, none": {
		func(r *registry.Registration) { r.Hosts = nil }, registry.PartHosts,
		"0 child name servers instead of 1, or other addresses", func(d *reseller.Domain) bool { return len(d.Hosts) == 0 },
	},
	"host with its addresses in another order": {
		func(r *registry.Registration) {
			r.Hosts = []reseller.Host{glue("ns1.example.com", "2001:db8::1", "192.0.2.1")}
		}, registry.PartHosts, none, nil,
	},
	"lock": {
		func(r *registry.Registration) { r.Status = nil }, registry.PartLock,
		"locked false instead of true", func(d *reseller.Domain) bool { return !d.Locked },
	},
	"DNSSEC": {
		func(r *registry.Registration) { r.SecDNS.DS = []reseller.DS{{KeyTag: 7, Algorithm: 13, DigestType: 2}} }, registry.PartSecDNS,
		"DNSSEC at the registry: DS 7 (13/2) instead of none", func(d *reseller.Domain) bool { return d.SecDNS.DS[0].KeyTag == 7 },
	},
	"privacy": {
		func(r *registry.Registration) { r.Privacy = true }, registry.PartPrivacy,
		"privacy true instead of false", func(d *reseller.Domain) bool { return d.Privacy },
	},
	"contacts": {
		func(r *registry.Registration) {
			r.Contacts[reseller.RoleRegistrant] = registry.ShownContact{Contact: bertil}
		}, registry.PartContacts,
		"other contacts: registrant (first_name, last_name, address1, city, phone, email)",
		func(d *reseller.Domain) bool {
			return d.Contacts[reseller.RoleRegistrant] == bertil && d.Contacts[reseller.RoleTech] == bertil
		},
	},
	"contacts, not shown":  {func(r *registry.Registration) { r.Contacts = nil }, registry.PartContacts, none, nil},
	"a contact, not shown": {func(r *registry.Registration) { delete(r.Contacts, reseller.RoleTech) }, registry.PartContacts, none, nil},
	"a contact, shown empty": {
		func(r *registry.Registration) { r.Contacts[reseller.RoleTech] = registry.ShownContact{} }, registry.PartContacts,
		"other contacts: tech (first_name, last_name, address1, city, country, email)",
		func(d *reseller.Domain) bool {
			_, there := d.Contacts[reseller.RoleTech]
			return !there && d.Contacts[reseller.RoleRegistrant] == anna
		},
	},
	"a contact that we do not have": {
		func(r *registry.Registration) {
			r.Contacts[reseller.RoleBilling] = registry.ShownContact{Contact: reseller.Contact{Email: "pay@example.com"}}
		},
		registry.PartContacts, "other contacts: billing (email)",
		func(d *reseller.Domain) bool { return d.Contacts[reseller.RoleBilling].Email == "pay@example.com" },
	},
	"a field, not shown": {
		func(r *registry.Registration) { r.Contacts[reseller.RoleRegistrant] = without(anna, "phone", "email") }, registry.PartContacts, none, nil,
	},
	"a field, shown empty": {
		func(r *registry.Registration) {
			noPhone := anna
			noPhone.Phone = ""
			r.Contacts[reseller.RoleRegistrant] = registry.ShownContact{Contact: noPhone}
		}, registry.PartContacts,
		"other contacts: registrant (phone)", func(d *reseller.Domain) bool { return d.Contacts[reseller.RoleRegistrant].Phone == "" },
	},
	"a field that differs beside one that is not shown": {
		func(r *registry.Registration) {
			moved := anna
			moved.City = "Umea"
			r.Contacts[reseller.RoleRegistrant] = without(moved, "phone")
		}, registry.PartContacts, "other contacts: registrant (city)",
		func(d *reseller.Domain) bool {
			c := d.Contacts[reseller.RoleRegistrant]
			return c.City == "Umea" && c.Phone == anna.Phone
		},
	},
}

func TestEachPartOfARowBecomesTheRegistrys(t *testing.T) {
	t.Parallel()
	for name, c := range partCases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shown()
			c.shown(&r)
			row := ours()
			if found := r.ApplyTo(&row, registry.AllParts&^c.part); len(found) > 0 {
				t.Errorf("%v was touched, too", found)
			}
			if found := r.ApplyTo(new(ours()), 0); len(found) > 0 {
				t.Errorf("%v was touched, and nothing was asked for", found)
			}
			row = ours()
			found := r.ApplyTo(&row, registry.AllParts)
			var words []string
			for _, f := range found {
				words = append(words, f.Words)
				if f.Part != c.part {
					t.Errorf("part %b differs, want %b", f.Part, c.part)
				}
			}
			if got := strings.Join(words, "; "); got != c.words {
				t.Errorf("%q differs, want %q", got, c.words)
			}
			if c.row != nil && !c.row(&row) {
				t.Errorf("the row is %+v", row)
			}
			if found = r.ApplyTo(&row, registry.AllParts); len(found) > 0 {
				t.Errorf("%v differs a second time", found)
			}
		})
	}
}

// without is a contact of which a registry does not show some fields.
func without(c reseller.Contact, fields ...string) registry.ShownContact {
	s := registry.ShownContact{Contact: c, NotShown: fields}
	for _, f := range fields {
		*s.Text(f) = ""
	}
	return s
}

func TestOfAnotherRegistrarsNameOnlyTheStateIsTakenOver(t *testing.T) {
	t.Parallel()
	r := registry.Registration{Sponsor: "OTHER", Expires: day("2030-01-01"), Contacts: registry.ShowAll(reseller.Contacts{reseller.RoleRegistrant: bertil})}
	row, want := ours(), ours()
	found := r.ApplyTo(&row, registry.AllParts)
	if len(found) != 1 || found[0].Words != "transferred_away instead of active" {
		t.Errorf("%v differs", found)
	}
	if !row.RegistryExpiry.Equal(want.RegistryExpiry) || !row.Contacts.Equal(want.Contacts) || len(row.Nameservers) != 2 {
		t.Errorf("the row is %+v", row)
	}
}

func TestOnlyWhatIsShownConfirmsContacts(t *testing.T) {
	t.Parallel()
	wish := reseller.Contacts{reseller.RoleRegistrant: anna}
	for name, c := range map[string]struct {
		shown registry.ShownContacts
		want  bool
	}{
		"all of them":              {registry.ShowAll(wish), true},
		"only the roles it has":    {registry.ShownContacts{reseller.RoleRegistrant: {Contact: anna}}, true},
		"nothing is shown":         {nil, false},
		"another role is shown":    {registry.ShownContacts{reseller.RoleTech: {}}, false},
		"a field is not shown":     {registry.ShownContacts{reseller.RoleRegistrant: without(anna, "phone")}, false},
		"another holder":           {registry.ShowAll(reseller.Contacts{reseller.RoleRegistrant: bertil}), false},
		"one more than was wished": {registry.ShowAll(reseller.Contacts{reseller.RoleRegistrant: anna, reseller.RoleTech: bertil}), false},
	} {
		if got := c.shown.Confirm(wish); got != c.want {
			t.Errorf("%s: confirmed is %t, want %t", name, got, c.want)
		}
	}
}
