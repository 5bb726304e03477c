package v2

import (
	"time"

	"nameyard/actions"
	"nameyard/reseller"
)

func decodeSync(p *Params) actions.Sync { return actions.Sync{Name: p.name()} }

// encodeSync always has the date: clients take a name without one for expired.
func encodeSync(s actions.SyncState) any {
	return struct {
		Active          bool   `json:"active"`
		Expired         bool   `json:"expired"`
		Cancelled       bool   `json:"cancelled"`
		TransferredAway bool   `json:"transferredAway"`
		ExpiryDate      string `json:"expirydate"`
	}{s.Active, s.Expired, s.Cancelled, s.TransferredAway, s.Expires.UTC().Format(time.DateOnly)}
}

func decodeTransferSync(p *Params) actions.TransferSync { return actions.TransferSync{Name: p.name()} }

// encodeTransferSync is a list without elements while the transfer is pending.
func encodeTransferSync(s actions.TransferState) any {
	switch {
	case s.Completed:
		return struct {
			Completed  bool   `json:"completed"`
			ExpiryDate string `json:"expirydate"`
		}{true, s.Expires.UTC().Format(time.DateOnly)}
	case s.Failed:
		return struct {
			Completed bool   `json:"completed"`
			Failed    bool   `json:"failed"`
			Reason    string `json:"reason"`
		}{false, true, s.Reason}
	}
	return []string{}
}

func decodeInformation(p *Params) actions.GetDomainInformation {
	return actions.GetDomainInformation{Name: p.name()}
}

// informationAnswer is what WHMCS keeps of a name. It parses every date, so each is a real one. What ICANN's transfer policy
// asks of registrars beyond a lock after registration is not done here: those switches are off.
type informationAnswer struct {
	Domain                        string   `json:"domain"`
	Nameservers                   any      `json:"nameservers"`
	TransferLock                  bool     `json:"transferLock"`
	TransferLockExpiryDate        string   `json:"transferLockExpiryDate"`
	ExpiryDate                    string   `json:"expiryDate"`
	Status                        string   `json:"status"`
	RegistrationStatus            string   `json:"registrationStatus"`
	Restorable                    bool     `json:"restorable"`
	RenewBeforeExpiration         bool     `json:"renewBeforeExpiration"`
	IDProtectionStatus            bool     `json:"idProtectionStatus"`
	DNSManagementStatus           bool     `json:"dnsManagementStatus"`
	EmailForwardingStatus         bool     `json:"emailForwardingStatus"`
	IsIRTPEnabled                 bool     `json:"isIrtpEnabled"`
	IRTPOptOutStatus              bool     `json:"irtpOptOutStatus"`
	IRTPTransferLock              bool     `json:"irtpTransferLock"`
	IRTPTransferLockExpiryDate    string   `json:"irtpTransferLockExpiryDate"`
	DomainContactChangePending    bool     `json:"domainContactChangePending"`
	DomainContactChangeExpiryDate string   `json:"domainContactChangeExpiryDate"`
	WillDomainSuspend             bool     `json:"willDomainSuspend"`
	IRTPVerificationTriggerFields []string `json:"irtpVerificationTriggerFields"`
	RegistrantEmailAddress        string   `json:"registrantEmailAddress"`

	Verification *verificationAnswer `json:"verification,omitempty"` // of the holder's data, if there has been one
	Holds        []holdAnswer        `json:"holds,omitempty"`        // why the name is out of the zone

	ChildNameservers []childAnswer     `json:"childNameservers,omitempty"` // with which nameservers/register and so on deal
	DomainFields     map[string]string `json:"domainFields,omitempty"`     // by their keys
}

// verificationAnswer is how far the check of the holder's data is: needed or done, and until when it is due.
type verificationAnswer struct {
	State string `json:"state"`
	Due   string `json:"due,omitempty"`
}

func verificationOf(v reseller.Verification) *verificationAnswer {
	if v.Standing() == reseller.VerificationNone {
		return nil
	}
	a := &verificationAnswer{State: string(v.Standing())}
	if !v.Due.IsZero() {
		a.Due = v.Due.UTC().Format(time.DateOnly)
	}
	return a
}

// holdAnswer is that a name is out of the zone, by its registry (serverHold) or by the operator (clientHold).
type holdAnswer struct {
	By     string `json:"by"`
	Since  string `json:"since"`
	Reason string `json:"reason"`
}

func holdsOf(all reseller.Holds) []holdAnswer {
	var list []holdAnswer
	for _, h := range all.Standing() {
		list = append(list, holdAnswer{h.Side, instant(h.Since), h.Reason})
	}
	return list
}

// childAnswer is a child name server, in the words of the requests about it.
type childAnswer struct {
	Nameserver string `json:"nameserver"`
	IPAddress  string `json:"ipaddress"` // with commas between several
}

func childrenOf(d reseller.Domain) []childAnswer {
	list := make([]childAnswer, len(d.Hosts))
	for i, h := range d.Hosts {
		list[i] = childAnswer{h.Name, h.AddressList()}
	}
	return list
}

// statusWords are WHMCS's words for the states of Sync.
var statusWords = map[string]string{
	"active": "Active", "expired": "Expired", "redemption": "Pending Delete Restorable", "pendingdelete": "Deleted",
	"pending":   "InActive",
	"cancelled": "Deleted", "transferredaway": "Archived",
}

func encodeInformation(i actions.DomainInformation) any {
	d, status := i.Domain, statusWords[i.Sync.Status]
	begun := d.RegisteredAt
	if begun.IsZero() {
		begun = d.CreatedAt
	}
	return informationAnswer{
		Domain: d.Name.String(), Nameservers: encodeNameservers(d.Nameservers), ExpiryDate: instant(i.Sync.Expires),
		TransferLock: d.Locked, TransferLockExpiryDate: instant(i.TransferableFrom), Status: status, RegistrationStatus: status,
		Restorable: d.State == reseller.DomainRedemption, RenewBeforeExpiration: !i.RenewableAfterExpiry, IDProtectionStatus: d.Privacy,
		DNSManagementStatus: d.DNSManagement, EmailForwardingStatus: d.EmailForwarding,
		IRTPTransferLockExpiryDate: instant(i.TransferableFrom), DomainContactChangeExpiryDate: instant(begun),
		IRTPVerificationTriggerFields: []string{}, RegistrantEmailAddress: d.Contacts[reseller.RoleRegistrant].Email,
		Verification: verificationOf(d.Verification), Holds: holdsOf(d.Holds), ChildNameservers: childrenOf(d), DomainFields: d.Fields,
	}
}

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
