package registrytest

import (
	"net/netip"
	"slices"

	"nameyard/registry"
	"nameyard/reseller"
)

func host(name string, addresses ...string) reseller.Host {
	h := reseller.Host{Name: name}
	for _, a := range addresses {
		h.Addresses = append(h.Addresses, netip.MustParseAddr(a))
	}
	return h
}

// hostStories are about child name servers that are objects (RFC 5732).
var hostStories = map[string]func(*scene){
	"a child name server is made, changed and removed": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		s.done(hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.1")))
		s.done(hoster.UpdateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.7", "2001:db8::7")))
		s.done(hoster.UpdateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "2001:db8::7", "192.0.2.7"))) // as it is
		have := s.info("parent.com").Hosts
		if len(have) != 1 || have[0].Name != "ns1.parent.com" || len(have[0].Addresses) != 2 ||
			!slices.Contains(have[0].Addresses, netip.MustParseAddr("2001:db8::7")) {
			s.Errorf("hosts are %v", have)
		}
		s.done(hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com"))
		if have := s.info("parent.com").Hosts; len(have) != 0 {
			s.Errorf("hosts are %v", have)
		}
	},
	"a child name server exists once": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		s.done(hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.1")))
		r, err := hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.2"))
		s.refused(r, err, registry.CodeExists)
	},
	"a child name server that is not there cannot be changed or removed": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		r, err := hoster.UpdateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.2"))
		s.refused(r, err, registry.CodeNoObject)
		r, err = hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com")
		s.refused(r, err, registry.CodeNoObject)
	},
	"a child name server lies inside its name and has an address": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		for _, h := range []reseller.Host{host("ns1.other.com", "192.0.2.1"), host("ns1.notparent.com", "192.0.2.1"), host("ns1.parent.com")} {
			if _, err := hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), h); err == nil {
				s.Errorf("%v was taken", h)
			}
		}
		if have := s.info("parent.com").Hosts; len(have) != 0 {
			s.Errorf("hosts are %v", have)
		}
	},
	"a child name server in use cannot be removed, nor the name": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		for _, name := range []string{"ns1.parent.com", "ns2.parent.com"} {
			s.done(hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host(name, "192.0.2.1")))
		}
		use := []string{"ns1.parent.com", "ns2.parent.com"}
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("parent.com"), Nameservers: &use}))
		r, err := hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com")
		s.refused(r, err, registry.CodeAssociation)
		r, err = s.remove("parent.com")
		s.refused(r, err, registry.CodeAssociation)
		s.info("parent.com")
	},
	"a child name server that another name uses cannot be removed, nor its name": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.parent()
		s.create("hosted.com", 1)
		s.delegate("hosted.com", "ns1.parent.com", "ns1.host.example")
		r, err := hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com")
		s.refused(r, err, registry.CodeAssociation)
		s.done(hoster.UpdateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.9")))
		r, err = s.remove("parent.com")
		s.refused(r, err, registry.CodeAssociation)

		s.delegate("hosted.com", servers...)
		s.done(hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com"))
		s.done(s.remove("parent.com"))
	},
	"a child name server is free again once the name that used it is gone": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.parent()
		c := order("brief.com", 1)
		c.ClTRID, c.Nameservers = s.tr(), []string{"ns1.parent.com", "ns1.host.example"}
		s.done(s.Connector.Create(s.Context(), c))
		r, err := hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com")
		s.refused(r, err, registry.CodeAssociation)
		s.done(s.remove("brief.com"))
		s.gone("brief.com")
		s.done(hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), "ns1.parent.com"))
	},
	"a name with child name servers that nobody uses cannot be removed": func(s *scene) {
		s.parent()
		r, err := s.remove("parent.com")
		s.refused(r, err, registry.CodeAssociation)
	},
	"name servers inside the name need to be there first": func(s *scene) {
		c := order("circular.com", 1)
		c.ClTRID, c.Nameservers = s.tr(), []string{"ns1.circular.com", "ns1.host.example"}
		r, err := s.Connector.Create(s.Context(), c)
		s.refused(r, err, registry.CodeNoObject)
		s.gone("circular.com")
		s.parent()
		want := []string{"ns1.parent.com", "ns2.parent.com"}
		r, err = s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("parent.com"), Nameservers: &want})
		s.refused(r, err, registry.CodeNoObject)
		s.done(capable[registry.HostManager](s).CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns2.parent.com", "192.0.2.2")))
		s.delegate("parent.com", want...)
	},
	"a name can be a name server of its own": func(s *scene) {
		s.create("own.com", 1)
		s.done(capable[registry.HostManager](s).CreateHost(s.Context(), s.tr(), named("own.com"), host("own.com", "192.0.2.1")))
		s.delegate("own.com", "own.com", "ns1.host.example")
	},
	"child name servers are taken over": func(s *scene) {
		hosts := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		row := s.books("parent.com")
		s.done(hosts.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.1", "2001:db8::1")))
		s.takes("parent.com", &row, registry.PartHosts)
	},
	"no resolver reaches a private address": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		for _, address := range []string{"10.0.0.1", "192.168.1.1", "127.0.0.1", "169.254.0.1", "fd00::1", "fe80::1", "224.0.0.1"} {
			if _, err := hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.1", address)); err == nil {
				s.Errorf("%s was taken", address)
			}
		}
	},
}

// parent registers parent.com with the child name server ns1.parent.com.
func (s *scene) parent() {
	s.Helper()
	hoster := capable[registry.HostManager](s)
	s.create("parent.com", 1)
	s.done(hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.1")))
}

// delegate sets a name's name servers.
func (s *scene) delegate(full string, to ...string) {
	s.Helper()
	s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named(full), Nameservers: &to}))
}
