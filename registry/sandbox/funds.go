package sandbox

import (
	"context"
	"encoding/json"
	"fmt"

	"nameyard/registry"
)

// fundsKey is the document of our account here.
const fundsKey = "funds"

// funds is our prepaid account: what costs something takes the most that its order may cost off it, in the account's currency. A registry
// without the document gives credit without end.
type funds struct {
	registry.Balance
	version int64
	changed bool
}

// takes reports how much a command takes off the account.
func (f *funds) takes(q request) int64 {
	if f == nil || q.FeeLimit == nil || q.By != "" && q.By != Sponsor || q.FeeLimit.Currency != f.Currency {
		return 0
	}
	return q.FeeLimit.Amount
}

// covers refuses a command that the account has not enough money for. It has no effect then.
func (f *funds) covers(q request) error {
	if amount := f.takes(q); amount > 0 && amount > f.Amount {
		return fmt.Errorf("%w: %w: Billing failure (%d)", registry.ErrUnreachable, registry.ErrNoFunds, registry.CodeBilling)
	}
	return nil
}

// pay takes what a command that was carried out costs.
func (f *funds) pay(q request) {
	if amount := f.takes(q); amount > 0 {
		f.Amount -= amount
		f.changed = true
	}
}

func (f *funds) document() (Write, error) {
	body, err := json.Marshal(f.Balance)
	return Write{Key: fundsKey, Body: body, Version: f.version}, err
}

// SetFunds makes this what our account here has; nil gives credit without end.
func (r *Registry) SetFunds(ctx context.Context, b *registry.Balance) error {
	err := again(ctx, func() error {
		docs, err := r.docs.Get(ctx, fundsKey)
		if err != nil {
			return unreachable(err)
		}
		w := Write{Key: fundsKey, Version: docs[fundsKey].Version}
		if b != nil {
			if w.Body, err = json.Marshal(b); err != nil {
				return err
			}
		} else if w.Version == 0 {
			return nil
		}
		return r.put(ctx, []Write{w}, nil)
	})
	if err != nil {
		return fmt.Errorf("changing our account at the sandbox registry: %w", err)
	}
	return nil
}

// Balance tells what our account here has; nil if it gives credit without end.
func (r *Registry) Balance(ctx context.Context) (*registry.Balance, error) {
	w, err := r.read(ctx)
	if err != nil || w.funds == nil {
		return nil, err
	}
	b := w.funds.Balance
	return &b, nil
}
