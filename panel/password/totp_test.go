package password

import (
	"testing"
	"time"
)

// The values of RFC 6238, appendix B, cut to six digits.
func TestCodesAreThoseOfTheRFC(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := codeAt(secret, at/stepSeconds); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
	now := time.Unix(1234567890, 0)
	for off, want := range map[time.Duration]bool{0: true, 30 * time.Second: true, -30 * time.Second: true, time.Minute: false, -time.Minute: false} {
		if step, ok := stepOf(secret, codeAt(secret, now.Add(off).Unix()/stepSeconds), now); ok != want || ok && step != now.Add(off).Unix()/stepSeconds {
			t.Errorf("a code of %s: step %d, %t", off, step, ok)
		}
	}
}

// What is asked of a password is its length, in characters as people count them.
func TestPasswordsAreLong(t *testing.T) {
	for text, want := range map[string]bool{
		"elva tecken": false, "tolv tecken!": true, "åäöåäöåäöåäö": true, "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301": false, "\xff123456789012": false,
	} {
		if err := Check(text); (err == nil) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
