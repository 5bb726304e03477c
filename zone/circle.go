package zone

import (
	"net/url"
	"slices"
	"strings"

	"nameyard/reseller"
)

// checkAlias refuses a CNAME that leads back to itself, as it is or over others, wildcards among them.
func (t tree) checkAlias(r placedRecord) error {
	if r.Type != TypeCNAME {
		return nil
	}
	if way, circle := t.circle(r); circle {
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
	if way, circle := t.round(r); circle {
		return reseller.Invalid(partAddress, "visitors would be sent round in a circle: %s; give an address that is not forwarded back", way)
	}
	return nil
}

// visit is a web forward on the way of a visitor, with what the path has below the forward's own: that is kept, and goes on below the target.
type visit struct {
	placedRecord
	rest string // without slashes at its ends
}

// place tells visits apart: the same forward with less of a path left may lead on.
func (v visit) place() string { return v.Hostname + " " + v.rest }

// forwarded gives the host that a web forward sends a visit to, and the visit there.
func (t tree) forwarded(v visit) (host string, next visit, found bool) {
	u, err := url.Parse(v.Address)
	if err != nil {
		return "", next, false
	}
	host = u.Hostname()
	path := u.EscapedPath()
	if v.rest != "" {
		path = strings.TrimSuffix(path, "/") + "/" + v.rest
	}
	r, rest, found := longest(t.answers(t.end(host)), path)
	return host, visit{r, strings.Trim(rest, "/")}, found
}

// mostKept is over how many forwards a visitor's path is followed: nobody means it to be kept over more.
const mostKept = 16

// round walks from a web forward, as a visitor of its very address does, and gives the way if it comes back to where it was, with as much
// of a path as then or more. No visit is walked over twice for all that start before it.
func (t tree) round(r placedRecord) (way string, circle bool) {
	hosts, been, kept := []string{t.full(r.Hostname)}, map[string][]string{}, 0
	var walked []string
	for at, found := (visit{placedRecord: r}), true; found && !t.leadsOut[at.place()]; {
		if kept > mostKept || slices.ContainsFunc(been[at.Hostname], func(rest string) bool {
			return rest == "" || rest == at.rest || strings.HasSuffix(at.rest, "/"+rest)
		}) {
			return shortened(hosts), true
		}
		if at.rest != "" {
			kept++
		}
		been[at.Hostname], walked = append(been[at.Hostname], at.rest), append(walked, at.place())
		var host string
		host, at, found = t.forwarded(at)
		hosts = append(hosts, host)
	}
	for _, place := range walked {
		t.leadsOut[place] = true
	}
	return "", false
}

// circle walks from a CNAME over those that it leads to, and gives the way if it comes back to where it was. No record is walked over twice
// for all that start before it.
func (t tree) circle(r placedRecord) (way string, circle bool) {
	hosts, seen := []string{t.full(r.Hostname)}, map[string]bool{}
	for found := true; found && !t.leadsOut[r.Hostname]; {
		if seen[r.Hostname] {
			return shortened(hosts), true
		}
		seen[r.Hostname] = true
		hosts = append(hosts, r.Address)
		r, found = t.answer(r.Address, TypeCNAME)
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
