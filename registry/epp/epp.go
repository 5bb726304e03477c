// Package epp is the connector to registries, and to gateways of wholesale registrars, that speak EPP (RFC 5730–5734): domains,
// contacts and hosts, the message queue, DNSSEC (RFC 5910), grace periods (RFC 3915), fees (RFC 8748), change messages (RFC 8590)
// and longer passwords (RFC 8807). What differs between registries is data (Profile).
//
// What a command costs is never risked twice: a command of which a byte was written and whose answer does not come, is not
// understood, or answers another command, is registry.ErrUnknown; the session that it went over is not used again.
package epp

import (
	"crypto/tls"
	"log/slog"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Settings is how to reach one registry, and as whom.
type Settings struct {
	Address  string      // host:port; EPP's port is 700
	TLS      *tls.Config // with the client certificate, where the registry wants one
	System   string      // "test" or "live": what is bought there, as the operator says
	ClientID string      // our registrar id; names whose clID it is are ours
	Password string
	// PasswordFile is read anew at each login, if it is set: a change of the password (ChangePassword) reaches servers that run.
	PasswordFile string
	next         string // to be set with the login
	// Sessions is how many connections may be open at once; registries limit them. 0 = 2.
	Sessions int
	// PerSecond is how many commands a second the registry allows, over all sessions. 0 = no limit.
	PerSecond int
	// Timeout is how long one command waits for its answer, and how long connecting and logging in may take. 0 = 25 s.
	Timeout time.Duration
	// KeepAlive is how long a session may lie idle before it is tried with <hello> ahead of the next command. 0 = 30 s.
	KeepAlive time.Duration
	// HelloEvery is how long a session may be silent: then it says <hello>, so that the registry does not end it. 0 = 4 min.
	HelloEvery time.Duration
	// Rest is how long after a failed login none is tried; it doubles with each further one, up to 5 minutes. 0 = 1 s.
	Rest time.Duration
	// LowFunds is the amount below which the operator wants to hear of our balance there, decimal in the currency that the registry tells.
	LowFunds string
	Profile  Profile
	TLDs     reseller.TLDs // that the registry serves, with their rules
	// Sold are the TLDs that messages may speak of: several connectors may share our account at a registry, and with it one queue. nil = TLDs.
	Sold reseller.TLDs
	Log  *slog.Logger // nil = slog.Default()
}

// Account tells as whom it acts and where (registry.Accountable).
func (c *Connector) Account() string { return c.set.ClientID + " at " + c.set.Address }

func (s Settings) withDefaults() Settings {
	if s.Sold == nil {
		s.Sold = s.TLDs
	}
	if s.Sessions == 0 {
		s.Sessions = 2
	}
	if s.Timeout == 0 {
		s.Timeout = 25 * time.Second
	}
	if s.KeepAlive == 0 {
		s.KeepAlive = 30 * time.Second
	}
	if s.HelloEvery == 0 {
		s.HelloEvery = 4 * time.Minute
	}
	if s.Rest == 0 {
		s.Rest = time.Second
	}
	s.Profile = s.Profile.withDefaults()
	return s
}

// Connector speaks EPP with one registry (registry.Connector and capabilities). It is safe for concurrent use.
type Connector struct {
	set   Settings
	pool  *pool
	known *seen // objects that are at the registry already
	registry.Observer
	told told
}

// New makes the connector. Nothing is sent before the first command.
func New(set Settings) *Connector {
	set = set.withDefaults()
	return &Connector{set: set, pool: newPool(set), known: newSeen()}
}

// Close logs out of idle sessions and closes them. Commands under way finish.
func (c *Connector) Close() error {
	c.pool.close()
	return nil
}
