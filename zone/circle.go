package zone

import (
	"net/url"
	"strings"

	"nameyard/reseller"
)

// checkAlias refuses a CNAME that leads back to itself, as it is or over others, wildcards among them.
func (t tree) checkAlias(r placedRecord) error {
	if r.Type != TypeCNAME {
		return nil
	}
	if way, circle := t.circle(r, t.aliased); circle {
		return reseller.Invalid(partAddress, "an alias must not lead back to itself, nobody could follow it: %s", way)
	}
	return nil
}

// checkForward refuses a web forward that sends visitors back to itself: scheme and port make no difference, and the path none unless
// a forward is for some path alone. The aliases of the zone are known to lead somewhere.
func (t tree) checkForward(r placedRecord) error {
	if !r.WebForward() {
		return nil
	}
	if way, circle := t.circle(r, t.forwarded); circle {
		return reseller.Invalid(partAddress, "visitors would be sent round in a circle: %s; give an address that is not forwarded back", way)
	}
	return nil
}

// aliased gives the host that a CNAME points to, and the CNAME there.
func (t tree) aliased(r placedRecord) (host string, next placedRecord, found bool) {
	next, found = t.answer(r.Address, TypeCNAME)
	return r.Address, next, found
}

// forwarded gives the host that a web forward sends visitors to, and the forward there.
func (t tree) forwarded(r placedRecord) (host string, next placedRecord, found bool) {
	path := ""
	if u, err := url.Parse(r.Address); err == nil {
		host, path = u.Hostname(), u.EscapedPath()
	}
	next, _, found = longest(t.answers(t.end(host)), path)
	return host, next, found
}

// circle walks from a record over those that next gives, and gives the way if it comes back to where it was. No record is walked
// over twice for all that start before it.
func (t tree) circle(r placedRecord, next func(placedRecord) (string, placedRecord, bool)) (way string, circle bool) {
	hosts, seen := []string{t.full(r.Hostname)}, map[string]bool{}
	for found := true; found && !t.leadsOut[r.Hostname]; {
		if seen[r.Hostname] {
			return shortened(hosts), true
		}
		seen[r.Hostname] = true
		var host string
		host, r, found = next(r)
		hosts = append(hosts, host)
	}
	for hostname := range seen {
		t.leadsOut[hostname] = true
	}
	return "", false
}

// end follows the aliases of the zone from a host. None of them leads back to itself.
func (t tree) end(host string) string {
	alias, found := t.answer(host, TypeCNAME)
	if !found {
		return host
	}
	last, known := t.ends[alias.Hostname]
	if !known {
		last = t.end(alias.Address)
		t.ends[alias.Hostname] = last
	}
	return last
}

// shortened writes a way for people; of a long one the middle is left out.
func shortened(hosts []string) string {
	const most = 6
	if len(hosts) > most {
		hosts = append(append(hosts[:most-2:most-2], "…"), hosts[len(hosts)-1])
	}
	return strings.Join(hosts, " → ")
}
