package verify

import (
	"context"
	"time"

	"nameyard/reseller"
)

// AuditLog is the audit log of a snapshot.
type AuditLog interface {
	AuditRecords(ctx context.Context, actions []string, after int64, limit int) ([]reseller.AuditRecord, error)
	// AuditLinks lists the links of a chain with their records, after a number.
	AuditLinks(ctx context.Context, chain string, after int64, limit int) ([]reseller.AuditLink, error)
	// UnchainedAudit counts the records that are in no chain yet, and gives the oldest of them.
	UnchainedAudit(ctx context.Context) (count int64, oldest reseller.AuditRecord, err error)
}

// RunAudit checks the chains of the audit log alone, and that they still lead to the heads that were written down before.
func RunAudit(ctx context.Context, s Snapshot, heads []reseller.AuditLink) (Report, error) {
	v := newVerification(s, nil, pageSize)
	v.heads = heads
	err := v.chains(ctx)
	r := v.report()
	for _, i := range r.Invariants {
		if i.ID == "I11" {
			r.Invariants = []Invariant{i}
			break
		}
	}
	r.Figures = r.Figures[:0]
	return r, err
}

// chains follows the chains of the audit log from link to link (I11).
func (v *verification) chains(ctx context.Context) error {
	var begun time.Time // of the log: its first witness
	for _, name := range reseller.AuditChains {
		c := chain{v: v, name: name, begun: &begun}
		get := func(after int64) ([]reseller.AuditLink, error) {
			return v.snapshot.AuditLinks(ctx, name, after, v.page)
		}
		err := pages(get, func(l reseller.AuditLink) int64 { return l.Seq }, func(page []reseller.AuditLink) error {
			v.checked("I11", len(page))
			for _, l := range page {
				c.link(l)
			}
			return nil
		})
		if err != nil {
			return err
		}
		c.end()
	}
	count, oldest, err := v.snapshot.UnchainedAudit(ctx)
	if count > 0 && v.wall.Sub(oldest.At) > day {
		v.warn("I11", "%d records of the audit log are in no chain, the oldest of %s: is a server running its jobs?", count, oldest.At.Format(time.DateTime))
	}
	return err
}

// chain is a chain as it is followed.
type chain struct {
	v     *verification
	name  string
	begun *time.Time
	last  reseller.AuditLink
}

// link checks a link: that it is the next one, and that its hash is that of its record and of the link before.
func (c *chain) link(l reseller.AuditLink) {
	before := c.last
	first := before.Seq == 0
	c.last = l
	pruned := first && c.name == reseller.AuditForTime && l.Seq > 1
	if first && c.begun.IsZero() {
		*c.begun = l.Record.At
	}
	switch {
	case pruned && c.v.wall.Sub(*c.begun) < reseller.AuditKept:
		c.v.breach("I11", "the first %d records of the chain %q of the audit log are missing, and none is old enough to be pruned", l.Seq-1, c.name)
	case !pruned && l.Seq != before.Seq+1:
		c.v.breach("I11", "links %d to %d of the chain %q of the audit log are missing", before.Seq+1, l.Seq-1, c.name)
	case l.Record.ID == 0:
		c.v.breach("I11", "the record of link %d of the chain %q of the audit log is missing", l.Seq, c.name)
	case !pruned:
		c.cover(l, before.Hash)
	}
	for _, known := range c.v.heads {
		if known.Chain == c.name && known.Seq == l.Seq && known.Hash != l.Hash {
			c.v.breach("I11", "link %d of the chain %q of the audit log is not the one that was written down: it is %s", l.Seq, c.name, l)
		}
	}
}

// cover checks a link's hash against its record.
func (c *chain) cover(l reseller.AuditLink, before string) {
	switch l.Record.HashedAs(before, l.Hash) {
	case reseller.AuditOther:
		c.v.breach("I11", "record %d of the audit log (%s) is not as it was when it was chained: link %d of %q has another hash", l.Record.ID, l.Record.Action, l.Seq, c.name)
	case reseller.AuditWithoutChanges:
		c.v.warn("I11", "what record %d of the audit log (%s) changed is not in its link %d of %q: a server that knows of no changes chained it, or they were put on later",
			l.Record.ID, l.Record.Action, l.Seq, c.name)
	}
}

// end notes the head of a chain, and finds out whether it is shorter than it was.
func (c *chain) end() {
	if c.last.Seq > 0 {
		c.v.ends = append(c.v.ends, c.last)
	}
	for _, known := range c.v.heads {
		if known.Chain == c.name && known.Seq > c.last.Seq {
			c.v.breach("I11", "the chain %q of the audit log ends at link %d, and link %d was written down", c.name, c.last.Seq, known.Seq)
		}
	}
}
