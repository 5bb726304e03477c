package verify_test

import (
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/verify"
)

// auditReport checks the chains of the audit log against heads.
func (s *shop) auditReport(heads ...reseller.AuditLink) verify.Report {
	s.t.Helper()
	snap, err := s.Store.Snapshot(s.ctx)
	s.Must(err)
	defer snap.Close()
	r, err := verify.RunAudit(s.ctx, snap, heads)
	s.Must(err)
	return r
}

func TestAuditLogLeadsToTheHeadsThatWereWrittenDown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		s.Must(s.Jobs.Run(s.ctx, jobs.AuditChain))
		heads := s.auditReport().AuditHeads
		if len(heads) == 0 || len(heads) > len(reseller.AuditChains) {
			t.Fatalf("the heads are %v", heads)
		}
		s.Must(s.Store.RecordAudit(s.ctx, reseller.Operator, 0, "test", "object", "later"))
		s.Must(s.Jobs.Run(s.ctx, jobs.AuditChain))
		if r := s.auditReport(heads...); !r.OK() || len(r.Invariants) != 1 {
			t.Errorf("a log that has grown:\n%s", printed(t, r))
		}
		other, longer := heads[0], heads[0]
		other.Hash = reseller.AuditRecord{}.Hash("")
		longer.Seq += 1000
		for _, head := range []reseller.AuditLink{other, longer} {
			if r := s.auditReport(head); r.OK() {
				t.Errorf("the log leads to %s as well", head)
			}
		}
		s.changesPutOnLater()
	})
}

// Links that older servers wrote cover no changes. Those of a record that has to have some may be its own, which a newer server has recorded while servers were
// upgraded one after the other; another one had none.
func (s *shop) changesPutOnLater() {
	db := s.rawDatabase()
	defer db.Close()
	const changes = `[{"field":"role","before":"readonly","after":"owner"}]`
	for _, c := range []struct {
		action, hash    string
		changes         any
		breaches, warns int64
	}{
		{"user.sign_in", "034d72d40ce09b9a64136ff11016140d77a0eeaa386ad9e13625103a45c98e36", nil, 0, 0},
		{"user.sign_in", "034d72d40ce09b9a64136ff11016140d77a0eeaa386ad9e13625103a45c98e36", changes, 1, 0},
		{"user.role", "5c96032875bd80ad54cc7a21d95f700d7d5f55eb62b09264ad1c0ddf1e107aac", changes, 0, 1},
	} {
		for _, statement := range []string{"DELETE FROM audit_chain", "DELETE FROM audit"} {
			_, err := db.ExecContext(s.ctx, statement)
			s.Must(err)
		}
		_, err := db.ExecContext(s.ctx, `INSERT INTO audit (id, created_at, account_id, actor, action, object, detail, request_id, changes)
			VALUES (900, '2026-01-02 03:04:05', 0, 'operator', ?, '7', '', '', ?)`, c.action, c.changes)
		s.Must(err)
		_, err = db.ExecContext(s.ctx, "INSERT INTO audit_chain (chain, seq, record_id, hash) VALUES ('pruned', 1, 900, ?)", c.hash)
		s.Must(err)
		r := s.auditReport()
		if i := r.Invariants[0]; i.Breaches != c.breaches || i.Warnings != c.warns {
			s.t.Errorf("%s with %v: %d breaches and %d warnings:\n%s", c.action, c.changes, i.Breaches, i.Warnings, printed(s.t, r))
		}
	}
}

func TestRecordThatNoServerChainsIsWorthALook(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		if r := s.auditReport(); !r.OK() || warnings(r) > 0 {
			t.Errorf("on the same day:\n%s", printed(t, r))
		}
		s.Clock.Outwait(25 * time.Hour)
		if r := s.auditReport(); !r.OK() || warnings(r) != 1 {
			t.Errorf("a day later:\n%s", printed(t, r))
		}
	})
}
