package jobs

import (
	"maps"
	"sync"
	"time"

	"nameyard/reseller"
)

// signingLate is after what time a name that is not done is told of in the log, and after what time again.
const signingLate = 24 * time.Hour

// lateNames are the names whose registry has not had for long what their zones want, with the times at which the log told of them.
type lateNames struct {
	mu   sync.Mutex
	told map[int64]time.Time // by domain id
}

// tell reports whether the log is to tell of a name now. One that is out of the zone of its TLD waits for nothing.
func (l *lateNames) tell(d reseller.Domain, now time.Time) bool {
	passes := d.Signing != reseller.DNSSECActive && d.Signing != reseller.DNSSECRetiring
	if d.State != reseller.DomainActive || !passes || now.Sub(d.SigningAt) <= signingLate {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	maps.DeleteFunc(l.told, func(_ int64, at time.Time) bool { return now.Sub(at) >= signingLate })
	if _, told := l.told[d.ID]; told {
		return false
	}
	l.told[d.ID] = now
	return true
}
