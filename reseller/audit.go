package reseller

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AuditRecord is one record of the audit log.
type AuditRecord struct {
	ID        int64
	At        time.Time // wall time
	Account   int64     // 0 = nobody's
	Actor     string
	Action    string
	Object    string
	Detail    string
	Face      string // as in Actor
	Address   string
	RequestID string
	Changes   []AuditChange // see AuditKinds
}

// What records when an account was closed and opened again.
const (
	AuditAccountClosed   = "account.close"
	AuditAccountReopened = "account.reopen"
)

// What the operator's word on an order is recorded as: its detail begins with "done" or "refused"; and what takes such a word back.
const (
	AuditOrderResolve  = "order.resolve"
	AuditOrderReversed = "order.reversed"  // a done order that never took effect was taken back
	AuditOrderConfirm  = "order.confirmed" // a refused order that took effect was charged after all
)

// What prices that apply later are recorded as; their details are PlannedPrice.Record.
const (
	AuditPricePlanned   = "price.plan"
	AuditPriceCancelled = "price.cancel"
)

// What becomes of price groups. The detail of a move between them is GroupMove.
const (
	AuditPriceGroupAdded   = "price_group.add"
	AuditPriceGroupRemoved = "price_group.remove"
	AuditAccountGroup      = "account.price_group"
)

// AuditWitnesses are the actions whose records bear out what stands in the books, so that verify holds the books against them:
// such records are kept for ever. Others are pruned after AuditKept.
var AuditWitnesses = []string{
	"account.add", AuditAccountClosed, AuditAccountReopened, "credit.deposit", "credit.withdrawal", "credit.goodwill", "credit.correction", "sandbox.fill", "price.set", "domain.import", "domain.after_restore",
	AuditPricePlanned, AuditPriceCancelled, AuditAccountGroup, "invoice.credited", AuditOrderReversed, AuditOrderConfirm, "token.add", "token.set", "token.revoke", "webhook.add", "webhook.set",
}

// AuditKept is how long records are kept that nothing is held against.
const AuditKept = 400 * 24 * time.Hour

// The chains of the audit log. Each record is in one of them, chained to the one before by its hash.
const (
	AuditForEver = "kept"   // of the witnesses: whole from its first link on
	AuditForTime = "pruned" // of all others: its oldest links go with their records
)

// AuditChains are both.
var AuditChains = []string{AuditForEver, AuditForTime}

// Chain is the chain that a new record belongs to.
func (r AuditRecord) Chain() string {
	if slices.Contains(AuditWitnesses, r.Action) {
		return AuditForEver
	}
	return AuditForTime
}

// AuditLink is a record's place in its chain.
type AuditLink struct {
	Chain  string      `json:"chain"`
	Seq    int64       `json:"seq"`  // from 1, without a gap
	Hash   string      `json:"hash"` // see Hash
	Record AuditRecord `json:"-"`    // without an ID if it is gone
}

// String is the link as the head of its chain is written down: "kept:1234:5d41…".
func (l AuditLink) String() string { return fmt.Sprintf("%s:%d:%s", l.Chain, l.Seq, l.Hash) }

// ParseAuditHead reads what String wrote.
func ParseAuditHead(text string) (AuditLink, error) {
	words := strings.Split(strings.TrimSpace(text), ":")
	if len(words) == 3 && slices.Contains(AuditChains, words[0]) && len(words[2]) == 2*sha256.Size {
		if seq, err := strconv.ParseInt(words[1], 10, 64); err == nil && seq > 0 {
			return AuditLink{Chain: words[0], Seq: seq, Hash: words[2]}, nil
		}
	}
	return AuditLink{}, Errorf(KindInvalid, CodeInvalidParameter, "%.90q is no head of the audit log; one looks like kept:1234: and 64 hexadecimal digits", text)
}
