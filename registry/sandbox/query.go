package sandbox

import (
	"context"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// look reads names under the faults that hit reading commands. What was due is written, so that its effects and
// messages are on record before anyone is told of them.
func (r *Registry) look(ctx context.Context, command string, names ...reseller.Name) ([]*transaction, error) {
	begun := time.Now()
	found, err := r.lookOnce(ctx, command, names...)
	if command != "" {
		r.Saw(command, begun, 0, err)
	}
	return found, err
}

func (r *Registry) lookOnce(ctx context.Context, command string, names ...reseller.Name) ([]*transaction, error) {
	var found []*transaction
	var hit Fault
	err := again(ctx, func() error {
		w, err := r.read(ctx, names...)
		if err != nil {
			return err
		}
		found = w.names
		if command != "" {
			hit = w.faults.take(r.now(), []string{command}, names...)
		}
		return r.write(ctx, w)
	})
	if err != nil {
		return nil, err
	}
	if hit.Kind != FaultSlow {
		return found, hit.err()
	}
	if err := r.wait(ctx, hit.Delay); err != nil {
		return nil, unknown(err)
	}
	return r.lookOnce(ctx, "", names...)
}

// Check tells which names are free (RFC 5731 §3.1.1).
func (r *Registry) Check(ctx context.Context, names ...reseller.Name) ([]registry.Availability, error) {
	var served []reseller.Name
	for _, n := range names {
		if r.serves(n) == nil && !slices.Contains(served, n) {
			served = append(served, n)
		}
	}
	found, err := r.look(ctx, "check", served...)
	if err != nil {
		return nil, err
	}
	answers := make([]registry.Availability, len(names))
	for i, n := range names {
		answers[i] = registry.Availability{Name: n, Reason: "Not served here"}
		if at := slices.Index(served, n); at >= 0 {
			answers[i] = found[at].availability()
		}
	}
	return answers, nil
}

func (t *transaction) availability() registry.Availability {
	a := registry.Availability{Name: t.name, Valid: true, Free: true, Premium: premium(t.name)}
	if a.Premium {
		a.Fee = &registry.Fee{Amount: premiumFee, Currency: "USD"}
	}
	switch {
	case t.rec.Domain != nil:
		a.Free, a.Reason = false, "In use"
	case reserved(t.name):
		a.Free, a.Reason = false, "Reserved"
	}
	return a
}

// Info tells what the registry shows us of a name (RFC 5731 §3.1.2): everything of ours; of others' without the last
// transaction and, under privacy, without contacts.
func (r *Registry) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	return r.registration(ctx, "info", name, func(d *domain) bool { return d.Sponsor == r.as })
}

// registration looks a name up; whole decides whether the asker sees everything.
func (r *Registry) registration(ctx context.Context, command string, name reseller.Name, whole func(*domain) bool) (registry.Registration, error) {
	if r.serves(name) != nil {
		return registry.Registration{}, registry.ErrNoSuchName
	}
	found, err := r.look(ctx, command, name)
	if err != nil {
		return registry.Registration{}, err
	}
	d := found[0].rec.Domain
	if d == nil {
		return registry.Registration{}, registry.ErrNoSuchName
	}
	return d.view(name, found[0].rules, found[0].now, r.as, whole(d)), nil
}
