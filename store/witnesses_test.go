package store_test

import (
	"regexp"
	"slices"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
)

// TestRecordsThatTheBooksAreHeldAgainstAreNamedAsWitnesses keeps what may be pruned apart from what is compared.
func TestRecordsThatTheBooksAreHeldAgainstAreNamedAsWitnesses(t *testing.T) {
	t.Parallel()
	actions := regexp.MustCompile(`action = '([^']+)'`)
	found := 0
	for _, query := range store.ContradictionQueries() {
		for _, m := range actions.FindAllStringSubmatch(query, -1) {
			if found++; !slices.Contains(reseller.AuditWitnesses, m[1]) {
				t.Errorf("records of %s are compared, and may be pruned", m[1])
			}
		}
	}
	if found == 0 {
		t.Error("no query compares records")
	}
}
