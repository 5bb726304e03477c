package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// noteVerification records what a registry says of the check of a holder's data, and tells the account.
func noteVerification(ctx context.Context, d Deps, c registry.NamedConnector, domain reseller.Domain, m registry.Message) error {
	v, kind := reseller.Verification{State: reseller.VerificationDone, Since: m.At}, reseller.EventVerified
	if m.Kind == registry.MessageVerificationDue {
		v, kind = reseller.Verification{State: reseller.VerificationNeeded, Due: m.Due, Since: m.At}, reseller.EventVerificationNeeded
	}
	event := standingEvent(kind, c, domain, m)
	if event.Detail.Term = ""; !v.Due.IsZero() {
		event.Detail.Term = v.Due.UTC().Format(time.DateOnly)
	}
	return d.Books.NoteVerification(ctx, domain.ID, v, event, actor(Messages))
}

// noteHold records that a registry has taken a name out of the zone, or put it back, which ends a verification, too, and tells the account.
func noteHold(ctx context.Context, d Deps, c registry.NamedConnector, domain reseller.Domain, m registry.Message) error {
	hold, kind := reseller.Hold{By: c.Name, Reason: m.Words, Since: m.At}, reseller.EventHoldSet
	if m.Kind == registry.MessageHoldLifted {
		hold, kind = reseller.Hold{Lifted: m.At}, reseller.EventHoldLifted
		if domain.Verification.Needed() {
			m.Kind = registry.MessageVerified
			return noteVerification(ctx, d, c, domain, m)
		}
	}
	return d.Books.NoteHold(ctx, domain.ID, hold, standingEvent(kind, c, domain, m), actor(Messages))
}

// standingEvent is written once for each message.
func standingEvent(kind string, c registry.NamedConnector, domain reseller.Domain, m registry.Message) reseller.Event {
	event := reseller.DomainEvent(kind, domain, m.Words, m.At)
	event.Once = kind + ":" + messageKey(c, m)
	return event
}

// messageKey tells messages of all registries apart; their numbers may be any text, and be used again.
func messageKey(c registry.NamedConnector, m registry.Message) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %s", c.Name, m.ID, m.At.UTC().Format(time.RFC3339Nano)))
	return hex.EncodeToString(sum[:16])
}
