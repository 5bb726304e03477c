package epp

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// The forms of parameters' names: elements of keysys-1.0, keys of keyvalue-1.0.
var (
	keysysName   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	keyValueName = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,62}$`)
	nameserverNo = regexp.MustCompile(`^nameserver([1-9]|1[0-3])$`)
)

// maxParameter is how long a parameter's value may be, in bytes.
const maxParameter = 255

// gateway looks at the profile of a gateway. Its parameters may be of any TLD that is sold: of one that is about to go there, and of one whose
// last name has left.
func (r *reader) gateway(g *Gateway, tlds, all reseller.TLDs) {
	if g == nil {
		return
	}
	keysys := g.Extension == wire.NSKeysys
	if !keysys && g.Extension != wire.NSKeyValue {
		r.check(false, "profile.gateway.extension is %q: want %s or %s, as the gateway's documents say", g.Extension, wire.NSKeysys, wire.NSKeyValue)
		return
	}
	for _, command := range slices.Sorted(maps.Keys(g.Parameters)) {
		if _, known := gatewayCommands[command]; !known {
			r.check(false, "profile.gateway.parameters has %q: want %s", command, strings.Join(slices.Sorted(maps.Keys(gatewayCommands)), ", "))
			continue
		}
		for _, tld := range slices.Sorted(maps.Keys(g.Parameters[command])) {
			r.parameters(g, command, tld, all)
		}
	}
	if keysys {
		r.paidUntil(g, tlds)
	}
}

// parameters looks at those of one command and TLD.
func (r *reader) parameters(g *Gateway, command, tld string, all reseller.TLDs) {
	where := "profile.gateway.parameters." + command + "." + tld
	if _, sold := all[tld]; !sold && tld != everyTLD {
		r.check(false, "%s: .%s is not in the TLD rules; want one that is, or * for all", where, tld)
		return
	}
	r.check(command != "contact" || tld == everyTLD, "%s: contacts are shared by names of all TLDs; want *", where)
	form, shape := keyValueName, "capital letters, digits and hyphens, such as X-NICSE-IDNUMBER"
	if g.Extension == wire.NSKeysys {
		form, shape = keysysName, "small letters, digits and hyphens, without the X- of custom fields, such as nicse-idnumber"
	}
	for _, name := range slices.Sorted(maps.Keys(g.Parameters[command][tld])) {
		value := g.Parameters[command][tld][name]
		r.check(form.MatchString(name) && !strings.HasPrefix(name, "x-"), "%s has %q: want %s", where, name, shape)
		r.check(value != "" && len(value) <= maxParameter && utf8.ValidString(value) && printable(value) == value,
			"%s.%s: want a value of 1 to %d bytes in one line", where, name, maxParameter)
		if placeholder, is := placeholderOf(value); is {
			r.check(standsForSomething(placeholder, tld, all), "%s.%s is %q: want a field of the TLD rules, such as {id_number}, or {nameserver1} to {nameserver13}", where, name, value)
		}
	}
}

// standsForSomething reports whether there can ever be a value for a placeholder.
func standsForSomething(placeholder, tld string, tlds reseller.TLDs) bool {
	if nameserverNo.MatchString(placeholder) {
		return true
	}
	for name, rules := range tlds {
		if name != tld && tld != everyTLD {
			continue
		}
		if slices.ContainsFunc(rules.Fields, func(f reseller.Field) bool { return f.Key == placeholder }) {
			return true
		}
	}
	return false
}

// paidUntil looks at what would renew names that nobody has paid: the gateway's own renewals, and a year that these rules expect from
// the registry though the paid-until date stays where it is.
func (r *reader) paidUntil(g *Gateway, tlds reseller.TLDs) {
	for _, tld := range slices.Sorted(maps.Keys(tlds)) {
		r.check(!tlds[tld].RegistryAutorenews,
			".%s renews by itself in the TLD rules, but the gateway's paid-until date does not move by itself: set \"registry_autorenews\": false, and days to renew after expiry (expired_days) as the gateway has them", tld)
		for _, command := range []string{"create", "transfer"} {
			r.check(g.of(command, tld, nil)["renewalmode"] != "",
				"profile.gateway.parameters.%s has no renewalmode for .%s: without one the gateway may renew names that nobody has paid; want AUTOEXPIRE", command, tld)
		}
	}
}
