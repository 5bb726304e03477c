package actions

import (
	"strings"

	"nameyard/reseller"
)

// Action is one line of the table.
type Action struct {
	Name  string         // as the action API spells it
	Scope reseller.Scope // what a token must allow
	Does  string         // one line for people
}

// Table lists every action. Each has a file of its own.
var Table = []Action{
	{"RegisterDomain", reseller.ScopeSpend, "registers a name"},
	{"TransferDomain", reseller.ScopeSpend, "moves a name here from another registrar or account"},
	{"RenewDomain", reseller.ScopeSpend, "adds years to a name"},
	{"RestoreDomain", reseller.ScopeSpend, "brings a deleted name back from redemption"},
	{"CancelTransfer", reseller.ScopeManage, "takes back a transfer that is pending"},
	{"RetryTransfer", reseller.ScopeSpend, "asks for a failed transfer again, with a new auth code"},
	{"ApproveTransferAway", reseller.ScopePart, "lets a name go to the registrar that asks for it"},
	{"RejectTransferAway", reseller.ScopeManage, "keeps a name that another registrar asks for"},
	{"ReleaseDomain", reseller.ScopePart, "gives a name to another registrar by its tag"},
	{"RequestDelete", reseller.ScopePart, "starts the deletion of a name"},
	{"GetNameservers", reseller.ScopeRead, "name servers of a name"},
	{"SaveNameservers", reseller.ScopeManage, "replaces the name servers of a name"},
	{"GetEPPCode", reseller.ScopePart, "sets and shows a fresh auth code"},
	{"GetContactDetails", reseller.ScopeRead, "contacts of a name"},
	{"SaveContactDetails", reseller.ScopeManage, "changes the contacts of a name"},
	{"GetDomainFields", reseller.ScopeRead, "additional fields per TLD"},
	{"DomainGetLockingStatus", reseller.ScopeRead, "transfer lock of a name"},
	{"DomainUpdateLockingStatus", reseller.ScopeManage, "sets or lifts the transfer lock"},
	{"GetDNS", reseller.ScopeRead, "DNS records of a name"},
	{"SaveDNS", reseller.ScopeManage, "replaces the DNS records of a name"},
	{"RegisterNameserver", reseller.ScopeManage, "makes a child name server"},
	{"ModifyNameserver", reseller.ScopeManage, "changes the address of a child name server"},
	{"DeleteNameserver", reseller.ScopeManage, "removes a child name server"},
	{"GetEmailForwarding", reseller.ScopeRead, "e-mail forwards of a name"},
	{"SaveEmailForwarding", reseller.ScopeManage, "replaces the e-mail forwards of a name"},
	{"Sync", reseller.ScopeRead, "state and paid-through date of a name"},
	{"TransferSync", reseller.ScopeRead, "how a transfer stands"},
	{"DASSE", reseller.ScopeRead, "availability of a .se name"},
	{"DASNU", reseller.ScopeRead, "availability of a .nu name"},
	{"DAS", reseller.ScopeRead, "availability of a name under any TLD that is sold"},
	{"SetAutoRenew", reseller.ScopeManage, "switches automatic renewal"},
	{"IDProtectToggle", reseller.ScopeManage, "switches privacy"},
	{"CreditAmount", reseller.ScopeRead, "available credit"},
	{"GetPricing", reseller.ScopeRead, "the price list"},
	{"Version", reseller.ScopeRead, "version of the server"},
	{"GetDomainInformation", reseller.ScopeRead, "everything about a name"},
	{"CheckAvailability", reseller.ScopeRead, "availability and price of up to 50 names"},
}

// Lookup finds an action by its name without regard to case.
func Lookup(name string) (Action, error) {
	for _, a := range Table {
		if strings.EqualFold(a.Name, name) {
			return a, nil
		}
	}
	if name == "" {
		return Action{}, reseller.Missing("action")
	}
	return Action{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeUnknownAction, "there is no action of this name; see the documentation for the list").In("action")
}

// Permit tells whether a caller's token covers the action.
func (a Action) Permit(c reseller.Caller) error {
	if c.Token.Allows(a.Scope) {
		return nil
	}
	return reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden, "this token does not have the scope %q, which %s needs", a.Scope, a.Name)
}
