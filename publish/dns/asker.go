package dns

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/miekg/dns"
)

// asker asks one secondary, with a signature if it has a key.
type asker struct {
	Secondary
	key Key
	now func() time.Time // wall time
}

// Errors of secondaries.
var (
	errSilent = errors.New("no answer")
	errNoZone = errors.New("it does not have the zone")
)

// SerialAt asks a secondary for the serial that it has of a zone. The key is the secondary's own, if it has one. Silent says that it gave
// no answer at all; another error that it does not have the zone, or does not say what it has.
func SerialAt(ctx context.Context, s Secondary, key Key, apex string, now func() time.Time) (serial uint32, silent bool, err error) {
	serial, err = asker{s, key, now}.serialOf(ctx, dns.CanonicalName(apex))
	return serial, errors.Is(err, errSilent), err
}

// serialOf gives the serial that the secondary has of a zone. Knot tells of catalogs over TCP only.
func (a asker) serialOf(ctx context.Context, apex string) (uint32, error) {
	m := new(dns.Msg).SetQuestion(apex, dns.TypeSOA)
	m.RecursionDesired = false
	answer, err := a.ask(ctx, "udp", m)
	if err == nil && answer.Rcode == dns.RcodeRefused {
		if over, failed := a.ask(ctx, "tcp", m); over != nil {
			answer, err = over, failed
		}
	}
	switch {
	case err != nil && answer == nil:
		return 0, fmt.Errorf("%s: %w: %w", a.Name, errSilent, err)
	case err != nil:
		return 0, fmt.Errorf("%s: %w", a.Name, err)
	case len(answer.Answer) > 0:
		if soa, ok := answer.Answer[0].(*dns.SOA); ok {
			return soa.Serial, nil
		}
	}
	switch answer.Rcode {
	case dns.RcodeSuccess, dns.RcodeNameError, dns.RcodeRefused:
		return 0, fmt.Errorf("%s: %w (%s)", a.Name, errNoZone, dns.RcodeToString[answer.Rcode])
	}
	return 0, fmt.Errorf("%s: it does not say which serial it has (%s)", a.Name, dns.RcodeToString[answer.Rcode])
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
