package dns

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/miekg/dns"
)

// asker asks one secondary, with a signature if it has a key.
type asker struct {
	Secondary
	key Key
	now func() time.Time // wall time
}

// SOAAnswer is what a name server said when it was asked for the serial of a zone.
type SOAAnswer struct {
	Serial uint32 // 0 = it told none
	// Said is what it said, or did, instead of telling a serial: a code of RFC 1035 §4.1.1, RFC 2136 §2.2 or RFC 8945 §3, or one of the below.
	Said string
}

// What a name server does that answers with no code. NoAnswer may be a packet that was lost.
const (
	NoAnswer   = "no answer"
	ClosedPort = "port closed"
	Unsigned   = "wrong signature"   // the signature of its answer does not hold, or is missing where the question had one
	CutShort   = "cut short"         // it says over UDP that there is more to be had over TCP, and does not answer there
	Borrowed   = "not authoritative" // it tells a serial that it has from others, as a resolver does: nothing of a copy of its own
)

// errSilent is how a question ends that nobody answers.
var errSilent = errors.New("no answer")

// Silent reports whether there was no answer at all.
func (a SOAAnswer) Silent() bool { return a.Said == NoAnswer || a.Said == ClosedPort }

// HasNone reports whether the server said that the zone is not there. REFUSED is no such answer: it may be withheld, too.
func (a SOAAnswer) HasNone() bool {
	return a.Said == dns.RcodeToString[dns.RcodeSuccess] || a.Said == dns.RcodeToString[dns.RcodeNameError]
}

// RefusesKey reports whether the server takes no question that is signed as ours are, whatever it is about, or does not sign its answers so.
func (a SOAAnswer) RefusesKey() bool {
	switch a.Said {
	case Unsigned, code(dns.RcodeBadKey), code(dns.RcodeBadSig), code(dns.RcodeBadTime):
		return true
	}
	return false
}

// Has reports whether the server has a serial of the zone, or a later one.
func (a SOAAnswer) Has(serial uint32) bool { return a.Said == "" && !Older(a.Serial, serial) }

// SerialAt asks a secondary for the serial that it has of a zone, and again where a packet may have been lost. The key is the secondary's own, if it has one.
func SerialAt(ctx context.Context, s Secondary, key Key, apex string, now func() time.Time) SOAAnswer {
	a := asker{s, key, now}
	got := a.serialOf(ctx, dns.CanonicalName(apex))
	for tries := 1; got.Said == NoAnswer && tries < lossTries && ctx.Err() == nil; tries++ {
		got = a.serialOf(ctx, dns.CanonicalName(apex))
	}
	return got
}

// serialOf asks for the serial that the secondary has of a zone. Knot tells of catalogs over TCP only, and what limits answers sends those that are cut.
func (a asker) serialOf(ctx context.Context, apex string) SOAAnswer {
	m := new(dns.Msg).SetQuestion(apex, dns.TypeSOA)
	m.RecursionDesired = false
	answer, err := a.ask(ctx, "udp", m)
	if err == nil && (answer.Rcode == dns.RcodeRefused || answer.Truncated) {
		over, failed := a.ask(ctx, "tcp", m)
		switch {
		case over != nil:
			answer, err = over, failed
		case answer.Truncated:
			return SOAAnswer{Said: CutShort}
		}
	}
	switch {
	case answer == nil && errors.Is(err, syscall.ECONNREFUSED):
		return SOAAnswer{Said: ClosedPort}
	case answer == nil:
		return SOAAnswer{Said: NoAnswer}
	}
	if tsig := answer.IsTsig(); tsig != nil && tsig.Error != dns.RcodeSuccess {
		return SOAAnswer{Said: code(int(tsig.Error))}
	}
	told := SOAAnswer{Said: code(answer.Rcode)}
	switch {
	case err != nil, a.key.Name != "" && answer.IsTsig() == nil && told.HasNone(): // anybody could have said so; an error may be unsigned (RFC 8945 §5.3.2)
		return SOAAnswer{Said: Unsigned}
	case answer.Rcode != dns.RcodeSuccess:
		return told
	}
	for _, rr := range answer.Answer {
		soa, is := rr.(*dns.SOA)
		switch {
		case !is || dns.CanonicalName(soa.Hdr.Name) != apex:
		case !answer.Authoritative:
			return SOAAnswer{Said: Borrowed}
		default:
			return SOAAnswer{Serial: soa.Serial}
		}
	}
	return told
}

// code is the name of a code, those of TSIG among them.
func code(n int) string {
	if name, known := dns.RcodeToString[n]; known {
		return name
	}
	return fmt.Sprintf("RCODE%d", n)
}

// ask sends a question.
func (a asker) ask(ctx context.Context, network string, m *dns.Msg) (*dns.Msg, error) {
	client := dns.Client{Net: network, Timeout: answerTime}
	m = m.Copy()
	if a.key.Name != "" {
		client.TsigSecret = map[string]string{a.key.Name: a.key.Secret}
		m.SetTsig(a.key.Name, a.key.Algorithm, fudge, a.now().Unix())
	}
	answer, _, err := client.ExchangeContext(ctx, m, a.Address.String())
	return answer, err
}
