package jobs_test

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

// targets are two hosts that ALIAS records point to, and what is noted of them.
type targets struct{ noted map[string]zone.AliasTarget }

func (b *targets) DueAliasTargets(context.Context, time.Time, int) ([]zone.AliasTarget, error) {
	if len(b.noted) > 0 {
		return nil, nil
	}
	return []zone.AliasTarget{{Host: "poison.example.net", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.9")}}, {Host: "well.example.net"}}, nil
}

func (*targets) AliasesAt(context.Context, []string) (map[string]string, error)   { return nil, nil }
func (*targets) UnspreadAliasTargets(context.Context, []string) ([]string, error) { return nil, nil }
func (*targets) SpreadAliasTarget(context.Context, string, int) (changed int, err error) {
	return 0, nil
}

func (b *targets) SaveAliasTargets(_ context.Context, list []zone.AliasTarget) error {
	for _, t := range list {
		b.noted[t.Host] = t
	}
	return nil
}

// stumblingResolver stumbles over one host.
type stumblingResolver struct{}

func (stumblingResolver) Resolve(_ context.Context, host string) zone.Resolution {
	if strings.HasPrefix(host, "poison") {
		panic("an answer that nobody thought of")
	}
	return at(10*time.Minute, "192.0.2.1")
}

// A host whose answer shows a fault of the program keeps the addresses that it had, and is asked again as after no answer; the others get theirs.
func TestAFaultThatAHostShowsIsNoAnswer(t *testing.T) {
	t.Parallel()
	books := &targets{noted: map[string]zone.AliasTarget{}}
	table := jobs.New(jobs.Deps{Aliases: jobs.Aliases{Resolver: stumblingResolver{}, Books: books}, Clock: clocktest.New(noon), Log: slog.New(slog.DiscardHandler)})
	if err := table.Run(t.Context(), jobs.ALIAS); err != nil {
		t.Errorf("the job ends with %v", err)
	}
	if well := books.noted["well.example.net"]; well.Failures != 0 || len(well.Addresses) != 1 {
		t.Errorf("the host that is well is %+v", well)
	}
	poison := books.noted["poison.example.net"]
	if poison.Failures != 1 || len(poison.Addresses) != 1 || !poison.NextAt.After(noon) {
		t.Errorf("the host that is not is %+v", poison)
	}
}
