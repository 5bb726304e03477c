package actions_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/reseller"
	"nameyard/zone"
)

// challenge is the row that an ACME client adds.
func challenge(n int) zone.Row {
	return zone.Record{Hostname: "_acme-challenge", Type: "TXT", Address: fmt.Sprintf("token-%d", n)}.Row()
}

// Several add and remove records of one name at once, and one replaces whole sets with If-Match: nothing that was saved is lost.
func TestWritersOfSingleRecordsLoseNone(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		name := e.register("mine.com").Name
		const writers, each = 4, 4
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for n := range each {
					added, err := e.Actions.AddRecord(t.Context(), e.call(), actions.AddRecord{Name: name, Row: challenge(w*each + n)})
					if err != nil || !added.Fresh {
						t.Errorf("added %+v, %v", added.Record, err)
						return
					}
					if n%2 == 1 {
						continue
					}
					if _, err := e.Actions.RemoveRecord(t.Context(), e.call(), actions.RemoveRecord{Name: name, ID: added.ID()}); err != nil {
						t.Errorf("removed %+v: %v", added.Record, err)
					}
				}
			})
		}
		all.Wait()
		records, err := e.Actions.GetDNS(t.Context(), e.call(), actions.GetDNS{Name: name})
		if err != nil || len(records.Records) != writers*each/2 {
			t.Fatalf("%d records are left of %d, %v: %v", len(records.Records), writers*each/2, err, records)
		}

		// Of those who saw the same set, one may replace it.
		tag := actions.IfMatch{reseller.Tag(records.Records)}
		var won, lost atomic.Int32
		for n := range 4 {
			all.Go(func() {
				_, err := e.Actions.SaveDNS(t.Context(), e.call(), actions.SaveDNS{Name: name, Rows: []zone.Row{challenge(100 + n)}, IfMatch: tag})
				if err == nil {
					won.Add(1)
				} else if reseller.AsError(err).Code == reseller.CodePreconditionFailed {
					lost.Add(1)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 || lost.Load() != 3 {
			t.Errorf("%d replaced the set that they saw and %d were refused, want 1 and 3", won.Load(), lost.Load())
		}
	})
}
