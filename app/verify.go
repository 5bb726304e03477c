package app

import (
	"context"
	"fmt"
	"strings"

	"nameyard/operator"
	"nameyard/reseller"
)

// verifyBooks is the nightly job: what it finds is kept, and a breach logged, counted and told to the operator.
func (a *App) verifyBooks(ctx context.Context) error {
	books, begun := operator.Books{Store: a.Store, Connectors: a.Routes.Connectors()}, a.Clock.Wall()
	report, err := books.Verify(ctx)
	if err != nil {
		return err
	}
	var broken []string
	for _, i := range report.Invariants {
		if i.Breaches > 0 {
			broken = append(broken, i.ID)
			a.Log.Error("the books break a rule", "invariant", i.ID, "title", i.Title, "breaches", i.Breaches, "examples", i.Examples)
		}
	}
	breaches := report.Breaches()
	a.metrics.verifiedWith(breaches)
	if err := books.Keep(ctx, report, reseller.Report{At: begun, Took: a.Clock.Wall().Sub(begun), Server: a.Holder}); err != nil {
		return err
	}
	if breaches > 0 {
		return fmt.Errorf("%d breaches of %s: \"nameyard verify\" shows them, docs/verify.md says what to do", breaches, strings.Join(broken, ", "))
	}
	return nil
}

func (m *metrics) verifiedWith(breaches int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.breaches, m.verified = breaches, m.app.Clock.Wall()
}
