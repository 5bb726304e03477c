package zone

import (
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// zoneCheck brings rows of one domain to normal form. Its errors carry the part of the row.
type zoneCheck struct {
	name reseller.Name
}

// record brings one row to normal form. A row to be left out comes back with an empty address.
func (z zoneCheck) record(row Row) (Record, error) {
	if err := row.missing(); err != nil {
		return Record{}, err
	}
	if strings.TrimSpace(row.Address.Text) == "" {
		return Record{}, nil
	}
	rec, faults := z.parts(row)
	if len(faults) > 0 {
		return rec, faults[0]
	}
	return rec, nil
}

// parts brings the parts of a row to normal form, and tells what is wrong with each of them by itself.
func (z zoneCheck) parts(row Row) (rec Record, faults []error) {
	note := func(err error, part reseller.Path) {
		if err != nil {
			faults = append(faults, reseller.AsError(err).In(part))
		}
	}
	kind, err := recordType(row.Type.Text)
	note(err, partType)
	rec = Record{Type: kind, Address: row.Address.Text}
	rec.Hostname, err = z.place(kind, row.Hostname.Text)
	note(err, partHostname)
	if kind != TypeTXT {
		rec.Address = reseller.TrimEnds(row.Address.Text)
	}
	if rec.HasPriority() {
		rec.Priority, err = parsePriority(row.Priority.Text)
		note(err, partPriority)
	}
	rec.TTL, err = parseTTL(row.TTL.Text)
	note(err, partTTL)
	switch {
	case strings.TrimSpace(row.Address.Text) == "":
		note(reseller.Invalid("", "an empty one says nothing"), partAddress)
	case kind != "":
		note(z.content(&rec), partAddress)
	}
	return rec, faults
}

func recordType(given string) (string, error) {
	kind := strings.ToUpper(reseller.TrimEnds(given))
	if other, ok := recordAliases[kind]; ok {
		kind = other
	}
	if !slices.Contains(RecordTypes, kind) {
		return "", reseller.Invalid(partType, "%q is not a type of record here: use one of %s", given, strings.Join(RecordTypes, ", "))
	}
	return kind, nil
}

// content brings address and priority of a record to normal form, by its type.
func (z zoneCheck) content(rec *Record) (err error) {
	switch rec.Type {
	case TypeA, TypeAAAA:
		rec.Address, err = recordAddress(rec.Address, rec.Type)
	case TypeMX:
		err = z.exchanger(rec)
	case TypeMXE:
		err = z.easyExchanger(rec)
	case TypeCNAME, TypeNS:
		err = z.alias(rec)
	case TypeAlias:
		err = z.elsewhere(rec)
	case TypeTXT:
		rec.Address, err = recordText(rec.Address)
	case TypeSRV:
		err = z.service(rec)
	case TypeCAA:
		rec.Address, err = recordCAA(rec.Address)
	case TypeDS:
		err = z.signer(rec)
	case TypeHTTPS, TypeSVCB, TypeTLSA, TypeSSHFP, TypeNAPTR:
		err = z.presentation(rec)
	default:
		rec.Address, err = CheckURL(rec.Address)
	}
	return err
}

// hostname makes a hostname relative to the domain; the domain itself is "@".
func (z zoneCheck) hostname(given string) (string, error) {
	text := reseller.TrimEnds(given)
	if text == "" || text == "@" || text == "." {
		return "@", nil
	}
	bare := strings.TrimSuffix(text, ".")
	host, err := reseller.CanonicalName(bare, reseller.OwnerRule)
	if err != nil {
		return "", err
	}
	if host == z.name.String() {
		return "@", nil
	}
	relative, inside := strings.CutSuffix(host, "."+z.name.String())
	if !inside && bare != text && strings.Contains(bare, ".") {
		return "", reseller.Invalid("", "%s lies outside %s: give a name in the domain, without a dot at the end", host, z.name)
	}
	if relative == z.name.String() || z.name.Contains(relative) {
		return "", reseller.Invalid("", "%s holds the domain twice: give the part before it only", host)
	}
	if len(relative)+1+len(z.name.String()) > 253 {
		return "", reseller.Invalid("", "the whole name is longer than 253 characters")
	}
	return relative, nil
}

// target makes a full name of what a record points to. "@" is the domain. A dot at the end, the domain itself as the last labels,
// or several labels of which the last is a TLD of the root make the name a full one; anything else is relative to the domain.
func (z zoneCheck) target(given string, rule reseller.NameRule) (string, error) {
	if given == "@" {
		given = z.name.String()
	}
	bare, absolute := strings.CutSuffix(given, ".")
	host, err := reseller.CanonicalName(bare, rule)
	if err != nil {
		return "", err
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if strings.Contains(host, ".") && reseller.AllDigits(last) {
		return "", reseller.Invalid("", "%q looks like an IP address: a host name is needed", given)
	}
	full := host == z.name.String() || z.name.Contains(host) || (strings.Contains(host, ".") && isTLD(last))
	if !absolute && !full {
		host, full = host+"."+z.name.String(), true
		if len(host) > 253 {
			return "", reseller.Invalid("", "the whole name %s is longer than 253 characters", host)
		}
	}
	if !full {
		return host + ".", nil
	}
	return host, nil
}

// alias checks a CNAME, and an NS that delegates a part of the domain.
func (z zoneCheck) alias(rec *Record) (err error) {
	switch {
	case rec.Type == TypeCNAME && rec.Hostname == "@":
		return reseller.Invalid(partType, "a CNAME cannot stand at the domain itself (RFC 1034 §3.6.2): use A and AAAA records, ALIAS to have the addresses of another host, or URL to forward web visitors")
	case rec.Type == TypeNS && rec.Hostname == "@":
		return reseller.Invalid(partType, "the name servers of the domain itself are not records: change them with %s", reseller.HintSaveNameservers)
	case rec.Type == TypeNS && strings.HasPrefix(rec.Hostname, "*"):
		return reseller.Invalid(partType, "a wildcard cannot be delegated (RFC 4592 §4.2)")
	}
	rule := reseller.HostRule
	if rec.Type == TypeCNAME {
		rule = reseller.AliasRule
	}
	rec.Address, err = z.target(rec.Address, rule)
	return err
}

// service checks an SRV (RFC 2782): "weight port target", or with the priority in front.
func (z zoneCheck) service(rec *Record) (err error) {
	parts := strings.Fields(rec.Address)
	if len(parts) == 4 {
		if err := rec.takePriority(parts[0]); err != nil {
			return err
		}
		parts = parts[1:]
	}
	if len(parts) != 3 {
		return reseller.Invalid("", "%q is not an SRV: write weight, port and target, for example 5 5060 sip.example.com", rec.Address)
	}
	for i, what := range []string{"weight", "port"} {
		n, err := strconv.ParseUint(parts[i], 10, 16)
		if err != nil {
			return reseller.Invalid("", "%s %q is not a number from 0 to 65535", what, parts[i])
		}
		parts[i] = strconv.FormatUint(n, 10)
	}
	if parts[2] != "." { // RFC 2782: the service is not there
		target, err := z.target(parts[2], reseller.AliasRule)
		if err != nil {
			return err
		}
		parts[2] = target
	}
	if rec.Priority == nil {
		rec.Priority = new(int)
	}
	rec.Address = strings.Join(parts, " ")
	return nil
}
