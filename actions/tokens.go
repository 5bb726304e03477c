package actions

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"nameyard/reseller"
)

// ListTokens lists the account's tokens in the order in which they were made, also those that have ended.
func (s *Service) ListTokens(ctx context.Context, call Call, _ struct{}) ([]reseller.Token, error) {
	return s.store.Tokens(ctx, call.Caller.Account.ID)
}

// TokenByID names a token of the account.
type TokenByID struct {
	ID int64
}

// ShowToken gives a token of the account. Another account's does not exist.
func (s *Service) ShowToken(ctx context.Context, call Call, r TokenByID) (reseller.Token, error) {
	t, err := s.store.Token(ctx, call.Caller.Account.ID, r.ID)
	return t, noToken(r.ID, err)
}

func noToken(id int64, err error) error {
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is no token %d in this account", id).In(reseller.PathID)
	}
	return err
}

// MakeToken asks for a token. What is not given is as with the token that asks; one of a person in the panel has no limits.
type MakeToken struct {
	Name      string             // what it is for
	Kind      reseller.TokenKind // "" = TokenAPI
	Scopes    []reseller.Scope   // none = all that the asking token has
	CIDRs     []netip.Prefix     // none = from where the asking token may be used
	ExpiresAt time.Time          // wall time; zero = when the asking token ends
	SpendCap  *int64             // most that it may spend on a UTC day, in minor units; nil = no cap of its own
}

// MadeToken is a token with its secret, which is shown this once.
type MadeToken struct {
	reseller.Token
	Secret string
}

// MakeToken makes a token that gives nothing that the asking one does not.
func (s *Service) MakeToken(ctx context.Context, call Call, r MakeToken) (MadeToken, error) {
	var bad reseller.Faults
	own := call.Caller.Token
	name, err := reseller.CheckTokenName(r.Name)
	bad.Add(err)
	t := reseller.Token{AccountID: call.Caller.Account.ID, Name: name, Kind: r.Kind, Scopes: r.Scopes, CIDRs: r.CIDRs, ExpiresAt: r.ExpiresAt, SpendCap: r.SpendCap}
	bad.Add(reseller.CheckSpendCap(t.SpendCap))
	switch t.Kind {
	case "":
		t.Kind = reseller.TokenAPI
	case reseller.TokenAPI, reseller.TokenV2:
	default:
		bad.Add(reseller.Invalid(reseller.PathTokenKind, "%.40q is not a kind of tokens: use api or v2", string(t.Kind)))
	}
	if len(t.Scopes) == 0 {
		t.Scopes = own.Scopes
	}
	if len(t.CIDRs) == 0 {
		t.CIDRs = own.CIDRs
	}
	if t.ExpiresAt.IsZero() {
		t.ExpiresAt = own.ExpiresAt
	}
	bad.Add(s.checkToken(t, own))
	if err := bad.Err(); err != nil {
		return MadeToken{}, err
	}
	sealed, secret, hash := s.withSecret(t)
	if t.Kind == reseller.TokenV2 {
		t, err = s.store.AddSealedToken(ctx, sealed, hash, call.actor())
	} else {
		t, err = s.store.AddToken(ctx, t, hash, call.actor())
	}
	return MadeToken{t, secret}, err
}

// withSecret makes the secret of a token that is to be kept, and the hash that finds it. Of a v2 key, whose scheme needs the key
// itself, the secret is sealed, too.
func (s *Service) withSecret(t reseller.Token) (kept reseller.SealedToken, secret, hash string) {
	secret = reseller.NewToken()
	kept.Token = t
	if t.Kind == reseller.TokenV2 {
		kept.Sealed = s.key.Seal(secret, reseller.V2KeyPurpose(t.AccountID))
	}
	return kept, secret, reseller.HashToken(secret)
}

// checkToken checks a token that is to be, and that it is not beyond a limit: the token that asks, or itself as it was.
func (s *Service) checkToken(t, limit reseller.Token) error {
	var bad reseller.Faults
	for _, scope := range t.Scopes {
		if !slices.Contains(reseller.Scopes, scope) {
			bad.Add(reseller.Invalid(reseller.PathScopes, "%.40q is not a scope: use read, manage, spend or release", string(scope)))
		}
	}
	if !t.ExpiresAt.IsZero() && !t.ExpiresAt.After(s.clock.Wall()) {
		bad.Add(reseller.Invalid(reseller.PathExpires, "the token would end at %s, which is past", t.ExpiresAt.UTC().Format(time.RFC3339)))
	}
	if part := t.Beyond(limit); part != "" && !bad.About(part) {
		bad.Add(beyond(part))
	}
	return bad.Err()
}

// beyond refuses what would give more than there is.
func beyond(part reseller.Path) error {
	words := map[reseller.Path]string{
		reseller.PathScopes:   "it may not have more scopes, and without a list it has all",
		reseller.PathCIDRs:    "it may not be used from more addresses, and without a list it may be used from all",
		reseller.PathExpires:  "it may not live longer, and without an end it lives for ever",
		reseller.PathSpendCap: "it has a spend cap, and two tokens may spend more than one",
	}
	return reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden, "a token gives nothing that the one that makes or changes it does not: %s; nothing was done", words[part]).In(part)
}

// NarrowToken asks for less of a token: what is given takes the place of what was.
type NarrowToken struct {
	ID        int64
	Name      *string
	Scopes    []reseller.Scope // none = as they are
	CIDRs     []netip.Prefix   // none = as they are
	ExpiresAt time.Time        // wall time; zero = as it is
	IfMatch   IfMatch          // of TokenSet
}

// NarrowToken takes rights from a token. It gives none, and it is refused to a token that has less than the one to be changed.
func (s *Service) NarrowToken(ctx context.Context, call Call, r NarrowToken) (reseller.Token, error) {
	t, err := s.store.ChangeToken(ctx, call.Caller.Account.ID, r.ID, call.actor(), func(t *reseller.Token) error {
		if err := s.changeable(call, *t); err != nil {
			return err
		}
		if err := r.IfMatch.check(TokenSet(*t)); err != nil {
			return err
		}
		var bad reseller.Faults
		was := *t
		if r.Name != nil {
			var err error
			t.Name, err = reseller.CheckTokenName(*r.Name)
			bad.Add(err)
		}
		if len(r.Scopes) > 0 {
			t.Scopes = r.Scopes
		}
		if len(r.CIDRs) > 0 {
			t.CIDRs = r.CIDRs
		}
		if !r.ExpiresAt.IsZero() {
			t.ExpiresAt = r.ExpiresAt
		}
		bad.Add(s.checkToken(*t, was))
		return bad.Err()
	})
	return t, noToken(r.ID, err)
}

// changeable refuses tokens that have ended, and those that are beyond the one that asks.
func (s *Service) changeable(call Call, t reseller.Token) error {
	if !t.Live(s.clock.Wall()) {
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "token %d has ended; make another one", t.ID).In(reseller.PathID)
	}
	if part := t.Beyond(call.Caller.Token); part != "" {
		return reseller.Errorf(reseller.KindForbidden, reseller.CodeForbidden,
			"token %d may do what the one that asks may not, so that it is not its to change; nothing was done", t.ID).In(reseller.PathID)
	}
	return nil
}

// maxTokenOverlap is how long a token may work beside the one that takes its place.
const maxTokenOverlap = 7 * 24 * time.Hour

// RotateToken asks for another token in the place of one.
type RotateToken struct {
	ID      int64
	KeepOld time.Duration // how long the old one goes on working, 7 days at most; 0 = not at all
}

// RotateToken makes a token with the rights of another, which ends.
func (s *Service) RotateToken(ctx context.Context, call Call, r RotateToken) (MadeToken, error) {
	if r.KeepOld < 0 || r.KeepOld > maxTokenOverlap {
		return MadeToken{}, reseller.Invalid(reseller.PathKeepOld, "the old token may go on working for up to %d hours", int(maxTokenOverlap.Hours()))
	}
	old, err := s.ShowToken(ctx, call, TokenByID{r.ID})
	if err == nil {
		err = s.changeable(call, old)
	}
	if err != nil {
		return MadeToken{}, err
	}
	until := s.clock.Wall().Add(r.KeepOld)
	if !old.ExpiresAt.IsZero() && old.ExpiresAt.Before(until) {
		until = old.ExpiresAt
	}
	kept, secret, hash := s.withSecret(reseller.Token{
		AccountID: old.AccountID, Name: old.Name, Kind: old.Kind, Scopes: old.Scopes, CIDRs: old.CIDRs, ExpiresAt: old.ExpiresAt,
	})
	made, err := s.store.RotateToken(ctx, old.ID, kept, hash, until, call.actor())
	if errors.Is(err, reseller.ErrConflict) {
		err = reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "token %d has ended just now", old.ID).In(reseller.PathID)
	}
	return MadeToken{made, secret}, err
}

// RevokeToken ends a token now. A token may revoke itself. One that has been revoked stays so.
func (s *Service) RevokeToken(ctx context.Context, call Call, r TokenByID) error {
	t, err := s.ShowToken(ctx, call, r)
	if err != nil || !t.RevokedAt.IsZero() {
		return err
	}
	if t.Live(s.clock.Wall()) {
		if err := s.changeable(call, t); err != nil {
			return err
		}
	}
	err = s.store.RevokeToken(ctx, t.AccountID, t.ID, call.actor())
	if errors.Is(err, reseller.ErrConflict) {
		return nil // somebody else did, just now
	}
	return err
}
