package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// token is a token on the wire. Its text is there once, in the answer to the request that made it.
type token struct {
	ID         int64    `json:"id"`
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`
	Scopes     []string `json:"scopes"` // all that it has
	CIDRs      []string `json:"cidrs"`  // empty = from anywhere
	ExpiresAt  *string  `json:"expires_at"`
	RevokedAt  *string  `json:"revoked_at"`
	LastUsedAt *string  `json:"last_used_at"`
	CreatedAt  *string  `json:"created_at"`
	SpendCap   *amount  `json:"spend_cap"` // null = no cap of its own
	Own        bool     `json:"own"`       // it is the one of this request
	Token      string   `json:"token,omitempty"`
}

func (req *request) tokenOf(t reseller.Token) token {
	w := token{
		ID: t.ID, Name: t.Name, Kind: string(t.Kind), Scopes: []string{}, CIDRs: []string{}, ExpiresAt: instant(t.ExpiresAt),
		RevokedAt: instant(t.RevokedAt), LastUsedAt: instant(t.LastUsed), CreatedAt: instant(t.CreatedAt), Own: t.ID == req.Caller.Token.ID,
	}
	if t.SpendCap != nil {
		most := amountOf(*t.SpendCap, req.Caller.Account.Currency)
		w.SpendCap = &most
	}
	for _, scope := range reseller.Scopes {
		if t.Allows(scope) {
			w.Scopes = append(w.Scopes, string(scope))
		}
	}
	for _, p := range t.CIDRs {
		w.CIDRs = append(w.CIDRs, p.String())
	}
	return w
}

func (req *request) tokens(ctx context.Context) (reply, error) {
	found, err := req.api.actions.ListTokens(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, struct {
		Results []token `json:"results"`
	}{each(found, req.tokenOf)})
}

func (req *request) showToken(ctx context.Context) (reply, error) {
	t, err := req.api.actions.ShowToken(ctx, req.call, actions.TokenByID{ID: req.id()})
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.TokenSet(t))(jsonReply(http.StatusOK, req.tokenOf(t)))
}

func (req *request) makeToken(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.MakeToken{
		Name: b.need("name"), Kind: reseller.TokenKind(b.text("kind")), Scopes: b.scopes(), CIDRs: b.cidrs(), ExpiresAt: b.instant("expires_at"),
		SpendCap: b.amount("spend_cap", req.Caller.Account.Currency),
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	made, err := req.api.actions.MakeToken(ctx, req.call, r)
	return req.withSecret(http.StatusCreated, made, err)
}

// withSecret shows a token with its text.
func (req *request) withSecret(status int, made actions.MadeToken, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	w := req.tokenOf(made.Token)
	w.Token = made.Secret
	return tagged(actions.TokenSet(made.Token))(jsonReply(status, w))
}

func (req *request) narrowToken(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.NarrowToken{ID: req.id(), Scopes: b.scopes(), CIDRs: b.cidrs(), ExpiresAt: b.instant("expires_at"), IfMatch: req.ifMatch()}
	if _, there := b.parts["name"]; there {
		name := b.text("name")
		r.Name = &name
	}
	b.ignore("id", "kind", "revoked_at", "last_used_at", "created_at", "spend_cap", "own") // the whole of GET may come back
	if err := b.end(); err != nil {
		return reply{}, err
	}
	t, err := req.api.actions.NarrowToken(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.TokenSet(t))(jsonReply(http.StatusOK, req.tokenOf(t)))
}

func (req *request) rotateToken(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.RotateToken{ID: req.id(), KeepOld: time.Duration(min(max(b.number("keep_old_hours", 0), -1), 1_000)) * time.Hour}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	made, err := req.api.actions.RotateToken(ctx, req.call, r)
	return req.withSecret(http.StatusOK, made, err)
}

func (req *request) revokeToken(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, req.api.actions.RevokeToken(ctx, req.call, actions.TokenByID{ID: req.id()})
}

// scopes reads a list of scopes; nil if it is not there. An empty list is refused: it would mean everything.
func (b *body) scopes() []reseller.Scope {
	var scopes []reseller.Scope
	given := b.texts("scopes")
	for _, word := range given {
		scopes = append(scopes, reseller.Scope(word))
	}
	if given != nil && len(given) == 0 {
		b.fail(form.Invalid("scopes", "scopes is empty; leave it out, or name what the token may do"))
	}
	return scopes
}

// cidrs reads a list of addresses and networks; none if it is not there or empty.
func (b *body) cidrs() []netip.Prefix {
	var list []netip.Prefix
	for i, text := range b.texts("cidrs") {
		p, ok := reseller.ParseNetwork(text)
		if !ok {
			name := "cidrs[" + strconv.Itoa(i) + "]"
			b.fail(form.Invalid(name, "%s is %q, it must be an address or a network such as 192.0.2.0/24", name, form.Clip(text, 60)))
			return nil
		}
		list = append(list, p)
	}
	return list
}

// instant reads a date or a time; zero if it is not there.
func (b *body) instant(name string) time.Time {
	text := b.text(name)
	if text == "" {
		return time.Time{}
	}
	t, ok := reseller.ParseDate(text)
	if !ok {
		b.fail(form.Invalid(name, "%s is %q, it must be a date such as 2027-03-10", name, form.Clip(text, 40)))
	}
	return t
}

// amount reads an amount of money in minor units; nil if it is not there.
func (b *body) amount(name, currency string) *int64 {
	var text json.Number
	if !b.get(name, &text, "an amount such as 25.98") {
		return nil
	}
	m, err := reseller.ParseMoney(text.String(), currency)
	if err != nil || b.parts[name][0] == '"' {
		b.fail(form.Invalid(b.named(name), "%s is %q, it must be an amount such as 25.98", b.named(name), form.Clip(text.String(), 40)))
	}
	return &m.Minor
}
