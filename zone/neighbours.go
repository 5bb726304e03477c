package zone

import (
	"strings"

	"nameyard/reseller"
)

// checkNeighbours checks what records may stand at one name together. At a CNAME nothing else may (RFC 1034 §3.6.2);
// web forwards and an ALIAS need the address records of their name for themselves.
func checkNeighbours(records []placedRecord) error {
	at := map[string][]placedRecord{}
	for _, r := range records {
		at[r.Host()] = append(at[r.Host()], r)
	}
	for _, r := range records {
		for _, o := range at[r.Host()] {
			if r.row == o.row {
				continue
			}
			if reason := quarrel(r.Record, o.Record); reason != "" {
				return rowError(r, r.Hostname, reseller.Invalid(partType, "%s, and %s (%s) is there too", reason, o.place(), o.Type))
			}
		}
	}
	return nil
}

// quarrel says why r cannot stand at the same name as o.
func quarrel(r, o Record) string {
	switch {
	case r.Type == TypeCNAME:
		return "a CNAME must be the only record at its hostname"
	case r.WebForward() && (o.WebForward() && r.path() == o.path() || o.Type == TypeA || o.Type == TypeAAAA):
		return "a web forward makes the address records of its hostname"
	case r.Type == TypeAlias && (o.Type == TypeAlias || o.Type == TypeA || o.Type == TypeAAAA || o.WebForward()):
		return "an ALIAS makes the address records of its hostname"
	case r.Type == TypeMX && r.Address == "." && (o.Type == TypeMX || o.Type == TypeMXE):
		return `an MX of "." says that no mail is accepted (RFC 7505)`
	}
	if (r.Type == TypeHTTPS || r.Type == TypeSVCB) && o.Type == r.Type && strings.HasPrefix(r.Address, "0 ") {
		return "of an alias (priority 0) there is just one, and nothing else of its type (RFC 9460 §2.4.2)"
	}
	return ""
}
