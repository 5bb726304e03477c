package reseller_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
)

// Each kind of record is decided on: what it is about for its account, or that it is the operator's own. What a record tells an account has no parts that are not the
// account's, and no words of the operator's books.
func TestEveryKindOfRecordIsToldOrNot(t *testing.T) {
	t.Parallel()
	kinds, told := slices.Sorted(maps.Keys(reseller.AuditKinds)), slices.Sorted(maps.Keys(reseller.AuditTold))
	if !slices.Equal(kinds, told) {
		t.Errorf("recorded are %v, and decided on %v", kinds, told)
	}
	for _, inner := range []string{"job.run", "registry.password", "price.set", "restore.order"} {
		if slices.Contains(reseller.AuditAbout(""), inner) {
			t.Errorf("accounts are told of %s", inner)
		}
	}
	r := reseller.AuditRecord{Action: "domain.follow_registry", Detail: "auto_renew=true by inner", Changes: []reseller.AuditChange{{Field: "connector", After: "inner"}, {Field: "locked", After: "true"}}}
	if got := r.ForAccount(); strings.Contains(got.Told(), "inner") || len(got.Changes) != 1 {
		t.Errorf("told: %+v", got)
	}
	for _, inner := range []reseller.AuditRecord{
		{Action: "account.set", Changes: []reseller.AuditChange{{Field: "disabled", Before: "true", After: "false"}, {Field: "disabled_reason", Before: "inner: owes us"}}},
		{Action: "domain.hold", Detail: "says inner", Changes: []reseller.AuditChange{{Field: "registry_hold", After: "inner"}}},
	} {
		if got := inner.ForAccount(); strings.Contains(got.Told(), "inner") || len(got.Changes) != 1 {
			t.Errorf("of %s is told: %s", inner.Action, got.Told())
		}
	}
	kept := reseller.AuditRecord{Action: "domain.dispute_lock", Detail: "set", Changes: []reseller.AuditChange{{Field: "dispute_lock", After: "2026-03-10: court 4711"}}}
	if got := kept.ForAccount(); strings.Contains(got.Told(), "4711") || got.Told() != "dispute lock off → on" {
		t.Errorf("of a dispute lock is told: %s", got.Told())
	}
	if len(r.Changes) != 2 || r.Changes[0].Field != "connector" {
		t.Errorf("the record itself was changed: %+v", r)
	}
}
