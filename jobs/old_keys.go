package jobs

import "context"

// Keys is where requests with idempotency keys are kept.
type Keys interface {
	ForgetKeys(ctx context.Context, limit int) (int64, error)
}

// oldKeysAtOnce bounds one run; the next one goes on.
const oldKeysAtOnce = 10_000

// forgetKeys drops answers that are older than keys live. Nothing rests on it: an old key counts as a new one anyway.
func forgetKeys(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Keys.ForgetKeys(ctx, oldKeysAtOnce)
		if n > 0 {
			d.Log.Debug("forgot idempotency keys", "keys", n)
		}
		return err
	}
}
