package zone

import (
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// entry reads a record or a directive.
func (r *fileReader) entry(e fileEntry) error {
	if strings.HasPrefix(e.words[0], "$") && !e.inherits {
		return r.directive(e.words)
	}
	rest := e.words
	if !e.inherits {
		owner, err := r.absolute(rest[0])
		if err != nil {
			return err
		}
		r.owner, rest = owner, rest[1:]
	}
	if r.owner == "" {
		return reseller.Invalid("", "the first record has no owner: the line begins with a blank")
	}
	ttl, rest, err := r.ttlAndClass(rest)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return reseller.Invalid("", "there is no type of record")
	}
	r.file.Entries++
	return r.record(e.line, ttl, strings.ToUpper(rest[0]), rest[1:])
}

func (r *fileReader) directive(words []string) (err error) {
	switch kind := strings.ToUpper(words[0]); kind {
	case "$ORIGIN", "$TTL":
		if len(words) != 2 {
			return reseller.Invalid("", "behind %s stands just one word", kind)
		}
		if kind == "$ORIGIN" {
			r.origin, err = r.absolute(words[1])
			return err
		}
		seconds, ok := fileTTL(words[1])
		if !ok {
			return reseller.Invalid("", "%q is not a TTL", words[1])
		}
		r.ttl = heldTTL(seconds)
		return nil
	case "$INCLUDE":
		return reseller.Invalid("", "$INCLUDE is not followed: put the other file's records in its place")
	case "$GENERATE":
		return reseller.Invalid("", "$GENERATE is not carried out: write the records out, for example with named-compilezone")
	}
	return reseller.Invalid("", "%q is not a directive of a zone file", words[0])
}

// absolute makes a full name of one in the file.
func (r *fileReader) absolute(word string) (string, error) {
	switch {
	case strings.ContainsAny(word, `\"`):
		return "", reseller.Invalid("", "%s has escapes or quotes, which names cannot have here", word)
	case word == "@":
		return r.origin, nil
	case strings.HasSuffix(word, "."):
		return word, nil
	case r.origin == ".":
		return word + ".", nil
	}
	return word + "." + r.origin, nil
}

// ttlAndClass reads what may stand before the type, in either order.
func (r *fileReader) ttlAndClass(words []string) (ttl string, rest []string, err error) {
	ttl = r.ttl
	if ttl == "" {
		ttl = r.lastTTL // without $TTL the last one counts (RFC 1035 §5.1)
	}
	for range 2 {
		if len(words) == 0 {
			break
		}
		if seconds, ok := fileTTL(words[0]); ok {
			ttl, words = heldTTL(seconds), words[1:]
			r.lastTTL = ttl
			continue
		}
		switch class := strings.ToUpper(words[0]); class {
		case "IN":
			words = words[1:]
		case "CH", "HS", "CS":
			return "", nil, reseller.Invalid("", "records of class %s are not published", class)
		}
	}
	return ttl, words, nil
}

// fileTTL reads a TTL: seconds, or numbers with units as in 1h30m.
func fileTTL(word string) (seconds int64, ok bool) {
	for rest := word; rest != ""; ok = true {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.ParseInt(rest[:digits], 10, 32)
		if err != nil {
			return 0, false
		}
		rest = rest[digits:]
		if rest != "" {
			unit, known := ttlUnits[rest[0]|0x20]
			if !known {
				return 0, false
			}
			n, rest = n*unit, rest[1:]
		}
		seconds = min(seconds+n, 1<<31-1)
	}
	return seconds, ok
}

var ttlUnits = map[byte]int64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 604800}

// heldTTL brings a TTL within what a record may have; the one that records have anyway need not be named.
func heldTTL(seconds int64) string {
	seconds = min(max(seconds, MinTTL), MaxTTL)
	if seconds == DefaultTTL {
		return "N/A"
	}
	return strconv.FormatInt(seconds, 10)
}

// Records that a zone file has and this server makes itself.
var (
	signed      = []string{"RRSIG", "DNSKEY", "NSEC", "NSEC3", "NSEC3PARAM", "CDS", "CDNSKEY", "DLV", "TYPE65534"}
	nameWords   = map[string]int{"CNAME": 0, "ALIAS": 0, "ANAME": 0, "NS": 0, "MX": 1, "SRV": 3, "HTTPS": 1, "SVCB": 1, "NAPTR": 5} // where a name stands in the data
	textsJoined = []string{TypeTXT, "SPF"}
)

// record makes a row of a record.
func (r *fileReader) record(line int, ttl, kind string, words []string) error {
	apex := r.name.String() + "."
	owner := plainOwner(r.owner)
	switch {
	case owner != apex && !strings.HasSuffix(owner, "."+apex):
		return reseller.Invalid("", "%s lies outside %s", r.owner, r.name)
	case kind == "SOA":
		r.leaveOut(line, "the SOA is made by this server")
		return nil
	case kind == TypeNS && owner == apex:
		r.leaveOut(line, "the name servers of the domain itself are not records: they are set with the domain")
		return nil
	case slices.Contains(signed, kind):
		r.leaveOut(line, "%s: what DNSSEC needs is made by the signer", kind)
		return nil
	case len(words) > 0 && words[0] == `\#`:
		return reseller.Invalid("", `data in the form \# (RFC 3597) are not read: write them as the type %s has them`, kind)
	case !slices.Contains(fileTypes, kind) && kind != "SPF" && kind != "ANAME":
		return reseller.Invalid("", "records of type %s cannot be kept here", kind)
	}
	address, err := r.data(kind, words)
	if err != nil {
		return err
	}
	row := Row{Hostname: Sent(r.owner), Type: Sent(kind), Address: Sent(address), TTL: Sent(ttl), Place: "line " + strconv.Itoa(line)}
	rec, err := r.check.record(row)
	if err != nil {
		e := reseller.AsError(err)
		return reseller.Invalid("", "%s %s: %s", r.owner, kind, reseller.Inner(e)).Because(e.Cause)
	}
	if rec.Address == "" {
		r.leaveOut(line, "an empty text says nothing")
		return nil
	}
	r.keep(row, rec)
	return nil
}

// plainOwner gives a full name as the name of a domain is written: in ACE, lower case. What is no name stays, and is told as such later.
func plainOwner(given string) string {
	if ace, err := reseller.CanonicalName(strings.TrimSuffix(given, "."), reseller.OwnerRule); err == nil {
		return ace + "."
	}
	return strings.ToLower(given)
}

// keep notes the row of a record, or gives the one that is there already the lower TTL of the two.
func (r *fileReader) keep(row Row, rec Record) {
	n, twice := r.places[rec.content()]
	if !twice {
		r.places[rec.content()] = len(r.file.Rows)
		r.file.Rows, r.file.records = append(r.file.Rows, row), append(r.file.records, rec)
		return
	}
	if first := &r.file.records[n]; rec.EffectiveTTL() < first.EffectiveTTL() {
		r.file.Rows[n].TTL, first.TTL = row.TTL, rec.TTL
	}
}

// fileTypes are the types that a zone file may have: those of the DNS, and ALIAS, which PowerDNS and others write into it.
var fileTypes = []string{
	TypeA, TypeAAAA, TypeMX, TypeCNAME, TypeTXT, TypeSRV, TypeCAA, TypeNS, TypeHTTPS, TypeSVCB, TypeTLSA, TypeSSHFP, TypeNAPTR, TypeDS,
	TypeAlias,
}

// data writes the data of a record as the address of a row, with names in full.
func (r *fileReader) data(kind string, words []string) (string, error) {
	words = slices.Clone(words)
	if slices.Contains(textsJoined, kind) || kind == TypeCAA && len(words) == 3 {
		for i, word := range words {
			if (i == 2 || kind != TypeCAA) && !strings.HasPrefix(word, `"`) {
				words[i] = `"` + word + `"`
			}
		}
	}
	at, has := nameWords[kind]
	if has && len(words) > 0 && at >= len(words) { // a row can do without a priority, a file cannot (RFC 1035 §3.3.9)
		return "", reseller.Invalid("", "the data of a record of type %s have %d parts at least, not %d", kind, at+1, len(words))
	}
	if has && at < len(words) && words[at] != "." {
		name, err := r.absolute(words[at])
		if err != nil {
			return "", err
		}
		words[at] = name
	}
	if address := strings.Join(words, " "); strings.TrimSpace(address) != "" {
		return address, nil
	}
	return "", reseller.Invalid("", "the record has no data")
}
