package apiphp

// The parameters that several actions have.
var (
	fieldsAsked = one("domainfields", nil, "set", "where the TLD has fields that must be given", "Additional fields of the TLD, by name or in the order of GetDomainFields.")
	signedRows  = []Parameter{
		{dsParam, nil, "set", "", "DS records, for a zone that you sign: rows of `keytag`, `algorithm`, `digesttype`, `digest`."},
		{keysParam, nil, "set", "", "Keys, for TLDs that take those: rows of `flags`, `protocol`, `algorithm`, `publickey`."},
	}
	switches = []Parameter{
		{"dnsmanagement", nil, "switch", "", "DNS records are kept here; on unless it is 0."},
		{"emailforwarding", nil, "switch", "", "E-mail forwards are kept here; on unless it is 0."},
	}
	authCode   = one("transfersecret", nil, "text", "yes, where the TLD has auth codes", "The auth code, byte for byte.")
	nameserver = one("nameserver", nil, "text", "yes", "The child name server, by its whole name or what stands before the domain.")
)

const (
	pendingIsAnError = "Without the registry's answer within 25 s it is an error with the code `pending`: in progress, do not order again."
	nothingMore      = "Nothing more."
)

// described says of each action what the table of actions does not.
var described = map[string]Entry{
	"RegisterDomain": {
		About:      "Auto-renew starts off. Without a contact the account's default contact is taken, without name servers those of the house, if it has any. Not confirmed by the registry within 25 s: success, with `pending`.",
		Parameters: of(years, nameserversAsked(""), contactsAsked(), fieldsAsked, switches, one("idprotection", nil, "switch", "", "Privacy; off unless it is 1."), signedRows),
		Answer:     "`msg`; `pending` if the registry has not confirmed yet; `warning` if the name has no name servers, because those of the house do not fit.",
	},
	"TransferDomain": {
		About:      "How a transfer ends days later, TransferSync tells. Name servers that are not given stay.",
		Parameters: of(years, authCode, nameserversAsked(""), contactsAsked(), fieldsAsked, switches),
		Answer:     "`msg`; `pending` if the registry has not taken the request yet.",
	},
	"RenewDomain": {
		About:      "A repeat within 10 minutes is the same renewal and costs nothing. " + pendingIsAnError,
		Parameters: of(years, one("currentexpirydate", nil, "date", "", "The renewal is refused unless this is the paid-through date.")),
		Answer:     "`msg`.",
	},
	"RestoreDomain":       {About: "At the restore price. " + pendingIsAnError, Parameters: of(), Answer: "`msg`."},
	"CancelTransfer":      {Parameters: of(), Answer: "`msg`."},
	"RetryTransfer":       {Parameters: of(authCode), Answer: "`msg`; `pending` if the registry has not taken the request yet."},
	"ApproveTransferAway": {Parameters: of(), Answer: "`msg`."},
	"RejectTransferAway":  {Parameters: of(), Answer: "`msg`."},
	"ReleaseDomain": {
		About: "The name leaves the account. Also called `RelaseDomain`. " + pendingIsAnError, Answer: nothingMore,
		Parameters: of(one("newtag", []string{"transfertag"}, "text", "yes", "The tag of the registrar that gets it.")),
	},
	"RequestDelete": {
		About: "What the registry takes back is refunded, registrations up to a limit in a month. " + pendingIsAnError, Answer: nothingMore,
		Parameters: of(one("norefund", nil, "switch", "", "With 1 nothing is refunded, within the limit or beyond it.")),
	},
	"GetNameservers": {Parameters: of(), Answer: "`ns1` to `ns5`, those that are set."},
	"SaveNameservers": {
		About: "A name server inside the name needs its address first: RegisterNameserver. " + pendingIsAnError, Parameters: of(nameserversAsked("yes")),
		Answer: "`msg` if the name is not signed any more because of it.",
	},
	"GetEPPCode":        {About: "Each call sets a new code at the registry; it is not kept.", Parameters: of(), Answer: "`eppcode`."},
	"GetContactDetails": {Parameters: of(), Answer: "`Registrant`, and `Admin`, `Tech`, `Billing` where they exist: each an object of `Name`, `Company`, `Address`, `City`, `Country`, `Zip_Code`, `Email`, `Telephone`, with `State` and `Address_2` where they have a value."},
	"SaveContactDetails": {
		About: "The names of fields may have blanks or underscores; those of WHMCS and HostBill are known, too. What GetContactDetails answers can be sent back.",
		Parameters: of(one("contactdetails", nil, "set", "yes, or `domainfields`", "`contactdetails[Registrant][Name]` and so on; contacts and fields that are not sent stay."),
			one("domainfields", nil, "set", "of a new holder where the TLD wants them", "Additional fields of the TLD.")),
		Answer: "The contacts as they were saved.",
	},
	"GetDomainFields":        {Answer: "For each TLD that has additional fields (`.se`) a list of `Name`, `LangVar`, `Type`, `Size`, `Default`, `Required`, `Options`, `Description`."},
	"DomainGetLockingStatus": {Parameters: of(), Answer: "`lockstatus`: `locked`, `unlocked`, or `Unknown` where the TLD has no lock."},
	"DomainUpdateLockingStatus": {
		About: "Absent, unknown and contradictory words change nothing.", Answer: nothingMore + " Where the TLD has no lock the result is `empty`.",
		Parameters: of(one("lockenabled", []string{"lockstatus"}, "switch", "yes", "`locked` or `unlocked`, also 1, 0, true, false, on, off; an empty `lockstatus` unlocks.")),
	},
	"GetDNS": {Parameters: of(), Answer: "`0`, `1`, …: `hostname`, `type`, `address`, `priority` (null unless MX, MXE or SRV), `ttl` where the record names one; `warning` if one of them does not work as it is meant."},
	"SaveDNS": {
		About:      "The whole set or nothing: what is not sent is gone, and a bad row leaves the zone as it was. An empty set clears.",
		Parameters: of(one("dnsrecords", nil, "set", "yes", "Rows of `hostname`, `type`, `address`, `priority`, `ttl`.")), Answer: "`warning` if one of them does not work as it is meant, such as a FRAME with an http target.",
	},
	"GetDNSSEC": {Parameters: of(), Answer: "`enabled`, `state`, `dsrecords` (`keytag`, `algorithm`, `digesttype`, `digest`), `dnskeys` (`flags`, `protocol`, `algorithm`, `publickey`)."},
	"SaveDNSSEC": {
		About: "A set that is there and empty clears.", Answer: nothingMore,
		Parameters: of(one("enabled", nil, "switch", "", "1: signed by the operator's name servers, where they do. 0: not signed, by nobody."), signedRows),
	},
	"RegisterNameserver": {Parameters: of(nameserver, one("ipaddress", nil, "list", "yes", "IPv4 and IPv6 addresses.")), Answer: nothingMore},
	"ModifyNameserver": {
		Parameters: of(nameserver, one("currentipaddress", nil, "text", "yes", "The address that it has."), one("newipaddress", nil, "list", "yes", "Those that it gets instead.")), Answer: nothingMore,
	},
	"DeleteNameserver":   {About: "Refused while names use it.", Parameters: of(nameserver), Answer: nothingMore},
	"GetEmailForwarding": {Parameters: of(), Answer: "`1`, `2`, …: `prefix`, `forwardto`; `pending` and `refused` list those addresses of `forwardto` that have not agreed to mail yet, or do not want it; `warning` says why the forwards have no effect, if they have none."},
	"SaveEmailForwarding": {
		About: "The whole set. `prefix` and `forwardto` pair up by their keys; a row of which both are empty is dropped.",
		Parameters: of([]Parameter{
			{"prefix", nil, "set", "yes", "What stands before the @; `*` takes what no other forward names."},
			{"forwardto", nil, "set", "yes", "Where it goes: one address or several."},
		}),
		Answer: "`warning` if the forwards have no effect, or not all of them.",
	},
	"Sync": {
		About:      "For the nightly cron of billing systems.",
		Parameters: of(), Answer: "`status` (in lower case), `active`, `expired`, `cancelled`, `transferredAway`, `expirydate`: the paid-through date, never absent; of a name that is neither active nor pending it is past.",
	},
	"TransferSync": {Parameters: of(), Answer: "Nothing more while it is pending; then `completed` and `expirydate`, or `failed` and `reason`."},
	"DASSE":        {Parameters: of(), Answer: "`das`: `free NAME`, `occupied NAME` or `not_valid NAME`."},
	"DASNU":        {Parameters: of(), Answer: "`das`: `free NAME`, `occupied NAME` or `not_valid NAME`."},
	"DAS":          {Parameters: of(), Answer: "`das`: `free NAME`, `occupied NAME` or `not_valid NAME`."},
	"SetAutoRenew": {Parameters: of(one("autorenew", nil, "switch", "yes", "1 or 0.")), Answer: nothingMore},
	"IDProtectToggle": {
		Parameters: of(one("protectenable", nil, "switch", "yes", "1 or 0; empty means off.")), Answer: nothingMore,
	},
	"CreditAmount": {Answer: "`value`: the credit that no order holds, as text."},
	"GetForecast":  {Answer: "`until`, `count`, `total`, `available`, `missing`, `enough`, `unpriced`, `currency`, and the first 1,000 `renewals`, soonest first."},
	"GetInvoices": {
		Parameters: []Parameter{
			{"status", nil, "text", "", "`unpaid`, `paid` or `cancelled`."},
			{"after", nil, "number", "", "The `next` of the page before."},
			{"limit", nil, "number", "", "How many at most; 1,000 if it is absent."},
		},
		Answer: "`invoices`, oldest first, as GetInvoice has them; `next`, empty at the end.",
	},
	"GetInvoice": {
		Parameters: []Parameter{
			{"number", nil, "text", "yes", "Its number, or its id."},
			{"format", nil, "text", "", "`pdf` or `html` to have it printed."},
		},
		Answer: "`id`, `number`, `status`, `currency`, `net`, `tax`, `total`, `date`, `duedate`, `paiddate`, `term`, `credits`, `reason`, `lines`; printed also `contenttype` and `document`, in base64.",
	},
	"GetPricing":           {Answer: "`pricing`, the account's own prices, otherwise those of its price group, otherwise those of the price list: for each TLD `register`, `renew` and `transfer` by years, `grace_period`, `gracefee`, `redemption_period`, `redemptionfee`, `EPP`; `currency`. Amounts are net, as text."},
	"Version":              {Answer: "`version`."},
	"GetDomainInformation": {Parameters: of(), Answer: "`domain`, `status`, `expirydate`, `registrationdate`, `phase`, `phaseends`, `zoneserved`, `nameservers`, `lockstatus`, `autorenew`, `idprotection`, `dnsmanagement`, `emailforwarding`; `published`, `childnameservers`, `domainfields` and `transfer` where there are any."},
	"CheckAvailability": {
		About: "Up to 50 names.",
		Parameters: []Parameter{
			{"domains", []string{"domain", "domainname"}, "list", "yes, or `sld` and `tlds`", "Whole names."},
			{"sld", []string{"searchterm"}, "text", "", "One label, to be looked for under several TLDs."},
			{"tlds", []string{"tldstoinclude", "tld"}, "list", "", "These TLDs."},
		},
		Answer: "`domains`: `domain`, `status` (`available`, `registered`, `reserved`, `invalid`, `unsupported`), `premium`, `price`, `currency`.",
	},
}
