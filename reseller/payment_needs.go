package reseller

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// What may be left to do about a payment, as it is dismissed.
const (
	NeedCredit     = "credit"
	NeedRefund     = "refund"
	NeedDispute    = "dispute"
	NeedReference  = "reference"  // its reference was entered for another account; earlier versions wrote it for corrections, too
	NeedCorrection = "correction" // Correct
)

// PaymentNeeds is what of a payment is left for a person to do, minor units of what was received: one of these, or nothing.
type PaymentNeeds struct {
	Credit    int64 // was received, and neither credited nor given back
	Take      int64 // was refunded and is still on the account
	Disputed  int64 // is taken back by the card's bank, and neither taken from the account nor decided for us: of one dispute
	Correct   int64 // is missing on the account; less than zero: is too much
	Elsewhere int64 // its reference has posted on another account than the payment's

	Ref        string // under which it is added or taken: a reference that has not posted yet; "" = nothing is to be moved
	CreditedOn int64  // account on which the payment's own reference has posted; 0 = on none
	Dispute    string // the provider's id of the dispute that Disputed is of; "" = of none, or of one that has none
	Undecided  bool   // the card's bank may yet decide that one for us
	PutRight   bool   // that was another account than the payment's, and it was dismissed as put right: the payment is on its own account
}

// Need says what is left to do, and how much; "" if nothing is.
func (n PaymentNeeds) Need() (string, int64) {
	switch {
	case n.Credit > 0:
		return NeedCredit, n.Credit
	case n.Take > 0:
		return NeedRefund, n.Take
	case n.Disputed > 0:
		return NeedDispute, n.Disputed
	case n.Correct != 0:
		return NeedCorrection, n.Correct
	case n.Elsewhere != 0:
		return NeedReference, n.Elsewhere
	}
	return "", 0
}

// String names it, so that what was shown can be told from what is left later.
func (n PaymentNeeds) String() string {
	need, minor := n.Need()
	return strings.TrimSpace(fmt.Sprint(need, " ", minor, " ", n.Ref))
}

// PaymentLedger is what the books have of a payment beside its row.
type PaymentLedger struct {
	Moves      []PaymentMove // under its reference and those of its steps; others are left out of account
	Dismissals []PaymentDismissal
}

// PaymentMove is credit that was added, or taken (less than zero), under a reference.
type PaymentMove struct {
	Ref       string
	AccountID int64
	Money
}

// PaymentDismissal is what a person has left as it is.
type PaymentDismissal struct {
	Need     string
	Dispute  string // the provider's id of the dispute that it is of; "" = of none, or an earlier release has not kept it
	Returned int64  // what had gone back by then
	Amount   int64  // that was not moved
}

// A step moves credit after the payment itself, under its reference with one of these behind it, and what tells the step from others of its kind.
const (
	stepRefund  = "-refunded-" // and what was refunded in total
	stepDispute = "-disputed"  // and which one, from the second on
	stepCorrect = "-corrected"
)

// PaymentSteps lists what stands behind a payment's reference in those of its steps.
var PaymentSteps = []string{stepRefund, stepDispute, stepCorrect}

// isStep reports whether a reference is one of a kind of steps of a payment.
func (p Payment) isStep(ref, kind string) bool {
	rest, is := strings.CutPrefix(ref, p.Ref+kind)
	return is && (rest == "" || strings.HasSuffix(kind, "-") || rest[0] == '-')
}

// moves reports whether a reference is the payment's, or that of one of its steps.
func (p Payment) moves(ref string) bool {
	return ref == p.Ref || slices.ContainsFunc(PaymentSteps, func(kind string) bool { return p.isStep(ref, kind) })
}

// Needs compares what an account should have of a payment with what the ledger has: what was received, without what has really gone back (refunds that stand, each dispute that is lost
// or undecided) and with what was left as it is, against what was moved under the payment's references. The difference is to be added or taken, of one dispute after the other.
func (p Payment) Needs(l PaymentLedger) PaymentNeeds {
	if p.Ref == "" || p.State != PaymentPaid && p.State != PaymentStranded {
		return PaymentNeeds{}
	}
	b := p.balance(l)
	if b.elsewhere != 0 && !b.PutRight {
		b.Elsewhere = b.elsewhere
		return b.PaymentNeeds
	}
	switch diff := b.should - b.there; {
	case diff > 0:
		p.add(&b, diff)
	case diff < 0:
		p.takeBack(&b, -diff)
	}
	if b.PaymentNeeds.none() && b.CreditedOn == 0 && b.leftOff == 0 {
		b.waits()
	}
	return b.PaymentNeeds
}

// paymentBalance is how a payment stands in the ledger, minor units of what was received.
type paymentBalance struct {
	PaymentNeeds
	posted        []string // references
	there, should int64
	claims        []claim
	leftOff       int64 // was received, and is not to be credited
	elsewhere     int64 // its own reference has posted on another account
}

func (n PaymentNeeds) none() bool {
	need, _ := n.Need()
	return need == ""
}

func (p Payment) balance(l PaymentLedger) (b paymentBalance) {
	b.claims = p.claims()
	own := slices.IndexFunc(l.Moves, func(m PaymentMove) bool { return m.Ref == p.Ref })
	home := p.AccountID
	var credited PaymentMove
	if own >= 0 {
		credited = l.Moves[own]
		b.CreditedOn = credited.AccountID
		if b.CreditedOn != p.AccountID && p.State == PaymentStranded && p.Reason == StrandedRef {
			b.elsewhere = p.worth(credited, credited)
			b.PutRight = slices.ContainsFunc(l.Dismissals, func(d PaymentDismissal) bool { return d.Need == NeedReference })
		}
		if !b.PutRight {
			home = b.CreditedOn
		}
	}
	for _, m := range l.Moves {
		b.posted = append(b.posted, m.Ref)
		if m.AccountID != home || !p.moves(m.Ref) {
			continue
		}
		b.there += p.worth(m, credited)
		if p.isStep(m.Ref, stepDispute) {
			b.claimOf(strings.TrimPrefix(m.Ref, p.Ref+stepDispute)).taken -= p.worth(m, credited)
		}
	}
	p.expect(&b, l)
	if off := b.should - b.there; credited.Currency != "" && credited.Currency != p.Received.Currency && credited.Minor > 0 && max(off, -off) <= p.Received.Minor/credited.Minor {
		b.there = b.should // less than the smallest unit of the account
	}
	return b
}

// expect finds what should be there. What was left as it is counts as far as it stands: a refund that has failed since, or a dispute that was won, leaves nothing.
func (p Payment) expect(b *paymentBalance, l PaymentLedger) {
	kept := b.leaveDisputes(l.Dismissals)
	var left, off, otherwise int64
	for _, d := range l.Dismissals {
		switch d.Need {
		case NeedRefund:
			left += d.Amount
		case NeedCredit:
			off += d.Amount
		case NeedCorrection:
			otherwise += d.Amount
		case NeedReference:
			if b.elsewhere != 0 {
				b.there += p.Received.Minor - d.Returned // put right under references that nobody knows
			} else {
				otherwise += d.Amount
			}
		}
	}
	b.should = p.left() + min(left, p.Refunded) + kept - otherwise
	if b.CreditedOn == 0 && p.State == PaymentStranded {
		b.leftOff = min(off, p.Received.Minor)
		b.should -= b.leftOff
	}
	b.should = max(b.should, 0)
}

// add is what is missing.
func (p Payment) add(b *paymentBalance, minor int64) {
	switch due := b.due(); {
	case b.CreditedOn == 0 && p.State == PaymentStranded:
		b.Credit, b.Ref = minor, p.Ref
	case due < 0: // a dispute was not lost in the end
		won := b.overTaken()
		b.Correct, b.Ref = min(minor, -due, won.taken-won.lost), stepRef(b.posted, p.Ref+won.step)
	default:
		b.Correct, b.Ref = minor, stepRef(b.posted, p.Ref+stepCorrect)
	}
}

// takeBack is what is too much: of refunds, of the card's bank, or of what was entered.
func (p Payment) takeBack(b *paymentBalance, minor int64) {
	disputed := min(minor, max(b.due(), 0))
	switch rest := minor - disputed; {
	case rest > 0 && p.Refunded > 0:
		b.Take, b.Ref = min(rest, p.Refunded), stepRef(b.posted, fmt.Sprintf("%s%s%d", p.Ref, stepRefund, p.Refunded))
	case rest > 0:
		b.Correct, b.Ref = -rest, stepRef(b.posted, p.Ref+stepCorrect)
	default:
		lost := b.nextLost()
		b.Disputed, b.Ref = min(disputed, lost.lost-lost.taken), stepRef(b.posted, p.Ref+lost.step)
		b.Dispute, b.Undecided = lost.ID, !lost.Ended()
	}
}

// left is what the provider has of a payment.
func (p Payment) left() int64 { return p.Received.Minor - p.Refunded - p.Lost() }

// Returned is what of a payment has gone back at the provider.
func (p Payment) Returned() int64 { return p.Received.Minor - p.left() }

// worth is a move in the currency that was received. What was credited in another one counts as all that was received, and gives the rate of the steps.
func (p Payment) worth(m, credited PaymentMove) int64 {
	switch {
	case m.Currency == p.Received.Currency:
		return m.Minor
	case m.Ref == p.Ref:
		return p.Received.Minor
	case credited.Minor <= 0 || m.Currency != credited.Currency:
		return m.Minor
	}
	n := new(big.Int).Mul(big.NewInt(m.Minor), big.NewInt(p.Received.Minor))
	return n.Quo(n, big.NewInt(credited.Minor)).Int64()
}
