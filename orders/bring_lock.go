//go:build !control_lockforgotten

package orders

import (
	"context"
	"fmt"

	"nameyard/registry"
)

// bringLock sets the lock that an order wanted with its registration, where the name is seen without it, and looks again: in EPP the lock
// is a command of its own (RFC 5731 §3.2.1), which a server that died may have sent or not. Saying it twice is harmless; a lock that
// took effect after the look would be in no row.
func (s *Service) bringLock(a attempt, came *view) *view {
	locker, locks := a.conn.(registry.Locker)
	if !locks || !on(a.Desired.Lock) || came.shown.Has(registry.StatusClientTransferProhibited) {
		return came
	}
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	_, err := locker.SetLock(ctx, a.ClTRID(), a.Name, true)
	if no := refusalOf(err); no != nil {
		// Also a lock that took effect since the look is a reason to say no (2306): what there is, the next look tells.
		s.log.Warn("the lock that was asked for with a registration was refused", "order", a.ID, "name", a.Name.String(), "words", no.words)
	} else if err != nil {
		return &view{err: fmt.Errorf("lock %s with its registration: %w", a.Name, err)}
	}
	return s.look(a)
}
