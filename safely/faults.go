package safely

import (
	"maps"
	"sync"
	"time"
)

// Faults are those that this process has had.
type Faults struct {
	Count map[string]int // by the kind of work that they ended
	Last  time.Time      // wall time; zero = there were none
	Work  string         // that the last one ended
}

// faults are the process's own, as the net is: whatever has none of its own to count in.
var faults struct {
	mu sync.Mutex
	Faults
}

// Count counts a fault that somebody else has caught, and logged: net/http, of a connection.
func Count(work string) {
	faults.mu.Lock()
	defer faults.mu.Unlock()
	if faults.Count == nil {
		faults.Count = map[string]int{}
	}
	faults.Count[work]++
	faults.Last, faults.Work = time.Now(), work
}

// Seen gives the faults so far.
func Seen() Faults {
	faults.mu.Lock()
	defer faults.mu.Unlock()
	seen := faults.Faults
	seen.Count = maps.Clone(seen.Count)
	return seen
}
