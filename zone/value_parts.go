package zone

import "strings"

// ValuePart is a part of a record's value that people type by itself.
type ValuePart struct {
	Name   string // as in the RFC of the type: "port"
	Quoted bool   // a character string, which stands in quotes in the value

	Suggested []string // what is usual; anything that the type takes may be typed
}

// valueParts are the types whose values have several parts, in the order of their RFCs: 2782 (SRV), 8659 (CAA), 6698 (TLSA), 4255 (SSHFP),
// 3403 (NAPTR), 4034 (DS), 9460 (HTTPS and SVCB). The last part takes whatever is left.
var valueParts = map[string][]ValuePart{
	TypeSRV:   {{Name: "weight"}, {Name: "port"}, {Name: "target"}},
	TypeCAA:   {{Name: "flags", Suggested: []string{"0", "128"}}, {Name: "tag", Suggested: []string{"issue", "issuewild", "issuemail", "iodef"}}, {Name: "value", Quoted: true}},
	TypeTLSA:  {{Name: "usage"}, {Name: "selector"}, {Name: "matching"}, {Name: "data"}},
	TypeSSHFP: {{Name: "algorithm"}, {Name: "hash"}, {Name: "fingerprint"}},
	TypeNAPTR: {
		{Name: "order"}, {Name: "preference"}, {Name: "flags", Quoted: true}, {Name: "services", Quoted: true}, {Name: "expression", Quoted: true},
		{Name: "replacement"},
	},
	TypeDS:    {{Name: "key_tag"}, {Name: "algorithm"}, {Name: "digest_type"}, {Name: "digest"}},
	TypeHTTPS: {{Name: "precedence"}, {Name: "target"}, {Name: "parameters"}},
	TypeSVCB:  {{Name: "precedence"}, {Name: "target"}, {Name: "parameters"}},
}

// ValueParts lists the parts of a type's values; none for a type whose values are one text.
func ValueParts(recordType string) []ValuePart { return valueParts[recordType] }

// PointsInside reports whether values of a type have a name that may be relative to the domain.
func PointsInside(recordType string) bool {
	_, named := nameWords[recordType]
	return named && recordType != TypeAlias // which lies outside
}

// JoinValue makes a value of its parts. Nothing is checked; parts that are missing at the end are left out, and others stay empty in quotes
// or are missed by who reads the value.
func JoinValue(recordType string, parts []string) string {
	list := make([]string, 0, len(parts))
	for i, p := range valueParts[recordType] {
		if i >= len(parts) {
			break
		}
		text := strings.TrimSpace(parts[i])
		if p.Quoted {
			text = `"` + strings.ReplaceAll(text, `"`, `\"`) + `"`
		}
		list = append(list, text)
	}
	return strings.TrimSpace(strings.Join(list, " "))
}

// SplitValue gives the parts of a saved value, as JoinValue takes them.
func SplitValue(r Record) []string {
	kinds := valueParts[r.Type]
	list, err := words(r.Address)
	if err != nil || len(kinds) == 0 {
		return nil
	}
	parts := make([]string, len(kinds))
	for i, kind := range kinds {
		if i >= len(list) {
			break
		}
		parts[i] = list[i]
		if i == len(kinds)-1 {
			parts[i] = strings.Join(list[i:], " ")
		}
		if kind.Quoted {
			parts[i] = strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(parts[i], `"`), `"`), `\"`, `"`)
		}
	}
	return parts
}
