package verify

import (
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// states is a set of states that a name's row may show.
type states uint8

const (
	active states = 1 << iota
	redemption
	pendingDelete
	closed
)

// stateOf is the set with a row's state; a row that waits for its order is in none.
func stateOf(s reseller.DomainState) states {
	switch s {
	case reseller.DomainActive:
		return active
	case reseller.DomainRedemption:
		return redemption
	case reseller.DomainPendingDelete:
		return pendingDelete
	case reseller.DomainDeleted, reseller.DomainReleased, reseller.DomainTransferredAway:
		return closed
	}
	return 0
}

// closedAs is the state of a row whose name has left by a command.
var closedAs = map[string]reseller.DomainState{
	"delete": reseller.DomainDeleted, "purge": reseller.DomainDeleted, "release": reseller.DomainReleased,
	"transfer_away": reseller.DomainTransferredAway,
}

// history is what a registry's log says of one name.
type history struct {
	lives   []life
	expires time.Time // zero = not known: the name is not with us, or nothing has been logged yet
	auto    int       // years that the registry has added by itself since our last command
	base    string    // transaction base of our last command

	may      states    // what a row may show: where the name stands, and where it stood before what we need not have heard of yet
	now      states    // where it stands
	since    time.Time // when the registry did by itself the first of what we need not have heard of; zero = nothing
	deleted  time.Time // when we deleted it, zero = we have not, or it was restored
	disabled bool      // out of the zone, and renewable (.se)
	marks    []mark
	taken    []taken
}

// life is a time during which we had a name.
type life struct {
	base    string // transaction base of the command that brought it, empty = another registrar gave it, or nothing of ours asked for it
	began   time.Time
	ended   string // the command with which it left, empty = we have it
	endBase string
}

// mark is an expiry that a name had, and the base of the command that is the reason for it.
type mark struct {
	base    string
	at      time.Time
	expires time.Time
}

// ours reports whether the registry has the name for us.
func (h *history) ours() bool { return len(h.lives) > 0 && h.last().ended == "" }

func (h *history) last() *life { return &h.lives[len(h.lives)-1] }

// lifeOf finds the life that an order began: by its command or, where names move by tag, by what another registrar did.
func (h *history) lifeOf(gain reseller.Order) *life {
	for i := range h.lives {
		if h.lives[i].base == gain.ClTRIDBase {
			return &h.lives[i]
		}
	}
	if l := h.lifeAt(gain.EndedAt); l != nil && l.base == "" && gain.Kind == reseller.OrderTransfer {
		return l
	}
	return nil
}

// lifeAt finds the life that a name was in at a time.
func (h *history) lifeAt(at time.Time) *life {
	for i := len(h.lives) - 1; i >= 0; i-- {
		if !h.lives[i].began.After(at) {
			return &h.lives[i]
		}
	}
	return nil
}

// expiries lists the expiries that an order had led to by its end.
func (h *history) expiries(o reseller.Order) (dates []time.Time) {
	base := o.ClTRIDBase
	if l := h.lifeOf(o); o.Kind == reseller.OrderTransfer && l != nil {
		base = l.base
	}
	for _, m := range h.marks {
		if m.base == base && !m.at.After(o.EndedAt) {
			dates = append(dates, m.expires)
		}
	}
	return dates
}

// step takes a history through one effect.
func (h *history) step(e registry.Effect) {
	base := reseller.ClTRIDBaseOf(e.ClTRID)
	if base != "" {
		h.base = base
	}
	switch e.Command {
	case "create", "transfer", "push":
		h.lives = append(h.lives, life{base: base, began: e.At})
		h.stands(active)
	case "renew", "restore":
		h.stands(active)
	case "autorenew":
		h.auto++
	case "delete":
		h.leaves(e, base)
	case "release", "transfer_away", "purge":
		h.left(e, base)
		return
	case "expired", "deactivated", "redemption", "pending_delete":
		h.phase(e)
	}
	if h.ours() || e.Command == "delete" {
		h.expires = e.Expires
		h.mark(e, base)
	}
}

// mark notes an expiry. A year that the registry adds by itself goes to the account of the command before it.
func (h *history) mark(e registry.Effect, base string) {
	switch e.Command {
	case "create", "transfer", "push", "restore":
		h.marks = append(h.marks, mark{base, e.At, e.Expires})
	case "autorenew":
		if n := len(h.marks); n > 0 {
			h.marks = append(h.marks, mark{h.marks[n-1].base, e.At, e.Expires})
		}
	}
}

// stands notes a state that a command of ours led to, so that the row must show it.
func (h *history) stands(s states) {
	h.may, h.now, h.since, h.auto = s, s, time.Time{}, 0
	if s == active {
		h.deleted, h.disabled = time.Time{}, false
	}
}

// drifts notes a state that the registry led to by itself, so that the row may still show the one before.
func (h *history) drifts(s states, at time.Time) {
	if s == h.now {
		return
	}
	h.may, h.now = h.may|s, s
	if h.since.IsZero() {
		h.since = at
	}
}

// leaves is a deletion of ours. In the add grace the name is gone at once; otherwise the log goes on with its next phase.
func (h *history) leaves(e registry.Effect, base string) {
	h.takes(e, base)
	if len(h.lives) == 0 {
		return
	}
	h.deleted = e.At
	if h.disabled { // it goes on out of the zone, now for good
		h.stands(redemption)
		return
	}
	l := h.last()
	l.ended, l.endBase = e.Command, base
	h.stands(closed)
}

// left is the end of a life.
func (h *history) left(e registry.Effect, base string) {
	h.expires = time.Time{}
	if len(h.lives) == 0 {
		return
	}
	l := h.last()
	switch {
	case l.ended == "":
		l.ended, l.endBase = e.Command, base
	case l.ended != "delete" || e.Command != "purge":
		return
	}
	if base != "" || h.deleted.Equal(e.At) {
		h.stands(closed)
		return
	}
	h.drifts(closed, e.At)
}

// phase is a stage of a name on its way out. Right after our deletion it is what the deletion led to.
func (h *history) phase(e registry.Effect) {
	if len(h.lives) == 0 {
		return
	}
	s := active
	switch {
	case e.Command == "deactivated":
		h.disabled = true
		if !h.deleted.IsZero() {
			s = redemption
		}
	case e.Command == "redemption":
		s, h.disabled = redemption, false
	case e.Command == "pending_delete":
		s, h.disabled = pendingDelete, false
	}
	if h.deleted.Equal(e.At) && h.now != active {
		h.last().ended = ""
		h.stands(s)
		if s == pendingDelete { // it cannot be restored: for its account it is gone
			h.may |= closed
		}
		return
	}
	h.drifts(s, e.At)
}
