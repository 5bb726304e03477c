package reseller_test

import (
	"encoding/base64"
	"math"
	"strings"
	"testing"

	"nameyard/reseller"
)

func mustKey(t *testing.T, text string) *reseller.SecretKey {
	t.Helper()
	key, err := reseller.NewSecretKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestSecretKeyMustBeLongBase64(t *testing.T) {
	t.Parallel()
	mustKey(t, reseller.GenerateSecretKey())
	mustKey(t, base64.StdEncoding.EncodeToString(make([]byte, 64)))
	for _, text := range []string{"", "password", strings.Repeat("!", 44), base64.StdEncoding.EncodeToString(make([]byte, 31))} {
		_, err := reseller.NewSecretKey(text)
		if err == nil || !strings.Contains(err.Error(), "openssl rand -base64 32") {
			t.Errorf("%q: %v", text, err)
		}
		if err != nil && text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("the error shows the key: %v", err)
		}
	}
}

func TestSealedSecretsOpenWithTheirKeyAndPurposeOnly(t *testing.T) {
	t.Parallel()
	key, other := mustKey(t, reseller.GenerateSecretKey()), mustKey(t, reseller.GenerateSecretKey())
	for _, secret := range []string{"gd23h231s21", "", ` a&b<c>#$ "d"\`} {
		sealed := key.Seal(secret, "order 1")
		if got, err := key.Open(sealed, "order 1"); err != nil || got != secret {
			t.Errorf("%q came back as %q, %v", secret, got, err)
		}
		if secret != "" && strings.Contains(string(sealed), secret) {
			t.Errorf("%q can be read in what is stored", secret)
		}
		if got, err := key.Open(sealed, "order 2"); err == nil {
			t.Errorf("opened for another order: %q", got)
		}
		if got, err := other.Open(sealed, "order 1"); err == nil {
			t.Errorf("opened with another key: %q", got)
		}
		sealed[len(sealed)-1] ^= 1
		if got, err := key.Open(sealed, "order 1"); err == nil {
			t.Errorf("opened though changed: %q", got)
		}
	}
	if got, err := key.Open(nil, "order 1"); err == nil {
		t.Errorf("nothing opened as %q", got)
	}
	if first, second := key.Seal("x", "p"), key.Seal("x", "p"); string(first) == string(second) {
		t.Error("two seals of one secret are equal: the nonce does not change")
	}
}

func TestHashParamsIsEqualForEqualRequestsOnly(t *testing.T) {
	t.Parallel()
	text := reseller.GenerateSecretKey()
	key, again, other := mustKey(t, text), mustKey(t, text), mustKey(t, reseller.GenerateSecretKey())
	hash := func(k *reseller.SecretKey, values ...any) string {
		h, err := k.HashParams(values...)
		if err != nil || len(h) != 64 {
			t.Fatalf("hash %q, %v", h, err)
		}
		return h
	}
	desired := reseller.Desired{Years: 1, Fields: map[string]string{"id_number": "[SE]802405-0190", "vat_number": "SE1"}}
	same := reseller.Desired{Years: 1, Fields: map[string]string{"vat_number": "SE1", "id_number": "[SE]802405-0190"}}
	if hash(key, "register", desired) != hash(again, "register", same) {
		t.Error("equal requests have different hashes")
	}
	for what, h := range map[string]string{
		"another key":                 hash(other, "register", desired),
		"another action":              hash(key, "transfer", desired),
		"other settings":              hash(key, "register", reseller.Desired{Years: 2}),
		"the same text cut elsewhere": hash(key, "regist", "er", desired),
	} {
		if h == hash(key, "register", desired) {
			t.Errorf("%s has the same hash", what)
		}
	}
	if _, err := key.HashParams(math.NaN()); err == nil {
		t.Error("what JSON cannot write was hashed")
	}
}

func TestTokensAndBasesAreRandomAndFitWhereTheyGo(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 100 {
		token, base := reseller.NewToken(), reseller.NewClTRIDBase()
		if seen[token] || seen[base] {
			t.Fatal("drawn twice")
		}
		seen[token], seen[base] = true, true
		if id := reseller.ClTRID(base, 999); len(id) > 64 || reseller.ClTRIDBaseOf(id) != base {
			t.Fatalf("clTRID %q", id)
		}
	}
	if got := reseller.HashToken("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("hash: %s", got)
	}
}
