package recovery_test

import (
	"context"
	"fmt"
	"testing"

	"nameyard/registry"
	"nameyard/reseller"
)

// withholding is the sandbox registry that answers 2201 for some names and refuses to answer for others.
type withholding struct {
	registry.Connector
	hidden, refused func(name string) bool
}

func (r withholding) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	switch {
	case r.hidden(name.String()):
		return registry.Registration{Name: name, Hidden: true}, nil
	case r.refused(name.String()):
		return registry.Registration{}, registry.Refuse(2004, "no")
	}
	return r.Connector.Info(ctx, name)
}

func only(name string) func(string) bool { return func(other string) bool { return other == name } }
func none(string) bool                   { return false }
func all(string) bool                    { return true }

func TestNameThatIsNotShownDoesNotKeepTheRestoreMarked(t *testing.T) {
	onBoth(t, func(e *env) {
		for _, full := range []string{"hidden.com", "refused.com", "behind.com"} {
			e.Register(full)
		}
		e.backup()
		e.hosts("behind.com", "ns1.behind.com")
		e.restore()
		e.Must(e.compareOn(e.over(withholding{e.Sandbox, only("hidden.com"), only("refused.com")})))
		e.wantFindings("changed behind.com", "not_asked hidden.com", "not_asked refused.com", "not_asked sandbox")
		e.wantSelling(true)
		e.wantState("hidden.com", reseller.DomainActive)
		e.wantState("refused.com", reseller.DomainActive)
	})
}

// A registry that shows none of many names has not lost them all: the house stays closed until it does.
func TestRegistryThatShowsNothingKeepsTheRestoreMarked(t *testing.T) {
	onBoth(t, func(e *env) {
		for i := range 10 {
			e.Register(fmt.Sprintf("name%d.com", i))
		}
		e.backup()
		e.restore()
		if err := e.compareOn(e.over(withholding{e.Sandbox, all, none})); err == nil {
			t.Error("the comparison says that all is well")
		}
		e.wantSelling(false)
		e.wantState("name3.com", reseller.DomainActive)
		e.Must(e.compareOn(e.App))
		e.wantSelling(true)
	})
}
