package wire

import "time"

// The namespaces of EPP and of the extensions that Nameyard speaks.
const (
	NSEPP        = "urn:ietf:params:xml:ns:epp-1.0"
	NSDomain     = "urn:ietf:params:xml:ns:domain-1.0"       // RFC 5731
	NSHost       = "urn:ietf:params:xml:ns:host-1.0"         // RFC 5732
	NSContact    = "urn:ietf:params:xml:ns:contact-1.0"      // RFC 5733
	NSSecDNS     = "urn:ietf:params:xml:ns:secDNS-1.1"       // RFC 5910
	NSRGP        = "urn:ietf:params:xml:ns:rgp-1.0"          // RFC 3915
	NSFee        = "urn:ietf:params:xml:ns:epp:fee-1.0"      // RFC 8748
	NSChangePoll = "urn:ietf:params:xml:ns:changePoll-1.0"   // RFC 8590
	NSLoginSec   = "urn:ietf:params:xml:ns:epp:loginSec-1.0" // RFC 8807
	NSLowBalance = "http://www.verisign.com/epp/lowbalance-poll-1.0"
	NSIIS        = "urn:se:iis:xml:epp:iis-1.2" // .se and .nu

	NSKeysys   = "http://www.key-systems.net/epp/keysys-1.0"     // a wholesale registrar's parameters, as elements
	NSKeyValue = "http://schema.ispapi.net/epp/xml/keyvalue-1.0" // the same as pairs
)

// The parts of a document that no object mapping is needed for.
const (
	Version  = "1.0"
	Language = "en"
	dateTime = "2006-01-02T15:04:05.000000Z"
)

// Time writes an instant as XML Schema's dateTime in UTC, with microseconds.
func Time(t time.Time) string { return t.UTC().Format(dateTime) }

// Date writes the UTC date of an instant (curExpDate, RFC 5731 §3.2.3).
func Date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// WrittenDate is the date of a dateTime in the zone that it is written in: registries compare curExpDate with it. Empty if it is no dateTime.
func WrittenDate(s string) string {
	if ParseTime(s).IsZero() {
		return ""
	}
	return s[:len(time.DateOnly)]
}

// ParseTime reads a dateTime with any zone, or a date; zero if it is neither.
func ParseTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
