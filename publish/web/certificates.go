package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
	"golang.org/x/time/rate"

	"nameyard/publish"
	"nameyard/reseller"
)

// ACME says from which certificate authority certificates come (RFC 8555).
type ACME struct {
	Directory string         // URL; "" = Let's Encrypt
	Roots     *x509.CertPool // whom the directory's own certificate is trusted by; nil = the system's
	Email     string         // of the account there; may be empty
}

// Certificates gets and renews certificates for the hosts of web forwards ahead or when the first visitor comes, and for no
// others.
type Certificates struct {
	zones  Zones
	log    *slog.Logger
	cache  *certmagic.Cache
	config *certmagic.Config
	issuer *certmagic.ACMEIssuer
	reach  Reach
	asked  *rate.Limiter // of certificates that visitors wait for

	mu    sync.Mutex
	rests map[string]time.Time // until when hosts are left alone, wall time

	outcomes Outcomes
	failures map[string]failure // by host
}

// How long a host is left alone: after a certificate could not be got, since authorities count failures, and where the DNS does not lead
// it here.
const (
	failedRest    = 15 * time.Minute
	elsewhereRest = time.Minute
)

// How many certificates visitors may have asked for at once, and in an hour: Let's Encrypt grants 300 orders in three hours.
const (
	askedAtOnce = 50
	askedHourly = 80
)

// obtainTime is how long a certificate authority may take: a visitor waits for it.
const obtainTime = 30 * time.Second

// NewCertificates makes Certificates, which are kept in files, sealed with the key. Challenges are answered on the two listeners: HTTP on
// plain, which may be nil, and TLS-ALPN on encrypted.
func NewCertificates(acme ACME, files Files, key *reseller.SecretKey, zones Zones, reach Reach, log *slog.Logger, plain, encrypted net.Addr) (*Certificates, error) {
	c := &Certificates{zones: zones, log: log, reach: reach, rests: map[string]time.Time{}, failures: map[string]failure{}, asked: rate.NewLimiter(askedHourly/rate.Limit(time.Hour.Seconds()), askedAtOnce)}
	quiet := zap.NewNop() // what counts comes as events
	c.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return c.config, nil }, Logger: quiet,
	})
	c.config = certmagic.New(c.cache, certmagic.Config{
		Storage: newStorage(files, key, log), Logger: quiet, OnEvent: c.note, OCSP: certmagic.OCSPConfig{DisableStapling: true},
		OnDemand: &certmagic.OnDemandConfig{DecisionFunc: c.decide},
	})
	template := certmagic.ACMEIssuer{CA: acme.Directory, Email: acme.Email, Agreed: true, TrustedRoots: acme.Roots, Logger: quiet, CertObtainTimeout: obtainTime}
	var err error
	if template.ListenHost, template.AltTLSALPNPort, err = hostPort(encrypted); err != nil {
		return nil, err
	}
	if plain == nil {
		template.DisableHTTPChallenge = true
	} else if _, template.AltHTTPPort, err = hostPort(plain); err != nil {
		return nil, err
	}
	if acme.Directory == "" {
		template.CA = certmagic.LetsEncryptProductionCA
	}
	c.issuer = certmagic.NewACMEIssuer(c.config, template)
	c.config.Issuers = []certmagic.Issuer{c.issuer}
	return c, nil
}

func hostPort(a net.Addr) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(a.String())
	if err == nil {
		port, err = strconv.Atoi(text)
	}
	if err != nil {
		return "", 0, fmt.Errorf("the address of a listener: %w", err)
	}
	return host, port, nil
}

// TLS is the configuration of the listener for HTTPS.
func (c *Certificates) TLS() *tls.Config {
	config := c.config.TLSConfig()
	config.NextProtos = append([]string{"h2", "http/1.1"}, config.NextProtos...)
	config.MinVersion = tls.VersionTLS12
	config.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		ctx, cancel := context.WithTimeout(hello.Context(), obtainTime)
		defer cancel()
		return c.config.GetCertificateWithContext(ctx, hello)
	}
	return config
}

// Challenges answers the authority's HTTP challenges, and passes everything else on.
func (c *Certificates) Challenges(next http.Handler) http.Handler {
	return c.issuer.HTTPChallengeHandler(next)
}

// Close stops renewals.
func (c *Certificates) Close() { c.cache.Stop() }

// decide refuses a certificate for a host that has no web forward here. One that is not there yet is also refused if it was not to be
// had just now, if the DNS leads the host elsewhere, so that the authority would refuse it, or if too many were asked for: whoever knows
// many hosts of ours must not use up what the authority grants.
func (c *Certificates) decide(ctx context.Context, host string) error {
	err := serves(ctx, c.zones, host)
	switch {
	case errors.Is(err, reseller.ErrNotFound) && !errors.Is(err, publish.ErrAway):
		return fmt.Errorf("no web forward at %s", host)
	case err != nil:
		return err
	case c.config.Storage.Exists(ctx, c.stored(host)):
		return nil
	case c.atRest(host):
		return fmt.Errorf("no certificate was to be had for %s a short time ago", host)
	case len(c.reach.Addresses) > 0 && !c.reach.leadsHere(ctx, host):
		c.leave(host, elsewhereRest)
		return fmt.Errorf("the DNS does not lead %s here", host)
	case !c.asked.Allow():
		return errors.New("too many certificates are asked for at the moment")
	}
	return nil
}

// stored is where the certificate of a host is kept.
func (c *Certificates) stored(host string) string {
	return certmagic.StorageKeys.SiteCert(c.issuer.IssuerKey(), host)
}

func (c *Certificates) atRest(host string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	until, rests := c.rests[host]
	if rests && !time.Now().Before(until) {
		delete(c.rests, host)
		rests = false
	}
	return rests
}

// leave leaves a host alone for some time.
func (c *Certificates) leave(host string, rest time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.leaveLocked(host, rest)
}

func (c *Certificates) leaveLocked(host string, rest time.Duration) {
	now := time.Now()
	if len(c.rests) >= maxHosts {
		drop(c.rests, func(until time.Time) bool { return !now.Before(until) })
	}
	c.rests[host] = now.Add(rest)
}

// note logs and counts what came of a certificate, and remembers hosts without.
func (c *Certificates) note(_ context.Context, event string, data map[string]any) error {
	host, _ := data["identifier"].(string)
	renewal, _ := data["renewal"].(bool)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch event {
	case "cert_obtained":
		c.ended(host, true, renewal)
		c.log.Info("a certificate was issued", "host", host, "renewal", renewal)
	case "cert_failed":
		c.ended(host, false, renewal)
		c.leaveLocked(host, failedRest)
		c.log.Warn("no certificate was issued", "host", host, "err", data["error"])
	}
	return nil
}
