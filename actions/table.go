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

// Table lists every action that the action API shows. Each has a file of its own.
var Table = []Action{
	{"RegisterDomain", reseller.ScopeSpend, "registers a name"},
	{"TransferDomain", reseller.ScopeSpend, "moves a name here from another registrar or account"},
	{"RenewDomain", reseller.ScopeSpend, "adds years to a name"},
	{"RestoreDomain", reseller.ScopeSpend, "brings a deleted name back from redemption"},
	{"CancelTransfer", reseller.ScopeManage, "takes back a transfer that is pending"},
	{"RetryTransfer", reseller.ScopeSpend, "asks for a failed transfer again, with a new auth code"},
	{"ApproveTransferAway", reseller.ScopeRelease, "lets a name go to the registrar that asks for it"},
	{"RejectTransferAway", reseller.ScopeManage, "keeps a name that another registrar asks for"},
	{"ReleaseDomain", reseller.ScopeRelease, "gives a name to another registrar by its tag"},
	{"RequestDelete", reseller.ScopeRelease, "starts the deletion of a name"},
	{"GetNameservers", reseller.ScopeRead, "name servers of a name"},
	{"SaveNameservers", reseller.ScopeManage, "replaces the name servers of a name"},
	{"GetEPPCode", reseller.ScopeRelease, "sets and shows a fresh auth code"},
	{"GetContactDetails", reseller.ScopeRead, "contacts of a name"},
	{"SaveContactDetails", reseller.ScopeManage, "changes the contacts of a name"},
	{"GetDomainFields", reseller.ScopeRead, "additional fields per TLD"},
	{"DomainGetLockingStatus", reseller.ScopeRead, "transfer lock of a name"},
	{"DomainUpdateLockingStatus", reseller.ScopeManage, "sets or lifts the transfer lock"},
	{"GetDNS", reseller.ScopeRead, "DNS records of a name"},
	{"SaveDNS", reseller.ScopeManage, "replaces the DNS records of a name"},
	{"GetDNSSEC", reseller.ScopeRead, "how a name is signed, and the DS records or keys at its registry"},
	{"SaveDNSSEC", reseller.ScopeManage, "replaces the DS records or keys of a name at its registry"},
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
	{"GetForecast", reseller.ScopeRead, "what automatic renewals of the next 30 days need, and the credit there is"},
	{"GetInvoices", reseller.ScopeRead, "invoices and credit notes, in pages"},
	{"GetInvoice", reseller.ScopeRead, "one invoice or credit note, printed if wanted"},
	{"GetPricing", reseller.ScopeRead, "what names cost the account"},
	{"Version", reseller.ScopeRead, "version of the server"},
	{"GetDomainInformation", reseller.ScopeRead, "everything about a name"},
	{"CheckAvailability", reseller.ScopeRead, "availability and price of up to 50 names"},
}

// AddedActions lists the actions that newer faces alone show: the action API does not know these names.
var AddedActions = []Action{
	{"ListDomains", reseller.ScopeRead, "names of the account, in pages"},
	{"ShowDomain", reseller.ScopeRead, "one name by its id"},
	{"OrderRegistration", reseller.ScopeSpend, "registers a name without waiting for the registry"},
	{"UpdateDomain", reseller.ScopeManage, "changes several settings of a name together, all or none"},
	{"RemoveDomain", reseller.ScopeManage, "takes a name out of the account's view"},
	{"RestoreToAccount", reseller.ScopeManage, "brings a name back into the account's view"},
	{"NoteTransfer", reseller.ScopeManage, "gives a name to be transferred in its id"},
	{"OrderTransfer", reseller.ScopeSpend, "starts the transfer of a name that has an id"},
	{"Quote", reseller.ScopeRead, "price of an order and what stands in its way; nothing is ordered"},
	{"ListChildNameservers", reseller.ScopeRead, "child name servers of a name"},
	{"SetChildNameserver", reseller.ScopeManage, "makes a child name server or gives it other addresses"},
	{"AddRecord", reseller.ScopeManage, "adds one DNS record"},
	{"ReplaceRecord", reseller.ScopeManage, "changes one DNS record"},
	{"RemoveRecord", reseller.ScopeManage, "takes one DNS record away"},
	{"ImportZone", reseller.ScopeManage, "makes the DNS records those of a zone file, or adds them, or shows what that would change"},
	{"ListDNSTemplates", reseller.ScopeRead, "templates of DNS records, without their texts"},
	{"ShowDNSTemplate", reseller.ScopeRead, "one template of DNS records"},
	{"AddDNSTemplate", reseller.ScopeManage, "keeps a template of DNS records"},
	{"ChangeDNSTemplate", reseller.ScopeManage, "changes a template of DNS records"},
	{"RemoveDNSTemplate", reseller.ScopeManage, "takes a template of DNS records away"},
	{"ApplyDNSTemplate", reseller.ScopeManage, "gives a name the DNS records of a template, or shows what that would change"},
	{"ExportZone", reseller.ScopeRead, "what a name publishes, as a zone file"},
	{"ZoneHistory", reseller.ScopeRead, "saved versions of records and e-mail forwards"},
	{"RecordHistory", reseller.ScopeRead, "saved versions of records, with what each has changed"},
	{"RestoreDifference", reseller.ScopeRead, "what an old version of records or e-mail forwards would change"},
	{"RestoreZone", reseller.ScopeManage, "saves an old version of records or e-mail forwards again"},
	{"GetURLForwarding", reseller.ScopeRead, "URL forwards of a name"},
	{"SaveURLForwarding", reseller.ScopeManage, "replaces the URL forwards of a name"},
	{"Balance", reseller.ScopeRead, "available and held credit"},
	{"Ledger", reseller.ScopeRead, "entries of the account's ledger"},
	{"ListEvents", reseller.ScopeRead, "what has happened in the account, after a cursor"},
	{"AcknowledgeEvents", reseller.ScopeManage, "says up to where events are dealt with"},
	{"SuggestDomains", reseller.ScopeRead, "names like a search term that can be bought"},
	{"OrderStatus", reseller.ScopeRead, "how an order stands"},
	{"SumLedger", reseller.ScopeRead, "what some movements come to"},
	{"OrderStory", reseller.ScopeRead, "what an order has done: its attempts, entries and invoices"},
	{"LookAhead", reseller.ScopeRead, "what automatic renewals need, day by day, for up to a year"},
	{"RenewalWindow", reseller.ScopeRead, "how many days before they expire names are charged"},
	{"TransferRequests", reseller.ScopeRead, "names that other registrars ask for"},
	{"ShowTLD", reseller.ScopeRead, "rules and additional fields of a TLD"},
	{"ShowAccount", reseller.ScopeRead, "the account and its own settings"},
	{"ChangeAccount", reseller.ScopeManage, "changes language and default contact of the account"},
	{"Notices", reseller.ScopeRead, "how the account hears of each kind of notices"},
	{"ChangeNotices", reseller.ScopeManage, "changes how the account hears of some kinds of notices"},
	{"SentNotices", reseller.ScopeRead, "mails that were written to the account, newest first"},
	{"ListTokens", reseller.ScopeRead, "tokens of the account, without their secrets"},
	{"ShowToken", reseller.ScopeRead, "one token, without its secret"},
	{"MakeToken", reseller.ScopeManage, "makes a token that gives nothing that the asking one does not"},
	{"NarrowToken", reseller.ScopeManage, "takes rights from a token"},
	{"RotateToken", reseller.ScopeManage, "makes a token in the place of another"},
	{"RevokeToken", reseller.ScopeManage, "ends a token"},
	{"ListWebhooks", reseller.ScopeRead, "addresses that events are posted to"},
	{"ShowWebhook", reseller.ScopeRead, "one webhook"},
	{"AddWebhook", reseller.ScopeManage, "has events posted to a URL"},
	{"RemoveWebhook", reseller.ScopeManage, "has nothing posted there any more"},
	{"ChangeWebhook", reseller.ScopeManage, "gives a webhook another address or other events"},
	{"PauseWebhook", reseller.ScopeManage, "has events wait for a webhook"},
	{"RotateWebhookSecret", reseller.ScopeManage, "gives a webhook another signing secret"},
	{"EnableWebhook", reseller.ScopeManage, "has events posted to a webhook again that was switched off or paused"},
	{"TestWebhook", reseller.ScopeManage, "posts a made-up event now"},
	{"ListDeliveries", reseller.ScopeRead, "what was and is to be posted to a webhook"},
	{"WaitingDeliveries", reseller.ScopeRead, "how much is to be posted to each webhook"},
	{"ReplayDelivery", reseller.ScopeManage, "posts an event to a webhook again, or now"},
	{"ListOrders", reseller.ScopeRead, "orders of the account, newest first"},
}

// Named finds an action of either table by its exact name. ok is false if there is none.
func Named(name string) (action Action, ok bool) {
	for _, table := range [][]Action{Table, AddedActions} {
		for _, a := range table {
			if a.Name == name {
				return a, true
			}
		}
	}
	return Action{}, false
}

// Lookup finds an action of the action API by its name without regard to case.
func Lookup(name string) (Action, error) {
	for _, a := range Table {
		if strings.EqualFold(a.Name, name) {
			return a, nil
		}
	}
	if name == "" {
		return Action{}, reseller.Missing(reseller.PathAction)
	}
	return Action{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeUnknownAction, "there is no action of this name; /api/docs/actions lists what there is").In(reseller.PathAction)
}

// Permit reports whether a caller's token covers the action.
func (a Action) Permit(c reseller.Caller) error {
	if c.Token.Allows(a.Scope) {
		return nil
	}
	return reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden, "this token does not have the scope %q, which %s needs", a.Scope, a.Name)
}
