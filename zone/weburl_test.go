package zone_test

import (
	"strings"
	"testing"

	"nameyard/zone"
)

func TestCheckURLBringsItToNormalForm(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"other.net":                             "http://other.net",
		" other.net/a ":                         "http://other.net/a",
		"//other.net/a":                         "http://other.net/a",
		"HTTPS://WWW.Other.NET/Path?Q=1#F":      "https://www.other.net/Path?Q=1#F",
		"other.net:8080":                        "http://other.net:8080",
		"other.net:08080/x":                     "http://other.net:8080/x",
		"http://other.net.":                     "http://other.net",
		"https://bücher.se/å?ö#ä":               "https://xn--bcher-kva.se/%C3%A5?%C3%B6#%C3%A4",
		"http://other.net/a%20b":                "http://other.net/a%20b",
		"http://192.0.2.1:81/":                  "http://192.0.2.1:81/",
		"http://[2001:DB8::1]:81/":              "http://[2001:db8::1]:81/",
		"other.net?next=https://third.net/":     "http://other.net?next=https://third.net/",
		"other.net/to:here":                     "http://other.net/to:here",
		"http://my_shop.other.net":              "http://my_shop.other.net",
		"http://other.net/" + long(2000):        "http://other.net/" + long(2000),
		"https://other.net/it's;(a)=b,c!*$&+~@": "https://other.net/it's;(a)=b,c!*$&+~@",
	} {
		if got, err := zone.CheckURL(given); err != nil || got != want {
			t.Errorf("%q = %q, %v; want %q", given, got, err, want)
		}
	}
}

func TestCheckURLRefusesWhatVisitorsMustNotBeSentTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, words string }{
		{"javascript:alert(1)", "not to javascript:"},
		{"JavaScript://other.net/%0aalert(1)", "not to javascript:"},
		{"data:text/html,x", "not to data:"},
		{"mailto:a@other.net", "not to mailto:"},
		{"ftp://other.net", "not to ftp:"},
		{"http://user:pw@other.net/", "credentials"},
		{"http://other.net@evil.net/", "credentials"},
		{"http://", "empty label"},
		{"http:///path", "empty label"},
		{"http:/other.net", "empty label"},
		{"http://other.net:0/", "is not a port"},
		{"http://other.net:65536/", "is not a port"},
		{"http://other.net:x/", "is not a port"},
		{"http://localhost/", "is not a full host name"},
		{"http://1.2.3/", "is an address or ends in a number"},
		{"http://::1/", "is not"},
		{"http://[::1/", "is not"},
		{"http://[fe80::1%25eth0]/", "not a valid address"},
		{"http://[192.0.2.1]/", "not a valid address"},
		{"http://other.net/a b", "must be percent-encoded"},
		{"http://other.net/\r\nSet-Cookie: x", "must be percent-encoded"},
		{"http://other.net/\"><script>", "must be percent-encoded"},
		{`http://other.net\@evil.net`, "must be percent-encoded"},
		{"http://other.net/%zz", "not a valid URL"},
		{"http://*.other.net/", "* may stand only alone"},
		{"http://other.net/\xff", "valid UTF-8"},
		{"http://other.net/" + long(2040), "at most 2048"},
	} {
		got, err := zone.CheckURL(c.given)
		if err == nil {
			t.Errorf("%q = %q, want an error", c.given, got)
			continue
		}
		wantFault(t, err, "", c.words)
	}
}

func long(n int) string { return strings.Repeat("x", n) }

func FuzzCheckURLIsStable(f *testing.F) {
	for _, seed := range []string{"other.net", "HTTP://Bücher.se:080/å?ä#ö", "//[::1]/", "a.b:c", "http://a.b/%41"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		once, err := zone.CheckURL(given)
		if err != nil {
			return
		}
		if !strings.HasPrefix(once, "http://") && !strings.HasPrefix(once, "https://") || strings.ContainsAny(once, "\r\n \"<>\\") {
			t.Fatalf("%q = %q", given, once)
		}
		if twice, err := zone.CheckURL(once); err != nil || twice != once {
			t.Fatalf("%q = %q, and again %q, %v", given, once, twice, err)
		}
	})
}
