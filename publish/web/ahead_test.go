package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"time"
)

// noFiles keeps no certificate.
type noFiles struct{ Files }

func (noFiles) CertificateFiles(context.Context, string) ([]string, error) { return nil, nil }

// However many hosts do not lead here, and however soon they may be looked at again, each has its turn.
func TestEveryHostHasItsTurnAheadOfVisitors(t *testing.T) {
	t.Parallel()
	listener := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8443}
	reach := Reach{Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}, Resolver: &net.Resolver{
		PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("there is no DNS") },
	}}
	certificates, err := NewCertificates(ACME{}, noFiles{}, nil, nil, reach, slog.New(slog.DiscardHandler), nil, listener)
	if err != nil {
		t.Fatal(err)
	}
	defer certificates.Close()
	var hosts []string
	for i := range 2*resolveMost + 50 {
		hosts = append(hosts, fmt.Sprintf("host%03d.invalid", i))
	}
	ahead, looked := Ahead{Certificates: certificates, Hosts: func() []string { return hosts }}, map[string]bool{}
	between := turns{later: map[string]time.Time{}}
	for range 3 {
		ahead.round(t.Context(), &between)
		if len(between.later) != resolveMost {
			t.Errorf("%d hosts were looked at in one round, want %d", len(between.later), resolveMost)
		}
		for host := range between.later {
			looked[host] = true
		}
		clear(between.later) // all rests have ended
	}
	if len(looked) != len(hosts) {
		t.Errorf("%d of %d hosts had their turn", len(looked), len(hosts))
	}
	if got := (&turns{last: "gone"}).order([]string{"a", "z"}); got[0] != "z" || got[1] != "a" || len((&turns{}).order(nil)) != 0 {
		t.Errorf("after a host that is gone: %v", got)
	}
}
