package main

import (
	"context"
	"fmt"
	"io"
	"net/netip"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type tokenCmd struct {
	Add    tokenAddCmd    `cmd:"" changes:"" help:"Make a token and show it, once."`
	Set    tokenSetCmd    `cmd:"" changes:"" help:"Change what a token may spend in a day."`
	List   tokenListCmd   `cmd:"" help:"List the tokens of an account."`
	Revoke tokenRevokeCmd `cmd:"" changes:"" help:"End a token now."`
}

// tokenView is a token as it is printed. The secret is there when it is made and never again.
type tokenView struct {
	Token     string           `json:"token,omitempty"`
	ID        int64            `json:"id"`
	Name      string           `json:"name"`
	Kind      string           `json:"kind"`
	Scopes    []reseller.Scope `json:"scopes"` // empty = everything
	CIDRs     []netip.Prefix   `json:"cidrs"`  // empty = from anywhere
	ExpiresAt *time.Time       `json:"expires_at"`
	RevokedAt *time.Time       `json:"revoked_at"`
	LastUsed  *time.Time       `json:"last_used"`
	UsedFrom  string           `json:"last_used_from,omitempty"` // address
	CreatedAt time.Time        `json:"created_at"`
	SpendCap  *string          `json:"spend_cap"` // null = none of its own
}

func viewToken(t reseller.Token, currency string) tokenView {
	v := tokenView{
		ID: t.ID, Name: t.Name, Kind: string(t.Kind), Scopes: t.Scopes, CIDRs: t.CIDRs, ExpiresAt: optional(t.ExpiresAt),
		RevokedAt: optional(t.RevokedAt), LastUsed: optional(t.LastUsed), CreatedAt: t.CreatedAt,
		SpendCap: optionalAmount(t.SpendCap, currency),
	}
	if t.UsedFrom.IsValid() {
		v.UsedFrom = t.UsedFrom.String()
	}
	if v.Scopes == nil {
		v.Scopes = []reseller.Scope{}
	}
	if v.CIDRs == nil {
		v.CIDRs = []netip.Prefix{}
	}
	return v
}

type tokenAddCmd struct {
	Email    string   `arg:"" help:"E-mail address of the account."`
	Name     string   `required:"" help:"What the token is for."`
	Kind     string   `default:"api" enum:"api,v2" help:"Which face it opens: api (action API and REST) or v2 (second generation of the reseller API)."`
	Scope    []string `placeholder:"SCOPE" help:"What it may do: read, manage (changes that cost nothing), spend, release (let names leave: auth code, tag, approved transfer, deletion); all if none is given."`
	CIDR     []string `name:"cidr" placeholder:"CIDR" help:"Addresses that it may be used from, for example 192.0.2.0/24; anywhere if none is given."`
	Expires  string   `placeholder:"WHEN" help:"When it ends: a date (2027-01-31, end of day UTC) or a length of time from now (90d)."`
	SpendCap *string  `placeholder:"AMOUNT" help:"The most that it may spend on a UTC day, tax included, in the account's currency; no cap of its own if none is given."`
	keyFlags
}

// Run makes a token.
func (c *tokenAddCmd) Run(ctx context.Context, p *program) error {
	n := operator.NewToken{Email: c.Email, Name: c.Name, Kind: reseller.TokenKind(c.Kind), SpendCap: c.SpendCap}
	for _, s := range c.Scope {
		n.Scopes = append(n.Scopes, reseller.Scope(s))
	}
	for _, text := range c.CIDR {
		prefix, err := parsePrefix(text)
		if err != nil {
			return err
		}
		n.CIDRs = append(n.CIDRs, prefix)
	}
	var err error
	if n.ExpiresAt, err = parseExpiry(c.Expires, app.Machine{}.Wall()); err != nil {
		return err
	}
	if err := n.Check(); err != nil {
		return err
	}
	return p.withDatabase(ctx, func(d *app.Database) error { return c.add(ctx, p, d, n) })
}

func (c *tokenAddCmd) add(ctx context.Context, p *program, d *app.Database, n operator.NewToken) error {
	u := operator.Tokens{Store: d.Store, Clock: d.Clock}
	if n.Kind == reseller.TokenV2 {
		var err error
		if u.Key, err = p.databaseKey(ctx, d, c.keyFlags); err != nil {
			return err
		}
	}
	made, err := u.Add(ctx, n)
	if err != nil {
		return err
	}
	v := viewToken(made.Token, made.Account.Currency)
	v.Token = made.Secret
	return p.out.print(v, func(w io.Writer) {
		fmt.Fprintln(w, made.Secret)
		kept := "not kept"
		if made.Kind == reseller.TokenV2 {
			kept = "kept encrypted"
		}
		fmt.Fprintf(p.stderr, "token %d (%s) of %s; it is shown this once and %s\n", made.ID, made.Name, made.Account.Email, kept)
	})
}

// parsePrefix reads an address range; a single address is a range of one.
func parsePrefix(text string) (netip.Prefix, error) {
	prefix, ok := reseller.ParseNetwork(text)
	if !ok {
		return prefix, wrongUsage("--cidr is %q, it must be an address range such as 192.0.2.0/24 or 2001:db8::/32", text)
	}
	return prefix, nil
}

// parseExpiry reads a date or a length of time from now; zero for "".
func parseExpiry(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	var s span
	at, err := time.Parse(time.DateOnly, text)
	switch {
	case err == nil:
		at = at.AddDate(0, 0, 1)
	case s.UnmarshalText([]byte(text)) == nil:
		at = now.Add(s.duration())
	default:
		return at, wrongUsage("--expires is %q, it must be a date such as 2027-01-31 or a length of time such as 90d", text)
	}
	if !at.After(now) {
		return at, wrongUsage("--expires is %q, which is past", text)
	}
	return at, nil
}

type tokenListCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
}

// Run lists the tokens of an account.
func (c *tokenListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		tokens, err := operator.Tokens{Store: d.Store}.List(ctx, c.Email)
		if err != nil {
			return err
		}
		account, err := operator.Accounts{Store: d.Store}.Find(ctx, c.Email)
		if err != nil {
			return err
		}
		views := make([]tokenView, len(tokens))
		for i, t := range tokens {
			views[i] = viewToken(t, account.Currency)
		}
		return table(p.out, views, "ID NAME KIND SCOPES FROM EXPIRES REVOKED USED USED-FROM CAP", func(v tokenView) []any {
			return []any{v.ID, v.Name, v.Kind, words(v.Scopes), words(v.CIDRs), v.ExpiresAt, v.RevokedAt, v.LastUsed, v.UsedFrom, v.SpendCap}
		})
	})
}

// words writes a list with blanks between.
func words[T any](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = fmt.Sprint(v)
	}
	return out
}

type tokenSetCmd struct {
	Email    string `arg:"" help:"E-mail address of the account."`
	ID       int64  `arg:"" help:"Number of the token, as \"token list\" shows it."`
	SpendCap string `required:"" placeholder:"AMOUNT" help:"The most that it may spend on a UTC day, tax included, in the account's currency; none for no cap of its own. Tokens that took its place, or whose place it took, have the same."`
	dryRun
}

// Run sets a token's spend cap.
func (c *tokenSetCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		account, t, err := operator.Tokens{Store: d.Store}.Cap(ctx, c.Email, c.ID, c.SpendCap)
		if err != nil {
			return err
		}
		v := viewToken(t, account.Currency)
		return p.out.say(v, "token %d of %s may spend in a day: %s", t.ID, account.Email, orNone(v.SpendCap, account.Currency))
	})
}

type tokenRevokeCmd struct {
	Email string `arg:"" help:"E-mail address of the account."`
	ID    int64  `arg:"" help:"Number of the token, as \"token list\" shows it."`
}

// Run ends a token.
func (c *tokenRevokeCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		account, err := operator.Tokens{Store: d.Store}.Revoke(ctx, c.Email, c.ID)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"id": c.ID, "revoked": true}, "token %d of %s is revoked", c.ID, account.Email)
	})
}
