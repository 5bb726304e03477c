package operator

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"time"

	"nameyard/reseller"
	"nameyard/store"
)

// Tokens are the credentials of accounts.
type Tokens struct {
	Store *store.Store
	Clock reseller.Clock
	Key   *reseller.SecretKey // seals v2 keys; other tokens need none
}

// NewToken asks for a token.
type NewToken struct {
	Email     string // of the account
	Name      string // what it is for
	Kind      reseller.TokenKind
	Scopes    []reseller.Scope // none = everything; former names are accepted (reseller.ParseScope)
	CIDRs     []netip.Prefix   // none = from anywhere
	ExpiresAt time.Time        // zero = never
	SpendCap  *string          // most that it may spend on a UTC day, in the account's currency; nil or "none" = no cap of its own
}

// Issued is a token with its secret, which is shown this once.
type Issued struct {
	reseller.Token
	Account reseller.Account
	Secret  string
}

// Check reports what is wrong with the request.
func (n NewToken) Check() error {
	_, badName := reseller.CheckTokenName(n.Name)
	_, badScope := n.scopes()
	return cmp.Or(badName, badScope)
}

// scopes gives the scopes by their present names.
func (n NewToken) scopes() ([]reseller.Scope, error) {
	var list []reseller.Scope
	for _, given := range n.Scopes {
		scope, known := reseller.ParseScope(string(given))
		if !known {
			return nil, invalid(PathScope, "%s is %q, it must be one of %s", PathScope, given, wordsOf(reseller.Scopes))
		}
		list = append(list, scope)
	}
	return list, nil
}

// Add makes a token. Its hash is kept; of a v2 key, whose scheme needs the key itself, it is kept sealed, too.
func (u Tokens) Add(ctx context.Context, n NewToken) (Issued, error) {
	scopes, err := n.scopes()
	if err != nil {
		return Issued{}, err
	}
	if n.Name, err = reseller.CheckTokenName(n.Name); err != nil {
		return Issued{}, err
	}
	if !n.ExpiresAt.IsZero() && !n.ExpiresAt.After(u.Clock.Wall()) {
		return Issued{}, invalid(PathExpires, "%s is %s, which is past", PathExpires, n.ExpiresAt.Format(time.RFC3339))
	}
	account, err := Accounts{u.Store}.open(ctx, n.Email)
	if err != nil {
		return Issued{}, err
	}
	t := reseller.Token{AccountID: account.ID, Name: n.Name, Kind: n.Kind, Scopes: scopes, CIDRs: n.CIDRs, ExpiresAt: n.ExpiresAt}
	if err := setAmount(&t.SpendCap, n.SpendCap, PathSpendCap, account.Currency); err != nil {
		return Issued{}, err
	}
	secret := reseller.NewToken()
	t, err = u.keep(ctx, t, secret)
	return Issued{t, account, secret}, err
}

func (u Tokens) keep(ctx context.Context, t reseller.Token, secret string) (reseller.Token, error) {
	hash := reseller.HashToken(secret)
	if t.Kind != reseller.TokenV2 {
		return u.Store.AddToken(ctx, t, hash, reseller.OperatorIn(ctx))
	}
	sealed := reseller.SealedToken{Token: t, Sealed: u.Key.Seal(secret, reseller.V2KeyPurpose(t.AccountID))}
	return u.Store.AddSealedToken(ctx, sealed, hash, reseller.OperatorIn(ctx))
}

// Cap sets what a token may spend on a UTC day, in the account's currency; "none" takes the cap away. It holds for every order from now on.
func (u Tokens) Cap(ctx context.Context, email string, id int64, most string) (reseller.Account, reseller.Token, error) {
	account, err := Accounts{u.Store}.open(ctx, email)
	if err != nil {
		return account, reseller.Token{}, err
	}
	var minor *int64
	if err := setAmount(&minor, &most, PathSpendCap, account.Currency); err != nil {
		return account, reseller.Token{}, err
	}
	t, err := u.Store.SetTokenCap(ctx, account.ID, id, minor, reseller.OperatorIn(ctx), func(reseller.Token) error { return nil })
	if errors.Is(err, reseller.ErrNotFound) {
		return account, t, notFound("%s has no token %d; %s shows them", account.Email, id, about(HintListTokens, account.Email))
	}
	return account, t, err
}

// List lists the tokens of an account.
func (u Tokens) List(ctx context.Context, email string) ([]reseller.Token, error) {
	account, err := Accounts{u.Store}.Find(ctx, email)
	if err != nil {
		return nil, err
	}
	return u.Store.Tokens(ctx, account.ID)
}

// Names maps numbers of tokens to what they are called; those that there are not are left out.
func (u Tokens) Names(ctx context.Context, ids []int64) (map[int64]string, error) {
	return u.Store.TokenNames(ctx, ids)
}

// Revoke ends a token now. It gives the account.
func (u Tokens) Revoke(ctx context.Context, email string, id int64) (reseller.Account, error) {
	account, err := Accounts{u.Store}.Find(ctx, email)
	if err != nil {
		return account, err
	}
	err = u.Store.RevokeToken(ctx, account.ID, id, reseller.OperatorIn(ctx))
	if errors.Is(err, reseller.ErrConflict) {
		return account, notFound("%s has no token %d that could be revoked; %s shows them", account.Email, id, about(HintListTokens, account.Email))
	}
	return account, err
}
