package zone

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// Record is one DNS host record as WHMCS and its relatives know it: a row of the form that resellers' customers fill in.
//
// In normal form Hostname is relative to the domain ("@" is the domain itself, "*" a wildcard), Type is one of
// RecordTypes, and Address is
//
//   - A, AAAA, MXE: an IP address as netip writes it;
//   - CNAME, MX, NS: a full host name in ACE, lower case; it ends with a dot only where it would be read as relative without;
//   - URL, URL302, FRAME: an http or https URL;
//   - TXT: the text, without outer quotes, byte for byte;
//   - SRV: "weight port target"; CAA: `flags tag "value"`.
type Record struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority *int   `json:"priority,omitempty"` // MX, MXE and SRV only: 0 to 65535, lower goes first
}

// The types of records. MXE is an MX to a host that is made up for an IP address ("mail easy"); URL and URL302 redirect
// web visitors with 301 or 302, FRAME shows another site in a frame. None of these four exists in the DNS itself.
const (
	TypeA      = "A"
	TypeAAAA   = "AAAA"
	TypeMX     = "MX"
	TypeMXE    = "MXE"
	TypeCNAME  = "CNAME"
	TypeTXT    = "TXT"
	TypeSRV    = "SRV"
	TypeCAA    = "CAA"
	TypeNS     = "NS"
	TypeURL    = "URL"
	TypeURL302 = "URL302"
	TypeFrame  = "FRAME"
)

// RecordTypes lists the types in the order that faces show them.
var RecordTypes = []string{TypeA, TypeAAAA, TypeMX, TypeMXE, TypeCNAME, TypeTXT, TypeSRV, TypeCAA, TypeNS, TypeURL, TypeURL302, TypeFrame}

// recordAliases are other words for types that clients send.
var recordAliases = map[string]string{"SPF": TypeTXT, "URL301": TypeURL}

// maxRecords is how many records a domain may have.
const maxRecords = 200

// defaultPreference is the priority of an MX or MXE that names none.
const defaultPreference = 10

// HasPriority reports whether records of the type have a priority.
func (r Record) HasPriority() bool {
	return r.Type == TypeMX || r.Type == TypeMXE || r.Type == TypeSRV
}

// WebForward reports whether the record sends web visitors elsewhere.
func (r Record) WebForward() bool {
	return r.Type == TypeURL || r.Type == TypeURL302 || r.Type == TypeFrame
}

// Equal reports whether two records in normal form are the same.
func (r Record) Equal(o Record) bool {
	if (r.Priority == nil) != (o.Priority == nil) || (r.Priority != nil && *r.Priority != *o.Priority) {
		return false
	}
	return r.Hostname == o.Hostname && r.Type == o.Type && r.Address == o.Address
}

// ParsePriority reads a priority as clients send it. Anything but a number ("N/A", empty) is none. Numbers out of range
// come back as they are, so that CheckRecords can refuse them with their row where the type has a priority at all.
func ParsePriority(text string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	switch {
	case err == nil:
		return &n
	case strings.Trim(strings.TrimSpace(text), "0123456789") == "" && strings.TrimSpace(text) != "":
		tooLarge := math.MaxInt32
		return &tooLarge
	}
	return nil
}

// CheckRecords brings the rows of a save to normal form. The set is good as a whole or not at all.
//
// Rows without an address are left out, and so are repeated ones. An empty hostname is the domain itself, shown as "@"
// as eNom and WHMCS do: an empty one would be dropped by clients that send the rows back. knownTLD reports whether the last label of a
// dotted target is a TLD, so that the target is a full name; nil takes all dotted targets as full names.
//
// Errors name row (from 1) and hostname in words, and carry the path of the row's part: records[2].address.
func CheckRecords(name reseller.Name, rows []Record, knownTLD func(label string) bool) ([]Record, error) {
	if knownTLD == nil {
		knownTLD = func(string) bool { return true }
	}
	z := zoneCheck{name: name, knownTLD: knownTLD}
	var kept []placedRecord
	for i, row := range rows {
		rec, err := z.record(row)
		if err != nil {
			return nil, rowError(i, row, err)
		}
		repeated := slices.ContainsFunc(kept, func(k placedRecord) bool { return k.Equal(rec) })
		if rec.Address == "" || repeated {
			continue
		}
		kept = append(kept, placedRecord{rec, i})
		if len(kept) > maxRecords {
			return nil, rowError(i, row, reseller.Invalid(partAddress, "a domain can have at most %d records", maxRecords))
		}
	}
	if err := checkNeighbours(kept); err != nil {
		return nil, err
	}
	checked := make([]Record, len(kept))
	for i, k := range kept {
		checked[i] = k.Record
	}
	return checked, nil
}

// The parts of a record, as paths call them.
const (
	partHostname reseller.Path = "hostname"
	partType     reseller.Path = "type"
	partAddress  reseller.Path = "address"
	partPriority reseller.Path = "priority"
)

// placedRecord is a record in normal form with its place in the rows that were sent.
type placedRecord struct {
	Record
	row int
}

func rowError(i int, row Record, err error) error {
	e := reseller.AsError(err)
	field := e.Field
	if field == "" {
		field = partAddress
	}
	where := "row " + strconv.Itoa(i+1)
	if row.Hostname != "" {
		where += " (hostname " + row.Hostname + ")"
	}
	return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s: %s: %s", where, string(field), reseller.Inner(e)).
		In(reseller.PathRecords.At(i).Part(field)).Because(e.Cause)
}

// checkNeighbours checks what records may stand at one name together. At a CNAME nothing else may (RFC 1034 §3.6.2);
// web forwards need the address records of their name for themselves.
func checkNeighbours(records []placedRecord) error {
	for _, r := range records {
		for _, o := range records {
			if r.row == o.row || r.Hostname != o.Hostname {
				continue
			}
			if reason := quarrel(r.Record, o.Record); reason != "" {
				return rowError(r.row, r.Record, reseller.Invalid(partType, "%s, and row %d (%s) is there too", reason, o.row+1, o.Type))
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
	case r.WebForward() && (o.WebForward() || o.Type == TypeA || o.Type == TypeAAAA):
		return "a web forward makes the address records of its hostname"
	case r.Type == TypeMX && r.Address == "." && (o.Type == TypeMX || o.Type == TypeMXE):
		return `an MX of "." says that no mail is accepted (RFC 7505)`
	}
	return ""
}
