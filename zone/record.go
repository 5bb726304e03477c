package zone

import (
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// Record is one DNS host record as WHMCS and its relatives know it: a row of the form that resellers' customers fill in.
//
// In normal form Hostname is relative to the domain ("@" is the domain itself, "*" a wildcard; a web
// forward for one path of a host alone is at "www/path"), Type is one of
// RecordTypes, and Address is
//
//   - A, AAAA, MXE: an IP address as netip writes it;
//   - CNAME, MX, NS: a full host name in ACE, lower case; it ends with a dot only where it would be read as relative without;
//   - ALIAS: a full host name in ACE, lower case, that lies outside the domain;
//   - URL, URL302, FRAME: an http or https URL;
//   - TXT: the text, byte for byte; in quotes with escapes only where it would be read as another text without (Text reads both);
//   - SRV: "weight port target"; CAA: `flags tag "value"`;
//   - HTTPS, SVCB, TLSA, SSHFP, NAPTR, DS: the presentation form of their RFCs, names as in a CNAME; hexadecimal digits are lower case.
type Record struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority *int   `json:"priority,omitempty"` // MX, MXE and SRV only: 0 to 65535, lower goes first
	TTL      int    `json:"ttl,omitempty"`      // how long resolvers may keep it, in seconds; 0 = DefaultTTL
}

// The types of records. MXE is an MX to a host that is made up for an IP address ("mail easy"); URL and URL302 redirect
// web visitors with 301 or 302, FRAME shows another site in a frame; ALIAS has the addresses of another host. None of these five exists in
// the DNS itself.
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
	TypeHTTPS  = "HTTPS"
	TypeSVCB   = "SVCB"
	TypeTLSA   = "TLSA"
	TypeSSHFP  = "SSHFP"
	TypeNAPTR  = "NAPTR"
	TypeDS     = "DS"
	TypeAlias  = "ALIAS"
)

// RecordTypes lists the types in the order that faces show them.
var RecordTypes = []string{
	TypeA, TypeAAAA, TypeMX, TypeMXE, TypeCNAME, TypeTXT, TypeSRV, TypeCAA, TypeNS, TypeURL, TypeURL302, TypeFrame,
	TypeHTTPS, TypeSVCB, TypeTLSA, TypeSSHFP, TypeNAPTR, TypeDS, TypeAlias,
}

// recordAliases are other words for types that clients send.
var recordAliases = map[string]string{"SPF": TypeTXT, "URL301": TypeURL, "ANAME": TypeAlias}

// maxRecords is how many records a domain may have.
const maxRecords = 1000

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

// Equal reports whether two records in normal form are the same, with the same TTL.
func (r Record) Equal(o Record) bool { return r.TTL == o.TTL && r.Same(o) }

// Same reports whether two records in normal form say the same, whatever their TTLs.
func (r Record) Same(o Record) bool { return r.content() == o.content() }

// content is what a record says, whatever its TTL, as a key of maps.
type content struct {
	hostname, kind, address string
	priority                int // -1 = none
}

func (r Record) content() content {
	c := content{r.Hostname, r.Type, r.Address, -1}
	if r.Priority != nil {
		c.priority = *r.Priority
	}
	return c
}

// CheckRecords brings the rows of a save to normal form. The set is good as a whole or not at all; a zone that cannot work is
// refused.
//
// Hostname, type and address must be there. Rows with an empty address are left out, and so are repeated ones. An empty hostname is
// the domain itself, shown as "@" as eNom and WHMCS do: an empty one would be dropped by clients that send the rows back.
//
// The child name servers are hosts inside the domain that the registry has with addresses of their own; the zone answers for them.
//
// Of a record that is there twice the lower TTL counts, as in a set of records (RFC 2181 §5.2).
//
// Errors name row (from 1) and hostname in words, and carry the path of the row's part: records[2].address.
func CheckRecords(name reseller.Name, rows []Row, children ...reseller.Host) ([]Record, error) {
	z := zoneCheck{name: name}
	var kept []placedRecord
	at := map[string][]int{} // places in kept by hostname
	for i, row := range rows {
		rec, err := z.record(row)
		if err != nil {
			return nil, rowError(placedRecord{rec, i, row.Place}, row.Hostname.Text, err)
		}
		if rec.Address == "" {
			continue
		}
		if n := slices.IndexFunc(at[rec.Hostname], func(n int) bool { return rec.Same(kept[n].Record) }); n >= 0 {
			first := &kept[at[rec.Hostname][n]]
			first.TTL = lowerTTL(first.Record, rec)
			continue
		}
		kept, at[rec.Hostname] = append(kept, placedRecord{rec, i, row.Place}), append(at[rec.Hostname], len(kept))
		if len(kept) > maxRecords {
			return nil, rowError(kept[maxRecords], row.Hostname.Text, reseller.Invalid(partAddress, "a domain can have at most %d records", maxRecords))
		}
	}
	if err := checkNeighbours(kept); err != nil {
		return nil, err
	}
	if err := checkAliasCount(kept); err != nil {
		return nil, err
	}
	if err := checkTree(name, kept, children); err != nil {
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
	partTTL      reseller.Path = "ttl"
)

// placedRecord is a record in normal form with its place in the rows that were sent.
type placedRecord struct {
	Record
	row    int
	called string // what errors call it; "" = its place
}

// place names the record for people.
func (r placedRecord) place() string {
	if r.called != "" {
		return r.called
	}
	return "row " + strconv.Itoa(r.row+1)
}

// maxShown is how much of a hostname an error shows: all of one that can be.
const maxShown = 253

// rowError makes the error of a row from that of its part.
func rowError(r placedRecord, hostname string, err error) error {
	e := reseller.AsError(err)
	field := e.Field
	if field == "" {
		field = partAddress
	}
	where := r.place()
	if len(hostname) > maxShown {
		hostname = strings.ToValidUTF8(hostname[:maxShown], "") + "…"
	}
	if hostname != "" {
		where += " (hostname " + hostname + ")"
	}
	return reseller.Errorf(reseller.KindInvalid, e.Code, "%s: %s: %s", where, string(field), reseller.Inner(e)).
		In(reseller.PathRecords.At(r.row).Part(field)).Because(e.Cause)
}
