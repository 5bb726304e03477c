package zone

import (
	"net/url"
	"slices"
	"strings"

	"nameyard/reseller"
)

// checkAlias refuses a CNAME that leads back to itself, as it or over others, wildcards among them.
func (t tree) checkAlias(r placedRecord) error {
	if r.Type != TypeCNAME {
		return nil
	}
	if _, way, circle := t.follow(r.Hostname, r.Address); circle {
		return reseller.Invalid(partAddress, "an alias must not lead back to itself, nobody could follow it: %s", way)
	}
	return nil
}

// follow goes from a hostname and the host it points to over the aliases of the zone. It gives the last host, and the way if it is
// a circle.
func (t tree) follow(hostname, host string) (last, way string, circle bool) {
	seen, names := []string{hostname}, []string{t.full(hostname)}
	for {
		names = append(names, host)
		inside, ok := t.inside(host)
		if _, delegated := t.cut(inside); !ok || delegated {
			return host, "", false
		}
		source := t.source(inside)
		alias, found := t.find(source, TypeCNAME)
		switch {
		case slices.Contains(seen, source) && found:
			return host, strings.Join(names, " → "), true
		case !found:
			return host, "", false
		}
		seen, host = append(seen, source), alias.Address
	}
}

// checkForward refuses a web forward that sends visitors back to itself: scheme, port and path make no difference, because
// forwards answer for the whole host.
func (t tree) checkForward(r placedRecord) error {
	if !r.WebForward() {
		return nil
	}
	seen, names := []string{r.Hostname}, []string{t.full(r.Hostname)}
	for forward := r; ; {
		host := webHostOf(forward.Address)
		names = append(names, host)
		end, _, _ := t.follow(forward.Hostname, host)
		inside, ok := t.inside(end)
		if _, delegated := t.cut(inside); !ok || delegated {
			return nil
		}
		source := t.source(inside)
		if slices.Contains(seen, source) {
			return reseller.Invalid(partAddress, "visitors would be sent round in a circle: %s; give an address that is not forwarded back", strings.Join(names, " → "))
		}
		next, found := t.find(source, TypeURL, TypeURL302, TypeFrame)
		if !found {
			return nil
		}
		seen, forward = append(seen, source), next
	}
}

// webHostOf gives the host of a URL in normal form.
func webHostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
