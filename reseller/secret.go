package reseller

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// SecretKey seals what must be kept readable (auth codes that came in, webhook secrets, v2 keys) and keys the hashes of request
// parameters. It comes from the environment or a file, never from the database.
type SecretKey struct {
	seal        cipher.AEAD
	hash        []byte
	fingerprint string
}

// secretKeySize is the least number of bytes of a secret key.
const secretKeySize = 32

// fingerprintSize is the number of bytes of a fingerprint: enough to tell keys apart that were mixed up.
const fingerprintSize = 8

// NewSecretKey reads a key: base64 of at least 32 random bytes.
func NewSecretKey(text string) (*SecretKey, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) < secretKeySize {
		return nil, errors.New("the secret key must be base64 of at least 32 random bytes, as \"openssl rand -base64 32\" prints")
	}
	sealing, err := hkdf.Key(sha256.New, raw, nil, "nameyard seal", secretKeySize)
	if err != nil {
		return nil, fmt.Errorf("derive the sealing key: %w", err)
	}
	hashing, err := hkdf.Key(sha256.New, raw, nil, "nameyard parameter hash", secretKeySize)
	if err != nil {
		return nil, fmt.Errorf("derive the hashing key: %w", err)
	}
	telling, err := hkdf.Key(sha256.New, raw, nil, "nameyard fingerprint", fingerprintSize)
	if err != nil {
		return nil, fmt.Errorf("derive the fingerprint: %w", err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, fmt.Errorf("make the cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make the cipher: %w", err)
	}
	return &SecretKey{seal: aead, hash: hashing, fingerprint: hex.EncodeToString(telling)}, nil
}

// Fingerprint tells keys apart and gives nothing of them away: 16 hexadecimal digits.
func (k *SecretKey) Fingerprint() string { return k.fingerprint }

// hashKeyPurpose is what the key of the hashes is sealed for.
const hashKeyPurpose = "parameter hash key"

// SealHashKey seals what keys the hashes of k with another key, or with k itself, so that hashes outlive the secret key.
func (k *SecretKey) SealHashKey(with *SecretKey) []byte {
	return with.Seal(string(k.hash), hashKeyPurpose)
}

// WithHashKey gives the key that seals as k does and hashes with what SealHashKey sealed with k.
func (k *SecretKey) WithHashKey(sealed []byte) (*SecretKey, error) {
	hash, err := k.Open(sealed, hashKeyPurpose)
	if err != nil {
		return nil, fmt.Errorf("the key of the hashes: %w", err)
	}
	return &SecretKey{seal: k.seal, hash: []byte(hash), fingerprint: k.fingerprint}, nil
}

// GenerateSecretKey makes the text of a new key.
func GenerateSecretKey() string {
	raw := make([]byte, secretKeySize)
	rand.Read(raw) // never fails (crypto/rand)
	return base64.StdEncoding.EncodeToString(raw)
}

// Seal encrypts a secret (AES-256-GCM) bound to a purpose, such as an order's transaction id.
func (k *SecretKey) Seal(secret, purpose string) []byte {
	return k.seal.Seal(nil, nil, []byte(secret), []byte(purpose))
}

// Open decrypts what Seal made for the same purpose.
func (k *SecretKey) Open(sealed []byte, purpose string) (string, error) {
	plain, err := k.seal.Open(nil, nil, sealed, []byte(purpose))
	if err != nil {
		return "", errors.New("a stored secret cannot be opened: it was sealed with another secret key")
	}
	return string(plain), nil
}

// HashParams is the keyed hash by which equal requests are found: HMAC-SHA-256 in hexadecimal over the canonical form of
// values. JSON is canonical here: struct fields have one order and encoding/json sorts map keys. Secrets may go in; the key
// keeps them from being guessed back.
func (k *SecretKey) HashParams(values ...any) (string, error) {
	mac := hmac.New(sha256.New, k.hash)
	if err := json.NewEncoder(mac).Encode(values); err != nil {
		return "", fmt.Errorf("hash the parameters: %w", err)
	}
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// NewClTRIDBase makes the random base of an order's client transaction ids: 80 bits in hexadecimal.
func NewClTRIDBase() string {
	raw := make([]byte, 10)
	rand.Read(raw) // never fails (crypto/rand)
	return hex.EncodeToString(raw)
}

// HashToken is what is kept of a token: SHA-256 in hexadecimal. Tokens have more than 112 bits of entropy, so a plain
// hash suffices (OWASP ASVS 5.0, 6.5.2).
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
