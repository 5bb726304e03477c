package store_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/store"
)

// TestRecordsThatTheBooksAreHeldAgainstAreNamedAsWitnesses keeps what may be pruned apart from what is compared.
func TestRecordsThatTheBooksAreHeldAgainstAreNamedAsWitnesses(t *testing.T) {
	t.Parallel()
	compared, actions := regexp.MustCompile(`action (?:= '[^']+'|IN \([^)]+\))`), regexp.MustCompile(`'([^']+)'`)
	found := 0
	for _, query := range store.ContradictionQueries() {
		for _, m := range actions.FindAllStringSubmatch(strings.Join(compared.FindAllString(query, -1), " "), -1) {
			if found++; !slices.Contains(reseller.AuditWitnesses, m[1]) {
				t.Errorf("records of %s are compared, and may be pruned", m[1])
			}
		}
	}
	if found == 0 {
		t.Error("no query compares records")
	}
}
