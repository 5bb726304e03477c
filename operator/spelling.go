package operator

import (
	"nameyard/reseller"
)

// The parts of requests that errors name.
const (
	PathEmail       reseller.Path = "email"
	PathAccountName reseller.Path = "account_name"
	PathCurrency    reseller.Path = "currency"
	PathTaxRate     reseller.Path = "tax_rate"
	PathSpendCap    reseller.Path = reseller.PathSpendCap
	PathCreditFloor reseller.Path = "credit_floor"
	PathContact     reseller.Path = "contact"
	PathVATNumber   reseller.Path = "vat_number"

	PathBillingAddress reseller.Path = "billing_address"
	PathScope          reseller.Path = "scope"
	PathExpires        reseller.Path = "expires"
	PathRole           reseller.Path = "role"
	PathAmount         reseller.Path = "amount"
	PathAbout          reseller.Path = "about" // what a refund refunds
	PathNote           reseller.Path = "note"
	PathYears          reseller.Path = "years"
	PathCost           reseller.Path = "cost"
	PathFrom           reseller.Path = "from" // the day from which prices hold
	PathOperation      reseller.Path = "operation"
	PathRegister       reseller.Path = "prices.register"
	PathRenew          reseller.Path = "prices.renew"
	PathTransfer       reseller.Path = "prices.transfer"
	PathRestore        reseller.Path = "prices.restore"
	PathLimit          reseller.Path = "limit"
	PathState          reseller.Path = "state"
	PathKind           reseller.Path = "kind"
	PathAction         reseller.Path = "action" // that the audit log has
	PathPart           reseller.Path = "part"   // of a name
	PathStatus         reseller.Path = "status"
	PathReason         reseller.Path = "reason"
	PathLines          reseller.Path = "lines" // of an invoice
	PathEventKinds     reseller.Path = reseller.PathEventKinds
	PathFile           reseller.Path = "file"
	PathFileAccount    reseller.Path = "default_account" // of rows of an import that name none
	PathPriceGroup     reseller.Path = reseller.PathPriceGroup
	PathConnector      reseller.Path = "connector"  // to which names are moved
	PathDateOrder      reseller.Path = "date_order" // of dates of an import that could be read in two ways
)

// Paths lists every path that an error of this package can carry or name.
var Paths = []reseller.Path{
	PathEmail, PathAccountName, PathCurrency, PathTaxRate, PathSpendCap, PathCreditFloor, PathContact, PathVATNumber, PathBillingAddress, PathScope, PathExpires, PathRole, PathAmount, PathAbout, PathNote, PathYears,
	PathCost, PathFrom, PathOperation, PathRegister, PathRenew, PathTransfer, PathRestore, PathLimit, PathState, PathKind, PathAction, PathPart, PathStatus, PathReason, PathLines, PathEventKinds, PathFile, PathFileAccount, PathPriceGroup, PathConnector, PathDateOrder,
}

// The use cases that errors point to. Some are about a thing: see Hint.
const (
	HintListAccounts    reseller.Hint = "Accounts.List"
	HintChangeAccount   reseller.Hint = "Accounts.Change"
	HintReopenAccount   reseller.Hint = "Accounts.Reopen"
	HintContactFields   reseller.Hint = "Accounts.ContactFields" // how the fields of a contact are called
	HintListTokens      reseller.Hint = "Tokens.List"            // of an account
	HintAddCredit       reseller.Hint = "Credit.Add"
	HintTakeCredit      reseller.Hint = "Credit.Take"
	HintListOrders      reseller.Hint = "Orders.List"
	HintListInvoices    reseller.Hint = "Invoices.List"
	HintCancelInvoice   reseller.Hint = "Invoices.Cancel"
	HintCreditInvoice   reseller.Hint = "Invoices.Credit"
	HintListPrices      reseller.Hint = "Prices.List"
	HintListPlanned     reseller.Hint = "Prices.Coming"
	HintListPriceGroups reseller.Hint = "Prices.Groups"
	HintListWebhooks    reseller.Hint = "Webhooks.List" // of an account
	HintZoneHistory     reseller.Hint = "Zones.History" // of a name
	HintListConnectors  reseller.Hint = "Registries.List"
	HintListMessages    reseller.Hint = "Registries.Messages"
	HintRestoreStatus   reseller.Hint = "Restores.Status"
	HintListUsers       reseller.Hint = "Users.List"
	HintResetUser       reseller.Hint = "Users.Reset" // of an e-mail address
)

// Hints lists every hint that an error of this package can carry.
var Hints = []reseller.Hint{
	HintListAccounts, HintChangeAccount, HintReopenAccount, HintContactFields, HintListTokens, HintAddCredit, HintTakeCredit, HintListOrders, HintListInvoices,
	HintCancelInvoice, HintCreditInvoice, HintListPrices, HintListPlanned, HintListPriceGroups, HintListWebhooks, HintZoneHistory, HintListConnectors, HintListMessages, HintRestoreStatus, HintListUsers, HintResetUser,
}

// about is a hint about a thing: the account's address, or the name.
func about(hint reseller.Hint, thing string) reseller.Hint { return hint + " " + reseller.Hint(thing) }
