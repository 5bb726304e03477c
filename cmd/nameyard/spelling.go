package main

import (
	"strings"

	"nameyard/demo"
	"nameyard/operator"
	"nameyard/reseller"
)

// spelling is what the command line calls what errors of operator and demo name: flags and commands.
var spelling = reseller.Spelling{
	Param: func(path reseller.Path) string {
		if flag, ok := flagOf[path]; ok {
			return flag
		}
		return string(path)
	},
	Action: func(hint reseller.Hint) string {
		name, about, _ := strings.Cut(string(hint), " ")
		text, ok := commandOf[reseller.Hint(name)]
		if !ok {
			return string(hint)
		}
		return strings.ReplaceAll(text, "{}", about)
	},
}

// flagOf has the flag or argument of each path.
var flagOf = map[reseller.Path]string{
	operator.PathEmail:          "the e-mail address",
	operator.PathAccountName:    "--name",
	operator.PathCurrency:       "--currency",
	operator.PathTaxRate:        "--tax-rate",
	operator.PathSpendCap:       "--spend-cap",
	operator.PathCreditFloor:    "--credit-floor",
	operator.PathContact:        "--contact",
	operator.PathVATNumber:      "--vat-number",
	operator.PathBillingAddress: "--billing-address",
	operator.PathScope:          "--scope",
	operator.PathExpires:        "--expires",
	operator.PathRole:           "--role",
	operator.PathAmount:         "the amount",
	operator.PathAbout:          "--refunds",
	operator.PathNote:           "--note",
	operator.PathYears:          "--years",
	operator.PathCost:           "--cost",
	operator.PathFrom:           "--from",
	operator.PathOperation:      "--operation",
	operator.PathRegister:       "--register",
	operator.PathRenew:          "--renew",
	operator.PathTransfer:       "--transfer",
	operator.PathRestore:        "--restore",
	operator.PathLimit:          "--limit",
	operator.PathState:          "--state",
	operator.PathKind:           "--kind",
	operator.PathPart:           "--part",
	operator.PathStatus:         "--status",
	operator.PathReason:         "--reason",
	operator.PathLines:          "--line",
	operator.PathEventKinds:     "--kinds",
	operator.PathFile:           "the file",
	operator.PathFileAccount:    "--account",
	operator.PathDateOrder:      "--date-order",
	operator.PathConnector:      "--to",
	operator.PathPriceGroup:     "the price group",
	demo.PathNames:              "the number of names",
	demo.PathAutoRenew:          "--auto-renew",
	demo.PathDue:                "--due",
	demo.PathTLDs:               "--tld",
	demo.PathAuthCode:           "--auth-code",
	operator.PathAction:         "--action",
}

// commandOf has the command of each hint; {} stands for what the hint is about.
var commandOf = map[reseller.Hint]string{
	operator.HintListAccounts:    `"nameyard account list"`,
	operator.HintChangeAccount:   `"nameyard account set"`,
	operator.HintReopenAccount:   `"nameyard account reopen"`,
	operator.HintContactFields:   `see --help for the fields`,
	operator.HintListTokens:      `"nameyard token list {}"`,
	operator.HintAddCredit:       `"nameyard credit add"`,
	operator.HintTakeCredit:      `"nameyard credit take"`,
	operator.HintListOrders:      `"nameyard order list"`,
	operator.HintListInvoices:    `"nameyard invoice list"`,
	operator.HintCancelInvoice:   `"nameyard invoice cancel"`,
	operator.HintCreditInvoice:   `"nameyard invoice credit"`,
	operator.HintListPrices:      `"nameyard price list"`,
	operator.HintListPlanned:     `"nameyard price list --coming"`,
	operator.HintListPriceGroups: `"nameyard price group list"`,
	operator.HintListWebhooks:    `"nameyard webhook list {}"`,
	operator.HintZoneHistory:     `"nameyard zone history {}"`,
	operator.HintListConnectors:  `"nameyard registry list"`,
	operator.HintListMessages:    `"nameyard registry messages"`,
	operator.HintRestoreStatus:   `"nameyard restore status"`,
	operator.HintListUsers:       `"nameyard user list"`,
	operator.HintResetUser:       `"nameyard user reset {}"`,
	demo.HintSetPrices:           `"nameyard price set"`,
}
