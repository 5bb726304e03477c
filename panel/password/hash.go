package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"nameyard/reseller"
)

// Cost is what a hash by Argon2id takes (RFC 9106): memory in KiB, and how often that is passed over.
type Cost struct{ MemoryKiB, Passes uint32 }

// recommended is one of the settings that OWASP recommends (Password Storage Cheat Sheet).
var recommended = Cost{MemoryKiB: 19 * 1024, Passes: 2}

const (
	threads  = 1
	saltSize = 16
	hashSize = 32

	hashesAtOnce = 4
)

// How long passwords are: in characters at least (NIST SP 800-63B asks for no more rules), and in bytes at most.
const (
	Shortest = 12
	longest  = 1024
)

// Check reports what is wrong with a new password.
func Check(text string) error {
	switch {
	case !utf8.ValidString(text) || len(text) > longest:
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the password has more than %d bytes, or is no text", longest)
	case utf8.RuneCountInString(norm.NFC.String(text)) < Shortest:
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the password has less than %d characters", Shortest)
	}
	return nil
}

// hash hashes a password, in the PHC's form. Keyboards compose letters in several ways, which all are the same password.
func (k *Keeper) hash(ctx context.Context, text string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt) // never fails (crypto/rand)
	sum, err := k.sum(ctx, text, salt, k.cost.Passes, k.cost.MemoryKiB, threads)
	if err != nil {
		return "", err
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, k.cost.MemoryKiB, k.cost.Passes, threads, encode(salt), encode(sum)), nil
}

// matches reports whether a password is the one of a hash. With none it does the same work for nothing: an answer that comes sooner
// would tell which e-mail addresses are users'.
func (k *Keeper) matches(ctx context.Context, kept, text string) (bool, error) {
	var version int
	var memory, times uint32
	var lanes uint8
	salt, want := make([]byte, saltSize), []byte(nil)
	memory, times, lanes = k.cost.MemoryKiB, k.cost.Passes, threads
	if kept != "" {
		parts := strings.Split(kept, "$")
		if len(parts) != 6 || parts[1] != "argon2id" {
			return false, fmt.Errorf("password: a hash is damaged")
		}
		_, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &times, &lanes)
		if err == nil {
			salt, err = base64.RawStdEncoding.DecodeString(parts[4])
		}
		if err == nil {
			want, err = base64.RawStdEncoding.DecodeString(parts[5])
		}
		if err != nil || version != argon2.Version || len(want) != hashSize || times == 0 || lanes == 0 {
			return false, fmt.Errorf("password: a hash is damaged: %w", err)
		}
	}
	if len(text) > longest {
		text = text[:longest] // longer than any that is kept
		want = nil
	}
	sum, err := k.sum(ctx, text, salt, times, memory, lanes)
	return err == nil && subtle.ConstantTimeCompare(sum, want) == 1, err
}

func (k *Keeper) sum(ctx context.Context, text string, salt []byte, times, memory uint32, lanes uint8) ([]byte, error) {
	select {
	case k.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-k.turns }()
	return argon2.IDKey([]byte(norm.NFC.String(text)), salt, times, memory, lanes, hashSize), nil
}
