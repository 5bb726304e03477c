package reseller_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// Each kind of order is said to be refused by a dispute lock or to go on, and what makes a holder another one is told from what does not.
func TestADisputeLockKnowsEveryKindOfOrder(t *testing.T) {
	for _, kind := range reseller.OrderKinds {
		if _, known := reseller.KeptFrom[kind]; !known {
			t.Errorf("whether a dispute lock refuses %s is not said", kind)
		}
	}
	anna, bo := reseller.Contact{FirstName: "Anna"}, reseller.Contact{FirstName: "Bo"}
	kept := reseller.Domain{
		Name: reseller.NameOf("kept.se", "se"), Contacts: reseller.Contacts{reseller.RoleRegistrant: anna}, Fields: map[string]string{"id_number": "1"},
		Dispute: reseller.DisputeLock{Hold: reseller.Hold{Since: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}},
	}
	yes, no := true, false
	for _, c := range []struct {
		kind    reseller.OrderKind
		want    reseller.Desired
		refused bool
	}{
		{reseller.OrderContacts, reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: bo}}, true},
		{reseller.OrderContacts, reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: anna, reseller.RoleTech: bo}}, false},
		{reseller.OrderContacts, reseller.Desired{Fields: map[string]string{"id_number": "2"}}, true},
		{reseller.OrderContacts, reseller.Desired{Fields: map[string]string{}}, true},
		{reseller.OrderContacts, reseller.Desired{Fields: map[string]string{"id_number": "1"}}, false},
		{reseller.OrderLock, reseller.Desired{Lock: &no}, true},
		{reseller.OrderLock, reseller.Desired{Lock: &yes}, false},
		{reseller.OrderPrivacy, reseller.Desired{Privacy: &yes}, true},
		{reseller.OrderPrivacy, reseller.Desired{Privacy: &no}, false},
		{reseller.OrderNameservers, reseller.Desired{Leaving: true}, true},
		{reseller.OrderNameservers, reseller.Desired{}, false},
		{reseller.OrderHostDelete, reseller.Desired{Leaving: true}, true},
	} {
		if err := kept.MayOrder(c.kind, c.want); (err != nil) != c.refused || c.refused && !reseller.HasCode(err, reseller.CodeLocked) {
			t.Errorf("%s %+v: %v", c.kind, c.want, err)
		}
	}
	kept.Dispute.Hold = kept.Dispute.Lift(kept.Dispute.Since)
	if err := kept.MayOrder(reseller.OrderDelete, reseller.Desired{}); err != nil {
		t.Errorf("let go: %v", err)
	}
}
