package store_test

import (
	"testing"
	"time"

	"nameyard/reseller"
)

func (h *house) recordsOfPrograms(t *testing.T, walked map[string]bool, a reseller.Account) {
	op, most := reseller.Operator, int64(5_00)
	var token, next reseller.Token
	var hook reseller.Endpoint
	var first, second reseller.DNSTemplate
	until := noon.Add(time.Hour)
	rotated := func(old *reseller.Token, made reseller.Token, hash string, end time.Time) error {
		n, err := h.RotateToken(h.ctx, old.ID, reseller.SealedToken{Token: made}, hash, end, op)
		next = n
		return err
	}
	narrow := reseller.Token{AccountID: a.ID, Name: "shop", Kind: reseller.TokenAPI, Scopes: []reseller.Scope{reseller.ScopeRead}}
	h.walk(t, walked, []step{
		{"token.add", "name:  → shop; kind:  → api; scopes:  → read; expires:  → 2026-03-01T13:00:00.123456Z; spend_cap:  → 5.00 SEK", func() (err error) {
			capped := narrow
			capped.SpendCap, capped.ExpiresAt = &most, until
			token, err = h.AddToken(h.ctx, capped, "5ecret", op)
			return err
		}},
		{"token.set", "scopes: read → ; expires: 2026-03-01T13:00:00.123456Z → ", func() error {
			_, err := h.ChangeToken(h.ctx, a.ID, token.ID, op, func(t *reseller.Token) error { t.Scopes, t.ExpiresAt = nil, time.Time{}; return nil })
			return err
		}},
		{"token.set", "spend_cap: 5.00 SEK → ", func() error {
			_, err := h.SetTokenCap(h.ctx, a.ID, token.ID, nil, op, func(reseller.Token) error { return nil })
			return err
		}},
		{"token.set", "spend_cap:  → 5.00 SEK", func() error {
			_, err := h.SetTokenCap(h.ctx, a.ID, token.ID, &most, op, func(reseller.Token) error { return nil })
			return err
		}},
		{"token.add", "name:  → shop; kind:  → api; scopes:  → read; spend_cap:  → 5.00 SEK", func() error { return rotated(&token, narrow, "5ecret 2", until) }},
	})
	h.recorded(t, walked, "token.expire", "expires:  → 2026-03-01T13:00:00.123456Z")
	ok(t, rotated(&next, narrow, "5ecret 3", noon.Add(-time.Hour)))
	h.recorded(t, walked, "token.revoke", "name: shop → ; kind: api → ; scopes: read → ; spend_cap: 5.00 SEK → ")
	h.walk(t, walked, []step{
		{"token.revoke", "name: shop → ; kind: api → ; scopes: read → ; spend_cap: 5.00 SEK → ", func() error { return h.RevokeToken(h.ctx, a.ID, next.ID, op) }},
		{"webhook.add", "address:  → https://example.com/x; events:  → renew.done invoice.*", func() error {
			hook = h.hook(a, "x")
			return nil
		}},
		{"webhook.rotate", "old_secret_until:  → 2026-03-01T13:00:00.123456Z", func() error { return h.RotateEndpoint(h.ctx, hook, []byte("5ecret"), until, op) }},
		{"webhook.set", "address: https://example.com/x → https://example.com/y", func() (err error) {
			hook, err = h.ChangeEndpoint(h.ctx, a.ID, hook.ID, op, func(e *reseller.Endpoint) error { e.URL = "https://example.com/y"; return nil })
			return err
		}},
		{"webhook.pause", "paused:  → 2026-03-01T12:00:00.123456Z", func() error { return h.PauseEndpoint(h.ctx, hook, op) }},
		{"webhook.enable", "paused: 2026-03-01T12:00:00.123456Z → ", func() error { return h.EnableEndpoint(h.ctx, hook, op) }},
		{"webhook.enable", "switched_off: 2026-03-01T12:00:00Z → ; problem: no answer → ", func() error {
			ok(t, h.Exec(h.ctx, "UPDATE webhook_endpoints SET disabled_at = '2026-03-01 12:00:00', problem = 'no answer'"))
			return h.EnableEndpoint(h.ctx, hook, op)
		}},
		{"webhook.remove", "address: https://example.com/y → ; events: renew.done invoice.* → ", func() error { return h.RemoveEndpoint(h.ctx, hook, op) }},
		{"dns_template.add", "name:  → Mail; for_new_names:  → true; records:  → @ A 192.0.2.1\nwww CNAME @", func() (err error) {
			first, err = h.AddDNSTemplate(h.ctx, reseller.DNSTemplate{AccountID: a.ID, Name: "Mail", Text: "@ A 192.0.2.1\nwww CNAME @\n", ForNew: true}, op)
			return err
		}},
		{"dns_template.add", "name:  → Plain; for_new_names:  → false", func() (err error) {
			second, err = h.AddDNSTemplate(h.ctx, reseller.DNSTemplate{AccountID: a.ID, Name: "Plain"}, op)
			return err
		}},
		{"dns_template.change", "for_new_names: true → false", func() error { // of the first, as the second takes its place
			_, err := h.ChangeDNSTemplate(h.ctx, a.ID, second.ID, op, func(t *reseller.DNSTemplate) error { t.ForNew = true; return nil })
			return err
		}},
		{"dns_template.change", "name: Mail → Post; records: @ A 192.0.2.1 → @ A 192.0.2.2", func() error {
			_, err := h.ChangeDNSTemplate(h.ctx, a.ID, first.ID, op, func(t *reseller.DNSTemplate) error {
				t.Name, t.Text = "Post", "@ A 192.0.2.2\nwww CNAME @\n"
				return nil
			})
			return err
		}},
		{"dns_template.remove", "name: Post → ; for_new_names: false → ; records: @ A 192.0.2.2\nwww CNAME @ → ", func() error { return h.RemoveDNSTemplate(h.ctx, first, op) }},
	})
}
