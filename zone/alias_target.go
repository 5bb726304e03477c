package zone

import (
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// AliasTarget is a host that ALIAS records point to, with what was last found out about it. Times are wall time.
type AliasTarget struct {
	Host       string
	Addresses  []netip.Addr // that the records publish, sorted
	AskedAt    time.Time    // zero = never
	ResolvedAt time.Time    // when it last had addresses; zero = never
	NextAt     time.Time    // when it is to be asked for again
	Failures   int          // since it last had addresses
	Problem    string       // of the last question, for people; "" = it has addresses
}

// Resolution is what resolvers said about the addresses of a host.
type Resolution struct {
	Addresses []netip.Addr // that anybody on the internet could reach
	// NoV4 and NoV6 are why nothing is known of the addresses of a family. An answer that there are none is none.
	NoV4, NoV6 error
	Via        []string      // the host, and those that CNAMEs lead to from there
	TTL        time.Duration // how long the answers hold
	Circle     bool          // it leads back to an ALIAS that points to the host
}

// How often a host is asked for, and what a record keeps.
const (
	leastAliasPause = time.Minute
	mostAliasPause  = time.Hour
	// emptyKept is how long the addresses of a host stay published that has none any more: most often that is a slip of its owner, and
	// after that time the addresses may be somebody else's.
	emptyKept = 24 * time.Hour
	// maxAliasAddresses is how many addresses an ALIAS publishes.
	maxAliasAddresses = 32
)

// After is the target after a question. What was last good is kept while there is no answer, for however long that is; when the answer is
// that there are no addresses, for a day.
func (t AliasTarget) After(r Resolution, now time.Time) AliasTarget {
	last := t.Addresses
	t.AskedAt = now
	found := slices.Clone(r.Addresses)
	for _, old := range last {
		if old.Is4() && r.NoV4 != nil || old.Is6() && r.NoV6 != nil {
			found = append(found, old)
		}
	}
	slices.SortFunc(found, netip.Addr.Compare)
	found = slices.Compact(found)
	found = found[:min(len(found), maxAliasAddresses)]
	t.Problem = r.problem(len(found) > 0)
	switch {
	case r.Circle:
		t.Addresses = nil
	case len(found) > 0:
		t.Addresses = found
	case r.NoV4 == nil && r.NoV6 == nil && now.Sub(t.ResolvedAt) >= emptyKept:
		t.Addresses = nil
	}
	if t.Problem != "" {
		t.Failures++
		t.NextAt = now.Add(min(leastAliasPause<<min(t.Failures-1, 10), mostAliasPause))
		return t
	}
	t.ResolvedAt, t.Failures = now, 0
	t.NextAt = now.Add(min(max(r.TTL, leastAliasPause), mostAliasPause))
	return t
}

// problem says what was wrong.
func (r Resolution) problem(found bool) string {
	switch {
	case r.Circle:
		return "it leads back to the ALIAS itself"
	case r.NoV4 != nil && r.NoV6 != nil:
		return r.NoV4.Error()
	case r.NoV4 != nil:
		return fmt.Sprintf("no IPv4 addresses: %v", r.NoV4)
	case r.NoV6 != nil:
		return fmt.Sprintf("no IPv6 addresses: %v", r.NoV6)
	case !found:
		return "it has no addresses that the internet could reach"
	}
	return ""
}

// Changed reports whether a target publishes other addresses than before.
func (t AliasTarget) Changed(before AliasTarget) bool {
	return !slices.Equal(t.Addresses, before.Addresses)
}

// AliasState is how far the ALIAS of a host is.
type AliasState struct {
	Owner  string // the full name at which the record stands
	Target AliasTarget
}
