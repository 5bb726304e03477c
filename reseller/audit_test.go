package reseller_test

import (
	"reflect"
	"testing"
	"time"

	"nameyard/reseller"
)

// TestHashOfARecordIsTheOneOfItsTime: chains that were written once must be checked for ever.
func TestHashOfARecordIsTheOneOfItsTime(t *testing.T) {
	t.Parallel()
	r := reseller.AuditRecord{
		ID: 7, At: time.Date(2026, 3, 1, 13, 0, 0, 120_000_000, time.FixedZone("", 3600)), Account: 2, Actor: "operator", Action: "credit.deposit",
		Object: "PAYMENT-1", Detail: "100 SEK", RequestID: "r-1",
	}
	const of, older = "977a3dacac3b3502f4ff009c566f78565b40df7aec34bd50e1e86e3936416275", "0fb5daf1614a95bb12d9a66213b11c1fa367a537ff507575617312df72890891"
	if got := r.Hash(""); got != of {
		t.Errorf("the hash of the first is %s", got)
	}
	far, told := r, r
	far.Face, far.Address = "rest", "192.0.2.7"
	told.Changes = []reseller.AuditChange{{Field: "available", After: "1.00 SEK"}}
	for _, is := range []struct {
		title  string
		record reseller.AuditRecord
		before string
		hash   string
		want   reseller.AuditCover
	}{
		{"as it was", r, "", of, reseller.AuditAsItWas},
		{"as it was, by an older server", r, "", older, reseller.AuditAsItWas},
		{"with changes, by an older server", told, "", "e79a0f96cecbfa2c14857c2dd2b343fcd6ecfed01eeaa1f4a05983f2b5bf69d7", reseller.AuditAsItWas},
		{"with changes, by a server that knows of none", told, "", older, reseller.AuditWithoutChanges},
		{"with changes that were put on later", told, "", of, reseller.AuditOther},
		{"from elsewhere", far, "", of, reseller.AuditOther},
		{"from elsewhere, by an older server", far, "", older, reseller.AuditOther},
		{"after another link", r, of, of, reseller.AuditOther},
		{"after another link, by an older server", r, of, older, reseller.AuditOther},
	} {
		if got := is.record.HashedAs(is.before, is.hash); got != is.want {
			t.Errorf("%s: %d, want %d", is.title, got, is.want)
		}
	}
	if a, b := r.Chain(), (reseller.AuditRecord{Action: "domain.set"}).Chain(); a != reseller.AuditForEver || b != reseller.AuditForTime {
		t.Errorf("the chains are %s and %s", a, b)
	}
}

func TestHeadOfTheAuditLogIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	head := reseller.AuditLink{Chain: reseller.AuditForEver, Seq: 12, Hash: reseller.AuditRecord{}.Hash("")}
	if got, err := reseller.ParseAuditHead(" " + head.String() + "\n"); err != nil || !reflect.DeepEqual(got, head) {
		t.Errorf("%s is read as %s, %v", head, got, err)
	}
	for _, wrong := range []string{"", "kept:0:" + head.Hash, "kept:12:abc", "other:12:" + head.Hash, head.Hash, "kept:x:" + head.Hash} {
		if _, err := reseller.ParseAuditHead(wrong); reseller.AsError(err).Kind != reseller.KindInvalid {
			t.Errorf("%q is read: %v", wrong, err)
		}
	}
}
