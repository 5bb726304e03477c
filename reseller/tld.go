package reseller

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// TLD holds the rules of one TLD. They are data: an embedded file (tlds.json) that operators can override.
type TLD struct {
	Name      string `json:"-"`
	Connector string `json:"connector"` // which connector serves it; "sandbox" in the demo
	Note      string `json:"note,omitempty"`

	// Availability names the service that the actions DAS, DASSE and DASNU ask; empty = the connector.
	Availability string `json:"availability,omitempty"`

	Years         []int `json:"years"`           // periods that can be registered, in years
	RenewYears    []int `json:"renew_years"`     // periods that can be renewed, in years
	MaxYearsAhead int   `json:"max_years_ahead"` // a renewal may not end later than this many years from now

	RenewWindowDays    int  `json:"renew_window_days"`   // invoices and automatic renewal begin this many days before expiry
	RegistryAutorenews bool `json:"registry_autorenews"` // the registry adds a year by itself at the expiry instant

	AddGraceDays       int  `json:"add_grace_days"`
	AddGraceRefund     bool `json:"add_grace_refund"` // a deletion in the add grace is refunded
	RenewGraceDays     int  `json:"renew_grace_days"`
	AutorenewGraceDays int  `json:"autorenew_grace_days"`
	TransferGraceDays  int  `json:"transfer_grace_days"`

	ExpiredDays       int `json:"expired_days"`        // still in the zone after expiry and renewable (.se: 10)
	DeactivatedDays   int `json:"deactivated_days"`    // out of the zone and renewable (.se: 60)
	RedemptionDays    int `json:"redemption_days"`     // restorable after deletion
	PendingDeleteDays int `json:"pending_delete_days"` // not restorable, then free again (.se quarantine: 7)

	TransferYears    int    `json:"transfer_years"`     // 0 or 1: what a transfer adds
	TransferDays     int    `json:"transfer_days"`      // until the losing side's silence counts as consent; 0 = at once
	TransferLockDays int    `json:"transfer_lock_days"` // no transfer this long after registration or the last transfer
	TransferBy       string `json:"transfer_by"`        // "code" (auth code) or "tag" (the losing registrar sets our tag)

	Lock       bool   `json:"lock"`
	Privacy    bool   `json:"privacy"`
	AuthCode   bool   `json:"auth_code"`
	TagRelease bool   `json:"tag_release"`
	Contacts   string `json:"contacts"` // those that the registry takes: "all", "registrant+tech", "registrant", "none"

	// RenewModel says how a term is extended: "explicit" (by command), "auto" (by the registry alone, at the expiry instant) or "both". If it is
	// left out, registry_autorenews says it.
	RenewModel string `json:"renew_model,omitempty"`

	AuthCodeHours int `json:"auth_code_hours,omitempty"` // that an auth code lives; 0 = until the next one is set

	DNSSEC string `json:"dnssec,omitempty"` // what the registry takes: "ds" (also if left out), "keys", "none"

	// ChecksNameservers says that the registry asks the name servers for the zone before it delegates to them: ours have it first.
	ChecksNameservers bool `json:"checks_nameservers,omitempty"`

	// HTTPSOnly says that browsers open all names below the TLD over HTTPS alone: it is in their HSTS preload lists.
	HTTPSOnly bool `json:"https_only,omitempty"`

	MinNameservers int      `json:"min_nameservers"`
	MaxNameservers int      `json:"max_nameservers"`
	Scripts        []string `json:"scripts,omitzero"` // of its IDNs, as Unicode names them, or Chinese, Japanese, Korean; none given = any one, an empty list = no IDNs
	Fields         []Field  `json:"fields,omitempty"` // additional fields, in the order that GetDomainFields lists them
}

// Field is one TLD-specific additional field, as WHMCS describes them.
type Field struct {
	Name     string   `json:"name"`
	Key      string   `json:"key"` // canonical name: "id_number", "vat_number"
	Aliases  []string `json:"aliases,omitempty"`
	LangVar  string   `json:"lang_var"`
	Type     string   `json:"type"`
	Size     string   `json:"size,omitempty"`
	Default  string   `json:"default"`
	Required bool     `json:"required"`
	Options  string   `json:"options,omitempty"`

	RequiredOfCompaniesIn []string `json:"required_of_companies_in,omitempty"` // countries (ISO 3166-1) whose companies must give it

	Description string `json:"description"`
	Check       string `json:"check,omitempty"` // "se_id": identification number as .se and .nu want it
}

// How a term is extended (TLD.RenewModel).
const (
	RenewExplicit = "explicit"
	RenewAuto     = "auto"
	RenewBoth     = "both"
)

// Renewal is how a term is extended: RenewModel, or what registry_autorenews says of it.
func (t TLD) Renewal() string {
	switch {
	case t.RenewModel != "":
		return t.RenewModel
	case t.RegistryAutorenews:
		return RenewBoth
	}
	return RenewExplicit
}

// RenewsByItselfOnly reports whether the registry has no command to renew: it adds a year at the expiry instant, unless the name is deleted.
func (t TLD) RenewsByItselfOnly() bool { return t.RenewModel == RenewAuto }

// What a TLD's registry takes of DNSSEC; "" is DNSSECRecords.
const (
	DNSSECRecords = "ds"
	DNSSECKeys    = "keys"
	DNSSECNone    = "none"
)

// Grace is how long after its paid-through date a name can be renewed without a fee. Where the registry renews by itself it ends with
// the deletion of what nobody paid for, before the registry's own grace does.
func (t TLD) Grace() time.Duration {
	if t.RegistryAutorenews {
		return KeptUnpaid(t.AutorenewGraceDays)
	}
	return Days(t.ExpiredDays + t.DeactivatedDays)
}

// RestorableDays is for how many days a name can be restored after its deletion; 0 = it is gone at once.
func (t TLD) RestorableDays() int { return t.DeactivatedDays + t.RedemptionDays }

// GraceDays is Grace in whole days, as the APIs promise it.
func (t TLD) GraceDays() int { return int(t.Grace() / Days(1)) }

// TLDs maps TLD names to their rules.
type TLDs map[string]TLD

// Lookup finds the rules of a TLD or tells that it is not sold here.
func (t TLDs) Lookup(tld string) (TLD, error) {
	rules, ok := t[tld]
	if !ok {
		return TLD{}, Errorf(KindInvalid, CodeUnsupportedTLD, "domains under .%s are not sold here", tld).In(PathTLD)
	}
	return rules, nil
}

// Split reads a whole name such as "example.co.uk": the TLD is the longest one on the list that it ends in. Errors carry
// PathName and the code invalid_parameter or unsupported_tld.
func (t TLDs) Split(whole string) (Name, error) {
	host, err := ToASCII(whole)
	if err != nil {
		return Name{}, AsError(err).In(PathName)
	}
	for rest := host; ; {
		_, tld, dotted := strings.Cut(rest, ".")
		if !dotted {
			return Name{}, Errorf(KindInvalid, CodeUnsupportedTLD, "%q does not end in a TLD that is sold here", whole).In(PathName)
		}
		if _, sold := t[tld]; !sold {
			rest = tld
			continue
		}
		name, err := ParseName(strings.TrimSuffix(host, "."+tld), tld)
		if err != nil {
			return Name{}, Invalid(PathName, "%q is not a name that can be registered: one label before the TLD", whole).Because(err)
		}
		return name, nil
	}
}

// Names lists the TLDs in alphabetical order.
func (t TLDs) Names() []string {
	names := make([]string, 0, len(t))
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Allows reports whether the TLD sells an operation for a number of years. Its error carries PathYears.
func (t TLD) Allows(op Operation, years int) error {
	allowed := t.Years
	if op == OpRenew {
		allowed = t.RenewYears
	}
	if slices.Contains(allowed, years) {
		return nil
	}
	return Invalid(PathYears, ".%s can be %s for %s years, not %d", t.Name, pastTense[op], list(allowed), years)
}

var pastTense = map[Operation]string{OpRegister: "registered", OpRenew: "renewed", OpTransfer: "transferred", OpRestore: "restored"}

// list writes years as "1 to 10" where they follow one another, else "1, 2, 5".
func list(years []int) string {
	if len(years) > 2 && years[len(years)-1]-years[0] == len(years)-1 {
		return fmt.Sprintf("%d to %d", years[0], years[len(years)-1])
	}
	text := ""
	for i, y := range years {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(y)
	}
	return text
}
