package rest

import (
	"context"
	"errors"

	"nameyard/reseller"
	"nameyard/server/form"
)

// spellings are this API's names of what errors name.
var spellings = form.Spellings{
	reseller.PathAction: "", reseller.PathName: "domain_name", reseller.PathLabel: "domain_name", reseller.PathTLD: "domain_name",
	reseller.PathNames: "domains", reseller.PathTerm: "", reseller.PathID: "id", reseller.PathNumber: "id",
	reseller.PathFormat: "format", reseller.PathStatus: "status", reseller.PathLimit: "limit", reseller.PathSeq: "cursor",
	reseller.PathIdempotencyKey: "Idempotency-Key", reseller.PathYears: "years", reseller.PathCurrentExpiry: "current_expiration_date",
	reseller.PathAuthCode: "auth_code", reseller.PathTag: "tag", reseller.PathNoRefund: "no_refund", reseller.PathPrivacy: "privacy_protection",
	reseller.PathLock: "locked", reseller.PathAutoRenew: "auto_renew", reseller.PathNameservers: "nameservers",
	"nameservers[n]": "nameservers[{n}]", reseller.PathHost: "host", reseller.PathAddresses: "addresses",
	reseller.PathCurrentAddress: "", reseller.PathNewAddress: "", // the other APIs replace one address by another
	reseller.PathContacts:      "contacts",
	"contacts.role.first_name": "contacts.{key}.first_name", "contacts.role.last_name": "contacts.{key}.last_name",
	"contacts.role.company": "contacts.{key}.company", "contacts.role.address1": "contacts.{key}.address1",
	"contacts.role.address2": "contacts.{key}.address2", "contacts.role.city": "contacts.{key}.city",
	"contacts.role.state": "contacts.{key}.state", "contacts.role.postcode": "contacts.{key}.postcode",
	"contacts.role.country": "contacts.{key}.country", "contacts.role.phone": "contacts.{key}.phone", "contacts.role.email": "contacts.{key}.email",
	reseller.PathAdditionalField: "additional_fields", "additional_fields.key": "additional_fields.{key}",
	"records[n].hostname": "records[{n}].hostname", "records[n].type": "records[{n}].type",
	"records[n].address": "records[{n}].address", "records[n].priority": "records[{n}].priority",
	"records[n].ttl": "records[{n}].ttl", reseller.PathZoneFile: "zone_file",
	reseller.PathRecord: "record", "record.hostname": "hostname", "record.type": "type", "record.address": "address", "record.priority": "priority",
	"record.ttl": "ttl", reseller.PathIfMatch: "If-Match",
	"prefix": "prefix", "targets": "forward_to",
	"forwards[n].prefix": "forwards[{n}].prefix", "forwards[n].targets": "forwards[{n}].forward_to",
	reseller.PathTemplate: "template_id", reseller.PathTemplateName: "name", reseller.PathMode: "mode",
	reseller.PathKind: "kind", reseller.PathTokenName: "name", reseller.PathTokenKind: "kind", reseller.PathKeepOld: "keep_old_hours",
	reseller.PathScopes: "scopes", reseller.PathCIDRs: "cidrs", reseller.PathExpires: "expires_at", reseller.PathSpendCap: "spend_cap", reseller.PathURL: "url",
	reseller.PathEventKinds: "kinds", reseller.PathLanguage: "language",
	"notices[n].kind": "notices[{n}].kind", "notices[n].way": "notices[{n}].way",
	reseller.PathDNSSEC: "dnssec", reseller.PathDS: "dnssec.ds", reseller.PathKeys: "dnssec.keys",
	"ds[n].key_tag": "dnssec.ds[{n}].key_tag", "ds[n].algorithm": "dnssec.ds[{n}].algorithm",
	"ds[n].digest_type": "dnssec.ds[{n}].digest_type", "ds[n].digest": "dnssec.ds[{n}].digest",
	"keys[n].flags": "dnssec.keys[{n}].flags", "keys[n].protocol": "dnssec.keys[{n}].protocol",
	"keys[n].algorithm": "dnssec.keys[{n}].algorithm", "keys[n].public_key": "dnssec.keys[{n}].public_key",
	"url_forwards[n].hostname": "forwards[{n}].hostname", "url_forwards[n].type": "forwards[{n}].type", "url_forwards[n].url": "forwards[{n}].url",
}

// calls are how clients come to the actions that errors point to: what follows the path of the domain, or the method at the path
// that the error speaks of.
var calls = map[reseller.Hint]string{
	reseller.HintRestoreDomain: "POST restore", reseller.HintRestoreToAccount: "restore-to-account", reseller.HintModifyNameserver: "PUT child-nameservers",
	reseller.HintRegisterNameserver: "PUT child-nameservers", reseller.HintSaveNameservers: "PUT nameservers", reseller.HintDAS: "GET availability", reseller.HintReleaseDomain: "POST release",
}

var spelling = reseller.Spelling{Param: spellings.Of, Action: func(h reseller.Hint) string { return calls[h] }}

// spelled makes the public error of err in the words of this face.
func spelled(err error) *reseller.Error {
	e := reseller.AsError(err)
	if e.Kind == reseller.KindInternal && errors.Is(err, context.DeadlineExceeded) {
		e = reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the server did not finish in time; it is not known whether anything was done: look before you try again").Because(err)
	}
	return e.Spelled(spelling)
}
