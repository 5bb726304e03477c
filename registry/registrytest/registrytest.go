// Package registrytest is the suite that every registry connector passes. It says in stories what the layers above rely
// on: that a refusal has no effect, that a renewal with a frozen expiry works once, how names are born, move and end
// under each kind of TLD rules, and that messages keep their order and stay until they are acknowledged.
//
// A connector's test calls Exercise with a function that sets up a registry of its own for each story.
package registrytest

import (
	"context"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// Subject is a connector to be tested, with a registry behind it that follows Rules and Clock.
type Subject struct {
	Connector registry.Connector
	Clock     *clocktest.Clock
	// Foreign makes a name that another registrar holds, registered at a time.
	Foreign func(ctx context.Context, name reseller.Name, authCode string, registered time.Time, locked bool) error
	// Away makes another registrar ask for a name of ours. nil: the story is skipped.
	Away func(ctx context.Context, name reseller.Name, authCode string) error
	// ForeignDecides makes the losing registrar answer our request. nil: the story is skipped.
	ForeignDecides func(ctx context.Context, name reseller.Name, approve bool, reason string) error
	// Act makes the registry do something by itself with a name of ours, and tell it. nil: the stories are skipped.
	Act func(ctx context.Context, name reseller.Name, kind registry.MessageKind, words string) error
	// BareTransfers says that a transfer brings a name as it is, as EPP's does: name servers and contacts are for an update afterwards.
	BareTransfers bool
	// HostAttributes says that the registry has no host objects: name servers are attributes of names (RFC 5731 §1.1).
	HostAttributes bool
	// Push makes another registrar set our tag on a name of its. nil: the story is skipped.
	Push func(ctx context.Context, name reseller.Name) error
}

// Exercise runs every story against a registry of its own. Stories about a capability that the connector does not have
// are skipped and say so.
func Exercise(t *testing.T, start func(t *testing.T) Subject) {
	t.Helper()
	for _, stories := range []map[string]func(*scene){termStories, changeStories, transferStories, endStories, messageStories, ownActStories, ruleStories, takeoverStories, findingStories} {
		for name, story := range stories {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				story(&scene{T: t, Subject: start(t)})
			})
		}
	}
	t.Run("hosts", func(t *testing.T) {
		stories := hostStories
		if start(t).HostAttributes {
			stories = attributeStories
		}
		for name, story := range stories {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				story(&scene{T: t, Subject: start(t)})
			})
		}
	})
}
