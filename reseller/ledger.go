package reseller

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// EntryKind says why money moved.
type EntryKind string

// The kinds of ledger entries. An order has at most one entry of each kind.
const (
	EntryDeposit    EntryKind = "deposit"    // the operator added credit
	EntryWithdrawal EntryKind = "withdrawal" // the operator took credit
	EntryHold       EntryKind = "hold"       // an order reserved its charge
	EntrySettle     EntryKind = "settle"     // the registry confirmed: the hold became a sale
	EntryRelease    EntryKind = "release"    // the order was refused: the hold went back
	EntryRefund     EntryKind = "refund"     // the charge went back: the registry gave it back, or the operator credited its invoice
	EntryGoodwill   EntryKind = "goodwill"   // the operator gave credit that nobody paid in; no sale is taken back
	EntryCorrection EntryKind = "correction" // the operator set right what was added or taken wrongly
)

// EntryKinds lists the kinds of entries.
var EntryKinds = []EntryKind{EntryDeposit, EntryWithdrawal, EntryHold, EntrySettle, EntryRelease, EntryRefund, EntryGoodwill, EntryCorrection}

// CreditKind says why the operator adds or takes credit.
type CreditKind string

// The reasons. A refund is goodwill: what an invoice has charged, with its tax, goes back by a credit note.
const (
	CreditPayment    CreditKind = "payment"    // money came in, or was paid out
	CreditRefund     CreditKind = "refund"     // credit is given without money; it is added alone
	CreditCorrection CreditKind = "correction" // a booking before was wrong
)

// CreditKinds lists them.
var CreditKinds = []CreditKind{CreditPayment, CreditRefund, CreditCorrection}

// Entry is the kind of the ledger entry of credit that is added or taken.
func (k CreditKind) Entry(taken bool) EntryKind {
	switch {
	case k == CreditRefund:
		return EntryGoodwill
	case k == CreditCorrection:
		return EntryCorrection
	case taken:
		return EntryWithdrawal
	}
	return EntryDeposit
}

// House is the operator's ledger account that an entry of the operator's own posts on beside the reseller's available credit; "" for entries of orders.
func (k EntryKind) House() string {
	switch k {
	case EntryDeposit, EntryWithdrawal, EntryCorrection:
		return HouseDeposits
	case EntryGoodwill:
		return HouseGoodwill
	}
	return ""
}

// Adds reports whether an entry of the operator's own may add, or take, an amount of a sign.
func (k EntryKind) Adds(amount int64) bool {
	switch k {
	case EntryDeposit, EntryGoodwill:
		return amount > 0
	case EntryWithdrawal:
		return amount < 0
	}
	return k == EntryCorrection && amount != 0
}

// GoodwillNote is the note of a refund: what it refunds ("invoice 2027-00000012", "order 7", "" = nothing that is named), and why.
func GoodwillNote(about, reason string) string {
	if about == "" {
		return reason
	}
	return about + ": " + reason
}

// CreditEntry is what the operator books on an account.
type CreditEntry struct {
	Kind    CreditKind
	Amount  int64  // minor units of the account's currency; below zero takes credit
	Ref     string // one reference posts once; "" = none
	Refunds int64  // of a refund: the order whose charge it gives back, or a part of it; 0 = none
	Note    string
}

// Entry is one append-only line of the ledger. Its postings sum to zero per currency. Entries are never changed;
// corrections are new entries.
type Entry struct {
	ID        int64
	Kind      EntryKind
	AccountID int64
	OrderID   int64  // 0 for the operator's own
	Refunds   int64  // of goodwill: the order whose charge it gives back, or a part of it; 0 = none is named
	Ref       string // the operator's payment reference; one reference posts once
	Note      string
	At        time.Time
	Postings  []Posting
}

// noteRefund is what the note of an order's refund begins with, where that of other entries has the order's kind.
const noteRefund = "refund"

// OrderNote is the note of an order's entry: what was bought, and for which name (ACE).
func OrderNote(kind OrderKind, name string) string { return string(kind) + " " + name }

// RefundNote is the note of the entry that gives an order's charge back because the registry did.
func RefundNote(name Name) string { return noteRefund + " " + name.String() }

// About reads the note of an order's entry: the order's kind, "" where it is a refund, and its name (ACE). ok is false for a note in other words.
func (e Entry) About() (kind OrderKind, name string, ok bool) {
	first, name, two := strings.Cut(e.Note, " ")
	kind = OrderKind(first)
	switch {
	case e.OrderID == 0 || !two || strings.Contains(name, " "):
		return "", "", false
	case first == noteRefund:
		return "", name, true
	}
	if !slices.Contains(OrderKinds, kind) {
		return "", "", false
	}
	return kind, name, true
}

// Moved is what the entry adds to the available and to the held credit of its account, in minor units.
func (e Entry) Moved() (available, held int64) {
	for _, p := range e.Postings {
		switch p.Account {
		case Available(e.AccountID):
			available += p.Amount
		case Held(e.AccountID):
			held += p.Amount
		}
	}
	return available, held
}

// LedgerLine is an entry as its account sees it, in minor units of the account's currency.
type LedgerLine struct {
	Entry
	Available, Held           int64 // what it adds to each
	AvailableAfter, HeldAfter int64 // what was there then
}

// Moves is what some entries come to, in minor units of the account's currency.
type Moves struct {
	Count           int64
	Available, Held int64 // what they add to each
}

// LedgerLines are the lines of entries that follow one another, oldest first; the balance is what was there after the last of them.
func LedgerLines(entries []Entry, after Balance) []LedgerLine {
	lines := make([]LedgerLine, len(entries))
	for i := len(entries) - 1; i >= 0; i-- {
		available, held := entries[i].Moved()
		lines[i] = LedgerLine{entries[i], available, held, after.Available, after.Held}
		after.Available, after.Held = after.Available-available, after.Held-held
	}
	return lines
}

// Posting is one side of an entry: an amount in minor units on one ledger account.
type Posting struct {
	Account  string // "acct:42:available", "acct:42:held", "house:deposits", "house:goodwill", "house:sales", "house:tax"
	Currency string
	Amount   int64
}

// The operator's ledger accounts. They have no balance rows: they are sums of postings.
const (
	HouseDeposits = "house:deposits"
	HouseGoodwill = "house:goodwill"
	HouseSales    = "house:sales"
	HouseTax      = "house:tax"
)

// Available is the ledger account of what a reseller may spend.
func Available(account int64) string { return fmt.Sprintf("acct:%d:available", account) }

// Held is the ledger account of what a reseller's unfinished orders reserve.
func Held(account int64) string { return fmt.Sprintf("acct:%d:held", account) }

// Owner gives the account whose credit a posting is on, and whether that is what its unfinished orders reserve; 0 where it is on an account of the operator's.
func (p Posting) Owner() (account int64, held bool) {
	if _, err := fmt.Sscanf(p.Account, "acct:%d:", &account); err != nil {
		return 0, false
	}
	return account, p.Account == Held(account)
}

// Balance is an account's credit in minor units of its currency.
type Balance struct {
	AccountID int64
	Currency  string
	Available int64
	Held      int64
}

// HoldPostings reserve a charge.
func HoldPostings(account int64, c Charge) []Posting {
	return []Posting{{Available(account), c.Currency, -c.Total()}, {Held(account), c.Currency, c.Total()}}
}

// ReleasePostings give a reservation back.
func ReleasePostings(account int64, c Charge) []Posting {
	return []Posting{{Held(account), c.Currency, -c.Total()}, {Available(account), c.Currency, c.Total()}}
}

// SettlePostings turn a reservation into a sale. A posting of zero is left out.
func SettlePostings(account int64, c Charge) []Posting {
	p := []Posting{{Held(account), c.Currency, -c.Total()}, {HouseSales, c.Currency, c.Net}}
	if c.Tax != 0 {
		p = append(p, Posting{HouseTax, c.Currency, c.Tax})
	}
	return p
}

// ChargePostings sell from available credit what was not reserved.
func ChargePostings(account int64, c Charge) []Posting {
	p := SettlePostings(account, c)
	p[0].Account = Available(account)
	return p
}

// RefundPostings take a sale back.
func RefundPostings(account int64, c Charge) []Posting {
	p := []Posting{{Available(account), c.Currency, c.Total()}, {HouseSales, c.Currency, -c.Net}}
	if c.Tax != 0 {
		p = append(p, Posting{HouseTax, c.Currency, -c.Tax})
	}
	return p
}
