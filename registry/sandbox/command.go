package sandbox

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// change carries a command out, or does to it what a fault says.
func (r *Registry) change(ctx context.Context, name reseller.Name, q request) (registry.Receipt, error) {
	begun := time.Now()
	var receipt registry.Receipt
	err := r.ask(ctx, name, q)
	if err == nil {
		receipt, err = r.carryOut(ctx, name, q)
	}
	if commands := q.commands(); len(commands) > 0 {
		r.Saw(commands[0], begun, receipt.Code, err)
	}
	return receipt, err
}

// ask refuses name servers that do not have the zone, under a TLD that checks them.
func (r *Registry) ask(ctx context.Context, name reseller.Name, q request) error {
	if r.asks == nil || len(q.Nameservers) == 0 || !r.rules[name.TLD()].ChecksNameservers {
		return nil
	}
	if q.Op == opCreate { // a name that is taken is refused for that
		if w, err := r.read(ctx, name); err != nil || w.names[0].rec.Domain != nil {
			return err
		}
	}
	if wrong := r.asks(ctx, name, q.Nameservers); wrong != nil {
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %v", wrong)
	}
	return nil
}

func (r *Registry) carryOut(ctx context.Context, name reseller.Name, q request) (registry.Receipt, error) {
	if err := r.serves(name); err != nil {
		return registry.Receipt{}, err
	}
	var out outcome
	var hit Fault
	if r.as != Sponsor {
		q.By = r.as
	}
	id := newTrID()
	err := again(ctx, func() error {
		w, err := r.read(ctx, name)
		if err != nil {
			return err
		}
		t := w.names[0]
		hit = w.faults.take(t.now, q.commands(), name)
		out = t.injectFault(hit, id, q)
		return r.write(ctx, w)
	})
	if err != nil {
		return registry.Receipt{}, err
	}
	if hit.Kind == FaultSlow {
		return r.awaitLate(ctx, name, id, hit)
	}
	return out.receipt, out.err
}

// injectFault carries a command out under a fault; the zero fault is none.
func (t *transaction) injectFault(hit Fault, id string, q request) outcome {
	switch hit.Kind {
	case FaultSlow, FaultLateEffect:
		t.delay(late{ID: id, At: t.now.Add(hit.Delay), Request: q})
		return outcome{err: hit.err()}
	case FaultPending:
		t.delay(late{ID: id, At: t.now.Add(hit.Delay), Request: q, Accepted: true})
		return outcome{receipt: registry.Receipt{Code: registry.CodePending, Words: "Command completed successfully; action pending", SvTRID: newTrID()}}
	case FaultTwice:
		receipt, err := t.carry(q)
		if err == nil {
			q.Expiry = receipt.Expires
			_, _ = t.carry(q)
		}
		return outcome{receipt, err}
	case FaultLostAnswer:
		_, _ = t.carry(q) // a refusal gets lost as well
		return outcome{err: hit.err()}
	case "":
		receipt, err := t.carry(q)
		return outcome{receipt, err}
	}
	return outcome{err: hit.err()}
}

// awaitLate waits for a slow registry. The command is on record, so that it takes effect even if the caller gives up or
// dies; it does then when business time has reached it.
func (r *Registry) awaitLate(ctx context.Context, name reseller.Name, id string, hit Fault) (registry.Receipt, error) {
	if err := r.wait(ctx, hit.Delay); err != nil {
		return registry.Receipt{}, unknown(err)
	}
	var out outcome
	err := again(ctx, func() error {
		w, err := r.read(ctx, name)
		if err != nil {
			return err
		}
		t := w.names[0]
		if t.runDueNow(id) {
			t.advance(t.now)
		}
		var done bool
		if out, done = t.outcomes[id]; !done {
			out.err = unknown(errAnswerLost) // another access found it due and carried it out
		}
		return r.write(ctx, w)
	})
	if err != nil {
		// The command is on record whatever went wrong here, so the error must not say "never sent" underneath.
		return registry.Receipt{}, fmt.Errorf("%w: %v", registry.ErrUnknown, err)
	}
	return out.receipt, out.err
}
