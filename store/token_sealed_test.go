package store_test

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"nameyard/reseller"
)

func TestV2KeysComeBackSealedUntilTheyAreRevoked(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		h.account("keyless@example.com", 0)
		seal := func(name string) reseller.SealedToken {
			return reseller.SealedToken{Token: reseller.Token{AccountID: a.ID, Name: name, Kind: reseller.TokenV2}, Sealed: []byte("\x00sealed " + name)}
		}
		must[reseller.Token](t)(h.AddToken(h.ctx, reseller.Token{AccountID: a.ID, Name: "api", Kind: reseller.TokenAPI}, "hash of api", reseller.Operator))
		first := must[reseller.Token](t)(h.AddSealedToken(h.ctx, seal("first"), "hash of first", reseller.Operator))
		second := must[reseller.Token](t)(h.AddSealedToken(h.ctx, seal("second"), "hash of second", reseller.Operator))

		account, keys, err := h.V2Keys(h.ctx, "a@example.com")
		ok(t, err)
		if !reflect.DeepEqual(account, a) || len(keys) != 2 || !reflect.DeepEqual(keys[0].Token, first) || !bytes.Equal(keys[1].Sealed, []byte("\x00sealed second")) {
			t.Errorf("keys %+v of %+v", keys, account)
		}
		ok(t, h.RevokeToken(h.ctx, a.ID, first.ID, reseller.Operator))
		_, keys, err = h.V2Keys(h.ctx, "a@example.com")
		ok(t, err)
		if len(keys) != 1 || keys[0].ID != second.ID {
			t.Errorf("after a revocation: %+v", keys)
		}
		for _, email := range []string{"keyless@example.com", "nobody@example.com", "A@EXAMPLE.COM", ""} {
			account, keys, err := h.V2Keys(h.ctx, email)
			if err != nil || len(keys) != 0 || account.ID != 0 {
				t.Errorf("%q: %+v, %+v, %v", email, account, keys, err)
			}
		}
	})
}

func TestAccountHasALimitedNumberOfV2Keys(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		add := func(i int) (reseller.Token, error) {
			return h.AddSealedToken(h.ctx, reseller.SealedToken{
				Token: reseller.Token{AccountID: a.ID, Name: "key", Kind: reseller.TokenV2}, Sealed: []byte("sealed"),
			}, fmt.Sprint("hash ", i), reseller.Operator)
		}
		first := must[reseller.Token](t)(add(0))
		for i := range 19 {
			must[reseller.Token](t)(add(i + 1))
		}
		_, err := add(20)
		equal(t, "one too many is a conflict", reseller.IsKind(err, reseller.KindConflict), true)
		ok(t, h.RevokeToken(h.ctx, a.ID, first.ID, reseller.Operator))
		must[reseller.Token](t)(add(21))
	})
}

func TestOnlyASealedV2KeyIsKeptToBeReadAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 0)
		for _, token := range []reseller.SealedToken{
			{Token: reseller.Token{AccountID: a.ID, Kind: reseller.TokenAPI}, Sealed: []byte("sealed")},
			{Token: reseller.Token{AccountID: a.ID, Kind: reseller.TokenV2}},
		} {
			if _, err := h.AddSealedToken(h.ctx, token, "hash", reseller.Operator); err == nil {
				t.Errorf("kept: %+v", token)
			}
		}
	})
}
