package verify

import (
	"iter"
	"math/bits"
)

// idSet is a set of ids, one bit each where ids are close together: a million orders take 128 kB.
type idSet map[int64]*[64]uint64

const idsPerChunk = 64 * 64

// add puts an id in and reports whether it was new.
func (s idSet) add(id int64) bool {
	chunk := s[id/idsPerChunk]
	if chunk == nil {
		chunk = &[64]uint64{}
		s[id/idsPerChunk] = chunk
	}
	word, bit := &chunk[id%idsPerChunk/64], uint64(1)<<(id%64)
	had := *word&bit != 0
	*word |= bit
	return !had
}

func (s idSet) has(id int64) bool {
	chunk := s[id/idsPerChunk]
	return chunk != nil && chunk[id%idsPerChunk/64]&(1<<(id%64)) != 0
}

// all gives the ids in no particular order.
func (s idSet) all() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for n, chunk := range s {
			for i, word := range chunk {
				for ; word != 0; word &= word - 1 {
					if !yield(n*idsPerChunk + int64(i*64+bits.TrailingZeros64(word))) {
						return
					}
				}
			}
		}
	}
}
