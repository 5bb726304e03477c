package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/miekg/dns"
)

// publishing is the program as a primary, and Knot.
type publishing struct {
	*night
	knotd     string
	report    *report
	names     []string
	dns, knot string // addresses
	keys      string // file of the TSIG keys
	config    string // of Knot

	credentials string // how requests begin
}

// The key of the sample in docs/name-servers/knot.conf, and the catalogs.
const (
	transferKey    = "xfr-key."
	transferSecret = "bmFtZXlhcmQgZXhhbXBsZSBrZXkgMzIgYnl0ZXMgbG8="
	catalogName    = "catalog.example.net"
	catalogCount   = 16
)

// patience is how long the bench waits for something that must come.
const patience = 30 * time.Minute

// prepare writes the settings of both: Knot's are the sample of the documentation with other addresses and folders.
func (z *publishing) prepare(ctx context.Context, dir string) error {
	if _, err := demoStart(ctx, z.program, z.data); err != nil {
		return err
	}
	token, err := z.token(ctx, demoAccount)
	if err != nil {
		return err
	}
	z.credentials = "token=" + token + "&authemail=" + demoAccount + "&action="
	if _, err := z.command(ctx, "token", "revoke", demoAccount, "1"); err != nil { // everybody knows it, and serve does not start
		return err
	}
	if z.dns, err = freeForDNS(ctx); err != nil {
		return err
	}
	if z.knot, err = freeForDNS(ctx); err != nil {
		return err
	}
	z.keys = filepath.Join(dir, "tsig.keys")
	if err := os.WriteFile(z.keys, []byte(transferKey+" hmac-sha256 "+transferSecret+"\n"), 0o600); err != nil {
		return err
	}
	sample, err := os.ReadFile(filepath.Join("docs", "name-servers", "knot.conf"))
	if err != nil {
		return fmt.Errorf("run the bench in the repository: %w", err)
	}
	folder := filepath.Join(dir, "knot")
	at := func(address string) string { return strings.Replace(address, ":", "@", 1) }
	text := strings.NewReplacer("192.0.2.1@53", at(z.dns), "192.0.2.53@53", at(z.knot), "address: 192.0.2.1\n", "address: 127.0.0.1\n",
		"/var/lib/knot", folder, "/run/knot", folder).Replace(string(sample))
	z.config = filepath.Join(dir, "knot.conf")
	var names strings.Builder
	for i := range catalogCount {
		fmt.Fprintf(&names, "%d.%s\n", i, catalogName)
	}
	script := exec.CommandContext(ctx, "sh", filepath.Join("docs", "name-servers", "catalogs-for-knot.sh"))
	script.Stdin = strings.NewReader(names.String())
	catalogs, err := script.Output()
	return errors.Join(err, os.MkdirAll(folder, 0o700), os.WriteFile(z.config, []byte(text), 0o600),
		os.WriteFile(filepath.Join(dir, "catalogs.conf"), catalogs, 0o600))
}

// freeForDNS gives an address on which nothing listens, over UDP and TCP.
func freeForDNS(ctx context.Context) (string, error) {
	for range 20 {
		address, err := freeAddress()
		if err != nil {
			return "", err
		}
		if p, err := new(net.ListenConfig).ListenPacket(ctx, "udp", address); err == nil {
			return address, p.Close()
		}
	}
	return "", errors.New("no port is free for UDP and TCP")
}

// serve starts the program as the primary, without the limits of accounts, and waits for its first answer over HTTP.
func (z *publishing) serve(ctx context.Context) (*peer, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p, err := startPeer(ctx, ours, z.program, "serve", "--listen", address, "--data", z.data, "--secret-key-file", filepath.Join(z.data, "secret.key"), "--log-level", "error", "--seller-name", "Bench", "--sandbox",
		"--rate", "1000000", "--burst", "1000000", "--free-changes", "1000000000", "--zone-history-mib", "1000000",
		"--nameservers", "ns1.example.net", "--nameservers", "ns2.example.net", "--dns-listen", z.dns, "--dns-tsig-key-file", z.keys,
		"--dns-catalog", catalogName, "--dns-catalogs", fmt.Sprint(catalogCount), "--dns-secondary", "knot="+z.knot+",key="+strings.TrimSuffix(transferKey, "."))
	if err != nil {
		return nil, err
	}
	p.address = address
	for begun := time.Now(); ; {
		l, err := dial(ctx, address)
		if err == nil {
			err = errors.Join(l.mustPost([]byte(z.credentials+"CreditAmount")), l.conn.Close())
		}
		if err == nil {
			return p, nil
		}
		if time.Since(begun) > 20*time.Second || ctx.Err() != nil {
			return nil, errors.Join(err, p.stop())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func (z *publishing) startKnot(ctx context.Context) (*peer, error) {
	return startPeer(ctx, "knot", z.knotd, "-c", z.config)
}

// startPeer starts a program that ends on SIGTERM.
func startPeer(ctx context.Context, name, program string, args ...string) (*peer, error) {
	command := exec.CommandContext(ctx, program, args...)
	var told bytes.Buffer
	command.Stderr = &told
	if err := command.Start(); err != nil {
		return nil, err
	}
	ended := false
	return &peer{name: name, pid: command.Process.Pid, stop: func() error {
		if ended {
			return nil
		}
		ended = true
		err := command.Process.Signal(syscall.SIGTERM)
		var exit *exec.ExitError
		if failed := command.Wait(); failed != nil && !errors.As(failed, &exit) {
			err = errors.Join(err, failed)
		}
		if told.Len() > 0 {
			say("%s said: %.500s", name, told.String())
		}
		return err
	}}, nil
}

// members counts the zones in the catalogs.
func (z *publishing) members() (all int, err error) {
	for i := range catalogCount {
		some, err := z.membersOf(fmt.Sprintf("%d.%s.", i, catalogName))
		if err != nil {
			return 0, err
		}
		all += some
	}
	return all, nil
}

func (z *publishing) membersOf(catalog string) (int, error) {
	m := new(dns.Msg).SetAxfr(catalog)
	m.SetTsig(transferKey, dns.HmacSHA256, 300, time.Now().Unix())
	transfer := dns.Transfer{TsigSecret: map[string]string{transferKey: transferSecret}, ReadTimeout: time.Minute}
	parts, err := transfer.In(m, z.dns)
	if err != nil {
		return 0, err
	}
	members := 0
	for part := range parts {
		if part.Error != nil {
			err = part.Error
		}
		for _, rr := range part.RR {
			if rr.Header().Rrtype == dns.TypePTR {
				members++
			}
		}
	}
	return members, err
}

// untilNoneBehind waits until the primary says that Knot has all zones.
func (z *publishing) untilNoneBehind(ctx context.Context, address string) error {
	for begun := time.Now(); ; {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/metrics", nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		text, err := io.ReadAll(answer.Body)
		if err = errors.Join(err, answer.Body.Close()); err != nil {
			return err
		}
		if strings.Contains(string(text), "nameyard_dns_secondary_behind_zones{secondary=\"knot\"} 0\n") {
			return nil
		}
		if time.Since(begun) > patience {
			return errors.New("the primary does not learn that Knot has all zones")
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

func pause(ctx context.Context, span time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(span):
		return nil
	}
}
