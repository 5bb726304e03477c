package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

type docWrite = struct {
	Key     string
	Body    []byte
	Version int64
	Due     int64
}

func TestRegistryDocumentsAreWrittenTogetherOrNotAtAll(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		docs := h.RegistryDocuments()
		put := func(want bool, effects []string, writes ...docWrite) {
			t.Helper()
			var bodies [][]byte
			for _, e := range effects {
				bodies = append(bodies, []byte(e))
			}
			if ok, err := docs.Put(h.ctx, writes, bodies); err != nil || ok != want {
				t.Fatalf("put = %t, %v, want %t", ok, err, want)
			}
		}
		get := func(key string) (string, int64) {
			t.Helper()
			found, err := docs.Get(h.ctx, key, "absent")
			if err != nil {
				t.Fatal(err)
			}
			if _, there := found["absent"]; there {
				t.Fatal("an absent document is in the map")
			}
			return string(found[key].Body), found[key].Version
		}

		put(true, []string{"1"}, docWrite{Key: "a", Body: []byte(`{"å":1}`)}, docWrite{Key: "b", Body: []byte("1")})
		body, first := get("a")
		if body != `{"å":1}` || first == 0 {
			t.Errorf("a is %s at version %d", body, first)
		}
		put(true, nil, docWrite{Key: "a", Body: []byte("2"), Version: first})
		if body, v := get("a"); body != "2" || v != first+1 {
			t.Errorf("after a write a is %s at version %d, want 2 at %d", body, v, first+1)
		}

		put(false, []string{"never"}, docWrite{Key: "c", Body: []byte("1")}, docWrite{Key: "a", Body: []byte("3"), Version: first})
		put(false, []string{"never"}, docWrite{Key: "c", Body: []byte("1")}, docWrite{Key: "a", Body: []byte("3")})
		put(false, []string{"never"}, docWrite{Key: "c", Body: []byte("1")}, docWrite{Key: "a"})
		put(false, []string{"never"}, docWrite{Key: "c", Body: []byte("1")}, docWrite{Key: "a", Version: first})
		if body, v := get("c"); v != 0 {
			t.Errorf("a refused write left %s", body)
		}
		effects, err := docs.Effects(h.ctx, 0, 10)
		if err != nil || len(effects) != 1 || string(effects[0].Body) != "1" {
			t.Errorf("effects are %v, %v, want the one of the write that happened", effects, err)
		}
	})
}

func TestDocumentThatIsMadeAgainDoesNotReturnToAnOldVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		docs := h.RegistryDocuments()
		write := func(w docWrite) bool {
			t.Helper()
			ok, err := docs.Put(h.ctx, []docWrite{w}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		write(docWrite{Key: "faults", Body: []byte("old")})
		found, err := docs.Get(h.ctx, "faults")
		if err != nil {
			t.Fatal(err)
		}
		old := found["faults"].Version
		if !write(docWrite{Key: "faults", Version: old}) {
			t.Fatal("the document was not deleted")
		}
		h.clock.pass(time.Microsecond)
		write(docWrite{Key: "faults", Body: []byte("new")})
		if write(docWrite{Key: "faults", Body: []byte("stale"), Version: old}) {
			t.Error("a writer that saw the deleted document overwrote the new one")
		}
	})
}

func TestRegistryDocumentsAreListedByPrefixAndDueTime(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		docs := h.RegistryDocuments()
		if next, err := docs.NextDue(h.ctx); err != nil || next != 0 {
			t.Errorf("next due of nothing = %d, %v", next, err)
		}
		for i, key := range []string{"name:b.com", "name:a.com", "name:a-b.com", "message:1", "names"} {
			w := docWrite{Key: key, Body: []byte("1"), Due: int64(i * 10)}
			if ok, err := docs.Put(h.ctx, []docWrite{w}, [][]byte{fmt.Append(nil, i)}); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		same := func(what string, got []string, err error, want ...string) {
			t.Helper()
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s = %v, %v, want %v", what, got, err, want)
			}
		}
		got, err := docs.List(h.ctx, "name:", "", 10)
		same("names", got, err, "name:a-b.com", "name:a.com", "name:b.com")
		got, err = docs.List(h.ctx, "name:", "name:a-b.com", 1)
		same("one name after another", got, err, "name:a.com")
		got, err = docs.Due(h.ctx, 30, 10)
		same("due until 30", got, err, "name:a.com", "name:a-b.com", "message:1")
		got, err = docs.Due(h.ctx, 40, 1)
		same("first due", got, err, "name:a.com")
		if next, err := docs.NextDue(h.ctx); err != nil || next != 10 {
			t.Errorf("next due = %d, %v, want 10: 0 means never", next, err)
		}
		all, err := docs.Effects(h.ctx, 0, 10)
		if err != nil || len(all) != 5 {
			t.Fatalf("effects = %v, %v", all, err)
		}
		rest, err := docs.Effects(h.ctx, all[2].Seq, 1)
		if err != nil || len(rest) != 1 || rest[0].Seq != all[3].Seq {
			t.Errorf("effects after the third = %v, %v", rest, err)
		}
	})
}
