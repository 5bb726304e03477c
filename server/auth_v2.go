package server

import (
	"context"
	"crypto/subtle"
	"math/rand/v2"
	"net/netip"
	"strings"
	"time"
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
	who, floor := loginKey{network(from), email}, a.blurredFloor()
	switch {
	case ok && account.Closed():
		return reseller.Caller{}, a.refuse(ctx, who, info, floor, reseller.ErrClosed())
	case !ok || account.Disabled:
		return reseller.Caller{}, a.refuse(ctx, who, info, floor, errCredentials())
	case !token.Welcomes(from):
		return reseller.Caller{}, a.refuse(ctx, who, info, floor,
			reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden, "this key may not be used from this address"))
	}
	a.touch(token.ID, info.arrived, from)
	return reseller.Caller{Account: account, Token: token, From: from}, nil
}

// blurredFloor is the floor with a random part of up to the same length: how many keys were tried does not show in it.
func (a *authenticator) blurredFloor() time.Duration { return a.floor + rand.N(max(a.floor, 1)) }

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
			a.log.Warn("a v2 key cannot be used", "token", key.ID, "err", err)
			continue
		}
		if made(secret) && key.Live(info.arrived) {
			found, ok = key.Token, true
		}
	}
	return found, ok && inTime
}
