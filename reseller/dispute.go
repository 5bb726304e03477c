package reseller

import "time"

// DisputeLock is that the operator keeps a name where it is and whose it is, for a court or for a dispute provider (the Lock of the Rules for
// the UDRP, §1): until it is lifted nothing is done that KeptFrom names. The name works and is renewed meanwhile.
type DisputeLock struct {
	Hold             // who has set it, why and when; when it was lifted
	Told        bool `json:"told,omitempty"`        // the account may read why
	Unlocked    bool `json:"unlocked,omitempty"`    // the account has the transfer lock off: so it is again once this one is lifted
	Undeletable bool `json:"undeletable,omitempty"` // its registry showed clientDeleteProhibited before: that stays
}

// DisputeStatuses are the statuses by which a registry keeps a name, too, as an order sets or lifts them (RFC 5731 §2.3). clientUpdateProhibited is
// not among them: it would stop changes of name servers and keys, without which the name may stop working, and no command but its own could lift it.
type DisputeStatuses struct {
	On       bool `json:"on"`
	Transfer bool `json:"transfer,omitempty"` // clientTransferProhibited
	Delete   bool `json:"delete,omitempty"`   // clientDeleteProhibited
}

// DisputeStatuses are what an order sets to bring a dispute lock to a name's registry, or lifts to end it there. What the name had before stays.
func (d Domain) DisputeStatuses(on bool, rules TLD) *DisputeStatuses {
	return &DisputeStatuses{On: on, Transfer: rules.Lock && (on || d.Dispute.Unlocked), Delete: on || !d.Dispute.Undeletable}
}

// KeptFrom is the table of what a dispute lock stands against: all that gives a name away, lets it go or gives it another holder. Each kind of
// order is in it; nil = it does nothing of that.
var KeptFrom = map[OrderKind]func(Domain, Desired) bool{
	OrderRelease:         always,
	OrderDelete:          always,
	OrderAuthCode:        always,
	OrderTransferApprove: always,
	OrderContacts:        changesHolder,
	OrderLock:            func(_ Domain, want Desired) bool { return want.Lock != nil && !*want.Lock },
	OrderPrivacy:         func(_ Domain, want Desired) bool { return want.Privacy != nil && *want.Privacy }, // another holder, to all who ask
	OrderNameservers:     leaves,
	OrderHostDelete:      leaves,

	OrderRegister: nil, OrderTransfer: nil, OrderRenew: nil, OrderRestore: nil, OrderHold: nil, OrderDispute: nil, OrderDNSSEC: nil,
	OrderHostCreate: nil, OrderHostModify: nil, OrderTransferCancel: nil, OrderTransferReject: nil,
}

func always(Domain, Desired) bool { return true }

// leaves reports whether a change makes way for a deletion.
func leaves(_ Domain, want Desired) bool { return want.Leaving }

// changesHolder reports whether contacts make somebody else of the holder, or give the holder another number.
func changesHolder(d Domain, want Desired) bool {
	now, given := want.Contacts[RoleRegistrant]
	if given && now != d.Contacts[RoleRegistrant] {
		return true
	}
	if want.Fields == nil {
		return false
	}
	for _, fields := range []map[string]string{want.Fields, d.Fields} {
		for called := range fields {
			if want.Fields[called] != d.Fields[called] {
				return true
			}
		}
	}
	return false
}

// MayOrder refuses an order that a dispute lock of the name stands against.
func (d Domain) MayOrder(kind OrderKind, want Desired) error {
	if refuses := KeptFrom[kind]; refuses != nil && refuses(d, want) {
		return d.MustStay()
	}
	return nil
}

// MustStay is why a name with a dispute lock is not given away, in words for its account; nil if it has none.
func (d Domain) MustStay() error {
	lock := d.Dispute
	switch since := lock.Since.Format(time.DateOnly); {
	case !lock.Stands():
		return nil
	case lock.Told:
		return Errorf(KindConflict, CodeLocked, "%s is held by the operator since %s: it is not unlocked, transferred, deleted, released or given another holder, nor left to expire, until they lift that; nothing was done: ask them. Why: %s", d.Name, since, lock.Reason).In(PathName)
	default:
		return Errorf(KindConflict, CodeLocked, "%s is held by the operator since %s: it is not unlocked, transferred, deleted, released or given another holder, nor left to expire, until they lift that; nothing was done: ask them", d.Name, since).In(PathName)
	}
}
