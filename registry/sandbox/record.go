package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// record is the document of one name.
type record struct {
	Domain *domain `json:"domain,omitempty"` // nil = not registered
	Late   []late  `json:"late,omitempty"`   // commands that a fault delays
}

// late is a command that arrived and takes effect at a later time; its registrar knows that it was accepted, or has heard nothing.
type late struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Request request   `json:"request"`

	Accepted bool `json:"accepted,omitempty"`
}

// domain is a registration as the registry knows it.
type domain struct {
	Sponsor     string    `json:"sponsor"`
	Created     time.Time `json:"created"`
	Updated     time.Time `json:"updated,omitzero"`
	Transferred time.Time `json:"transferred,omitzero"`
	Expires     time.Time `json:"expires"`
	LastTrID    string    `json:"last_trid,omitempty"` // of our last command that changed it
	DeletedBy   string    `json:"deleted_by,omitempty"`

	Phase     phase     `json:"phase,omitempty"`
	PhaseEnds time.Time `json:"phase_ends,omitzero"`

	AddUntil       time.Time `json:"add_until,omitzero"` // grace periods of RFC 3915 §3.1
	RenewUntil     time.Time `json:"renew_until,omitzero"`
	TransferUntil  time.Time `json:"transfer_until,omitzero"`
	AutorenewUntil time.Time `json:"autorenew_until,omitzero"`
	Charges        []charge  `json:"charges,omitempty"` // that a deletion may give back, oldest first

	Nameservers []string          `json:"nameservers,omitempty"`
	Contacts    reseller.Contacts `json:"contacts,omitempty"`
	Fields      map[string]string `json:"fields,omitempty"`
	Hosts       []reseller.Host   `json:"hosts,omitempty"`
	Attributes  bool              `json:"host_attributes,omitempty"` // Hosts go with Nameservers and are no objects
	Locked      bool              `json:"locked,omitempty"`
	Private     bool              `json:"private,omitempty"`
	CodeHash    string            `json:"code_hash,omitempty"`
	CodeUntil   time.Time         `json:"code_until,omitzero"` // the code is void then; zero = it lives until another one is set

	Handles      map[reseller.Role]string `json:"handles,omitempty"` // contact objects that Contacts were read from
	Held         bool                     `json:"held,omitempty"`
	Undeletable  bool                     `json:"undeletable,omitempty"`    // clientDeleteProhibited
	EndsWithTerm bool                     `json:"ends_with_term,omitempty"` // it is deactivated at its expiry, without grace
	ServerHold   bool                     `json:"server_hold,omitempty"`
	VerifyBy     time.Time                `json:"verify_by,omitzero"` // the holder's data are to be verified; zero = they are not
	SecDNS       reseller.SecDNS          `json:"secdns,omitzero"`

	Transfer *transfer `json:"transfer,omitempty"`
}

// transfer is the pending or last transfer of a name, with what to set when it is done.
type transfer struct {
	Status    registry.TransferStatus `json:"status"`
	To        string                  `json:"to"`
	From      string                  `json:"from"`
	Requested time.Time               `json:"requested"`
	ActsBy    time.Time               `json:"acts_by,omitzero"`
	Reason    string                  `json:"reason,omitempty"`
	Request   *request                `json:"request,omitempty"` // only while pending
	ClTRID    string                  `json:"cltrid,omitempty"`
}

// phase is where a registration stands on its way out.
type phase string

// The phases in their order. A TLD passes through those that its rules give days to.
const (
	phaseActive        phase = ""
	phaseExpired       phase = "expired"        // in the zone and renewable
	phaseDeactivated   phase = "deactivated"    // out of the zone and renewable
	phaseRedemption    phase = "redemption"     // restorable
	phasePendingDelete phase = "pending_delete" // lost; free again afterwards
)

func (d *domain) ours() bool { return d.Sponsor == Sponsor }

// concerns reports whether a registrar has the name, or is part of its pending transfer.
func (d *domain) concerns(registrar string) bool {
	return d.Sponsor == registrar || d.transferPending() && (d.Transfer.To == registrar || d.Transfer.From == registrar)
}

func (d *domain) transferPending() bool {
	return d.Transfer != nil && d.Transfer.Status == registry.TransferPending
}

// going reports whether deletion has begun and an update or renewal is refused.
func (d *domain) going() bool { return d.Phase == phaseRedemption || d.Phase == phasePendingDelete }

// unverified reports whether the holder's data are to be verified.
func (d *domain) unverified() bool { return !d.VerifyBy.IsZero() }

// phaseOver is when the present phase ends.
func (d *domain) phaseOver() time.Time {
	if d.Phase == phaseActive {
		return d.Expires
	}
	return d.PhaseEnds
}

// statuses lists domain and grace statuses (RFC 5731 §2.3, RFC 3915 §3.1). "ok" stands only where no other domain
// status does; grace periods do not count as such.
func (d *domain) statuses(now time.Time) []registry.Status {
	var list []registry.Status
	add := func(on bool, s registry.Status) {
		if on {
			list = append(list, s)
		}
	}
	add(d.Locked, registry.StatusClientTransferProhibited)
	add(d.Held, registry.StatusClientHold)
	add(d.Undeletable, registry.StatusClientDeleteProhibited)
	add(d.ServerHold || d.unverified(), registry.StatusServerHold)
	add(d.unverified(), registry.StatusServerTransferProhibited)
	add(d.unverified(), registry.StatusServerRenewProhibited)
	add(d.transferPending(), registry.StatusPendingTransfer)
	add(d.going(), registry.StatusPendingDelete)
	add(d.Phase == phaseExpired, registry.StatusExpired)
	add(d.Phase == phaseDeactivated, registry.StatusDeactivated)
	add(len(d.Nameservers) == 0, registry.StatusInactive)
	add(len(list) == 0, registry.StatusOK)
	add(d.Phase == phaseRedemption, registry.StatusRedemption)
	if d.Phase == phaseActive {
		add(now.Before(d.AddUntil), registry.StatusAddPeriod)
		add(now.Before(d.AutorenewUntil), registry.StatusAutoRenewPeriod)
		add(now.Before(d.RenewUntil), registry.StatusRenewPeriod)
		add(now.Before(d.TransferUntil), registry.StatusTransferPeriod)
	}
	return list
}

// view is what the registry shows of the name. Only the sponsor sees everything.
func (d *domain) view(name reseller.Name, rules reseller.TLD, now time.Time, as string, sponsor bool) registry.Registration {
	reg := registry.Registration{
		Name: name, Ours: d.Sponsor == as, Sponsor: d.Sponsor, Status: d.statuses(now),
		Created: d.Created, Updated: d.Updated, Transferred: d.Transferred, Expires: d.Expires,
		Nameservers: d.Nameservers, Privacy: d.Private, Hosts: d.Hosts, NoHostObjects: d.Attributes, SecDNS: d.SecDNS, Ends: d.ends(rules),
	}
	if sponsor || !d.Private {
		reg.Contacts = registry.ShowAll(d.Contacts)
		maps.DeleteFunc(reg.Contacts, func(role reseller.Role, _ registry.ShownContact) bool { return !rules.RegistryTakes(role) })
		for role, shown := range reg.Contacts {
			shown.WholeName = d.Handles[role] != "" // contact objects have no first and last name
			reg.Contacts[role] = shown
		}
	}
	if sponsor {
		reg.LastTrID, reg.Handles = d.LastTrID, d.Handles
	}
	if x := d.Transfer; x != nil && (x.To == as || x.From == as) {
		reg.Transfer = &registry.TransferState{
			Status: x.Status, Incoming: x.To == as, Other: x.From, ClTRID: x.ClTRID,
			Requested: x.Requested, ActsBy: x.ActsBy, Reason: x.Reason,
		}
		if !reg.Transfer.Incoming {
			reg.Transfer.Other = x.To
		}
	}
	return reg
}

func decode(what string, body []byte, into any) error {
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("reading the sandbox registry's document %s: %w", what, err)
	}
	return nil
}
