package registrytest

import (
	"reflect"

	"nameyard/registry"
	"nameyard/reseller"
)

// attributeStories are about child name servers where they are attributes of names: what the registry has of them is the addresses in the
// delegation of the name that they lie in (RFC 5731 §1.1).
var attributeStories = map[string]func(*scene){
	"a child name server is told with the name servers": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		h := host("ns1.parent.com", "192.0.2.1", "2001:db8::1")
		s.done(hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), h)) // nothing to be told yet
		s.hasHosts("parent.com")
		s.delegateOwn("parent.com", []reseller.Host{h}, "ns1.parent.com", "ns1.host.example")
		s.hasHosts("parent.com", h)
		s.delegate("parent.com", "ns1.parent.com", "ns2.host.example") // keeps its addresses
		s.hasHosts("parent.com", h)
		s.delegate("parent.com", servers...)
		s.hasHosts("parent.com")
		s.done(hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), h.Name))
		s.done(s.remove("parent.com"))
	},
	"a child name server in use gets other addresses": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		s.delegateOwn("parent.com", []reseller.Host{host("ns1.parent.com", "192.0.2.1")}, "ns1.parent.com", "ns1.host.example")
		moved := host("ns1.parent.com", "192.0.2.7", "2001:db8::7")
		s.done(hoster.UpdateHost(s.Context(), s.tr(), named("parent.com"), moved))
		s.hasHosts("parent.com", moved)
		s.done(hoster.UpdateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "2001:db8::7", "192.0.2.7"))) // as it is
		s.hasHosts("parent.com", moved)
		r, err := hoster.CreateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.9"))
		s.refused(r, err, registry.CodeExists)
		s.hasHosts("parent.com", moved)
	},
	"a child name server in use cannot be removed": func(s *scene) {
		hoster := capable[registry.HostManager](s)
		s.create("parent.com", 1)
		h := host("ns1.parent.com", "192.0.2.1")
		s.delegateOwn("parent.com", []reseller.Host{h}, "ns1.parent.com", "ns1.host.example")
		r, err := hoster.DeleteHost(s.Context(), s.tr(), named("parent.com"), h.Name)
		s.refused(r, err, registry.CodeAssociation)
		s.hasHosts("parent.com", h)
	},
	"a name cannot be delegated into itself without an address": func(s *scene) {
		s.create("parent.com", 1)
		to := []string{"ns1.parent.com", "ns1.host.example"}
		r, err := s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("parent.com"), Nameservers: &to})
		s.refused(r, err, registry.CodeParameterMissing)
		r, err = s.Connector.Update(s.Context(), registry.Update{
			ClTRID: s.tr(), Name: named("parent.com"), Nameservers: &to, Hosts: []reseller.Host{host("ns1.parent.com", "10.0.0.1")},
		})
		s.refused(r, err, registry.CodeParameterRange)
		s.hasHosts("parent.com")
	},
	"child name servers are taken over, and those that nothing is delegated to stay": func(s *scene) {
		s.create("parent.com", 1)
		row := s.books("parent.com")
		kept, used := host("ns9.parent.com", "192.0.2.9"), host("ns1.parent.com", "192.0.2.1")
		row.Hosts, row.Nameservers = []reseller.Host{kept}, []string{"ns1.parent.com", "ns1.host.example"}
		s.delegateOwn("parent.com", []reseller.Host{used}, row.Nameservers...)
		s.takes("parent.com", &row, registry.PartHosts)
		if want := []reseller.Host{used, kept}; !reflect.DeepEqual(row.Hosts, want) {
			s.Errorf("the row has %v, want %v", row.Hosts, want)
		}
	},
	"another name has a child name server by its name": func(s *scene) {
		h := host("ns1.parent.com", "192.0.2.1")
		s.create("parent.com", 1)
		s.delegateOwn("parent.com", []reseller.Host{h}, "ns1.parent.com", "ns1.host.example")
		s.create("hosted.com", 1)
		s.delegate("hosted.com", "ns1.parent.com", "ns1.host.example")
		s.hasHosts("hosted.com")
		s.done(capable[registry.HostManager](s).UpdateHost(s.Context(), s.tr(), named("parent.com"), host("ns1.parent.com", "192.0.2.9")))
		s.delegate("parent.com", servers...)
		if have := s.info("hosted.com").Nameservers; !registry.SameHosts(have, []string{"ns1.parent.com", "ns1.host.example"}) {
			s.Errorf("hosted.com has %v", have)
		}
	},
}

// hasHosts wants exactly these child name servers to be shown.
func (s *scene) hasHosts(full string, want ...reseller.Host) {
	s.Helper()
	reg := s.info(full)
	if !reg.NoHostObjects || len(reg.Hosts)+len(want) > 0 && !reflect.DeepEqual(reg.Hosts, want) {
		s.Fatalf("%s shows %v of its own, want %v", full, reg.Hosts, want)
	}
}

// delegateOwn sets a name's name servers, with the addresses of its own.
func (s *scene) delegateOwn(full string, own []reseller.Host, to ...string) {
	s.Helper()
	s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named(full), Nameservers: &to, Hosts: own}))
}
