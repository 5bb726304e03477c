package form

import (
	"strconv"
	"unicode/utf8"

	"nameyard/reseller"
	"nameyard/server/phpvalue"
)

// DSRows reads the rows of a set of DS records. What they must be is for reseller.CheckSecDNS to say.
func (p *Params) DSRows(set phpvalue.Value, param string) []reseller.DSRow {
	var rows []reseller.DSRow
	p.eachRow(set, param, func(part func(...string) string) {
		rows = append(rows, reseller.DSRow{
			KeyTag: part("keytag", "key_tag"), Algorithm: part("algorithm", "alg"), DigestType: part("digesttype", "digest_type"), Digest: part("digest"),
		})
	})
	return rows
}

// KeyRows reads the rows of a set of keys.
func (p *Params) KeyRows(set phpvalue.Value, param string) []reseller.KeyRow {
	var rows []reseller.KeyRow
	p.eachRow(set, param, func(part func(...string) string) {
		rows = append(rows, reseller.KeyRow{
			Flags: part("flags"), Protocol: part("protocol"), Algorithm: part("algorithm", "alg"), PublicKey: part("publickey", "public_key", "pubkey"),
		})
	})
	return rows
}

// eachRow goes through the rows of a set; part reads one by any of its names.
func (p *Params) eachRow(set phpvalue.Value, param string, read func(part func(...string) string)) {
	for i, e := range set.Entries() {
		place := param + "[" + strconv.Itoa(i) + "]"
		if e.Value.Kind() != phpvalue.KindArray {
			p.Fail(Invalid(place, "row %d of %s is not an array", i+1, param))
			return
		}
		read(func(names ...string) string {
			where := place + "[" + names[0] + "]"
			v, _ := p.Pick(e.Value.Entries(), where, names...)
			if v.Kind() == phpvalue.KindArray || !utf8.ValidString(v.Text()) {
				p.Fail(Invalid(where, "row %d of %s: %s must be text in UTF-8", i+1, param, names[0]))
			}
			return v.Text()
		})
	}
}
