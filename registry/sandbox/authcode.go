package sandbox

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// NewAuthCode sets a fresh random code of 26 characters (RFC 9154 §4.1 asks for 128 bits) and gives it in
// Receipt.Secret. The registry keeps its hash. An earlier code is void, and a transfer uses the code up.
func (r *Registry) NewAuthCode(ctx context.Context, clTRID string, name reseller.Name) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opAuthCode, ClTRID: clTRID})
}

func (t *transaction) newAuthCode(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if !t.rules.AuthCode {
		return registry.Receipt{}, t.notOffered("auth codes")
	}
	code := rand.Text()
	t.setCode(d, hashCode(t.name, code))
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "authcode"})
	return registry.Receipt{Secret: code}, nil
}

// CheckAuthCode reports whether a code is the name's current one, without using it up (RFC 5731 §3.1.2, info with
// authInfo). Code 2202 if it is not, also for a name that is not registered. For faults it is an info.
func (r *Registry) CheckAuthCode(ctx context.Context, name reseller.Name, code string) error {
	found, err := r.look(ctx, "info", name)
	if err != nil {
		return err
	}
	if d := found[0].rec.Domain; d == nil || !sameCode(d.code(found[0].now), hashCode(name, code)) {
		return registry.Refuse(registry.CodeBadAuthCode, "Invalid authorization information")
	}
	return nil
}

// setCode gives a name a code, which lives as long as the TLD's rules say.
func (t *transaction) setCode(d *domain, hash string) {
	d.CodeHash, d.CodeUntil = hash, time.Time{}
	if hours := t.rules.AuthCodeHours; hours > 0 {
		d.CodeUntil = t.now.Add(time.Duration(hours) * time.Hour)
	}
}

// code is the hash of the name's code at a time, empty if it has none.
func (d *domain) code(now time.Time) string {
	if !d.CodeUntil.IsZero() && !now.Before(d.CodeUntil) {
		return ""
	}
	return d.CodeHash
}

// hashCode hashes a code with its name, so that equal codes of two names do not show. No code has no hash.
func hashCode(name reseller.Name, code string) string {
	if code == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(name.String() + "\x00" + code))
	return hex.EncodeToString(sum[:])
}

// sameCode compares hashes. A name without a code matches none.
func sameCode(have, given string) bool {
	return have != "" && subtle.ConstantTimeCompare([]byte(have), []byte(given)) == 1
}
