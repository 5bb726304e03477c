package account

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersInAnAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int64{
		"": nil, "1": {1}, "2s-2.5": {100, 101, 102, 107}, "1.1.1": {1, 2, 3}, "2s-zzzzzz": {100, 101, 102, 103}, "x y": nil, "1.-5": {1}, "1.0.1": {1},
		"1y2p0ij32e8e7.1": {math.MaxInt64}, "1--3": nil,
	} {
		if got := unpackIDs(text, 4); !slices.Equal(got, want) {
			t.Errorf("%q is %v, not %v", text, got, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		ids := rapid.SliceOfN(rapid.Int64Range(1, 1<<40), 0, 60).Draw(rt, "ids")
		want := slices.Clone(ids)
		slices.Sort(want)
		want = slices.Compact(want)
		if got := unpackIDs(packIDs(ids), len(ids)); !slices.Equal(got, want) {
			rt.Fatalf("%v became %q, and that %v", ids, packIDs(ids), got)
		}
	})
	random := rand.New(rand.NewPCG(1, 2))
	var spread []int64
	for range bulkMost {
		spread = append(spread, random.Int64N(10_000_000))
	}
	if packed := packIDs(spread); len(packed) > 2500 {
		t.Errorf("%d names of ten million take %d bytes of an address", bulkMost, len(packed))
	}
}
