package zone

import (
	"slices"

	"nameyard/reseller"
)

// TTLs in seconds.
const (
	DefaultTTL = 3600 // of a record that names none
	MinTTL     = 60
	MaxTTL     = 604800 // a week
)

// EffectiveTTL is the TTL of the record in seconds, the default one where it names none. A set of records of one type at one name
// has one TTL (RFC 2181 §5.2): the lowest of its records.
func (r Record) EffectiveTTL() int {
	if r.TTL == 0 {
		return DefaultTTL
	}
	return r.TTL
}

// parseTTL reads a TTL; 0 is none.
func parseTTL(text string) (int, error) {
	text = reseller.TrimEnds(text)
	if isNone(text) {
		return 0, nil
	}
	n, ok := wholeNumber(text, MinTTL, MaxTTL)
	if !ok {
		return 0, reseller.Invalid(partTTL, "%q is not a TTL: use a whole number of seconds from %d to %d, or leave it out for %d", text, MinTTL, MaxTTL, DefaultTTL)
	}
	return n, nil
}

// lowerTTL gives the TTL of the one of two records that has the lower one.
func lowerTTL(a, b Record) int {
	if b.EffectiveTTL() < a.EffectiveTTL() {
		return b.TTL
	}
	return a.TTL
}

// KeepTTLs gives rows that do not say their TTL that of the same record in a set: clients that know of no TTL send the rows of a set
// back without. Rows with an error are left as they are, CheckRecords tells it.
func KeepTTLs(name reseller.Name, rows []Row, have []Record) []Row {
	at := map[string][]Record{}
	for _, r := range have {
		if r.TTL != 0 {
			at[r.Hostname] = append(at[r.Hostname], r)
		}
	}
	if len(at) == 0 {
		return rows
	}
	z, rows := zoneCheck{name: name}, slices.Clone(rows)
	for i, row := range rows {
		if row.TTL.Sent {
			continue
		}
		rec, err := z.record(row)
		if err != nil {
			continue
		}
		if n := slices.IndexFunc(at[rec.Hostname], rec.Same); n >= 0 {
			rows[i].TTL = at[rec.Hostname][n].Row().TTL
		}
	}
	return rows
}
