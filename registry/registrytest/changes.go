package registrytest

import (
	"slices"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// notOffered are the codes with which registries answer what a TLD does not have.
var notOffered = []int{registry.CodeParameterPolicy, registry.CodeAuthorization, registry.CodeStatusProhibits}

// changeStories are about changing a registration.
var changeStories = map[string]func(*scene){
	"name servers change and nothing else": func(s *scene) {
		s.create("moved.com", 1)
		want := []string{"ns1.else.example", "ns2.else.example", "ns3.else.example"}
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("moved.com"), Nameservers: &want}))
		reg := s.info("moved.com")
		if !slices.Equal(reg.Nameservers, want) || !reg.Contacts.Agree(holder()) {
			s.Errorf("info gives %+v", reg)
		}
	},
	"contacts change and nothing else": func(s *scene) {
		s.create("sold.com", 1)
		want := reseller.Contacts{
			reseller.RoleRegistrant: {Company: "Bücher & Söhne <GmbH>", City: "Köln", Country: "DE", Email: "info@example.org"},
			reseller.RoleTech:       {FirstName: "Tea", LastName: "Tech", City: "Bonn", Country: "DE", Email: "tech@example.org"},
		}
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("sold.com"), Contacts: want}))
		reg := s.info("sold.com")
		if !reg.Contacts.Agree(want) || !slices.Equal(reg.Nameservers, servers) {
			s.Errorf("info gives %+v", reg)
		}
	},
	"the update date is that of the last change": func(s *scene) {
		s.create("dated.com", 1)
		s.days(3)
		s.done(s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("dated.com"), Contacts: buyer()}))
		if have := s.info("dated.com").Updated; !have.Equal(s.Clock.Now()) {
			s.Errorf("updated %s, want %s", have, s.Clock.Now())
		}
	},
	"a name of another registrar cannot be changed": func(s *scene) {
		s.foreign("theirs.com", "code", "2025-01-01", false)
		r, err := s.Connector.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("theirs.com"), Contacts: holder()})
		s.refused(r, err, registry.CodeAuthorization)
		r, err = s.remove("theirs.com")
		s.refused(r, err, registry.CodeAuthorization)
		if reg := s.info("theirs.com"); reg.Ours || reg.Contacts.Confirm(holder()) {
			s.Errorf("info gives %+v", reg)
		}
	},
	"a lock is set and lifted": func(s *scene) {
		locker := capable[registry.Locker](s)
		s.create("locked.com", 1)
		s.days(6)
		s.done(locker.SetLock(s.Context(), s.tr(), named("locked.com"), true))
		s.shows("locked.com", registry.StatusClientTransferProhibited)
		s.done(locker.SetLock(s.Context(), s.tr(), named("locked.com"), false))
		s.shows("locked.com", registry.StatusOK)
	},
	"a TLD without locks refuses one": func(s *scene) {
		locker := capable[registry.Locker](s)
		s.create("open.se", 1)
		r, err := locker.SetLock(s.Context(), s.tr(), named("open.se"), true)
		s.refused(r, err, notOffered...)
		s.shows("open.se", registry.StatusOK)
	},
	"a name is held and let go": func(s *scene) {
		holds := capable[registry.Holder](s)
		s.create("abused.com", 1)
		s.days(6)
		s.done(holds.SetHold(s.Context(), s.tr(), named("abused.com"), true))
		s.shows("abused.com", registry.StatusClientHold)
		s.done(holds.SetHold(s.Context(), s.tr(), named("abused.com"), false))
		s.shows("abused.com", registry.StatusOK)
	},
	"a name is kept and let go": func(s *scene) {
		keeper := capable[registry.Keeper](s)
		s.create("disputed.com", 1)
		s.days(6)
		both := reseller.DisputeStatuses{On: true, Transfer: true, Delete: true}
		for range 2 { // again it is so already
			s.done(keeper.SetKept(s.Context(), s.tr(), named("disputed.com"), both))
			s.shows("disputed.com", registry.StatusClientTransferProhibited, registry.StatusClientDeleteProhibited)
		}
		r, err := s.Connector.Delete(s.Context(), registry.Delete{ClTRID: s.tr(), Name: named("disputed.com")})
		s.refused(r, err, registry.CodeStatusProhibits)
		s.done(keeper.SetKept(s.Context(), s.tr(), named("disputed.com"), reseller.DisputeStatuses{Delete: true}))
		s.shows("disputed.com", registry.StatusClientTransferProhibited)
		both.On = false
		s.done(keeper.SetKept(s.Context(), s.tr(), named("disputed.com"), both))
		s.shows("disputed.com", registry.StatusOK)
	},
	"a name is registered with its DNSSEC data": func(s *scene) {
		capable[registry.Signer](s)
		want := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 7, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}}}
		c := order("born.com", 1)
		c.ClTRID, c.SecDNS = s.tr(), want
		s.done(s.Connector.Create(s.Context(), c))
		if got := s.info("born.com").SecDNS; !got.Equal(want) {
			s.Errorf("the registry shows %+v, want %+v", got, want)
		}
	},
	"DNSSEC data is replaced whole and can go": func(s *scene) {
		signer := capable[registry.Signer](s)
		s.create("signed.com", 1)
		ds := func(tag uint16) reseller.DS {
			return reseller.DS{KeyTag: tag, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}
		}
		for _, want := range []reseller.SecDNS{{DS: []reseller.DS{ds(1), ds(2)}}, {DS: []reseller.DS{ds(2), ds(3)}}, {}} {
			s.done(signer.SetSecDNS(s.Context(), s.tr(), named("signed.com"), want))
			if got := s.info("signed.com").SecDNS; !got.Equal(want) {
				s.Errorf("the registry shows %+v, want %+v", got, want)
			}
		}
		short := reseller.SecDNS{DS: []reseller.DS{{KeyTag: 1, Algorithm: 13, DigestType: 2, Digest: "AB"}}}
		r, err := signer.SetSecDNS(s.Context(), s.tr(), named("signed.com"), short)
		s.refused(r, err, registry.CodeParameterPolicy, registry.CodeParameterRange)
	},
	"a TLD without privacy refuses it": func(s *scene) {
		shielder := capable[registry.PrivacySetter](s)
		s.create("plain.uk.example", 1)
		r, err := shielder.SetPrivacy(s.Context(), s.tr(), named("plain.uk.example"), true)
		s.refused(r, err, notOffered...)
	},
	"a TLD without auth codes gives none": func(s *scene) {
		coder := capable[registry.AuthInfoSetter](s)
		s.create("plain.uk.example", 1)
		r, err := coder.NewAuthCode(s.Context(), s.tr(), named("plain.uk.example"))
		s.refused(r, err, notOffered...)
	},
	"a TLD without tags releases nothing": func(s *scene) {
		releaser := capable[registry.Releaser](s)
		s.create("kept.com", 1)
		r, err := releaser.Release(s.Context(), s.tr(), named("kept.com"), "OTHER")
		s.refused(r, err, notOffered...)
		if !s.info("kept.com").Ours {
			s.Error("the name is gone")
		}
	},
	"privacy comes and goes while we see the contacts": func(s *scene) {
		shielder := capable[registry.PrivacySetter](s)
		s.create("shy.com", 1)
		s.done(shielder.SetPrivacy(s.Context(), s.tr(), named("shy.com"), true))
		if reg := s.info("shy.com"); !reg.Privacy || !reg.Contacts.Agree(holder()) {
			s.Errorf("info under privacy gives %+v", reg)
		}
		s.done(shielder.SetPrivacy(s.Context(), s.tr(), named("shy.com"), false))
		if reg := s.info("shy.com"); reg.Privacy {
			s.Errorf("info gives %+v", reg)
		}
	},
	"auth codes are long and differ every time": func(s *scene) {
		coder := capable[registry.AuthInfoSetter](s)
		s.create("coded.com", 1)
		seen := map[string]bool{}
		for range 20 {
			code := s.done(coder.NewAuthCode(s.Context(), s.tr(), named("coded.com"))).Secret
			if len(code) < 20 || seen[code] || slices.ContainsFunc([]byte(code), func(c byte) bool { return c <= ' ' || c > '~' }) {
				s.Fatalf("auth code %q: want 20 or more printable characters, never twice the same", code)
			}
			seen[code] = true
		}
	},
}
