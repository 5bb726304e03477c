package v2

import (
	"slices"
	"strings"

	"nameyard/reseller"
	"nameyard/server/form"
)

// spellings are this API's names of what errors name.
var spellings = form.Spellings{
	reseller.PathAction: "", reseller.PathName: "domain", reseller.PathLabel: "domain", reseller.PathTLD: "domain",
	reseller.PathNames: "searchTerm", reseller.PathTerm: "searchTerm", reseller.PathID: "", reseller.PathNumber: "",
	reseller.PathFormat: "", reseller.PathStatus: "", reseller.PathLimit: "", reseller.PathSeq: "",
	reseller.PathIdempotencyKey: "idempotencykey", reseller.PathYears: "regperiod", reseller.PathCurrentExpiry: "",
	reseller.PathAuthCode: "eppcode", reseller.PathTag: "transfertag", reseller.PathNoRefund: "norefund", reseller.PathPrivacy: "addons[idprotection]",
	reseller.PathLock: "lockstatus", reseller.PathAutoRenew: "", reseller.PathNameservers: "ns1", "nameservers[n]": "ns{n+1}",
	reseller.PathHost: "nameserver", reseller.PathAddresses: "ipaddress", reseller.PathCurrentAddress: "currentipaddress",
	reseller.PathNewAddress: "newipaddress", reseller.PathContacts: "contactdetails",
	reseller.PathAdditionalField: "domainfields", "additional_fields.key": "domainfields",
	"records[n].hostname": "dnsrecords[{n}][hostname]", "records[n].type": "dnsrecords[{n}][type]",
	"records[n].address": "dnsrecords[{n}][address]", "records[n].priority": "dnsrecords[{n}][priority]",
	"records[n].ttl": "dnsrecords[{n}][ttl]",
	"prefix":         "prefix", "targets": "forwardto", "forwards[n].prefix": "prefix[{n}]", "forwards[n].targets": "forwardto[{n}]",
	reseller.PathDNSSEC: "", reseller.PathDS: "", reseller.PathKeys: "", // the other APIs' alone
	"ds[n].key_tag": "", "ds[n].algorithm": "", "ds[n].digest_type": "", "ds[n].digest": "",
	"keys[n].flags": "", "keys[n].protocol": "", "keys[n].algorithm": "", "keys[n].public_key": "",
	reseller.PathRecord: "", "record.hostname": "", "record.type": "", "record.address": "", "record.priority": "", "record.ttl": "", reseller.PathIfMatch: "",
	"url_forwards[n].hostname": "", "url_forwards[n].type": "", "url_forwards[n].url": "", reseller.PathZoneFile: "", // the REST API's alone, like these
	reseller.PathTemplate: "", reseller.PathTemplateName: "", reseller.PathMode: "",
	reseller.PathKind: "", reseller.PathTokenName: "", reseller.PathTokenKind: "", reseller.PathKeepOld: "", reseller.PathScopes: "", reseller.PathCIDRs: "",
	reseller.PathExpires: "", reseller.PathSpendCap: "", reseller.PathURL: "", reseller.PathEventKinds: "", reseller.PathLanguage: "", "notices[n].kind": "", "notices[n].way": "",
}

// orderSpelling is for all actions but SaveContactDetails: contacts.admin.email is contacts[admin][email].
var orderSpelling = reseller.Spelling{Action: endpointOf, Param: func(path reseller.Path) string {
	if field, role, ok := contactAt(path); ok {
		return "contacts[" + role.param + "][" + field.model + "]"
	}
	return spellings.Of(path)
}}

// saveSpelling is for SaveContactDetails: contacts.admin.email is contactdetails[Admin][Email Address].
var saveSpelling = reseller.Spelling{Action: endpointOf, Param: func(path reseller.Path) string {
	if field, role, ok := contactAt(path); ok {
		return "contactdetails[" + role.label + "][" + field.label + "]"
	}
	return spellings.Of(path)
}}

// spellingFor gives the spelling of an action's errors.
func spellingFor(action string) reseller.Spelling {
	if action == "SaveContactDetails" {
		return saveSpelling
	}
	return orderSpelling
}

// contactAt finds the field of a contact that a path names.
func contactAt(path reseller.Path) (contactField, roleSpelling, bool) {
	form, _, key := path.Form()
	rule, contact := strings.CutPrefix(string(form), "contacts.role.")
	role := slices.IndexFunc(roleLabels, func(r roleSpelling) bool { return string(r.role) == key })
	if !contact || role < 0 {
		return contactField{}, roleSpelling{}, false
	}
	for _, f := range contactFields[1:] { // a name is missing as firstname
		if f.rule == rule {
			return f, roleLabels[role], true
		}
	}
	return contactField{}, roleSpelling{}, false
}

// elsewhere are the actions that errors point to and that this API does not have.
var elsewhere = map[reseller.Hint]string{
	reseller.HintDAS: "DAS of the action API", reseller.HintRestoreDomain: "RestoreDomain of the action API",
	reseller.HintRestoreToAccount: "restore-to-account of the REST API",
}

// endpointOf is how clients come to an action.
func endpointOf(h reseller.Hint) string {
	for _, e := range Endpoints {
		if e.Action == string(h) {
			return e.Method + " " + strings.ReplaceAll(e.Path, ":domain", "{domain}")
		}
	}
	return elsewhere[h]
}
