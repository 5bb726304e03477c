package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Policy answers what Postfix asks of each recipient (SMTPD_POLICY_README): whether the name has had too much mail.
type Policy struct {
	Router Router
	Rates  *Rates
	Now    func() time.Time // wall time
}

var errPolicy = errors.New("not a request of Postfix's policy protocol")

// The bounds of a request.
const (
	maxPolicyLine  = 2048
	maxPolicyLines = 100
)

// readPolicy reads one request: lines of name=value up to an empty one.
func readPolicy(r *bufio.Reader) (map[string]string, error) {
	request := map[string]string{}
	for range maxPolicyLines {
		line, err := r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) || len(line) > maxPolicyLine {
			return nil, errPolicy
		}
		if err != nil {
			return nil, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			return request, nil
		}
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, errPolicy
		}
		request[name] = value
	}
	return nil, errPolicy
}

// waitsFor is why a mail waits that nobody whom it is for has agreed to.
const waitsFor = "whom this address is forwarded to has not agreed to it yet"

// dunno leaves the decision to what else Postfix checks.
const dunno = "DUNNO"

// answer gives the action for a request. Whatever is unclear is left to the maps, which are asked anyway.
func (p Policy) answer(ctx context.Context, request map[string]string) string {
	if request["request"] != "smtpd_access_policy" || request["protocol_state"] != "RCPT" {
		return dunno
	}
	address := strings.ToLower(request["recipient"])
	route, err := p.Router.Route(ctx, address)
	if err == nil && route.Waits {
		return "DEFER 4.2.1 " + waitsFor + "; please try again later"
	}
	if err != nil || len(route.Targets) == 0 {
		return dunno
	}
	_, name, _ := cutAddress(address)
	if p.Rates.take(name, len(route.Targets), p.Now()) {
		return dunno
	}
	return fmt.Sprintf("DEFER 4.7.1 too much mail for %s at the moment, at most %d copies an hour are forwarded; please try again later", name, p.Rates.perHour)
}
