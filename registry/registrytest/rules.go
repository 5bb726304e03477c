package registrytest

import "nameyard/reseller"

// Rules gives the TLD rules that the stories go by, one TLD for each kind of life cycle: "com" renews by itself and has
// redemption, "se" expires, is deactivated and moves at once, "uk.example" moves by tag, "bare" offers nothing extra
// and ends a name at its expiry, "thin" takes no contacts and is renewed by its registry alone.
func Rules() reseller.TLDs {
	years := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	return reseller.TLDs{
		"com": {
			Name: "com", Connector: "test", Years: years, RenewYears: years, MaxYearsAhead: 10, RenewWindowDays: 30,
			RegistryAutorenews: true, AddGraceDays: 5, AddGraceRefund: true, RenewGraceDays: 5, AutorenewGraceDays: 45,
			TransferGraceDays: 5, RedemptionDays: 30, PendingDeleteDays: 5,
			TransferYears: 1, TransferDays: 5, TransferLockDays: 60, TransferBy: "code",
			Lock: true, Privacy: true, AuthCode: true, MinNameservers: 2, MaxNameservers: 13, Contacts: reseller.ContactsAll,
		},
		"se": {
			Name: "se", Connector: "test", Years: years, RenewYears: years, MaxYearsAhead: 10, RenewWindowDays: 30,
			ExpiredDays: 10, DeactivatedDays: 60, PendingDeleteDays: 7, TransferBy: "code",
			Privacy: true, AuthCode: true, Contacts: reseller.ContactsRegistrant, MinNameservers: 2, MaxNameservers: 10,
			Fields: []reseller.Field{{Name: "Identification Number", Key: "id_number", Type: "text", Required: true}},
		},
		"uk.example": {
			Name: "uk.example", Connector: "test", Years: years, RenewYears: years, MaxYearsAhead: 10, RenewWindowDays: 30,
			ExpiredDays: 30, DeactivatedDays: 60, PendingDeleteDays: 2, TransferBy: "tag", TagRelease: true,
			Lock: true, MaxNameservers: 10, Contacts: reseller.ContactsAll,
		},
		"bare": {
			Name: "bare", Connector: "test", Years: []int{1}, RenewYears: []int{1}, MaxYearsAhead: 2, TransferBy: "code", AuthCode: true,
			MaxNameservers: 13, Contacts: reseller.ContactsAll, AuthCodeHours: 336,
		},
		"thin": {
			Name: "thin", Connector: "test", Years: []int{1}, RenewYears: []int{1}, MaxYearsAhead: 2, TransferBy: "code", AuthCode: true,
			RegistryAutorenews: true, AutorenewGraceDays: 45, RenewModel: reseller.RenewAuto, MaxNameservers: 13, Contacts: reseller.ContactsNone,
		},
	}
}
