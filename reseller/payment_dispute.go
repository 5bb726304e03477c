package reseller

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Dispute is a claim of a card's bank to a payment, or to a part of it. A payment may have several: of parts, or one after another that was won.
type Dispute struct {
	ID      string // the provider's; "" = noted by a release that has not kept it
	Amount  Money
	Status  string    // the provider's word for how it stands
	BegunAt time.Time // to the second
}

// The provider's words for disputes of which the bank has decided.
var (
	wonDisputes   = []string{"won", "warning_closed", "prevented"} // the money stays
	EndedDisputes = append([]string{"lost"}, wonDisputes...)
)

// Won reports whether the money stays.
func (d Dispute) Won() bool { return slices.Contains(wonDisputes, d.Status) }

// Ended reports whether the card's bank has decided.
func (d Dispute) Ended() bool { return slices.Contains(EndedDisputes, d.Status) }

// String is a dispute as the audit log has it: "dp_1 5.00 EUR lost".
func (d Dispute) String() string {
	return strings.TrimSpace(fmt.Sprint(d.ID, " ", d.Amount, " ", d.Status))
}

// Equal reports whether both are the same, and stand the same.
func (d Dispute) Equal(other Dispute) bool {
	return d.ID == other.ID && d.Amount == other.Amount && d.Status == other.Status && d.BegunAt.Equal(other.BegunAt)
}

// KnowsDisputes reports whether the payment has each of some disputes as it stands.
func (p Payment) KnowsDisputes(some []Dispute) bool {
	return !slices.ContainsFunc(some, func(d Dispute) bool { return !slices.ContainsFunc(p.Disputes, d.Equal) })
}

// Disputed is how much was ever disputed, won or lost, minor units of what was received.
func (p Payment) Disputed() (minor int64) {
	for _, d := range p.Disputes {
		minor += p.disputed(d)
	}
	return minor
}

// disputed is a dispute in minor units of what was received. One in another currency is taken for one of all of it: no rate says how much it is.
func (p Payment) disputed(d Dispute) int64 {
	if d.Amount.Currency != p.Received.Currency {
		return p.Received.Minor
	}
	return d.Amount.Minor
}

// Lost is what card's banks have taken back, or are about to, minor units of what was received.
func (p Payment) Lost() (minor int64) {
	for _, c := range p.claims() {
		minor += c.lost
	}
	return minor
}

// claim is a dispute as it stands in the books, minor units of what was received.
type claim struct {
	Dispute
	step  string // what stands behind the payment's reference in those of its steps
	lost  int64  // to the card's bank, or about to be
	taken int64  // of that, from the account, or left on it
	left  int64  // of that, left on it
}

// claims are the disputes of a payment, the first to begin first, whose steps have no id, as before there could be several. Together they have no more than what was not refunded.
// There is one without any amount where there is none: steps may have been posted all the same.
func (p Payment) claims() (all []claim) {
	rest := max(p.Received.Minor-p.Refunded, 0)
	for i, d := range countedDisputes(p.Disputes) {
		c := claim{Dispute: d, step: stepDispute}
		if i > 0 {
			c.step += "-" + d.ID
		}
		if !d.Won() {
			c.lost = max(min(p.disputed(d), rest), 0)
			rest -= c.lost
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		all = []claim{{step: stepDispute}}
	}
	return all
}

// claimOf is the dispute that a step is of, by what stands behind "-disputed" in its reference: the first one, unless that names another.
func (b *paymentBalance) claimOf(behind string) *claim {
	i := slices.IndexFunc(b.claims, func(c claim) bool { return c.ID != "" && strings.HasPrefix(behind+"-", "-"+c.ID+"-") })
	return &b.claims[max(i, 0)]
}

// leaveDisputes counts what is left on the account of disputes that are lost as taken, and gives how much that is. Dismissals of earlier releases do not say of which one they are: those
// knew the newest.
func (b *paymentBalance) leaveDisputes(dismissals []PaymentDismissal) (kept int64) {
	unnamed := int64(0)
	leave := func(c *claim, minor int64) int64 {
		minor = max(min(minor, c.lost-c.left), 0)
		c.left, c.taken, kept = c.left+minor, c.taken+minor, kept+minor
		return minor
	}
	for _, d := range dismissals {
		switch i := slices.IndexFunc(b.claims, func(c claim) bool { return c.ID == d.Dispute }); {
		case d.Need != NeedDispute:
		case d.Dispute == "":
			unnamed += d.Amount
		case i >= 0:
			leave(&b.claims[i], d.Amount)
		}
	}
	for i := range slices.Backward(b.claims) {
		unnamed -= leave(&b.claims[i], unnamed)
	}
	return kept
}

// due is how much is to be taken from the account for all disputes together; less than zero: to be given back.
func (b *paymentBalance) due() (minor int64) {
	for _, c := range b.claims {
		minor += c.lost - c.taken
	}
	return minor
}

// overTaken is a dispute of which more was taken than is lost.
func (b *paymentBalance) overTaken() claim {
	return b.claims[slices.IndexFunc(b.claims, func(c claim) bool { return c.taken > c.lost })]
}

// nextLost is the dispute of which something is to be taken next: one that is lost before those that are not decided.
func (b *paymentBalance) nextLost() (next claim) {
	for _, c := range b.claims {
		if c.lost > c.taken && (next.step == "" || c.Ended() && !next.Ended()) {
			next = c
		}
	}
	return next
}

// waits says that disputes wait for an answer at the provider, where nothing is to be moved.
func (b *paymentBalance) waits() {
	for _, c := range b.claims {
		if c.lost > 0 && !c.Ended() {
			b.Disputed, b.Dispute, b.Undecided = b.Disputed+c.lost, cmp.Or(b.Dispute, c.ID), true
		}
	}
}
