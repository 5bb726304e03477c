package mail

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"strings"
	"time"
)

// SRS rewrites envelope senders of mail that is forwarded, so that the receiver's SPF check finds the forwarder, and takes bounces back
// to the sender (Sender Rewriting Scheme; the format of libsrs2 and postsrsd). Keys of maps come in lower case, so hashes are compared
// without case.
type SRS struct {
	domain string
	key    []byte
	now    func() time.Time
}

// NewSRS makes an SRS for a domain of ours, in lower case. All servers that forward need the same key.
func NewSRS(domain string, key []byte, now func() time.Time) *SRS {
	return &SRS{domain, key, now}
}

// The parts of an SRS address.
const (
	srs0, srs1 = "srs0", "srs1"
	hashChars  = 4
	stampChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	stampDays  = 1024 // after which stamps begin anew
	validDays  = 21   // in which a bounce is taken back
)

// ErrNotSRS says that an address is not one that this SRS made, or not any more.
var ErrNotSRS = errors.New("not an SRS address of ours, or too old")

// Forward gives the sender under which mail from a sender is forwarded; ok is false if it stays as it is: there is no domain to speak
// of, or it is ours already.
func (s *SRS) Forward(sender string) (rewritten string, ok bool) {
	at := strings.LastIndexByte(sender, '@')
	if at <= 0 || !strings.Contains(sender[at:], ".") || strings.EqualFold(sender[at+1:], s.domain) {
		return "", false
	}
	local, domain := sender[:at], sender[at+1:]
	switch kind, rest := srsKind(local); kind {
	case srs0: // forwarded once before: keep what the first forwarder wrote, and its domain
		opaque := local[len(srs0):]
		return "SRS1=" + s.hash(domain, opaque) + "=" + domain + "=" + opaque + "@" + s.domain, true
	case srs1: // forwarded more than once before: the first forwarder stays in charge
		if _, first, opaque, ok := cutSRS1(rest); ok {
			return "SRS1=" + s.hash(first, opaque) + "=" + first + "=" + opaque + "@" + s.domain, true
		}
	}
	stamp := s.stamp()
	return "SRS0=" + s.hash(stamp, domain, local) + "=" + stamp + "=" + domain + "=" + local + "@" + s.domain, true
}

// Reverse gives whom a bounce to an SRS address is for. ErrNotSRS if it was not made here, or more than 21 days ago.
func (s *SRS) Reverse(address string) (string, error) {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || !strings.EqualFold(address[at+1:], s.domain) {
		return "", ErrNotSRS
	}
	switch kind, rest := srsKind(address[:at]); kind {
	case srs0:
		parts := strings.SplitN(rest, "=", 4)
		if len(parts) == 4 && s.isHash(parts[0], parts[1:]...) && s.fresh(parts[1]) {
			return parts[3] + "@" + parts[2], nil
		}
	case srs1:
		if hash, first, opaque, ok := cutSRS1(rest); ok && s.isHash(hash, first, opaque) {
			return "SRS0" + opaque + "@" + first, nil
		}
	}
	return "", ErrNotSRS
}

// srsKind tells which kind of SRS address a local part is, "" for none, and what follows the separator.
func srsKind(local string) (kind, rest string) {
	if len(local) <= len(srs0) || !strings.ContainsRune("=-+", rune(local[len(srs0)])) {
		return "", ""
	}
	kind = strings.ToLower(local[:len(srs0)])
	if kind != srs0 && kind != srs1 {
		return "", ""
	}
	return kind, local[len(srs0)+1:]
}

// cutSRS1 takes apart what follows "SRS1=": hash, first forwarder, and that one's address behind "SRS0" with its separator.
func cutSRS1(rest string) (hash, first, opaque string, ok bool) {
	parts := strings.SplitN(rest, "=", 3)
	if len(parts) != 3 || parts[1] == "" || len(parts[2]) < 2 || !strings.ContainsRune("=-+", rune(parts[2][0])) {
		return "", "", "", false
	}
	return parts[0], parts[1], parts[2], true
}

func (s *SRS) hash(parts ...string) string {
	mac := hmac.New(sha1.New, s.key)
	for _, p := range parts {
		mac.Write([]byte(strings.ToLower(p)))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))[:hashChars]
}

func (s *SRS) isHash(given string, parts ...string) bool {
	return subtle.ConstantTimeCompare([]byte(strings.ToLower(given)), []byte(strings.ToLower(s.hash(parts...)))) == 1
}

func (s *SRS) day() int { return int(s.now().Unix() / (24 * 60 * 60) % stampDays) }

func (s *SRS) stamp() string {
	day := s.day()
	return string([]byte{stampChars[day>>5], stampChars[day&31]})
}

// fresh reports whether a stamp is at most validDays old.
func (s *SRS) fresh(stamp string) bool {
	stamp = strings.ToUpper(stamp)
	if len(stamp) != 2 {
		return false
	}
	high, low := strings.IndexByte(stampChars, stamp[0]), strings.IndexByte(stampChars, stamp[1])
	if high < 0 || low < 0 {
		return false
	}
	age := (s.day() - high<<5 - low + stampDays) % stampDays
	return age <= validDays || age == stampDays-1 // another server's clock may be past midnight
}
