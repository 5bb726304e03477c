package jobs_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// found runs the sweep until it has compared all names, and gives what it has found, oldest first, in words.
func (e *env) found() []string {
	e.Helper()
	for range 3 {
		e.run(jobs.Sweep)
	}
	list, err := operator.Registries{Store: e.Store}.Findings(e.Context(), operator.FindingChoice{Page: reseller.Page{Limit: 100}})
	e.Must(err)
	var words []string
	for _, f := range list {
		_, err := operator.Registries{Store: e.Store}.Findings(e.Context(), operator.FindingChoice{Part: f.Part, Page: reseller.Page{Limit: 1}})
		e.Must(err) // whatever is found can be asked for
		done := "left"
		if f.Mended {
			done = "mended"
		}
		words = append(words, f.Name+" "+f.Part+": "+f.Words+", "+done)
	}
	slices.Reverse(words)
	return words
}

// What a registry does by itself is found within a night: a renewal that it carried out twice on one command (T39), settings that somebody
// changed there, a name that is gone. What its life cycle explains is only followed.
func TestSweepFindsWhatTheRegistryDidByItself(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		e.Unclean = true // the registry's log has one renewal twice
		twice, bent, gone, quiet := e.Register("twice.com"), e.Register("bent.com"), e.Register("gone.com"), e.Register("quiet.com")
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultTwice, Command: "renew", Times: 1}))
		e.Renew(twice, 1)
		_, err := e.Sandbox.Update(e.Context(), registry.Update{ClTRID: "HAND-1", Name: bent.Name, Nameservers: &[]string{"ns1.thief.example", "ns2.thief.example"}})
		e.Must(err)
		_, err = e.Sandbox.SetLock(e.Context(), "HAND-2", quiet.Name, true)
		e.Must(err)
		_, err = e.Sandbox.Delete(e.Context(), registry.Delete{ClTRID: "HAND-3", Name: gone.Name})
		e.Must(err)

		want := []string{
			"twice.com expiry: expires 2029-03-01 at the registry instead of 2028-03-01, mended",
			"bent.com nameservers: name servers ns1.thief.example ns2.thief.example instead of ns1.example.net ns2.example.net, left",
			"gone.com state: not registered any more, mended",
			"quiet.com lock: locked true instead of false, left",
		}
		if got := e.found(); !slices.Equal(got, want) {
			t.Errorf("found are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if d := e.Domain("twice.com"); d.RegistryExpiry.Year() != 2029 || d.PaidThrough.Year() != 2028 {
			t.Errorf("the row of twice.com has %s, paid through %s", d.RegistryExpiry, d.PaidThrough)
		}
		if d := e.Domain("bent.com"); d.Nameservers[0] != "ns1.example.net" {
			t.Errorf("the wish of the account is now %v", d.Nameservers)
		}
		kinds := e.tellOperator("operator_registry_findings")
		if kinds != 1 || e.tellOperator("operator_registry_findings") != 1 {
			t.Errorf("the operator has %d mails", kinds)
		}

		_, err = e.Sandbox.SetLock(e.Context(), "HAND-4", quiet.Name, false)
		e.Must(err)
		if got := e.found(); len(got) != 4 {
			t.Errorf("a second sweep on the same day found %v", got)
		}
		e.Clock.Move(24 * time.Hour)
		if got := e.found(); !slices.Equal(got, want[:3]) {
			t.Errorf("the next night has\n%s", strings.Join(got, "\n"))
		}
		if e.tellOperator("operator_registry_findings") != 1 {
			t.Error("the operator is told every night of the same")
		}
	})
}

// tellOperator runs the notices of findings, and counts the operator's mails of a kind.
func (e *env) tellOperator(kind string) (n int) {
	e.Helper()
	e.run(jobs.RegistryFindings)
	mails, err := e.Store.SearchMails(e.Context(), reseller.MailSearch{Page: reseller.Page{Limit: 100}})
	e.Must(err)
	for _, m := range mails {
		if m.Kind == kind {
			n++
		}
	}
	return n
}

// The life cycle is followed without a word, names whose orders are unfinished are left alone, and a registry that is away or paused is
// asked later: the sweep goes on where it was.
func TestSweepFollowsTheLifeCycleAndWaits(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		for _, name := range []string{"one.com", "two.com", "three.se"} {
			e.Register(name)
		}
		e.Clock.Move(366 * 24 * time.Hour)
		e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultDown, Command: "info", Times: 1}))
		if err := e.Jobs.Run(e.Context(), jobs.Sweep); err == nil {
			t.Error("a registry that is away is no error")
		}
		e.Must(e.Store.PauseRegistry(e.Context(), reseller.RegistryPause{Connector: "sandbox", Reason: "test"}, reseller.Operator))
		e.run(jobs.Sweep)
		if d := e.Domain("one.com"); d.RegistryExpiry.Year() != 2027 {
			t.Errorf("a paused registry was asked: %s", d.RegistryExpiry)
		}
		_, err := e.Store.ResumeRegistry(e.Context(), "sandbox", nil, reseller.Operator)
		e.Must(err)
		if got := e.found(); len(got) > 0 {
			t.Errorf("found are %v", got)
		}
		if d := e.Domain("one.com"); d.RegistryExpiry.Year() != 2028 || d.PaidThrough.Year() != 2027 {
			t.Errorf("the registry's own year is not followed: %s", d.RegistryExpiry)
		}
		sweep, err := e.Store.RegistrySweep(e.Context(), "sandbox")
		e.Must(err)
		if sweep.EndedAt.IsZero() || sweep.After == 0 {
			t.Errorf("the sweep stands at %+v", sweep)
		}
	})
}

// elsewhere is a gateway at which somebody has changed how one name is renewed.
type elsewhere struct {
	registry.Connector
	name string
}

func (g elsewhere) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	info, err := g.Connector.Info(ctx, name)
	if name.String() == g.name {
		info.RenewalMode = "AUTORENEW"
	}
	return info, err
}

// A gateway that would renew a name by itself, though its settings say otherwise, costs money that nobody has paid: it is found within a night.
func TestSweepFindsRenewalModesThatAreNotOurs(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		e.Register("kept.com")
		e.Register("changed.com")
		routes, err := registry.NewRoutes(e.Routes.Rules(), map[string]registry.Connector{"sandbox": elsewhere{e.Sandbox, "changed.com"}})
		e.Must(err)
		e.Clock.Move(24 * time.Hour)
		d := jobs.Deps{Books: e.Store, Sweeps: e.Store, Routes: routes, Clock: e.Clock, Log: slog.New(slog.DiscardHandler)}
		e.Must(jobs.New(d).Run(e.Context(), jobs.Sweep))
		found, err := operator.Registries{Store: e.Store}.Findings(e.Context(), operator.FindingChoice{Part: "renewalmode", Page: reseller.Page{Limit: 100}})
		e.Must(err)
		if len(found) != 1 || found[0].Name != "changed.com" || found[0].Part != "renewalmode" || found[0].Mended || !strings.Contains(found[0].Words, "AUTORENEW") {
			t.Errorf("found are %+v", found)
		}
	})
}
