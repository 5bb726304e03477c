package apiphp

import (
	"nameyard/reseller"
	"nameyard/server/form"
)

// spellings are this API's names of what errors name.
var spellings = form.Spellings{
	reseller.PathAction: "action", reseller.PathName: "sld", reseller.PathLabel: "sld", reseller.PathTLD: "tld",
	reseller.PathNames: "domains", reseller.PathTerm: "searchterm", reseller.PathID: "", reseller.PathNumber: "number",
	reseller.PathFormat: "format", reseller.PathStatus: "status", reseller.PathLimit: "limit", reseller.PathSeq: "",
	reseller.PathIdempotencyKey: "idempotencykey", reseller.PathYears: "regperiod", reseller.PathCurrentExpiry: "currentexpirydate",
	reseller.PathAuthCode: "transfersecret", reseller.PathTag: "newtag", reseller.PathNoRefund: "norefund", reseller.PathPrivacy: "idprotection",
	reseller.PathLock: "lockenabled", reseller.PathAutoRenew: "autorenew", reseller.PathNameservers: "nameserver1",
	"nameservers[n]": "nameserver{n+1}", reseller.PathHost: "nameserver", reseller.PathAddresses: "ipaddress",
	reseller.PathCurrentAddress: "currentipaddress", reseller.PathNewAddress: "newipaddress", reseller.PathContacts: "contactdetails",
	reseller.PathAdditionalField: "domainfields", "additional_fields.key": "domainfields",
	"records[n].hostname": "dnsrecords[{n}][hostname]", "records[n].type": "dnsrecords[{n}][type]",
	"records[n].address": "dnsrecords[{n}][address]", "records[n].priority": "dnsrecords[{n}][priority]",
	"records[n].ttl": "dnsrecords[{n}][ttl]",
	"prefix":         "prefix", "targets": "forwardto", "forwards[n].prefix": "prefix[{n}]", "forwards[n].targets": "forwardto[{n}]",
	reseller.PathDNSSEC: "enabled", reseller.PathDS: dsParam, reseller.PathKeys: keysParam,
	"ds[n].key_tag": "dsrecords[{n}][keytag]", "ds[n].algorithm": "dsrecords[{n}][algorithm]",
	"ds[n].digest_type": "dsrecords[{n}][digesttype]", "ds[n].digest": "dsrecords[{n}][digest]",
	"keys[n].flags": "dnskeys[{n}][flags]", "keys[n].protocol": "dnskeys[{n}][protocol]",
	"keys[n].algorithm": "dnskeys[{n}][algorithm]", "keys[n].public_key": "dnskeys[{n}][publickey]",
	reseller.PathRecord: "", "record.hostname": "", "record.type": "", "record.address": "", "record.priority": "", "record.ttl": "", reseller.PathIfMatch: "",
	"url_forwards[n].hostname": "", "url_forwards[n].type": "", "url_forwards[n].url": "", reseller.PathZoneFile: "", // the REST API's alone, like these
	reseller.PathTemplate: "", reseller.PathTemplateName: "", reseller.PathMode: "",
	reseller.PathKind: "", reseller.PathTokenName: "", reseller.PathTokenKind: "", reseller.PathKeepOld: "", reseller.PathScopes: "", reseller.PathCIDRs: "",
	reseller.PathExpires: "", reseller.PathSpendCap: "", reseller.PathURL: "", reseller.PathEventKinds: "", reseller.PathLanguage: "", "notices[n].kind": "", "notices[n].way": "",
}

// contactNames are this API's names of contact fields. Orders call the admin contact's "adminfirstname" and so on.
var contactNames = map[string]struct{ order, save string }{
	"contacts.role.first_name": {"firstname", "Name"},
	"contacts.role.last_name":  {"lastname", "Name"},
	"contacts.role.company":    {"companyname", "Company"},
	"contacts.role.address1":   {"address1", "Address"},
	"contacts.role.address2":   {"address2", "Address_2"},
	"contacts.role.city":       {"city", "City"},
	"contacts.role.state":      {"state", "State"},
	"contacts.role.postcode":   {"postcode", "Zip_Code"},
	"contacts.role.country":    {"country", "Country"},
	"contacts.role.phone":      {"phonenumber", "Telephone"},
	"contacts.role.email":      {"email", "Email"},
}

// orderSpelling is for all actions but SaveContactDetails: contacts.admin.email is adminemail.
var orderSpelling = reseller.Spelling{Action: actionName, Param: func(path reseller.Path) string {
	form, _, role := path.Form()
	name, known := contactNames[string(form)]
	switch {
	case !known:
		return spellings.Of(path)
	case role == string(reseller.RoleAdmin):
		return "admin" + name.order
	}
	return name.order
}}

// saveSpelling is for SaveContactDetails: contacts.registrant.email is contactdetails[Registrant][Email].
var saveSpelling = reseller.Spelling{Action: actionName, Param: func(path reseller.Path) string {
	form, _, role := path.Form()
	name, known := contactNames[string(form)]
	if !known {
		return spellings.Of(path)
	}
	return contactParam(reseller.Role(role), name.save)
}}

// spellingFor gives the spelling of an action's errors.
func spellingFor(action string) reseller.Spelling {
	if action == "SaveContactDetails" {
		return saveSpelling
	}
	return orderSpelling
}

// actionName is how clients come to an action: by its name.
func actionName(h reseller.Hint) string {
	if h == reseller.HintRestoreToAccount {
		return string(h) + " of the REST API"
	}
	return string(h)
}
