package mail

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// names are forwards by name, as a test makes them up; a name without any is one whose zone nobody can read.
type names map[string][]string

func (n names) Of(_ context.Context, host string) (publish.Zone, error) {
	forwards, ok := n[host]
	switch {
	case !ok:
		return publish.Zone{}, reseller.ErrNotFound
	case forwards == nil:
		return publish.Zone{}, publish.ErrAway
	}
	z := publish.Zone{Phase: reseller.PhaseActive}
	z.Domain = reseller.Domain{Name: reseller.NameOf(host, "com"), EmailForwarding: true}
	for _, f := range forwards {
		prefix, to, _ := strings.Cut(f, "=")
		z.Forwards = append(z.Forwards, zone.Forward{Prefix: prefix, ForwardTo: to})
		z.Stale = z.Stale || prefix == "stale"
	}
	return z, nil
}

func TestAForwardThatNobodyCanFollowNowKeepsTheMailWaiting(t *testing.T) {
	t.Parallel()
	maps := Maps{Router: Router{Zones: names{
		"away.com": nil, "name.com": {"far=a@away.com", "near=b@dest.example"}, "copied.com": {"stale=x@dest.example", "out=a@dest.example"},
	}}}
	for request, want := range map[string]string{
		"domains away.com": "TEMP ", "aliases a@away.com": "TEMP ", "aliases far@name.com": "TEMP ", "aliases near@name.com": "OK b@dest.example",
		"aliases out@copied.com": "OK a@dest.example", "aliases new@copied.com": "TEMP ", // it may have been saved since
		"domains foreign.com": "NOTFOUND ", "srsf a@b.example": "NOTFOUND ", "srsr a@b.example": "NOTFOUND ", "domains": "PERM ",
	} {
		if got := maps.answer(t.Context(), request); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", request, got, want)
		}
	}
}

// However many forwards follow one another, a mail is taken over a bounded number of them, and is refused for all where it is for too many:
// a sender who hears that it was taken can rely on it.
func TestForwardsThatMultiplyAreRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	deep := names{}
	for level := range 30 {
		var targets []string
		for i := range 20 {
			targets = append(targets, fmt.Sprintf("%d@level%d.com", i, level+1))
		}
		var forwards []string
		for i := range 20 {
			forwards = append(forwards, fmt.Sprintf("%d=%s", i, strings.Join(targets, ",")))
		}
		deep[fmt.Sprintf("level%d.com", level)] = forwards
	}
	route, err := Router{Zones: deep}.Route(t.Context(), "0@level0.com")
	if err != nil || len(route.Targets) != 0 || !strings.Contains(route.Why, "refused for all") || len(route.Steps) > maxSteps+1 {
		t.Errorf("%d targets, %d steps, %v", len(route.Targets), len(route.Steps), err)
	}
	wide := names{}
	var to []string
	for i := range 5 {
		var many []string
		for j := range 20 {
			many = append(many, fmt.Sprintf("%d-%d@dest.example", i, j))
		}
		wide[fmt.Sprintf("wide%d.com", i)] = []string{"a=" + strings.Join(many, ",")}
		to = append(to, fmt.Sprintf("a@wide%d.com", i))
	}
	wide["start.com"] = []string{"*=" + strings.Join(to, ","), "more=*@start.com,one-more@dest.example", "none=nobody@wide0.com,*@start.com"}
	maps := Maps{Router: Router{Zones: wide}}
	for address, want := range map[string]int{"x@start.com": zone.MaxTargets, "none@start.com": zone.MaxTargets, "more@start.com": 0} {
		route, err := maps.Router.Route(t.Context(), address)
		if err != nil || len(route.Targets) != want || (want == 0) != (route.Why != "") {
			t.Errorf("%s: %d targets, %q, %v; want %d", address, len(route.Targets), route.Why, err, want)
		}
		if got := maps.answer(t.Context(), "aliases "+address); (got == notFound) != (want == 0) {
			t.Errorf("the mail server hears of %s: %.40q", address, got)
		}
	}
}

func TestAnAddressOfOursThatNamesItselfIsRefused(t *testing.T) {
	t.Parallel()
	r := Router{Zones: names{"a.com": {"x=x@b.com", "c=keep@dest.example,c@a.com", "*=*@a.com"}, "b.com": {"x=x@a.com"}}}
	for address, want := range map[string]string{
		"x@a.com": "circle", "X@A.COM": "circle", "c@a.com": "", "none": "not an e-mail address", "@a.com": "not an e-mail address", "a@": "not an e-mail address",
	} {
		route, err := r.Route(t.Context(), address)
		if err != nil || !strings.Contains(route.Why, want) || (want == "") != (len(route.Targets) == 1) {
			t.Errorf("%s: %+v, %v", address, route, err)
		}
	}
	if _, err := (Router{Zones: names{"a.com": nil}}).Route(t.Context(), "x@a.com"); !errors.Is(err, publish.ErrAway) {
		t.Errorf("a zone that cannot be read: %v", err)
	}
}
