package webhooks

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

const (
	secretPrefix = "whsec_"
	// secretBytes is the length of a secret; the specification asks for 24 to 64 bytes.
	secretBytes = 32
	// OldSecretTime is how long a secret goes on signing beside the one that took its place.
	OldSecretTime = 24 * time.Hour
)

// NewSecret makes the text of a signing secret: "whsec_" and base64 of 32 random bytes.
func NewSecret() string {
	key := make([]byte, secretBytes)
	rand.Read(key) // never fails (crypto/rand)
	return secretPrefix + base64.StdEncoding.EncodeToString(key)
}

// Seal encrypts a secret to be kept with an endpoint.
func Seal(key *reseller.SecretKey, secret, sealID string) []byte {
	return key.Seal(secret, reseller.WebhookPurpose(sealID))
}

// sign makes the signature of a post: "v1," and base64 of HMAC-SHA256 over id, timestamp and body with dots between.
func sign(secret, id string, at time.Time, body string) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		return "", fmt.Errorf("a signing secret is damaged: %w", err)
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, strconv.FormatInt(at.Unix(), 10), body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

// signatures signs with every secret that an endpoint has at a wall time: while a secret is being replaced, with both.
func (s *Deliverer) signatures(e reseller.Endpoint, id string, at time.Time, body string) (string, error) {
	sealed := [][]byte{e.Secret}
	if at.Before(e.OldUntil) {
		sealed = append(sealed, e.OldSecret)
	}
	list := make([]string, 0, len(sealed))
	for _, one := range sealed {
		secret, err := s.Key.Open(one, reseller.WebhookPurpose(e.SealID))
		if err != nil {
			return "", fmt.Errorf("open the secret of webhook %d: %w", e.ID, err)
		}
		signature, err := sign(secret, id, at, body)
		if err != nil {
			return "", err
		}
		list = append(list, signature)
	}
	return strings.Join(list, " "), nil
}
