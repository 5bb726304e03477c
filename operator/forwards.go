package operator

import (
	"context"

	"nameyard/publish"
	"nameyard/publish/mail"
	"nameyard/reseller"
)

// Forwards are the e-mail forwards of all names.
type Forwards struct {
	Zones   *publish.Zones
	MX      string        // host name of our mail server; "" = unknown
	Targets *mail.Targets // those that get no mail; nil = all do
}

// Outcome is what becomes of a mail.
type Outcome string

// The outcomes.
const (
	OutcomeForwarded Outcome = "forwarded"
	OutcomeWaiting   Outcome = "waiting"   // kept waiting by the sender's server until a target has agreed
	OutcomeRefused   Outcome = "refused"   // the domain's mail is ours to take, and the address is refused
	OutcomeElsewhere Outcome = "elsewhere" // the domain's mail is not ours to take
)

// MailTest is what would happen to a mail.
type MailTest struct {
	Address string      `json:"address"`
	Outcome Outcome     `json:"outcome"`
	Reply   string      `json:"reply"` // of our mail server to the sender's
	Why     string      `json:"why,omitempty"`
	Targets []string    `json:"targets"`
	Steps   []mail.Step `json:"steps"`
}

// The replies of a Postfix that is set up as docs/mail-forwarding.md has it.
const (
	replyTaken   = "250 2.1.5 Ok"
	replyWaits   = "450 4.2.1 Recipient address rejected: whom this address is forwarded to has not agreed to it yet; please try again later"
	replyUnknown = "550 5.1.1 Recipient address rejected: User unknown in virtual alias table"
	replyRelay   = "554 5.7.1 Relay access denied"
)

// Test tells what would happen to a mail to an address, without sending one.
func (u Forwards) Test(ctx context.Context, address string) (MailTest, error) {
	address, err := reseller.CheckMailbox(address, reseller.Deliverable)
	if err != nil {
		return MailTest{}, reseller.AsError(err).In(PathEmail)
	}
	route, err := mail.Router{Zones: u.Zones, MX: u.MX, Targets: u.Targets}.Route(ctx, address)
	if err != nil {
		return MailTest{}, err
	}
	test := MailTest{
		Address: address, Outcome: OutcomeForwarded, Reply: replyTaken, Why: route.Why,
		Targets: append([]string{}, route.Targets...), Steps: append([]mail.Step{}, route.Steps...),
	}
	switch {
	case !route.Ours:
		test.Outcome, test.Reply = OutcomeElsewhere, replyRelay
	case route.Waits:
		test.Outcome, test.Reply = OutcomeWaiting, replyWaits
	case len(route.Targets) == 0:
		test.Outcome, test.Reply = OutcomeRefused, replyUnknown
	}
	return test, nil
}
