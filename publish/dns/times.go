package dns

import "nameyard/zone"

// Times in seconds. The refresh is a safety net, since changes are notified; the expiry lets secondaries answer for four weeks on
// their own; the minimum is how long resolvers keep a negative answer (RFC 2308 §4).
const (
	soaRefresh = 3600
	soaRetry   = 600
	soaExpire  = 28 * 86400
	soaMinimum = 300

	defaultTTL = zone.DefaultTTL
	// aliasTTL is the most that addresses have which are another host's: that host's own owner may change them at any time.
	aliasTTL = 300
)
