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
	})
}

// While servers are upgraded one after the other, one that does not know of changes chains what the newer ones record.
func TestRecordThatAnOlderServerChainsIsAsItWas(t *testing.T) {
	changed := reseller.AuditRecord{ID: 7, Action: "token.set", Changes: []reseller.AuditChange{{Field: "scopes", Before: "all", After: "read"}}}
	older, other := changed, changed
	older.Changes = nil
	other.Changes = []reseller.AuditChange{{Field: "scopes", Before: "read", After: "all"}}
	before := reseller.AuditRecord{}.Hash("")
	for hash, want := range map[string]bool{changed.Hash(before): true, older.Hash(before): true, other.Hash(before): false, changed.Hash(""): false} {
		if changed.HashedAs(before, hash) != want {
			t.Errorf("chained as %s: %t, want %t", hash, !want, want)
		}
	}
	if other.HashedAs(before, changed.Hash(before)) {
		t.Error("changes that were changed are as they were")
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
