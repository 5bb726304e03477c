//go:build !control_anykey

package store

import "nameyard/reseller"

// take gives the database's key with its hash key, if key is the one.
func (r secretKeyRow) take(key *reseller.SecretKey) (*reseller.SecretKey, error) {
	if err := r.check(key.Fingerprint()); err != nil {
		return nil, err
	}
	return key.WithHashKey(r.HashKey)
}
