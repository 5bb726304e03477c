package reseller

import (
	"strings"
	"time"
)

// NamePattern chooses names: a whole one, or any that a pattern with * fits. The zero pattern fits all.
type NamePattern string

// ParseNamePattern reads a pattern as people type it: "example.com", "*.se", "bücher.*". Whole labels outside ASCII are taken in
// their ACE form, as names are kept.
func ParseNamePattern(text string) (NamePattern, error) {
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(TrimEnds(text), ".")), ".")
	for i, label := range labels {
		if label == "" || isASCII(label) {
			continue
		}
		if strings.Contains(label, "*") { // the ACE form of a label shows nothing of its parts
			return "", Invalid(PathName, "%.90q has a * beside letters beyond a to z, and a part of such a label cannot be looked for here: write all of it, as in bücher.*", label)
		}
		ace, err := ToASCII(label)
		if err != nil {
			return "", Invalid(PathName, "%.90q is no part of a name; a pattern is a name in which * stands for any text, such as *.se", label)
		}
		labels[i] = ace
	}
	return NamePattern(strings.Join(labels, ".")), nil
}

// Exact reports whether the pattern is one name.
func (p NamePattern) Exact() bool { return p != "" && !strings.Contains(string(p), "*") }

// Like is the pattern for SQL's LIKE with ESCAPE '!'.
func (p NamePattern) Like() string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_", "*", "%").Replace(string(p))
}

// Page is a part of a list by keyset, at most Limit rows: newest first, the ones with ids below Before, or oldest first, the ones with
// ids above After.
type Page struct {
	Before      int64 // 0 = from the newest on
	OldestFirst bool
	After       int64 // with OldestFirst; 0 = from the oldest on
	Limit       int
}

// Between is a part of time: from Since on, to before Until. Zero times are no bounds.
type Between struct{ Since, Until time.Time }

// OrderSearch chooses orders. What is not set chooses all.
type OrderSearch struct {
	Account    int64
	Name       NamePattern
	Kind       OrderKind
	States     []OrderState
	Code       string // stable code of a refusal, or of what keeps it waiting
	Unfinished bool
	Retryable  *bool    // refused as the last purchase of a name that the account has not got, or not so
	Placed     Between  // business time
	Connector  string   // at which the names are
	TLDs       []string // with Connector: whose names are there too, where their rows do not say where they are
	Page
}

// DomainSearch chooses names of all accounts. What is not set chooses all.
type DomainSearch struct {
	Account       int64
	Name          NamePattern
	State         DomainState
	ExpiresBefore time.Time // paid through until before it
	Came          Between   // into an account, business time
	Closed        bool      // rows of names that have left too; without it only those in an account
	Unverified    bool      // only names whose holders are to be verified
	DueBefore     time.Time // and are so until before it
	Page
}

// HoldSearch chooses names that are on hold, or kept for a dispute. What is not set chooses all.
type HoldSearch struct {
	Account int64
	Name    NamePattern
	Page    // newest first only; Before is the id of a name of the list
}

// InvoiceSearch chooses invoices and credit notes. What is not set chooses all.
type InvoiceSearch struct {
	Account int64
	Status  InvoiceStatus
	Order   int64       // that it is of; 0 = any
	Domain  NamePattern // of which a line is
	Made    Between     // business time
	Page
}

// MailSearch chooses mails. What is not set chooses all.
type MailSearch struct {
	Account int64
	Name    NamePattern // that it is about
	Kind    string
	Kinds   []string // one of these; none = any
	State   MailState
	To      string  // e-mail address
	Written Between // business time
	Page            // newest first only
}

// AuditSearch chooses records of the audit log. What is not set chooses all.
type AuditSearch struct {
	Account int64
	Objects []string // such as a name or the number of an order
	Actor   string   // a part of it
	By      string   // the whole of it
	Kinds   []string // what was done: one of these, of AuditKinds; none = any
	Request string   // id of the request that did it
	Order   int64    // the operator's word on it, and what the request did that placed it; 0 = any
	Placed  string   // id of that request; may be empty
	Done    Between  // wall time
	Page
}

// EntrySearch chooses ledger entries of an account; the list is oldest first whichever end its page is at.
type EntrySearch struct {
	Account int64
	Order   int64 // whose entries; 0 = any
	Kind    EntryKind
	Name    NamePattern // that their orders are for
	Posted  Between     // business time
	Page
}

// AccountState is who is let in by an account.
type AccountState string

// The states of accounts.
const (
	AccountEnabled  AccountState = "enabled"
	AccountDisabled AccountState = "disabled" // its callers are refused
	AccountClosed   AccountState = "closed"   // for good
)

// AccountStates lists the states of accounts.
var AccountStates = []AccountState{AccountEnabled, AccountDisabled, AccountClosed}

// AccountChoice chooses accounts. What is not set chooses all.
type AccountChoice struct {
	Name  string // a part of the e-mail address or the name
	State AccountState
	Made  Between // wall time
	Page          // newest first only
}

// DeliverySearch chooses what was and is to be posted to an endpoint. What is not set chooses all.
type DeliverySearch struct {
	Endpoint int64
	Name     NamePattern // that the event is about
	Kind     string      // of the event, or a group of kinds: "invoice.*"
	State    DeliveryState
	Status   int     // HTTP status of the last attempt; 0 = any
	Made     Between // wall time
	Page
}
