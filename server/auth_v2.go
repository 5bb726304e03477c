package server

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"nameyard/reseller"
	"nameyard/server/v2"
)

// maxEmail is how long an e-mail address may be, in bytes (RFC 5321 §4.5.3.1.3).
const maxEmail = 254

// admitV2 turns the headers of the second generation into a caller. As at admit, an unknown account, a wrong token, a
// disabled account and a revoked or expired key get the same answer after the same time: one look-up, at least one
// signature made and compared, and no refusal before the floor. A good token from a wrong address is told apart, because
// the protocol wants that: only who has the key, or a token that is good for an hour, learns it.
func (a *authenticator) admitV2(ctx context.Context, given v2.Credentials, from netip.Addr, info *requestInfo) (reseller.Caller, error) {
	email := strings.ToLower(reseller.TrimEnds(given.Username))
	given.Token = reseller.TrimEnds(given.Token)
	if len(email) > maxEmail || !utf8.ValidString(email) {
		email = ""
	}
	account, keys, err := a.store.V2Keys(ctx, email)
	if err != nil {
		return reseller.Caller{}, errCannotCheck(err)
	}
	token, ok := a.signer(given, keys, info)
	who := loginKey{network(from), email, sha256.Sum256([]byte(given.Token))}
	if ok = ok && !account.Disabled; ok {
		who.hash = sha256.Sum256([]byte("v2 key " + strconv.FormatInt(token.ID, 10))) // tokens change by the hour, keys do not
	}
	if wait := a.failures.blocked(who, info.arrived); wait > 0 {
		info.retry = wait
		return reseller.Caller{}, errTooManyFailures()
	}
	switch {
	case !ok:
		a.failures.add(who, info.arrived)
		a.pause(ctx, info.arrived)
		return reseller.Caller{}, errCredentials()
	case !token.Welcomes(from):
		a.failures.add(who, info.arrived)
		a.pause(ctx, info.arrived)
		return reseller.Caller{}, reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden, "this key may not be used from this address")
	}
	a.failures.succeeded(who, info.arrived)
	a.touch(token.ID, info.arrived)
	return reseller.Caller{Account: account, Token: token, From: from}, nil
}

// signer finds the key that a token was made of. Every key is tried, and a made-up one beside them, so that the work tells
// nothing of where a match was or whether there are keys.
func (a *authenticator) signer(given v2.Credentials, keys []reseller.SealedToken, info *requestInfo) (found reseller.Token, ok bool) {
	hours, inTime := given.Hours(info.arrived)
	made := func(secret string) bool {
		match := 0
		for _, hour := range hours {
			match |= subtle.ConstantTimeCompare([]byte(v2.Sign(given.Username, secret, hour)), []byte(given.Token))
		}
		return match == 1
	}
	made("")
	for _, key := range keys {
		secret, err := a.key.Open(key.Sealed, reseller.V2KeyPurpose(key.AccountID))
		if err != nil {
			a.warn("a v2 key cannot be used", "token", key.ID, "err", err)
			continue
		}
		if made(secret) && key.Live(info.arrived) {
			found, ok = key.Token, true
		}
	}
	return found, ok && inTime
}
