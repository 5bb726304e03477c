//go:build control_anykey

package store

import "nameyard/reseller"

// take is broken on purpose: any secret key will do, so that nothing of what was sealed before opens, and a repeated order does not
// look like one.
// Caught by: TestServerWithAnotherSecretKeyDoesNotStart
func (r secretKeyRow) take(key *reseller.SecretKey) (*reseller.SecretKey, error) { return key, nil }
