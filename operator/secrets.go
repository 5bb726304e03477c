package operator

import (
	"context"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/store"
)

// Secrets are what the database keeps sealed with the secret key.
type Secrets struct {
	Store *store.Store
	Told  func(seen, changed int) // hears how far a rotation is; nil = nobody wants to know
}

// Rotate seals everything anew with another key; from is nil if the key until now is lost (store.Rotation). Servers must be stopped. It can be stopped at any point and called again with the
// same keys. store.OtherKeyError if the old key is not the database's, or another rotation did not end.
func (u Secrets) Rotate(ctx context.Context, from, to *reseller.SecretKey) (store.Rotated, error) {
	if from != nil && from.Fingerprint() == to.Fingerprint() {
		return store.Rotated{}, refused("the two keys are the same (%s); the new one must be another", to.Fingerprint())
	}
	return u.Store.RotateKey(ctx, store.Rotation{Old: from, New: to, Leader: jobs.LeaderLease, Told: u.Told})
}
