package mail

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// clockSRS is an SRS whose time a test moves.
func clockSRS(domain string) (*SRS, *time.Time) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return NewSRS(domain, []byte("tops3cr3t"), func() time.Time { return now }), &now
}

func TestSendersComeBackFromSRS(t *testing.T) {
	t.Parallel()
	s, _ := clockSRS("srs.example.net")
	for _, sender := range []string{"alice@sender.example", "a=b+c-d@sender.example", "srs0@sender.example", "srs0@x.example", "o'neil@sub.sender.example"} {
		rewritten, ok := s.Forward(sender)
		if !ok || !strings.HasPrefix(rewritten, "SRS0=") || !strings.HasSuffix(rewritten, "@srs.example.net") {
			t.Errorf("%s became %q, %v", sender, rewritten, ok)
		}
		for _, spelt := range []string{rewritten, strings.ToLower(rewritten), strings.ToUpper(rewritten)} {
			if back, err := s.Reverse(spelt); err != nil || !strings.EqualFold(back, sender) {
				t.Errorf("%s came back as %q, %v", spelt, back, err)
			}
		}
	}
	for _, sender := range []string{"", "postmaster", "@sender.example", "a@localhost", "SRS0=x=y=z=a@srs.example.net", "a@SRS.example.net"} {
		if rewritten, ok := s.Forward(sender); ok {
			t.Errorf("%q became %q", sender, rewritten)
		}
	}
}

// Mail that goes over three forwarders keeps the first one's word of the sender; the last one need not know it.
func TestMailOverSeveralForwardersComesBack(t *testing.T) {
	t.Parallel()
	first, _ := clockSRS("first.example")
	second, _ := clockSRS("second.example")
	third, _ := clockSRS("third.example")
	one, _ := first.Forward("alice@sender.example")
	two, _ := second.Forward(one)
	three, _ := third.Forward(two)
	if !strings.HasPrefix(two, "SRS1=") || !strings.HasPrefix(three, "SRS1=") || !strings.Contains(three, "=first.example=") || strings.Contains(three, "second.example") {
		t.Fatalf("%s, %s, %s", one, two, three)
	}
	back, err := third.Reverse(three)
	if err != nil || back != one {
		t.Fatalf("%s came back as %q, %v", three, back, err)
	}
	if back, err = first.Reverse(back); err != nil || back != "alice@sender.example" {
		t.Errorf("%q, %v", back, err)
	}
}

func TestForgedAndOldSRSAddressesAreRefused(t *testing.T) {
	t.Parallel()
	s, now := clockSRS("srs.example.net")
	rewritten, _ := s.Forward("alice@sender.example")
	later := now.Add(21 * 24 * time.Hour)
	for _, forged := range []string{
		"alice@srs.example.net", "SRS0=@srs.example.net", "SRS0=AAAA=AA=sender.example=alice@srs.example.net", "SRS1=AAAA=x.example==a=b@srs.example.net",
		"SRS1=x@srs.example.net", strings.Replace(rewritten, "alice", "mallory", 1), strings.Replace(rewritten, "srs.example.net", "other.example", 1),
		strings.Replace(rewritten, "SRS0", "SRS1", 1), "SRS0", "", "@", "SRS0=\x00@srs.example.net",
	} {
		if back, err := s.Reverse(forged); !errors.Is(err, ErrNotSRS) {
			t.Errorf("%q came back as %q", forged, back)
		}
	}
	*now = later
	if _, err := s.Reverse(rewritten); err != nil {
		t.Errorf("after 21 days: %v", err)
	}
	*now = later.Add(24 * time.Hour)
	if back, err := s.Reverse(rewritten); err == nil {
		t.Errorf("after 22 days it came back as %q", back)
	}
}

// The addresses are those of postsrsd and libsrs2 (1.10) for the same secret: HMAC-SHA-1 over stamp, domain and local part in lower case.
func TestSRSAddressesAreThoseOfOthers(t *testing.T) {
	t.Parallel()
	s, _ := clockSRS("srs.example.net")
	for sender, want := range map[string]string{
		"alice@sender.example":                                                 "SRS0=o4vq=BB=sender.example=alice@srs.example.net",
		"SRS0=o4vq=BB=sender.example=alice@first.example":                      "SRS1=cYoT=first.example==o4vq=BB=sender.example=alice@srs.example.net",
		"SRS1=abcd=first.example==o4vq=BB=sender.example=alice@second.example": "SRS1=cYoT=first.example==o4vq=BB=sender.example=alice@srs.example.net",
	} {
		if got, _ := s.Forward(sender); got != want {
			t.Errorf("%s became %s", sender, got)
		}
	}
}
