package reseller

import "slices"

// Had is what a name had of what an order sets, by the kind of Asked, with its values. A kind that is not there is not on record; one without values was not
// set.
type Had map[AskedKind][]string

// HadOf is what the books have of what the order sets; nil if it sets nothing of what is told.
func (o Order) HadOf(d Domain) Had {
	had := Had{}
	for _, a := range o.Asked() {
		switch a.Kind {
		case AskedNameservers:
			had[a.Kind] = d.Nameservers
		case AskedDNSSEC:
			had[a.Kind] = d.SecDNS.lines()
		case AskedHost:
			had[a.Kind] = nil
			if i := slices.IndexFunc(d.Hosts, func(h Host) bool { return h.Name == o.Desired.Host.Name }); i >= 0 {
				had[a.Kind] = hostAsked(OrderHostModify, d.Hosts[i])
			}
		case AskedLock:
			had[a.Kind] = []string{onOff(d.Locked)}
		case AskedHold:
			had[a.Kind] = []string{onOff(d.Holds.Operator.Stands())}
		case AskedPrivacy:
			had[a.Kind] = []string{onOff(d.Privacy)}
		}
	}
	if o.Subject == "" || len(had) == 0 {
		return nil
	}
	return had
}
