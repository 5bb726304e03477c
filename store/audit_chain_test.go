package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// chained lists the links of both chains as "chain seq record".
func (h *house) chained(t *testing.T) (all []string) {
	t.Helper()
	snap := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
	defer snap.Close()
	for _, chain := range reseller.AuditChains {
		for _, l := range must[[]reseller.AuditLink](t)(snap.AuditLinks(h.ctx, chain, 0, 1000)) {
			all = append(all, fmt.Sprintf("%s %d %s", l.Chain, l.Seq, l.Record.Object))
		}
	}
	return all
}

func (h *house) audits(t *testing.T, action string, objects ...string) {
	t.Helper()
	for _, o := range objects {
		ok(t, h.RecordAudit(h.ctx, reseller.Operator, 0, action, o, ""))
	}
}

func TestRecordsAreChainedOnceInTheirOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.audits(t, "domain.set", "a", "b")
		h.audits(t, "price.set", "com")
		equal(t, "chained", must[int](t)(h.ChainAudit(h.ctx, 2)), 2)
		equal(t, "chained then", must[int](t)(h.ChainAudit(h.ctx, 100)), 1)
		h.audits(t, "domain.set", "c")
		var both sync.WaitGroup // two servers that both think that they lead
		for range 2 {
			both.Go(func() { _, err := h.ChainAudit(h.ctx, 100); ok(t, err) })
		}
		both.Wait()
		equal(t, "links", fmt.Sprint(h.chained(t)), "[kept 1 com pruned 1 a pruned 2 b pruned 3 c]")
	})
}

func TestOldRecordsGoFromTheBeginningOfTheirChain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.audits(t, "domain.set", "a", "b")
		h.audits(t, "price.set", "com")
		must[int](t)(h.ChainAudit(h.ctx, 100))
		h.clock.pass(reseller.AuditKept - time.Hour)
		h.audits(t, "domain.set", "c")
		equal(t, "not old enough", must[map[string]int64](t)(h.Prune(h.ctx))["audit"], 0)
		h.clock.pass(2 * time.Hour)
		equal(t, "the last link stays", must[map[string]int64](t)(h.Prune(h.ctx))["audit"], 1)
		must[int](t)(h.ChainAudit(h.ctx, 100))
		equal(t, "then it goes", must[map[string]int64](t)(h.Prune(h.ctx))["audit"], 1)
		equal(t, "links", fmt.Sprint(h.chained(t)), "[kept 1 com pruned 3 c]")
		equal(t, "records", must[string](t)(h.Value(h.ctx, "SELECT COUNT(*) FROM audit")), "2")
	})
}
