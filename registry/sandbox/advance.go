package sandbox

import (
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// advance lives through everything that falls due until now, each thing at its own instant.
func (t *transaction) advance(now time.Time) {
	for {
		at, step := t.next()
		if step == nil || at.After(now) {
			break
		}
		t.now, t.changed = at, true
		t.noted = t.rec.Domain != nil && t.rec.Domain.concerns(Sponsor)
		step()
	}
	t.now = now
}

// next finds what falls due next; nil if nothing ever does. Of things at one instant the life cycle comes first, so
// that a renewal delayed to the very instant of expiry comes too late.
func (t *transaction) next() (at time.Time, step func()) {
	consider := func(when time.Time, what func()) {
		if step == nil || when.Before(at) {
			at, step = when, what
		}
	}
	if d := t.rec.Domain; d != nil {
		consider(d.phaseOver(), t.leavePhase)
		if d.transferPending() && !d.Transfer.ActsBy.IsZero() {
			consider(d.Transfer.ActsBy, t.silenceConsents)
		}
	}
	for i, l := range t.rec.Late {
		consider(l.At, func() { t.carryLate(i) })
	}
	return at, step
}

// due is the document's due time in unix microseconds, 0 = never.
func (t *transaction) due() int64 {
	at, step := t.next()
	if step == nil {
		return 0
	}
	return at.UnixMicro()
}

// delay keeps a command for later.
func (t *transaction) delay(l late) {
	t.rec.Late = append(slices.Clone(t.rec.Late), l)
	t.changed = true
}

// runDueNow makes a delayed command due now and reports whether it still waits.
func (t *transaction) runDueNow(id string) bool {
	i := slices.IndexFunc(t.rec.Late, func(l late) bool { return l.ID == id })
	if i < 0 {
		return false
	}
	t.rec.Late[i].At = t.now
	return true
}

func (t *transaction) carryLate(i int) {
	l := t.rec.Late[i]
	t.rec.Late = slices.Delete(slices.Clone(t.rec.Late), i, i+1)
	receipt, err := t.carry(l.Request)
	if t.outcomes == nil {
		t.outcomes = map[string]outcome{}
	}
	t.outcomes[l.ID] = outcome{receipt, err}
	if l.Accepted {
		t.decided(l.Request.ClTRID, err)
	}
}

// decided tells what became of a command that had been accepted (RFC 5731 §3.3).
func (t *transaction) decided(clTRID string, err error) {
	if err != nil {
		t.tell(registry.MessagePendingFailed, clTRID, "Pending action refused: "+err.Error())
		return
	}
	t.tell(registry.MessagePendingDone, clTRID, "Pending action completed successfully")
}

// phases are the stages after the active one.
var phases = []phase{phaseExpired, phaseDeactivated, phaseRedemption, phasePendingDelete}

func (t *transaction) daysOf(p phase) int {
	switch p {
	case phaseExpired:
		return t.rules.ExpiredDays
	case phaseDeactivated:
		return t.rules.DeactivatedDays
	case phaseRedemption:
		return t.rules.RedemptionDays
	}
	return t.rules.PendingDeleteDays
}

// leavePhase is the end of a term or of a later phase.
func (t *transaction) leavePhase() {
	d := t.rec.Domain
	if d.Phase == phaseActive && (t.rules.RegistryAutorenews || !d.ours()) {
		t.autorenew(d)
		return
	}
	if d.Phase == phaseActive && d.EndsWithTerm {
		t.enter(slices.Index(phases, phaseDeactivated))
		return
	}
	t.enter(slices.Index(phases, d.Phase) + 1)
}

// autorenew adds a year at the expiry instant. Update date and transaction id stay: they are evidence of our commands.
func (t *transaction) autorenew(d *domain) {
	before := d.Expires
	d.Expires = reseller.AddYears(before, 1)
	if t.rules.RegistryAutorenews {
		d.AutorenewUntil = t.now.Add(reseller.Days(t.rules.AutorenewGraceDays))
		d.charge(t.now, charge{Credit: registry.Credit{Command: "autorenew", Years: 1}, Until: d.AutorenewUntil, From: before})
	}
	if d.ours() {
		t.effect(registry.Effect{Command: "autorenew", Years: 1})
		t.tell(registry.MessageAutoRenewed, "", "Domain auto-renewed by the registry until "+d.Expires.Format(time.DateOnly))
	}
}

// enter begins phases[i], or the first one after it that the rules give days to, or ends the registration.
func (t *transaction) enter(i int) {
	d := t.rec.Domain
	for ; i < len(phases); i++ {
		if days := t.daysOf(phases[i]); days > 0 {
			d.Phase, d.PhaseEnds = phases[i], t.now.Add(reseller.Days(days))
			if d.going() {
				t.abandonTransfer(d)
			}
			t.effect(registry.Effect{Command: string(d.Phase)})
			return
		}
	}
	t.effect(registry.Effect{Command: "purge"})
	if d.ours() {
		t.tell(registry.MessageDeleted, d.DeletedBy, "Domain deleted")
	}
	t.rec.Domain = nil
}

// revive brings a registration back into the active phase.
func (d *domain) revive() {
	d.Phase, d.PhaseEnds, d.DeletedBy, d.EndsWithTerm = phaseActive, time.Time{}, "", false
}
