package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/server/apiphp"
)

// Credentials is where tokens and their accounts are kept.
type Credentials interface {
	// Credential finds a token and its account by the SHA-256 of the secret in hexadecimal, reseller.ErrNotFound if there is none.
	Credential(ctx context.Context, hash string) (reseller.Token, reseller.Account, error)
	// V2Keys gives the v2 keys of an account by its e-mail address in lower case, with their sealed secrets; none where
	// there is no such account.
	V2Keys(ctx context.Context, email string) (reseller.Account, []reseller.SealedToken, error)
	// TouchTokens notes when tokens were last used, and from where.
	TouchTokens(ctx context.Context, used map[int64]reseller.TokenUse) error
}

// The bounds of what the authenticator remembers.
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
	failures *failedLogins
	log      *slog.Logger

	mu      sync.Mutex
	known   map[[sha256.Size]byte]credential
	used    map[int64]reseller.TokenUse
	touched time.Time
}

// credential is a token with its account, as they were until a moment ago.
type credential struct {
	token   reseller.Token
	account reseller.Account
	until   time.Time
}

// opens reports whether the token is one for its account that may be used now, from there.
func (c credential) opens(from netip.Addr, now time.Time) bool {
	usable := c.token.Usable(now, from)
	return usable && !c.account.Disabled && !c.account.Closed() && c.token.Kind == reseller.TokenAPI && c.token.ID != 0
}

// refusal is what a caller hears whom the credential does not let in. That an account is closed only learns who has a token of it.
func (c credential) refusal(itsAccount bool) error {
	if itsAccount && c.account.Closed() {
		return reseller.ErrClosed()
	}
	return errCredentials()
}

func newAuthenticator(c Config) *authenticator {
	return &authenticator{
		store: c.Credentials, key: c.Key, clock: c.Clock, floor: c.RefusalFloor, failures: newFailedLogins(), log: c.Log,
		known: map[[sha256.Size]byte]credential{}, used: map[int64]reseller.TokenUse{}, touched: c.Clock.Wall(),
	}
}

// admit turns credentials into a caller. Unknown account, wrong token, disabled account, revoked or expired token and
// wrong address all get the same answer after the same time: the lookup is made in any case, and a refusal waits for
// the floor to be reached.
func (a *authenticator) admit(ctx context.Context, given apiphp.Credentials, from netip.Addr, info *requestInfo) (reseller.Caller, error) {
	hash := sha256.Sum256([]byte(reseller.TrimEnds(given.Token)))
	email := strings.ToLower(reseller.TrimEnds(given.Email))
	return a.enter(ctx, hash, loginKey{network(from), email}, from, info, func(of reseller.Account) bool { return equalSecret(of.Email, email) })
}

// knows reports whether admit would let a caller in, as far as that is known without a refusal: nothing is counted.
func (a *authenticator) knows(ctx context.Context, given apiphp.Credentials, from netip.Addr, now time.Time) bool {
	found, err := a.find(ctx, sha256.Sum256([]byte(reseller.TrimEnds(given.Token))), now)
	return err == nil && found.opens(from, now) && equalSecret(found.account.Email, strings.ToLower(reseller.TrimEnds(given.Email)))
}

// admitBearer is admit for a token that comes alone. Failures count by token, so that wrong ones keep no neighbour out.
func (a *authenticator) admitBearer(ctx context.Context, token string, from netip.Addr, info *requestInfo) (reseller.Caller, error) {
	hash := sha256.Sum256([]byte(token))
	return a.enter(ctx, hash, loginKey{network(from), hex.EncodeToString(hash[:])}, from, info, func(reseller.Account) bool { return true })
}

// enter looks a token up by its hash and lets its holder in if the token is good here and its account fits. Only what is wrong is
// limited: a token of 256 bits needs no lock-out, and nobody can keep a neighbour out by failing in his name.
func (a *authenticator) enter(
	ctx context.Context, hash [sha256.Size]byte, who loginKey, from netip.Addr, info *requestInfo, fits func(reseller.Account) bool,
) (reseller.Caller, error) {
	found, err := a.find(ctx, hash, info.arrived)
	if err != nil {
		return reseller.Caller{}, errCannotCheck(err)
	}
	itsAccount := fits(found.account)
	if good := found.opens(from, info.arrived); !good || !itsAccount {
		return reseller.Caller{}, a.refuse(ctx, who, info, a.floor, found.refusal(itsAccount))
	}
	a.touch(found.token.ID, info.arrived, from)
	return reseller.Caller{Account: found.account, Token: found.token, From: from}, nil
}

// refuse counts a failed login and gives the refusal, or the word that there were too many, no sooner than floor after the request
// came.
func (a *authenticator) refuse(ctx context.Context, who loginKey, info *requestInfo, floor time.Duration, refusal error) error {
	wait := a.failures.add(who, info.arrived)
	a.pause(ctx, info.arrived.Add(floor))
	if wait > 0 {
		info.retry = wait
		return errTooManyFailures()
	}
	return refusal
}

func errCredentials() error {
	return reseller.Errorf(reseller.KindUnauthorized, reseller.CodeUnauthorized,
		"the credentials are not accepted: check token and authemail, that the token is valid, and that it may be used from this address")
}

func errTooManyFailures() error {
	return reseller.Errorf(reseller.KindLimited, reseller.CodeRateLimited,
		"too many failed logins from this address; wait and try again with the right credentials")
}

func errCannotCheck(cause error) error {
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
		"the credentials cannot be checked at this moment; nothing was done: try again").Because(cause)
}

// find looks a token up, or remembers it. A token that does not exist is the zero credential.
func (a *authenticator) find(ctx context.Context, hash [sha256.Size]byte, now time.Time) (credential, error) {
	a.mu.Lock()
	found, ok := a.known[hash]
	a.mu.Unlock()
	if ok && now.Before(found.until) {
		return found, nil
	}
	token, account, err := a.store.Credential(ctx, hex.EncodeToString(hash[:]))
	if errors.Is(err, reseller.ErrNotFound) {
		return credential{}, nil
	}
	if err != nil {
		return credential{}, err
	}
	found = credential{token, account, now.Add(knownFor)}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= maxKnown {
		clear(a.known) // they last a second; nothing is lost
	}
	a.known[hash] = found
	return found, nil
}

// equalSecret compares in a time that does not depend on where two texts differ.
func equalSecret(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// pause waits until a refusal may go out.
func (a *authenticator) pause(ctx context.Context, until time.Time) {
	left := until.Sub(a.clock.Wall())
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
func (a *authenticator) touch(token int64, now time.Time, from netip.Addr) {
	a.mu.Lock()
	a.used[token] = reseller.TokenUse{At: now, From: from}
	due := now.Sub(a.touched) >= touchEvery
	if due {
		a.touched = now
	}
	a.mu.Unlock()
	if due {
		safely.Go(a.log, "request", func() {
			ctx, cancel := context.WithTimeout(context.Background(), touchEvery)
			defer cancel()
			if err := a.flush(ctx); err != nil {
				a.log.Warn("cannot note when tokens were last used", "err", err)
			}
		})
	}
}

// flush writes the uses noted.
func (a *authenticator) flush(ctx context.Context) error {
	a.mu.Lock()
	batch := a.used
	a.used = map[int64]reseller.TokenUse{}
	a.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	return a.store.TouchTokens(ctx, batch)
}
