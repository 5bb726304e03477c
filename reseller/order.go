package reseller

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// OrderKind is what an order does.
type OrderKind string

// The kinds. The first four are additive: they cost money and doing one twice would double it. The rest set a state.
const (
	OrderRegister    OrderKind = "register"
	OrderTransfer    OrderKind = "transfer"
	OrderRenew       OrderKind = "renew"
	OrderRestore     OrderKind = "restore"
	OrderRelease     OrderKind = "release"
	OrderDelete      OrderKind = "delete"
	OrderNameservers OrderKind = "nameservers"
	OrderContacts    OrderKind = "contacts"
	OrderLock        OrderKind = "lock"
	OrderHold        OrderKind = "hold"         // clientHold, which only the operator sets and lifts
	OrderDispute     OrderKind = "dispute_lock" // of a DisputeLock, which only the operator sets and lifts
	OrderPrivacy     OrderKind = "privacy"
	OrderDNSSEC      OrderKind = "dnssec" // DS records or keys at the registry
	OrderHostCreate  OrderKind = "host_create"
	OrderHostModify  OrderKind = "host_modify"
	OrderHostDelete  OrderKind = "host_delete"
	OrderAuthCode    OrderKind = "auth_code"

	OrderTransferCancel  OrderKind = "transfer_cancel"  // takes our own request back
	OrderTransferApprove OrderKind = "transfer_approve" // lets a name go at once
	OrderTransferReject  OrderKind = "transfer_reject"  // keeps a name that somebody asks for
)

// Additive reports whether the kind costs money and so is protected by replay (design: orders).
func (k OrderKind) Additive() bool {
	switch k {
	case OrderRegister, OrderTransfer, OrderRenew, OrderRestore:
		return true
	}
	return false
}

// OrderState is where an order stands.
type OrderState string

// The states of an order. See OrderMoves for what may follow what.
const (
	OrderQueued     OrderState = "queued"     // waits for an earlier change to the same domain
	OrderSending    OrderState = "sending"    // intent on record; the command is or was under way
	OrderUnknown    OrderState = "unknown"    // sent, and no answer: it may or may not have taken effect
	OrderPending    OrderState = "pending"    // the registry accepted it and will decide later (RFC 5730 code 1001)
	OrderDone       OrderState = "done"       // the registry confirmed it; the hold is settled
	OrderRefused    OrderState = "refused"    // it did not and will not take effect; the hold is released
	OrderSuperseded OrderState = "superseded" // a newer change of its kind took its place
)

// OrderMoves is the order machine: for each state the states that may follow. A state without moves is final.
// docs/orders.md draws it; a test holds the drawing and the store's guards against this table.
var OrderMoves = map[OrderState][]OrderState{
	OrderQueued:     {OrderSending, OrderRefused, OrderSuperseded},
	OrderSending:    {OrderUnknown, OrderPending, OrderDone, OrderRefused, OrderSuperseded},
	OrderUnknown:    {OrderUnknown, OrderSending, OrderPending, OrderDone, OrderRefused, OrderSuperseded},
	OrderPending:    {OrderPending, OrderDone, OrderRefused},
	OrderDone:       nil,
	OrderRefused:    nil,
	OrderSuperseded: nil,
}

// CanBecome reports whether the machine allows the move.
func (s OrderState) CanBecome(next OrderState) bool { return slices.Contains(OrderMoves[s], next) }

// Live reports whether the order has not ended.
func (s OrderState) Live() bool { return len(OrderMoves[s]) > 0 }

// StatesBefore lists the states that may become next, for guarded updates.
func StatesBefore(next OrderState) []OrderState {
	var before []OrderState
	for s := range OrderMoves {
		if s.CanBecome(next) {
			before = append(before, s)
		}
	}
	slices.Sort(before)
	return before
}

// AnswerState says what the caller that opened an order was told. Replay windows depend on it.
type AnswerState string

// What a caller may have been told. Nothing known counts as a broken connection: a repeat then is answered, not charged.
const (
	AnsweredNothing AnswerState = ""        // no answer is known to have gone out
	AnsweredPending AnswerState = "pending" // told that it is in progress
	AnsweredFinal   AnswerState = "final"   // told the outcome
)

// Order is the record of an intent to spend or to change something at a registry. It is written before the registry
// hears of it and tells afterwards what became of it.
type Order struct {
	ID        int64
	AccountID int64
	DomainID  int64
	Kind      OrderKind
	Name      Name
	State     OrderState

	ParamsHash     string // keyed hash of the canonical parameters; equal requests have equal hashes
	IdempotencyKey string // the caller's own key, if it sent one
	Subject        string // what of the domain it sets ("nameservers", "host:ns1.example.com"); newer supersedes older

	Desired      Desired   // what was asked for, whole, without secrets
	Had          Had       // what the name had of that before
	FrozenExpiry time.Time // the registry expiry that a renewal starts from; it is sent, whatever the registry says by then
	PaidFrom     time.Time // the paid-through date that a renewal starts from, or at which a step of a deletion was ordered
	Charge       Charge    // frozen price; zero where nothing is charged
	CostLimit    int64     // the most that the registry may charge us, minor units of Charge.Currency

	ClTRIDBase string    // random base of our client transaction ids
	Attempt    int       // how often the command was sent; part of the clTRID
	Fence      int64     // grows with each claim; a holder with an old fence can write nothing
	LeaseEnd   time.Time // wall time until which one carrier holds it

	Code   string // stable code of a refusal
	Reason string // the outcome in words, the registry's where it spoke
	Reply  Reply  // of the registry to the last sending
	Answer AnswerState
	By     Actor // who placed it; without a name on orders of before this was recorded

	CreatedAt time.Time // business time of the intent
	SentAt    time.Time // business time of the last sending
	UnknownAt time.Time // business time since when the outcome is unknown
	DueAt     time.Time // business time when reconcile looks at it again
	EndedAt   time.Time
	RecheckAt time.Time // when a done change must be compared with the registry once more, zero = never
	// ReversedAt is when the operator took a done order back that had never taken effect; zero = it stands.
	ReversedAt time.Time
}

// OrderStep is what became of an order on its way: sent anew, without an answer, accepted for a later decision.
type OrderStep struct {
	Order   int64
	At      time.Time // business time
	Attempt int
	State   OrderState
	Code    string // as in Order
	Reason  string
	Reply   Reply // that the step goes by
}

// Reply is what an answer of a registry has beside what it says.
type Reply struct {
	SvTRID string        // the registry's transaction id (RFC 5730 §2.6); "" = it gave none
	Took   time.Duration // how long it took, wall time in milliseconds; 0 = nothing was sent
}

// ByOperator reports whether the operator placed the order. Its account is not told which person, and from where.
func (o Order) ByOperator() bool {
	return o.Kind == OrderHold || o.Kind == OrderDispute || o.By.Operator()
}

// BetweenAccounts reports whether the order moved a name from another account of ours: no registry had to do with it.
func (o Order) BetweenAccounts() bool {
	return o.Kind == OrderTransfer && o.State == OrderDone && o.Attempt == 0 && o.Charge.Total() == 0
}

// ClTRID is the client transaction id of the current attempt (RFC 5730 §2.5): at most 64 characters, unique per sending.
func (o Order) ClTRID() string { return ClTRID(o.ClTRIDBase, o.Attempt) }

// NeverSent reports whether the order's last attempt certainly did not reach the registry.
func (o Order) NeverSent() bool {
	return o.State == OrderUnknown && (o.Code == CodeUnavailable || o.Waits())
}

// Waits reports whether the order has had no effect and waits without end, as it is neither the registry's no nor the account's fault: for
// the operator, to resume its registry or to pay there, or for the holder to be verified.
func (o Order) Waits() bool { return o.State == OrderUnknown && slices.Contains(WaitingCodes, o.Code) }

// WaitingCodes are the codes of orders that wait.
var WaitingCodes = []string{CodeRegistryPaused, CodeRegistryWaits, CodeVerification}

// Settled reports whether an order's unanswered command takes effect no more if it has taken none; settle is how long an
// effect may be late.
func (o Order) Settled(now time.Time, settle time.Duration) bool {
	return !now.Before(o.UnknownAt.Add(settle))
}

// Desired is what an order asks for. Only the fields of its kind are set. It is stored as JSON and holds no secret: auth
// codes that come in are kept sealed beside it and erased when the order ends.
type Desired struct {
	Years       int               `json:"years,omitempty"`
	Nameservers []string          `json:"nameservers,omitempty"`
	Contacts    Contacts          `json:"contacts,omitempty"`
	Fields      map[string]string `json:"fields,omitempty"` // TLD-specific fields by their canonical names
	Lock        *bool             `json:"lock,omitempty"`
	Hold        *bool             `json:"hold,omitempty"`
	Why         string            `json:"why,omitempty"`     // of a hold, for its row and its account; of the end of a dispute lock, for the audit record
	Dispute     *DisputeStatuses  `json:"dispute,omitempty"` // of a dispute lock
	Privacy     *bool             `json:"privacy,omitempty"`
	SecDNS      *SecDNS           `json:"secdns,omitempty"` // all that the registry is to have; empty takes the name's away
	Host        *Host             `json:"host,omitempty"`
	Tag         string            `json:"tag,omitempty"`
	NoRefund    bool              `json:"no_refund,omitempty"` // of a deletion: nothing is given back
	Promise     *DeletionPromise  `json:"promise,omitempty"`   // of a deletion: what it is held to until it is sent
	Leaving     bool              `json:"leaving,omitempty"`   // it makes way for a deletion, and is not carried out where the name stays
	SetsBack    bool              `json:"sets_back,omitempty"` // it gives the name what a deletion took away, or has a registry follow a step that was one
	Expect      string            `json:"expect,omitempty"`    // the paid-through date that a renewal insists on, YYYY-MM-DD

	Sign            bool `json:"sign,omitempty"` // of a new name: our name servers sign it
	AutoRenew       bool `json:"auto_renew,omitempty"`
	DNSManagement   bool `json:"dns_management,omitempty"`
	EmailForwarding bool `json:"email_forwarding,omitempty"`
}

// What of a domain orders set (Order.Subject), where more than one place asks for it.
const (
	SubjectNameservers = "nameservers"
	SubjectDNSSEC      = "dnssec"
	SubjectLock        = "lock"
	SubjectPrivacy     = "privacy"
)

// HostSubject is what orders for a child name server set.
func HostSubject(host string) string { return "host:" + host }

// OfDeletion reports whether a change is a step of a deletion, or of one that comes to nothing, and no wish of the name's account.
func (d Desired) OfDeletion() bool { return d.Leaving || d.SetsBack }

// ClTRID makes the client transaction id of one attempt.
func ClTRID(base string, attempt int) string { return "NY-" + base + "-" + strconv.Itoa(attempt) }

// ClTRIDBaseOf gives back the base of a client transaction id that ClTRID made; empty for any other.
func ClTRIDBaseOf(clTRID string) string {
	rest, ours := strings.CutPrefix(clTRID, "NY-")
	cut := strings.LastIndexByte(rest, '-')
	if !ours || cut < 0 {
		return ""
	}
	return rest[:cut]
}
