package reseller

import (
	"strconv"
	"strings"
)

// Path names a part of a request in the words of the nouns, whatever a face calls it: "years", "contacts.admin.email",
// "nameservers[1]". Places count from 0 among the rows as they were sent.
type Path string

// The parts of requests that errors name. Paths holds their forms.
const (
	PathAction          Path = "action"
	PathName            Path = "name"       // the domain name, whole
	PathLabel           Path = "name.label" // what stands before its TLD
	PathTLD             Path = "name.tld"
	PathNames           Path = "names" // the names that are asked about
	PathTerm            Path = "term"  // what suggestions are looked for by
	PathID              Path = "id"
	PathNumber          Path = "number" // of an invoice
	PathFormat          Path = "format"
	PathStatus          Path = "status"
	PathKind            Path = "kind" // of an order
	PathLimit           Path = "limit"
	PathSeq             Path = "seq" // of an event
	PathIdempotencyKey  Path = "idempotency_key"
	PathYears           Path = "years"
	PathCurrentExpiry   Path = "current_expiry"
	PathAuthCode        Path = "auth_code"
	PathTag             Path = "tag"
	PathNoRefund        Path = "no_refund" // of a deletion
	PathPrivacy         Path = "privacy"
	PathLock            Path = "lock"
	PathAutoRenew       Path = "auto_renew"
	PathNameservers     Path = "nameservers" // At
	PathHost            Path = "host"        // a child name server's name
	PathAddresses       Path = "addresses"   // a child name server's
	PathCurrentAddress  Path = "current_address"
	PathNewAddress      Path = "new_address"
	PathContacts        Path = "contacts"          // PathContact
	PathAdditionalField Path = "additional_fields" // Part: its key
	PathRecords         Path = "records"           // At, Part: hostname, type, address, priority
	PathForwards        Path = "forwards"          // of mail: At, Part: prefix, targets; words name these columns alone
	PathDNSSEC          Path = "dnssec"            // signed by the house's name servers
	PathDS              Path = "ds"                // At, Part: key_tag, algorithm, digest_type, digest
	PathKeys            Path = "keys"              // At, Part: flags, protocol, algorithm, public_key
	PathURLForwards     Path = "url_forwards"      // At, Part: hostname, type, url
	PathZoneFile        Path = "zone_file"
	PathTemplate        Path = "template" // the id of one
	PathTemplateName    Path = "template_name"
	PathMode            Path = "mode"     // what becomes of the records that are there
	PathRecord          Path = "record"   // one that is added or removed. Part: as in PathRecords
	PathIfMatch         Path = "if_match" // the state that a set must have
	PathTokenName       Path = "token_name"
	PathKeepOld         Path = "keep_old" // of a token that is rotated
	PathScopes          Path = "scopes"   // of a token
	PathCIDRs           Path = "cidrs"    // of a token
	PathExpires         Path = "expires"  // of a token
	PathSpendCap        Path = "spend_cap"
	PathTokenKind       Path = "token_kind"
	PathURL             Path = "url"   // of a webhook
	PathEventKinds      Path = "kinds" // of a webhook
	PathLanguage        Path = "language"
	PathNotices         Path = "notices" // choices: At, Part: kind, way
)

// Paths lists the form of every path that an error can carry, as Form gives it: n stands for a place, role for a contact's role,
// key for the key of an additional field.
var Paths = []Path{
	PathAction, PathName, PathLabel, PathTLD, PathNames, PathTerm, PathID, PathNumber, PathFormat, PathStatus, PathKind, PathLimit, PathSeq,
	PathIdempotencyKey, PathYears, PathCurrentExpiry, PathAuthCode, PathTag, PathNoRefund, PathPrivacy, PathLock, PathAutoRenew,
	PathNameservers, "nameservers[n]", PathHost, PathAddresses, PathCurrentAddress, PathNewAddress,
	PathContacts, "contacts.role.first_name", "contacts.role.last_name", "contacts.role.company", "contacts.role.address1",
	"contacts.role.address2", "contacts.role.city", "contacts.role.state", "contacts.role.postcode", "contacts.role.country",
	"contacts.role.phone", "contacts.role.email",
	PathAdditionalField, "additional_fields.key",
	"records[n].hostname", "records[n].type", "records[n].address", "records[n].priority", "records[n].ttl", PathZoneFile,
	PathTemplate, PathTemplateName, PathMode,
	PathRecord, "record.hostname", "record.type", "record.address", "record.priority", "record.ttl", PathIfMatch,
	"prefix", "targets", "forwards[n].prefix", "forwards[n].targets",
	PathDNSSEC, PathDS, "ds[n].key_tag", "ds[n].algorithm", "ds[n].digest_type", "ds[n].digest",
	PathKeys, "keys[n].flags", "keys[n].protocol", "keys[n].algorithm", "keys[n].public_key",
	"url_forwards[n].hostname", "url_forwards[n].type", "url_forwards[n].url",
	PathTokenName, PathKeepOld, PathScopes, PathCIDRs, PathExpires, PathSpendCap, PathTokenKind, PathURL, PathEventKinds, PathLanguage, "notices[n].kind", "notices[n].way",
}

// At gives the path of the element of a list at a place, from 0.
func (p Path) At(place int) Path { return p + "[" + Path(strconv.Itoa(place)) + "]" }

// Part gives the path of a part.
func (p Path) Part(name Path) Path { return p + "." + name }

// PathContact gives the path of a contact's field, which is called as in JSON.
func PathContact(role Role, field Path) Path { return PathContacts.Part(Path(role)).Part(field) }

// PathList is a list of paths in words.
type PathList []Path

// String writes the list with commas, "nothing" if it is empty.
func (l PathList) String() string { return l.spelled(func(p Path) string { return string(p) }) }

func (l PathList) spelled(spell func(Path) string) string {
	if len(l) == 0 {
		return "nothing"
	}
	names := make([]string, len(l))
	for i, p := range l {
		names[i] = spell(p)
	}
	return strings.Join(names, ", ")
}

// Form gives the path without what differs from request to request: the place in a list, which is -1 without one, and the role of
// a contact or the key of an additional field.
func (p Path) Form() (form Path, place int, key string) {
	if list, rest, found := strings.Cut(string(p), "["); found {
		number, part, _ := strings.Cut(rest, "]")
		place, err := strconv.Atoi(number)
		if err != nil {
			return p, -1, ""
		}
		return Path(list + "[n]" + part), place, ""
	}
	if role, found := strings.CutPrefix(string(p), string(PathContacts)+"."); found {
		role, field, _ := strings.Cut(role, ".")
		return PathContact("role", Path(field)), -1, role
	}
	if key, found := strings.CutPrefix(string(p), string(PathAdditionalField)+"."); found {
		return PathAdditionalField.Part("key"), -1, key
	}
	return p, -1, ""
}

// Hint is an action that mends what an error complains of.
type Hint string

// The actions that errors point to. Hints lists them.
const (
	HintDAS                Hint = "DAS"
	HintModifyNameserver   Hint = "ModifyNameserver"
	HintRegisterNameserver Hint = "RegisterNameserver"
	HintReleaseDomain      Hint = "ReleaseDomain"
	HintRestoreDomain      Hint = "RestoreDomain"
	HintRestoreToAccount   Hint = "RestoreToAccount"
	HintSaveNameservers    Hint = "SaveNameservers"
)

// Hints lists the actions that errors point to.
var Hints = []Hint{
	HintDAS, HintModifyNameserver, HintRegisterNameserver, HintReleaseDomain, HintRestoreDomain, HintRestoreToAccount, HintSaveNameservers,
}
