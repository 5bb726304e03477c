package mail

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/zone"
)

// TargetBooks is where it is kept what targets of forwards have answered.
type TargetBooks interface {
	// ForwardTargets gives what is known of addresses, in lower case; one that is not in it need not be asked.
	ForwardTargets(ctx context.Context, account int64, addresses []string) ([]reseller.ForwardTarget, error)
	// SilentTargets lists those of all accounts that get no mail, in pages after an id.
	SilentTargets(ctx context.Context, after int64, limit int) ([]reseller.ForwardTarget, error)
}

// Targets knows the targets of forwards that get no mail: they have not agreed to it. While the books are away, what was last read of them
// holds. It is safe for concurrent use; of a nil Targets, every target gets mail.
type Targets struct {
	Books TargetBooks
	Clock reseller.Clock
	Log   *slog.Logger

	mu    sync.Mutex
	known map[targetKey]reseller.ForwardTarget // those that get none
}

type targetKey struct {
	account int64
	address string
}

// How the books of targets are read.
const (
	askTargetsTime  = 2 * time.Second
	copyTargets     = time.Minute
	targetsPageSize = 1000
)

// silent gives those targets of a forward in a zone that get no mail, by address.
func (t *Targets) silent(ctx context.Context, z publish.Zone, f zone.Forward) (map[string]reseller.ForwardTarget, error) {
	if t == nil {
		return nil, nil
	}
	account, addresses := z.Domain.AccountID, zone.TargetsOf([]zone.Forward{f})
	if !z.Stale { // else the books have just not answered
		err := t.read(ctx, account, addresses)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			t.Log.Warn("the database does not say who has agreed to mail; what was last known does", "name", z.Domain.Name.String(), "err", err)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	silent := map[string]reseller.ForwardTarget{}
	for _, a := range addresses {
		if one, known := t.known[targetKey{account, a}]; known {
			silent[a] = one
		}
	}
	return silent, nil
}

// read takes over what the books say of addresses.
func (t *Targets) read(ctx context.Context, account int64, addresses []string) error {
	ctx, cancel := context.WithTimeout(ctx, askTargetsTime)
	defer cancel()
	list, err := t.Books.ForwardTargets(ctx, account, addresses)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, a := range addresses {
		delete(t.known, targetKey{account, a})
	}
	t.note(list)
	return nil
}

// note keeps the targets of a list that get no mail. The caller holds the mutex.
func (t *Targets) note(list []reseller.ForwardTarget) {
	if t.known == nil {
		t.known = map[targetKey]reseller.ForwardTarget{}
	}
	for _, one := range list {
		if one.State != reseller.TargetVerified {
			t.known[targetKey{one.AccountID, one.Address}] = one
		}
	}
}

// Copy reads all targets that get no mail.
func (t *Targets) Copy(ctx context.Context) error {
	var all []reseller.ForwardTarget
	for after := int64(0); ; {
		page, err := t.Books.SilentTargets(ctx, after, targetsPageSize)
		if err != nil {
			return err
		}
		all = append(all, page...)
		if len(page) < targetsPageSize {
			break
		}
		after = page[len(page)-1].ID
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.known)
	t.note(all)
	return nil
}

// Run renews the copy now and each minute until ctx ends.
func (t *Targets) Run(ctx context.Context) {
	tick := time.NewTicker(copyTargets)
	defer tick.Stop()
	for {
		if err := safely.Do(t.Log, "mail maps", func() error { return t.Copy(ctx) }); err != nil && ctx.Err() == nil {
			t.Log.Warn("the copy of who has not agreed to mail could not be renewed", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// endAtSilent ends the way at a target that gets no mail.
func (w *walk) endAtSilent(t reseller.ForwardTarget) {
	switch {
	case t.State == reseller.TargetRefused:
		w.end(t.Address, t.Address+" does not want this mail")
	case t.Waits(w.router.Targets.Clock.Now()):
		w.waits = true
		w.end(t.Address, t.Address+" has not agreed to get this mail yet")
	default:
		w.end(t.Address, t.Address+" was asked whether it wants this mail, and has not answered in time")
	}
}
