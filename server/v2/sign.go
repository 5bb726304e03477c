package v2

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"time"
)

// The headers that say who asks.
const (
	HeaderUsername  = "username"  // the account's e-mail address
	HeaderToken     = "token"     // what Sign gives
	HeaderTimestamp = "timestamp" // Unix seconds, optional: the hour of the token is this one's
)

// Credentials are what a request says it comes from, as the headers have it.
type Credentials struct {
	Username  string
	Token     string
	Timestamp string
}

// The room that clocks and slow lines are given.
const (
	timestampSlack = 60 * time.Second // a timestamp may be off by this much
	hourSlack      = 5 * time.Minute  // without a timestamp, a token of the past hour is good for this long
)

// hourLayout is the hour that a token is made for, as PHP's gmdate("y-m-d H") writes it.
const hourLayout = "06-01-02 15"

// Sign makes the token of an API key for the hour in which at lies: base64 of the lower-case hexadecimal HMAC-SHA-256 of
// the key, with "<username>:<yy-mm-dd HH>" in UTC as the HMAC's key. That is 88 characters.
func Sign(username, key string, at time.Time) string {
	mac := hmac.New(sha256.New, []byte(username+":"+at.UTC().Format(hourLayout)))
	mac.Write([]byte(key))
	return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(mac.Sum(nil))))
}

// Hours gives two times in whose hours a token may have been made, by the wall clock. Where there is only one, both are the
// same, so that every request costs the same work. ok is false if the timestamp is no number or is off by too much; the
// hours are then as without one.
func (c Credentials) Hours(wall time.Time) (hours [2]time.Time, ok bool) {
	hours = [2]time.Time{wall, wall.Add(-hourSlack)}
	if c.Timestamp == "" {
		return hours, true
	}
	seconds, err := strconv.ParseInt(c.Timestamp, 10, 64)
	if err != nil {
		return hours, false
	}
	at := time.Unix(seconds, 0)
	if off := wall.Sub(at); off > timestampSlack || off < -timestampSlack {
		return hours, false
	}
	return [2]time.Time{at, at}, true
}
