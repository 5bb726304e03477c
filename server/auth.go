package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"time"

	"nameyard/reseller"
	"nameyard/server/apiphp"
)

// Credentials is where tokens and their accounts are kept.
type Credentials interface {
	// Credential finds a token and its account by the SHA-256 of the secret in hexadecimal, reseller.ErrNotFound if there is none.
	Credential(ctx context.Context, hash string) (reseller.Token, reseller.Account, error)
	// V2Keys gives the v2 keys of an account by its e-mail address in lower case, with their sealed secrets; none where
	// there is no such account.
	V2Keys(ctx context.Context, email string) (reseller.Account, []reseller.SealedToken, error)
	// TouchTokens notes when tokens were last used, wall time.
	TouchTokens(ctx context.Context, used map[int64]time.Time) error
}

// The bounds of what the door remembers.
const (
	knownFor   = time.Second      // how long a token that was found is not looked up again: a revocation takes this long
	maxKnown   = 10_000           // tokens and callers remembered
	touchEvery = 30 * time.Second // how often last uses are written
)

// authenticator lets callers in.
type authenticator struct {
	store    Credentials
	key      *reseller.SecretKey // opens v2 keys
	clock    reseller.Clock
	floor    time.Duration
	failures *failures
	warn     func(msg string, args ...any)

	mu      sync.Mutex
	known   map[[sha256.Size]byte]credential
	used    map[int64]time.Time
	touched time.Time
}

// credential is a token with its account, as they were until a moment ago.
type credential struct {
	token   reseller.Token
	account reseller.Account
	until   time.Time
}

func newDoor(c Config) *authenticator {
	return &authenticator{
		store: c.Credentials, key: c.Key, clock: c.Clock, floor: c.RefusalFloor, failures: newFailures(), warn: c.Log.Warn,
		known: map[[sha256.Size]byte]credential{}, used: map[int64]time.Time{}, touched: c.Clock.Wall(),
	}
}

// admit turns credentials into a caller. Unknown account, wrong token, disabled account, revoked or expired token and
// wrong address all get the same answer after the same time: the lookup is made in any case, and a refusal waits for
// the floor to be reached.
func (d *authenticator) admit(ctx context.Context, given apiphp.Credentials, from netip.Addr, x *requestInfo) (reseller.Caller, error) {
	hash := sha256.Sum256([]byte(given.Token))
	email := strings.ToLower(strings.TrimSpace(given.Email))
	return d.enter(ctx, loginKey{network(from), email, hash}, from, x, func(a reseller.Account) bool { return equalSecret(a.Email, email) })
}

// admitBearer is admit for a token that comes alone. Failures count by token, so that wrong ones keep no neighbour out.
func (d *authenticator) admitBearer(ctx context.Context, token string, from netip.Addr, x *requestInfo) (reseller.Caller, error) {
	hash := sha256.Sum256([]byte(token))
	return d.enter(ctx, loginKey{network(from), hex.EncodeToString(hash[:]), hash}, from, x, func(reseller.Account) bool { return true })
}

// enter looks the suspect's token up and lets it in if the token is good here and its account fits.
func (d *authenticator) enter(ctx context.Context, who loginKey, from netip.Addr, x *requestInfo, fits func(reseller.Account) bool) (reseller.Caller, error) {
	if wait := d.failures.blocked(who, x.arrived); wait > 0 {
		x.retry = wait
		return reseller.Caller{}, reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
			"too many failed logins from this address; wait and try again with the right credentials")
	}
	found, err := d.find(ctx, who.hash, x.arrived)
	if err != nil {
		return reseller.Caller{}, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the credentials cannot be checked at this moment; nothing was done: try again").Because(err)
	}
	itsAccount := fits(found.account)
	usable := found.token.Usable(x.arrived, from)
	if !itsAccount || !usable || found.account.Disabled || found.token.Kind != reseller.TokenAPI || found.token.ID == 0 {
		d.failures.add(who, x.arrived)
		d.pause(ctx, x.arrived)
		return reseller.Caller{}, errCredentials()
	}
	d.failures.succeeded(who, x.arrived)
	d.touch(found.token.ID, x.arrived)
	return reseller.Caller{Account: found.account, Token: found.token, From: from}, nil
}

func errCredentials() error {
	return reseller.Errorf(reseller.KindUnauthorized, reseller.CodeUnauthorized,
		"the credentials are not accepted: check token and authemail, that the token is valid, and that it may be used from this address")
}

// find looks a token up, or remembers it. A token that does not exist is the zero credential.
func (d *authenticator) find(ctx context.Context, hash [sha256.Size]byte, now time.Time) (credential, error) {
	d.mu.Lock()
	found, ok := d.known[hash]
	d.mu.Unlock()
	if ok && now.Before(found.until) {
		return found, nil
	}
	token, account, err := d.store.Credential(ctx, hex.EncodeToString(hash[:]))
	if errors.Is(err, reseller.ErrNotFound) {
		return credential{}, nil
	}
	if err != nil {
		return credential{}, err
	}
	found = credential{token, account, now.Add(knownFor)}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.known) >= maxKnown {
		clear(d.known) // they last a second; nothing is lost
	}
	d.known[hash] = found
	return found, nil
}

// equalSecret compares in a time that does not depend on where two texts differ.
func equalSecret(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// pause waits until a refusal may go out.
func (d *authenticator) pause(ctx context.Context, arrived time.Time) {
	left := d.floor - d.clock.Wall().Sub(arrived)
	if left <= 0 {
		return
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// touch notes a use. Now and then one request has all uses written, in a goroutine of its own.
func (d *authenticator) touch(token int64, now time.Time) {
	d.mu.Lock()
	d.used[token] = now
	due := now.Sub(d.touched) >= touchEvery
	if due {
		d.touched = now
	}
	d.mu.Unlock()
	if due {
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), touchEvery)
			defer cancel()
			if err := d.flush(ctx); err != nil {
				d.warn("cannot note when tokens were last used", "err", err)
			}
		}()
	}
}

// flush writes the uses noted.
func (d *authenticator) flush(ctx context.Context) error {
	d.mu.Lock()
	batch := d.used
	d.used = map[int64]time.Time{}
	d.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	return d.store.TouchTokens(ctx, batch)
}
