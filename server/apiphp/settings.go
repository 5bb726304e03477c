package apiphp

import (
	"nameyard/actions"
	"nameyard/server/form"
)

func decodeGetLock(p *Params) actions.DomainGetLockingStatus {
	return actions.DomainGetLockingStatus{Name: p.name()}
}

func encodeLock(s actions.LockingStatus) *object {
	o := success()
	o.text("lockstatus", lockWord(s.Supported, s.Locked))
	return o
}

// lockWord is the lock as clients know it; Unknown makes them hide it.
func lockWord(supported, locked bool) string {
	switch {
	case !supported:
		return "Unknown"
	case locked:
		return "locked"
	}
	return "unlocked"
}

// decodeSetLock reads lockenabled, which real modules send, and lockstatus, which the documentation names. Only a word
// that is known, or a lockstatus that is there and empty, lifts a lock; anything else is refused.
func decodeSetLock(p *Params) actions.DomainUpdateLockingStatus {
	r := actions.DomainUpdateLockingStatus{Name: p.name()}
	given := false
	for _, name := range []string{"lockenabled", "lockstatus"} {
		v, ok := p.Find(name)
		if !ok {
			continue
		}
		locked, known := wantsLock(p.Scalar(v, name))
		if !known || name == "lockenabled" && v.IsEmpty() {
			p.Fail(form.Invalid(name, "parameter %s must be locked or unlocked (or 1 or 0); nothing was changed", name))
		}
		if given && locked != r.Locked {
			p.Fail(form.Ambiguous(name, "lockenabled and lockstatus contradict each other; nothing was changed"))
		}
		r.Locked, given = locked, true
	}
	if !given {
		p.Fail(form.Missing("lockenabled"))
	}
	return r
}

func wantsLock(text string) (locked, known bool) {
	switch {
	case text == "", form.IsKey(text, "unlocked"), form.IsKey(text, "unlock"):
		return false, true
	case form.IsKey(text, "locked"), form.IsKey(text, "lock"):
		return true, true
	}
	return form.Switch(text)
}

func decodeAutoRenew(p *Params) actions.SetAutoRenew {
	return actions.SetAutoRenew{Name: p.name(), AutoRenew: p.requiredFlag("autorenew", false)}
}

func decodePrivacy(p *Params) actions.IDProtectToggle {
	return actions.IDProtectToggle{Name: p.name(), Private: p.requiredFlag("protectenable", true)}
}

// requiredFlag gives a switch that must be there. Empty means off where emptyIsOff says so; else it counts as missing.
func (p *Params) requiredFlag(name string, emptyIsOff bool) bool {
	v, ok := p.Find(name)
	if !ok || v.IsEmpty() && !emptyIsOff {
		p.Fail(form.Missing(name))
		return false
	}
	return p.flag(name, false)
}
