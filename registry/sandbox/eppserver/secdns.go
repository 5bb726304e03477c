package eppserver

import (
	"slices"
	"strconv"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

func (cmd command) secDNSOf(reg registry.Registration) func(*wire.Writer) {
	if reg.SecDNS.IsZero() || !cmd.speaks(wire.NSSecDNS) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("secDNS:infData", wire.NSSecDNS, func() {
			for _, d := range reg.SecDNS.DS {
				w.In("secDNS:dsData", func() {
					w.Text("secDNS:keyTag", number(int(d.KeyTag)))
					w.Text("secDNS:alg", number(int(d.Algorithm)))
					w.Text("secDNS:digestType", number(int(d.DigestType)))
					w.Text("secDNS:digest", d.Digest)
				})
			}
			for _, k := range reg.SecDNS.Keys {
				w.In("secDNS:keyData", func() {
					w.Text("secDNS:flags", number(int(k.Flags)))
					w.Text("secDNS:protocol", number(int(k.Protocol)))
					w.Text("secDNS:alg", number(int(k.Algorithm)))
					w.Text("secDNS:pubKey", k.PublicKey)
				})
			}
		})
	}
}

// readSecDNS reads DS records and keys. Code 2004 for a number that is out of range.
func readSecDNS(n *wire.Node) (reseller.SecDNS, error) {
	var all reseller.SecDNS
	var wrong error
	of := func(n *wire.Node, name string, bits int) uint64 {
		value, err := strconv.ParseUint(n.Kid(wire.NSSecDNS, name).Value(), 10, bits)
		if err != nil {
			wrong = registry.Refuse(registry.CodeParameterRange, "Parameter value range error: %s", name)
		}
		return value
	}
	if n == nil {
		return all, nil
	}
	for _, d := range n.All(wire.NSSecDNS, "dsData") {
		all.DS = append(all.DS, reseller.DS{
			KeyTag: uint16(of(d, "keyTag", 16)), Algorithm: uint8(of(d, "alg", 8)), DigestType: uint8(of(d, "digestType", 8)),
			Digest: strings.ToUpper(d.Kid(wire.NSSecDNS, "digest").Value()),
		})
	}
	for _, k := range n.All(wire.NSSecDNS, "keyData") {
		all.Keys = append(all.Keys, reseller.DNSKey{
			Flags: uint16(of(k, "flags", 16)), Protocol: uint8(of(k, "protocol", 8)), Algorithm: uint8(of(k, "alg", 8)),
			PublicKey: strings.Join(strings.Fields(k.Kid(wire.NSSecDNS, "pubKey").Value()), ""),
		})
	}
	return all, wrong
}

// changedSecDNS is what a name has after secDNS:update (RFC 5910 §5.2.5): removals first.
func changedSecDNS(reg registry.Registration, update *wire.Node, c *sandbox.Change) error {
	if update == nil {
		return nil
	}
	now := reseller.SecDNS{DS: slices.Clone(reg.SecDNS.DS), Keys: slices.Clone(reg.SecDNS.Keys)}
	rem, err := readSecDNS(update.Kid(wire.NSSecDNS, "rem"))
	if err != nil {
		return err
	}
	if all := update.Kid(wire.NSSecDNS, "rem").Kid(wire.NSSecDNS, "all").Value(); all == "true" || all == "1" {
		rem = now
	}
	add, err := readSecDNS(update.Kid(wire.NSSecDNS, "add"))
	if err != nil {
		return err
	}
	if now.DS, err = addedTo(now.DS, add.DS, rem.DS); err != nil {
		return err
	}
	if now.Keys, err = addedTo(now.Keys, add.Keys, rem.Keys); err != nil {
		return err
	}
	c.SecDNS = &now
	return nil
}
