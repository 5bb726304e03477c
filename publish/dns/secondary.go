package dns

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// Secondary is a name server that takes the zones from us.
type Secondary struct {
	Name     string
	Address  netip.AddrPort // where it takes NOTIFY and answers questions
	Key      string         // of its TSIG, as in the keys; "" = it is known by its address
	Optional bool           // zones count as published without it
}

// Key is a TSIG key (RFC 8945).
type Key struct {
	Name      string // lower case, a dot at the end
	Algorithm string // the same: hmac-sha256.
	Secret    string // base64
}

// algorithms are those that keys may have.
var algorithms = []string{dns.HmacSHA224, dns.HmacSHA256, dns.HmacSHA384, dns.HmacSHA512}

// ParseSecondary reads NAME=ADDRESS[,key=KEYNAME][,optional]; the address has port 53 without one.
func ParseSecondary(text string) (Secondary, error) {
	name, rest, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return Secondary{}, fmt.Errorf("%q is not NAME=ADDRESS[,key=KEYNAME][,optional]", text)
	}
	s := Secondary{Name: name}
	address, rest, _ := strings.Cut(rest, ",")
	if _, _, err := net.SplitHostPort(address); err != nil {
		address = net.JoinHostPort(strings.Trim(address, "[]"), "53")
	}
	var err error
	if s.Address, err = netip.ParseAddrPort(address); err != nil {
		return s, fmt.Errorf("secondary %s: %q is not an IP address, with or without a port", name, address)
	}
	for word := range strings.SplitSeq(rest, ",") {
		switch key, isKey := strings.CutPrefix(word, "key="); {
		case isKey:
			s.Key = dns.CanonicalName(key)
		case word == "optional":
			s.Optional = true
		case word != "":
			return s, fmt.Errorf("secondary %s: %q is neither key=KEYNAME nor optional", name, word)
		}
	}
	return s, nil
}

// ReadKeys reads lines "name algorithm base64"; empty ones and those that begin with # are left out.
func ReadKeys(from io.Reader) (map[string]Key, error) {
	keys := map[string]Key{}
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		parts := strings.Fields(lines.Text())
		if len(parts) == 0 || strings.HasPrefix(parts[0], "#") {
			continue
		}
		if len(parts) != 3 {
			return nil, fmt.Errorf("line %d: a key is a name, an algorithm and a secret in base64", n)
		}
		key := Key{Name: dns.CanonicalName(parts[0]), Algorithm: dns.CanonicalName(parts[1]), Secret: parts[2]}
		if !slices.Contains(algorithms, key.Algorithm) {
			return nil, fmt.Errorf("line %d: algorithm %q is none of %s", n, parts[1], strings.Join(algorithms, " "))
		}
		if secret, err := base64.StdEncoding.DecodeString(key.Secret); err != nil || len(secret) < 16 {
			return nil, fmt.Errorf("line %d: the secret is not base64 of 16 bytes or more", n)
		}
		keys[key.Name] = key
	}
	return keys, lines.Err()
}
