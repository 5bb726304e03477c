package password

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"

	"nameyard/reseller"
)

// What apps take without being asked (RFC 6238): SHA-1, six digits, half a minute.
const (
	stepSeconds = 30
	digits      = 6
	secretSize  = 20 // as long as the hash (RFC 4226, section 4)
	clockSkew   = 1  // steps that the clock of a device may be off (RFC 6238, section 5.2)
)

// newSecret makes a shared secret.
func newSecret() []byte {
	secret := make([]byte, secretSize)
	rand.Read(secret) // never fails (crypto/rand)
	return secret
}

// codeAt is the code of a step (RFC 4226, section 5.3).
func codeAt(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	from := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[from:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", digits, number%1_000_000)
}

// stepOf is the step of which a code is, if it is of about now.
func stepOf(secret []byte, code string, now time.Time) (step int64, ok bool) {
	at := now.Unix() / stepSeconds
	for n := at - clockSkew; n <= at+clockSkew; n++ {
		if subtle.ConstantTimeCompare([]byte(codeAt(secret, n)), []byte(code)) == 1 {
			step, ok = n, true
		}
	}
	return step, ok
}

// totpDigits are the digits of a code as people type it: "123 456". ok is false for what has another form.
func totpDigits(code string) (string, bool) {
	code = strings.Join(strings.Fields(code), "")
	return code, len(code) == digits && strings.Trim(code, "0123456789") == ""
}

// spell is a secret as apps take it typed.
func spell(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// uri is a secret as apps take it from a QR code: otpauth (Key Uri Format of Google Authenticator).
func uri(brand, email string, secret []byte) string {
	query := url.Values{"secret": {spell(secret)}, "issuer": {brand}}
	return "otpauth://totp/" + url.PathEscape(brand+":"+email) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// recoveryCodes is how many recovery codes a user has.
const recoveryCodes = 10

// newRecoveryCodes makes recovery codes of 80 bits, with what is kept of them.
func newRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		raw := make([]byte, 10)
		rand.Read(raw) // never fails (crypto/rand)
		text := strings.ToLower(spell(raw))
		code := text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
		codes, hashes = append(codes, code), append(hashes, recoveryHash(code))
	}
	return codes, hashes
}

// recoveryHash is what is kept of a recovery code, however it is typed.
func recoveryHash(code string) string {
	return reseller.HashToken(strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code)))
}
