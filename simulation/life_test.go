package simulation_test

import (
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
)

// live goes from one thing that happens to the next, until the end of the plan.
func (w *world) live() {
	ends := reseller.AddYears(begins, w.plan.years)
	for {
		now, skew := w.clocks.read()
		if !now.Before(ends) {
			break
		}
		w.clocks.move(w.next(now, ends), skew)
		w.look()
	}
	w.clear()
}

// next is when something happens: somebody does something, or the server or the registry has something to do.
func (w *world) next(now, ends time.Time) time.Time {
	next := earliest(ends, w.nextAct, w.nextScan)
	if now.Before(w.downUntil) {
		return earliest(next, w.downUntil)
	}
	least := now.Add(w.plan.pause)
	_, skew := w.clocks.read()
	atJobs, err := w.table.NextDue(w.ctx)
	w.must(err)
	atOrders, err := w.Store.NextDue(w.ctx)
	w.must(err)
	atRegistry, err := w.Sandbox.NextDue(w.ctx)
	w.must(err)
	for _, due := range []time.Time{plus(atJobs, time.Second-skew), plus(atOrders, -skew), atRegistry} {
		if due.IsZero() {
			continue
		}
		if due.Before(least) {
			due = least
		}
		next = earliest(next, due)
	}
	return next
}

func plus(t time.Time, d time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(d)
}

func earliest(first time.Time, others ...time.Time) time.Time {
	for _, t := range others {
		if t.Before(first) {
			first = t
		}
	}
	return first
}

// look does what is due at this moment.
func (w *world) look() {
	now, _ := w.clocks.read()
	w.stats.steps++
	if !now.Before(w.downUntil) {
		w.work()
	}
	if !now.Before(w.nextAct) {
		w.people()
		if !now.Before(w.downUntil) {
			w.must(w.table.Run(w.ctx, jobs.AutoRenew)) // a server looks every minute
		}
	}
	if !now.Before(w.nextScan) {
		w.scan()
	}
}

// work runs the jobs. The sandbox registry lives by itself, also while the server is down; what it did it did in time.
func (w *world) work() {
	now, _ := w.clocks.read()
	aged := now.Sub(w.livedUntil) >= time.Hour
	if aged {
		w.livedUntil = now
	}
	for _, j := range w.table.Jobs() {
		if j.AtSteps && (j.Name != jobs.Lifecycle || aged) {
			w.must(w.table.Run(w.ctx, j.Name))
		}
	}
}

// clear ends all trouble, gives every account enough and lets two months pass, so that what was open comes to an end.
func (w *world) clear() {
	now, _ := w.clocks.read()
	w.clocks.move(now, 0)
	w.downUntil = time.Time{}
	w.must(w.Sandbox.ClearFaults(w.ctx))
	for _, a := range w.accounts {
		w.must(w.Store.MoveCredit(w.ctx, a, 3*price*int64(w.serial), "", "in the end"))
	}
	w.unwell(now)
	for ends := now.Add(60 * day); now.Before(ends); now, _ = w.clocks.read() {
		w.nextAct = ends.Add(day)
		w.clocks.move(w.next(now, ends), 0)
		w.look()
	}
	for range 100 {
		if n, err := w.Store.NumberInvoices(w.ctx, 10_000); err != nil || n == 0 {
			w.must(err)
			return
		}
	}
}
