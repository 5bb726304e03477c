package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// RestoredBooks is what the job after a restore reads and writes in the store.
type RestoredBooks interface {
	Restoring(ctx context.Context) (reseller.Restore, error)
	RestoreThrough(ctx context.Context, restore, domain, compared int64) error
	LiftRestore(ctx context.Context, restore int64, by reseller.Actor, report string) error
	Recover(ctx context.Context, r reseller.Recovery) (domain int64, err error)
	NoteFinding(ctx context.Context, f reseller.Finding) error
	LiveDomains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error)
	UnfinishedOrders(ctx context.Context, after int64, limit int) ([]reseller.Order, error)
	KnownBases(ctx context.Context, bases []string) (map[string]bool, error)
}

// Recoverer finds out what became of orders that were unfinished in a backup (orders.Desk).
type Recoverer interface {
	Recover(ctx context.Context, o reseller.Order) (reseller.Order, error)
}

// How a restored database is compared: names read at once, questions to a registry at once, and how much earlier than the
// backup an effect may be that is not in it.
const (
	restorePage  = 200
	restoreHands = 8
	restoreSlack = time.Hour
)

// afterRestore holds a restored database against the registries, and lets it sell again when that is done:
//
//  1. Orders that were unfinished in the backup end as the registry shows; nothing is sent.
//  2. Every live name is looked at. Expiry, state and settings become the registry's. What the registry did under
//     transaction ids of ours that the books do not know is put on record without a charge: a term that it gave is never
//     sold again.
//  3. Names that the registry has for us and that no account has go to the lost-and-found account.
//
// An interrupted run goes on where it was. A registry that does not answer keeps the mark standing.
func afterRestore(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		restore, err := d.Restored.Restoring(ctx)
		if errors.Is(err, reseller.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		a := &aftermath{Deps: d, restore: restore, lost: map[string][]registry.Effect{}}
		waiting, err := a.orders(ctx)
		if err != nil {
			return err
		}
		if waiting > 0 {
			d.Log.Info("after a restore: orders of the backup may still take effect", "orders", waiting)
			return nil
		}
		for _, step := range []func(context.Context) error{a.readLogs, a.names, a.strays} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		report := fmt.Sprintf("%d names compared, %d findings in this run", a.restore.Compared, a.found)
		if err := d.Restored.LiftRestore(ctx, restore.ID, actor(AfterRestore), report); err != nil {
			return err
		}
		d.Log.Info("the restored books are in line with the registries; names are sold again", "report", report)
		return nil
	}
}

// reconciled has a job wait while a restored database has not been compared with the registries: what the job would act on
// may be out of date.
func reconciled(d Deps, run func(context.Context) error) func(context.Context) error {
	if d.Restored == nil {
		return run
	}
	return func(ctx context.Context) error {
		_, err := d.Restored.Restoring(ctx)
		if errors.Is(err, reseller.ErrNotFound) {
			return run(ctx)
		}
		return err
	}
}

// aftermath is one run.
type aftermath struct {
	Deps
	restore reseller.Restore
	// lost maps names to what the registries' logs say of them since the backup, for those names with an effect under a
	// transaction id of ours that the books do not know.
	lost map[string][]registry.Effect

	mu    sync.Mutex
	found int
}

// orders ends what was unfinished in the backup and tells how many must be looked at again.
func (a *aftermath) orders(ctx context.Context) (waiting int, err error) {
	for after := int64(0); ; {
		page, err := a.Restored.UnfinishedOrders(ctx, after, restorePage)
		if err != nil || len(page) == 0 {
			return waiting, err
		}
		for _, o := range page {
			after = o.ID
			if o.CreatedAt.After(a.restore.BusinessAt.Add(restoreSlack)) {
				continue // a change that was placed after the restore
			}
			waits, err := a.order(ctx, o)
			if err != nil {
				return waiting, err
			}
			if waits {
				waiting++
			}
		}
	}
}

func (a *aftermath) order(ctx context.Context, o reseller.Order) (waits bool, err error) {
	ctx, stop := context.WithTimeout(ctx, registryTime)
	defer stop()
	end, err := a.Recoverer.Recover(ctx, o)
	if errors.Is(err, reseller.ErrConflict) {
		return true, nil // it has a carrier, or had one when the backup was made
	}
	if err != nil {
		return false, err
	}
	if end.State == reseller.OrderUnknown && end.Reason == o.Reason && a.Clock.Now().Before(o.SentAt.Add(restoreSlack)) {
		return true, nil
	}
	detail := fmt.Sprintf("order %d (%s) was %s in the backup and is %s: %s", o.ID, o.Kind, o.State, end.State, end.Reason)
	if end.State.Live() {
		detail += "; it stays open, see \"nameyard order list --unfinished\""
	}
	return false, a.note(ctx, reseller.FoundOrder, fmt.Sprintf("order:%d", o.ID), o.AccountID, o.Name.String(), detail)
}

// note writes one line of the report.
func (a *aftermath) note(ctx context.Context, kind reseller.FindingKind, mark string, account int64, name, detail string) error {
	a.mu.Lock()
	a.found++
	a.mu.Unlock()
	return a.Restored.NoteFinding(ctx, a.finding(kind, mark, account, name, detail))
}

func (a *aftermath) finding(kind reseller.FindingKind, mark string, account int64, name, detail string) reseller.Finding {
	a.Log.Info("after a restore", "found", kind, "name", name, "detail", detail)
	return reseller.Finding{RestoreID: a.restore.ID, Kind: kind, Mark: mark, AccountID: account, Name: name, Detail: detail}
}

// readLogs collects what the registries did since the backup under transaction ids that the books do not know. Where a
// registry keeps no log, what it shows of each name must do, and names in no account cannot be found.
func (a *aftermath) readLogs(ctx context.Context) error {
	for _, c := range a.Routes.Connectors() {
		log, ok := c.Connector.(registry.EffectLog)
		if !ok {
			err := a.note(ctx, reseller.FoundUnasked, "log:"+c.Name, 0, c.Name,
				"this registry tells no list of names, so that names registered after the backup cannot be found: compare its own report with \"nameyard export\"")
			if err != nil {
				return err
			}
			continue
		}
		if err := a.readLog(ctx, log); err != nil {
			return fmt.Errorf("read the log of registry %s: %w", c.Name, err)
		}
	}
	return nil
}

func (a *aftermath) readLog(ctx context.Context, log registry.EffectLog) error {
	since := a.restore.BusinessAt.Add(-restoreSlack)
	recent := map[string][]registry.Effect{}
	unknown := map[string]bool{}
	for after := int64(0); ; {
		page, err := log.Effects(ctx, after, 1000)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1].Seq
		var bases []string
		for _, e := range page {
			if base := reseller.ClTRIDBaseOf(e.ClTRID); base != "" && !e.At.Before(since) {
				bases = append(bases, base)
			}
		}
		known, err := a.Restored.KnownBases(ctx, bases)
		if err != nil {
			return err
		}
		for _, e := range page {
			if e.At.Before(since) {
				continue
			}
			recent[e.Name] = append(recent[e.Name], e)
			if base := reseller.ClTRIDBaseOf(e.ClTRID); base != "" && !known[base] {
				unknown[e.Name] = true
			}
		}
	}
	for name := range unknown {
		a.lost[name] = recent[name]
	}
	return nil
}

// names looks at every live name, a few at once.
func (a *aftermath) names(ctx context.Context) error {
	for {
		page, err := a.Restored.LiveDomains(ctx, a.restore.Through, restorePage)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := a.page(ctx, page); err != nil {
			return err
		}
		a.restore.Through, a.restore.Compared = page[len(page)-1].ID, a.restore.Compared+int64(len(page))
		if err := a.Restored.RestoreThrough(ctx, a.restore.ID, a.restore.Through, a.restore.Compared); err != nil {
			return err
		}
	}
}

func (a *aftermath) page(ctx context.Context, page []reseller.Domain) error {
	var hands sync.WaitGroup
	errs := make([]error, len(page))
	free := make(chan struct{}, restoreHands)
	for i, d := range page {
		free <- struct{}{}
		hands.Go(func() {
			defer func() { <-free }()
			if err := a.name(ctx, d); err != nil {
				errs[i] = fmt.Errorf("look at %s: %w", d.Name, err)
			}
		})
	}
	hands.Wait()
	return errors.Join(errs...)
}
