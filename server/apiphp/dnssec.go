package apiphp

import (
	"strconv"

	"nameyard/actions"
)

func decodeGetDNSSEC(p *Params) actions.GetDNSSEC { return actions.GetDNSSEC{Name: p.name()} }

// encodeDNSSEC writes how a name is signed, and what its registry has: numbers as text, as everywhere here.
func encodeDNSSEC(d actions.DNSSEC) *object {
	o := success()
	o.flag("enabled", d.State.Enabled())
	o.text("state", string(d.State))
	o.list("dsrecords")
	for _, ds := range d.SecDNS.DS {
		o.element()
		o.text("keytag", strconv.Itoa(int(ds.KeyTag)))
		o.text("algorithm", strconv.Itoa(int(ds.Algorithm)))
		o.text("digesttype", strconv.Itoa(int(ds.DigestType)))
		o.text("digest", ds.Digest)
		o.close()
	}
	o.closeList()
	o.list("dnskeys")
	for _, k := range d.SecDNS.Keys {
		o.element()
		o.text("flags", strconv.Itoa(int(k.Flags)))
		o.text("protocol", strconv.Itoa(int(k.Protocol)))
		o.text("algorithm", strconv.Itoa(int(k.Algorithm)))
		o.text("publickey", k.PublicKey)
		o.close()
	}
	o.closeList()
	return o
}

// decodeSaveDNSSEC reads sets as SaveDNS does: one that is there and empty clears, and none at all leaves the records as they are.
func decodeSaveDNSSEC(p *Params) actions.SaveDNSSEC {
	r := actions.SaveDNSSEC{Name: p.name()}
	if v, ok := p.Find("enabled"); ok && !v.IsEmpty() {
		on := p.flag("enabled", false)
		r.Enabled = &on
	}
	if rows := p.signed(); rows != nil {
		r.Records, r.DS, r.Keys = true, rows.DS, rows.Keys
	}
	return r
}

// signed reads the records of a zone that others sign; nil if there are none.
func (p *Params) signed() *actions.DNSSECWish {
	var w actions.DNSSECWish
	if _, ok := p.Find(dsParam); ok {
		w.Records, w.DS = true, p.DSRows(p.set(dsParam), dsParam)
	}
	if _, ok := p.Find(keysParam); ok {
		w.Records, w.Keys = true, p.KeyRows(p.set(keysParam), keysParam)
	}
	if !w.Records {
		return nil
	}
	return &w
}

// The sets of SaveDNSSEC.
const (
	dsParam   = "dsrecords"
	keysParam = "dnskeys"
)
