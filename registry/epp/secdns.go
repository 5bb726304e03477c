package epp

import (
	"context"
	"strconv"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// SetSecDNS makes the DNSSEC data of a name what is given (RFC 5910 §5.2.5): what is there too much is removed, what is missing added. A
// registry may show keys that it was given as DS records, and not know those when they are to be removed: so all is removed as such
// where none of its form stays.
func (c *Connector) SetSecDNS(ctx context.Context, clTRID string, name reseller.Name, data reseller.SecDNS) (registry.Receipt, error) {
	return c.settleDomain(ctx, clTRID, name, func(v *shown, ch *change) error {
		if data.ShownAs(name, v.SecDNS) {
			return nil
		}
		ch.addSecDNS, ch.remSecDNS = data.Less(v.SecDNS), v.SecDNS.Less(data)
		sameForm := len(data.DS) > 0 && len(v.SecDNS.DS) > 0 || len(data.Keys) > 0 && len(v.SecDNS.Keys) > 0
		ch.remAllSecDNS = !sameForm
		return nil
	})
}

// secDNSWith gives a new name its DNSSEC data (RFC 5910 §5.2.1); nil if it has none.
func secDNSWith(data reseller.SecDNS) func(*wire.Writer) {
	if data.IsZero() {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("secDNS:create", wire.NSSecDNS, func() { writeSecDNS(w, data) })
	}
}

// secDNSUpdate removes DNSSEC data of a name, as all that it has or one by one, and adds others (RFC 5910 §5.2.5); nil if there is none of either.
func secDNSUpdate(add, rem reseller.SecDNS, remAll bool) func(*wire.Writer) {
	if add.IsZero() && rem.IsZero() {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("secDNS:update", wire.NSSecDNS, func() {
			switch {
			case rem.IsZero():
			case remAll:
				w.In("secDNS:rem", func() { w.Text("secDNS:all", "true") })
			default:
				w.In("secDNS:rem", func() { writeSecDNS(w, rem) })
			}
			if !add.IsZero() {
				w.In("secDNS:add", func() { writeSecDNS(w, add) })
			}
		})
	}
}

func writeSecDNS(w *wire.Writer, data reseller.SecDNS) {
	number := func(element string, n int) { w.Text(element, strconv.Itoa(n)) }
	for _, d := range data.DS {
		w.In("secDNS:dsData", func() {
			number("secDNS:keyTag", int(d.KeyTag))
			number("secDNS:alg", int(d.Algorithm))
			number("secDNS:digestType", int(d.DigestType))
			w.Text("secDNS:digest", d.Digest)
		})
	}
	for _, k := range data.Keys {
		w.In("secDNS:keyData", func() {
			number("secDNS:flags", int(k.Flags))
			number("secDNS:protocol", int(k.Protocol))
			number("secDNS:alg", int(k.Algorithm))
			w.Text("secDNS:pubKey", k.PublicKey)
		})
	}
}

// secDNSOf reads secDNS:infData.
func secDNSOf(data *wire.Node) reseller.SecDNS {
	var all reseller.SecDNS
	number := func(n *wire.Node, name string, bits int) uint64 {
		value, _ := strconv.ParseUint(n.Kid(wire.NSSecDNS, name).Value(), 10, bits) // the largest of its bits if out of range
		return value
	}
	for _, n := range data.All(wire.NSSecDNS, "dsData") {
		all.DS = append(all.DS, reseller.DS{
			KeyTag: uint16(number(n, "keyTag", 16)), Algorithm: uint8(number(n, "alg", 8)), DigestType: uint8(number(n, "digestType", 8)),
			Digest: strings.ToUpper(n.Kid(wire.NSSecDNS, "digest").Value()),
		})
	}
	for _, n := range data.All(wire.NSSecDNS, "keyData") {
		all.Keys = append(all.Keys, reseller.DNSKey{
			Flags: uint16(number(n, "flags", 16)), Protocol: uint8(number(n, "protocol", 8)), Algorithm: uint8(number(n, "alg", 8)),
			PublicKey: strings.Join(strings.Fields(n.Kid(wire.NSSecDNS, "pubKey").Value()), ""),
		})
	}
	return all
}
