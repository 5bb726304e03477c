package apiphp

import (
	"maps"
	"slices"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
)

func decodeSync(p *Params) actions.Sync { return actions.Sync{Name: p.name()} }

// encodeSync always has the status in lower case and a date: clients drop the date beside a status that they do not know, and
// take a name without one for expired.
func encodeSync(s actions.SyncState) *object {
	o := success()
	o.text("status", s.Status)
	o.flag("active", s.Active)
	o.flag("expired", s.Expired)
	o.flag("cancelled", s.Cancelled)
	o.flag("transferredAway", s.TransferredAway)
	o.text("expirydate", date(syncDate(s)))
	return o
}

// syncDate is the paid-through date, or the expected one. Where a name is neither active nor pending it is in the past: the
// modules of this protocol look at nothing but the date, and would go on calling a name active that is gone, or was never there.
func syncDate(s actions.SyncState) time.Time {
	if s.Active || s.Status == "pending" {
		return s.Expires
	}
	yesterday := s.At.AddDate(0, 0, -1)
	if s.Expires.Before(yesterday) {
		return s.Expires
	}
	return yesterday
}

func date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func decodeTransferSync(p *Params) actions.TransferSync { return actions.TransferSync{Name: p.name()} }

func encodeTransferSync(s actions.TransferState) *object {
	o := success()
	switch {
	case s.Completed:
		o.flag("completed", true)
		o.text("expirydate", date(s.Expires))
	case s.Failed:
		o.flag("completed", false)
		o.flag("failed", true)
		o.text("reason", s.Reason)
	}
	return o
}

func decodeInformation(p *Params) actions.GetDomainInformation {
	return actions.GetDomainInformation{Name: p.name()}
}

func encodeInformation(i actions.DomainInformation) *object {
	o, d := success(), i.Domain
	o.text("domain", d.Name.String())
	o.text("status", i.Sync.Status)
	o.text("expirydate", date(i.Sync.Expires))
	if d.RegisteredAt.IsZero() {
		o.null("registrationdate")
	} else {
		o.text("registrationdate", date(d.RegisteredAt))
	}
	o.text("phase", string(i.Phase))
	if i.PhaseEnds.IsZero() {
		o.null("phaseends")
	} else {
		o.text("phaseends", date(i.PhaseEnds))
	}
	o.flag("zoneserved", d.Delegated(i.Phase))
	if p := i.Published; p != nil {
		writePublished(o, *p)
	}
	o.open("nameservers")
	writeNameservers(o, d.Nameservers)
	o.close()
	writeHosts(o, d.Hosts)
	writeFields(o, d.Fields)
	o.text("lockstatus", lockWord(i.LockSupported, d.Locked))
	o.flag("autorenew", d.AutoRenew)
	o.flag("idprotection", d.Privacy)
	o.flag("dnsmanagement", d.DNSManagement)
	o.flag("emailforwarding", d.EmailForwarding)
	writeVerification(o, d.Verification)
	writeHolds(o, d.Holds)
	if i.AskedFor != "" {
		writeTransfer(o, "requested_away", i.AskedFor)
	} else if t := i.Transfer; t != nil {
		writeTransfer(o, transferWord(t.State), t.Reason)
	}
	return o
}

// writeVerification tells how far the check of the holder's data is, if there has been one.
func writeVerification(o *object, v reseller.Verification) {
	if v.Standing() == reseller.VerificationNone {
		return
	}
	o.open("verification")
	o.text("state", string(v.Standing()))
	if v.Due.IsZero() {
		o.null("due")
	} else {
		o.text("due", date(v.Due))
	}
	o.close()
}

// writeHolds tells why the name is out of the zone, if it is.
func writeHolds(o *object, all reseller.Holds) {
	if !all.Stand() {
		return
	}
	o.list("holds")
	for _, h := range all.Standing() {
		o.element()
		o.text("by", h.Side)
		o.text("since", h.Since.UTC().Format(time.RFC3339))
		o.text("reason", h.Reason)
		o.close()
	}
	o.closeList()
}

// writePublished tells how far the zone is on its way to the name servers.
func writePublished(o *object, p actions.Published) {
	o.open("published")
	o.number("serial", int64(p.Serial))
	o.flag("everywhere", p.Everywhere)
	if p.At.IsZero() {
		o.null("at")
	} else {
		o.text("at", p.At.UTC().Format(time.RFC3339))
	}
	o.close()
}

// writeHosts lists the child name servers, if there are any.
func writeHosts(o *object, hosts []reseller.Host) {
	if len(hosts) == 0 {
		return
	}
	o.list("childnameservers")
	for _, h := range hosts {
		o.element()
		o.text("nameserver", h.Name)
		o.text("ipaddress", h.AddressList())
		o.close()
	}
	o.closeList()
}

// writeFields writes the additional fields by their keys, if there are any.
func writeFields(o *object, fields map[string]string) {
	if len(fields) == 0 {
		return
	}
	o.open("domainfields")
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		o.text(key, fields[key])
	}
	o.close()
}

func writeTransfer(o *object, state, reason string) {
	o.open("transfer")
	o.text("state", state)
	o.text("reason", reason)
	o.close()
}

// transferWord is the state of a transfer order for clients.
func transferWord(s reseller.OrderState) string {
	switch {
	case s == reseller.OrderDone:
		return "completed"
	case s.Live():
		return "pending"
	}
	return "failed"
}
