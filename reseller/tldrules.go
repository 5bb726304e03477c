package reseller

import (
	"fmt"
	"slices"
	"strings"
)

// ruleFault is a rule that cannot be: its JSON key and why.
type ruleFault struct{ rule, reason string }

// faults lists what is impossible or contradictory in the rules, in the order of the keys.
func (t TLD) faults() []ruleFault {
	return slices.Concat(t.termFaults(), t.dayFaults(), t.transferFaults(), t.hostFaults(), t.dnssecFaults(), t.scriptFaults(), t.contactFaults(), t.renewFaults(), t.fieldFaults())
}

func (t TLD) termFaults() []ruleFault {
	var f []ruleFault
	if t.Connector == "" || strings.Trim(t.Connector, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		f = append(f, ruleFault{"connector", fmt.Sprintf("connector is %q, must be a connector's name in lower case", t.Connector)})
	}
	if t.MaxYearsAhead < 1 || t.MaxYearsAhead > 99 {
		f = append(f, ruleFault{"max_years_ahead", fmt.Sprintf("max_years_ahead is %d, must be 1 to 99", t.MaxYearsAhead)})
	}
	f = append(f, yearFaults("years", t.Years, t.MaxYearsAhead)...)
	return append(f, yearFaults("renew_years", t.RenewYears, t.MaxYearsAhead)...)
}

func yearFaults(rule string, years []int, most int) []ruleFault {
	fault := func(reason string) []ruleFault { return []ruleFault{{rule, rule + reason}} }
	if len(years) == 0 {
		return fault(" is empty, must list at least one period")
	}
	for i, y := range years {
		switch {
		case y < 1:
			return fault(fmt.Sprintf(" has %d, must be 1 or more", y))
		case y > most:
			return fault(fmt.Sprintf(" has %d, which is more than max_years_ahead (%d)", y, most))
		case i > 0 && y <= years[i-1]:
			return fault(fmt.Sprintf(" has %d after %d, must ascend", y, years[i-1]))
		}
	}
	return nil
}

func (t TLD) dayFaults() []ruleFault {
	var f []ruleFault
	for _, d := range []struct {
		rule string
		days int
	}{
		{"renew_window_days", t.RenewWindowDays}, {"add_grace_days", t.AddGraceDays}, {"renew_grace_days", t.RenewGraceDays},
		{"autorenew_grace_days", t.AutorenewGraceDays}, {"transfer_grace_days", t.TransferGraceDays},
		{"expired_days", t.ExpiredDays}, {"deactivated_days", t.DeactivatedDays}, {"redemption_days", t.RedemptionDays},
		{"pending_delete_days", t.PendingDeleteDays}, {"transfer_days", t.TransferDays}, {"transfer_lock_days", t.TransferLockDays},
	} {
		if d.days < 0 || d.days > 365 {
			f = append(f, ruleFault{d.rule, fmt.Sprintf("%s is %d, must be 0 to 365", d.rule, d.days)})
		}
	}
	if t.AddGraceRefund && t.AddGraceDays == 0 {
		f = append(f, ruleFault{"add_grace_refund", "add_grace_refund is true, but add_grace_days is 0"})
	}
	if !t.RegistryAutorenews && t.AutorenewGraceDays > 0 {
		f = append(f, ruleFault{"autorenew_grace_days", "autorenew_grace_days is set, but registry_autorenews is false"})
	}
	if t.RegistryAutorenews && t.AutorenewGraceDays == 0 {
		f = append(f, ruleFault{"autorenew_grace_days", "autorenew_grace_days is 0, but registry_autorenews is true: names that nobody pays for are deleted while the registry takes its year back, and here it never would"})
	}
	if t.RegistryAutorenews && t.ExpiredDays+t.DeactivatedDays > 0 {
		f = append(f, ruleFault{"registry_autorenews", "registry_autorenews is true, so names do not expire: expired_days and deactivated_days must be 0"})
	}
	return f
}

func (t TLD) transferFaults() []ruleFault {
	var f []ruleFault
	if t.TransferYears != 0 && t.TransferYears != 1 {
		f = append(f, ruleFault{"transfer_years", fmt.Sprintf("transfer_years is %d, must be 0 or 1", t.TransferYears)})
	}
	switch {
	case t.TransferBy != "code" && t.TransferBy != "tag":
		f = append(f, ruleFault{"transfer_by", fmt.Sprintf(`transfer_by is %q, must be "code" or "tag"`, t.TransferBy)})
	case t.TransferBy == "code" && !t.AuthCode:
		f = append(f, ruleFault{"auth_code", `auth_code is false, but transfer_by is "code": names could never leave`})
	case t.TransferBy == "tag" && !t.TagRelease:
		f = append(f, ruleFault{"tag_release", `tag_release is false, but transfer_by is "tag": names could never leave`})
	}
	return f
}

func (t TLD) hostFaults() []ruleFault {
	var f []ruleFault
	if t.MaxNameservers < 1 || t.MaxNameservers > 13 {
		f = append(f, ruleFault{"max_nameservers", fmt.Sprintf("max_nameservers is %d, must be 1 to 13", t.MaxNameservers)})
	}
	if t.MinNameservers < 0 || t.MinNameservers > t.MaxNameservers {
		f = append(f, ruleFault{"min_nameservers", fmt.Sprintf("min_nameservers is %d, must be 0 to max_nameservers (%d)", t.MinNameservers, t.MaxNameservers)})
	}
	return f
}

func (t TLD) contactFaults() []ruleFault {
	if _, known := contactRoles[t.Contacts]; known {
		return nil
	}
	return []ruleFault{{"contacts", fmt.Sprintf(`contacts is %q, must be "all", "registrant+tech", "registrant" or "none"`, t.Contacts)}}
}

func (t TLD) renewFaults() []ruleFault {
	var f []ruleFault
	fault := func(rule, format string, args ...any) { f = append(f, ruleFault{rule, fmt.Sprintf(format, args...)}) }
	switch t.RenewModel {
	case "":
	case RenewExplicit:
		if t.RegistryAutorenews {
			fault("renew_model", `renew_model is "explicit", but registry_autorenews is true: it is "both" or "auto"`)
		}
	case RenewAuto, RenewBoth:
		if !t.RegistryAutorenews {
			fault("renew_model", "renew_model is %q, but registry_autorenews is false", t.RenewModel)
		}
	default:
		fault("renew_model", `renew_model is %q, must be "explicit", "auto" or "both"`, t.RenewModel)
	}
	if t.RenewModel == RenewAuto && (len(t.RenewYears) != 1 || t.RenewYears[0] != 1) {
		fault("renew_years", "renew_years is %v, must be [1]: the registry adds a year at a time by itself", t.RenewYears)
	}
	if t.AuthCodeHours < 0 || t.AuthCodeHours > 8760 {
		fault("auth_code_hours", "auth_code_hours is %d, must be 0 to 8760", t.AuthCodeHours)
	}
	if t.AuthCodeHours > 0 && !t.AuthCode {
		fault("auth_code_hours", "auth_code_hours is set, but auth_code is false")
	}
	return f
}

func (t TLD) dnssecFaults() []ruleFault {
	if slices.Contains([]string{"", DNSSECRecords, DNSSECKeys, DNSSECNone}, t.DNSSEC) {
		return nil
	}
	return []ruleFault{{"dnssec", fmt.Sprintf(`dnssec is %q, must be "ds", "keys" or "none"`, t.DNSSEC)}}
}

// fieldTypes are the types of additional fields that WHMCS knows.
var fieldTypes = []string{"text", "textarea", "dropdown", "radio", "tickbox", "display"}

// fieldChecks maps the checks that a field may name to what they do.
var fieldChecks = map[string]func(value string, holder Contact) (string, error){"": plainValue, holderNumber: checkHolderNumber}

func (t TLD) fieldFaults() []ruleFault {
	var f []ruleFault
	owner := map[string]int{}
	for i, field := range t.Fields {
		fault := func(format string, args ...any) {
			f = append(f, ruleFault{"fields", fmt.Sprintf("fields[%d]: ", i) + fmt.Sprintf(format, args...)})
		}
		if field.Name == "" {
			fault("name is missing or empty")
		}
		if field.Key == "" || strings.Trim(field.Key, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			fault("key is %q, must be lower-case letters, digits and _", field.Key)
		}
		if !slices.Contains(fieldTypes, field.Type) {
			fault("type is %q, must be one of %s", field.Type, strings.Join(fieldTypes, ", "))
		}
		if (field.Type == "dropdown" || field.Type == "radio") && len(field.Choices()) == 0 {
			fault("type %s needs options", field.Type)
		}
		if fieldChecks[field.Check] == nil {
			fault(`check is %q, must be "se_id" or left out`, field.Check)
		}
		for _, country := range field.RequiredOfCompaniesIn {
			if !isCountry(country) {
				fault("required_of_companies_in has %q, must be country codes of ISO 3166-1", country)
			}
		}
		for _, called := range field.calledBy() {
			if other, taken := owner[called]; taken && other != i {
				fault("%q also names fields[%d]", called, other)
			}
			owner[called] = i
		}
	}
	return f
}
