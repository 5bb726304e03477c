package recovery_test

import (
	"context"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// slowLog is the sandbox registry with something that happens once, when its log has been read to the end.
type slowLog struct {
	*sandbox.Registry
	then func()
}

func (r *slowLog) Effects(ctx context.Context, after int64, limit int) ([]registry.Effect, error) {
	page, err := r.Registry.Effects(ctx, after, limit)
	if then := r.then; len(page) == 0 && then != nil {
		r.then = nil
		then()
	}
	return page, err
}

// A comparison may take minutes. One that begins before everything has taken effect does not go on with what it read by then.
func TestEffectThatComesWhileTheComparisonRunsIsFound(t *testing.T) {
	onBoth(t, func(e *env) {
		e.Register("known.com")
		e.backup()
		e.Clock.Move(5 * time.Hour)
		for _, command := range []string{"renew", "create"} {
			e.Must(e.Sandbox.SetFault(e.Context(), sandbox.Fault{Kind: sandbox.FaultLateEffect, Command: command, Times: 1, Delay: 9 * time.Minute}))
		}
		renewal := e.renewal("known.com")
		renewal.AnswerBy = time.Time{}
		for _, r := range []orders.Request{renewal, e.registration("late.com")} {
			result, err := e.Orders.Buy(e.Context(), r)
			e.Must(err)
			e.settled(result.Order.ID)
		}
		e.restoreNow()
		e.later(8 * time.Minute)
		pass := func() {
			e.later(3 * time.Minute)
			e.Must(e.Sandbox.Tick(e.Context()))
		}
		other := e.over(&slowLog{e.Sandbox, pass})
		e.Must(e.compareOn(other))
		e.wantSelling(false)
		pass()
		e.Must(e.compareOn(other))
		e.wantFindings("registered late.com", "renewed known.com")
		e.wantSelling(true)
		e.wantPaidThrough("known.com", "2028-03-01")
		if d := e.lost("late.com"); d.State != reseller.DomainActive {
			t.Errorf("the name that no account had is %s", d.State)
		}
	})
}
