package registry

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Poller reads the registry's message queue one by one (RFC 5730 §2.9.2.3). A message stays until it is acknowledged.
type Poller interface {
	// Poll gives the oldest message, or nil when the queue is empty.
	Poll(ctx context.Context) (*Message, error)
	Ack(ctx context.Context, id string) error
}

// Message is one service message.
type Message struct {
	ID     string
	At     time.Time
	Kind   MessageKind // empty: nobody here understands it
	Name   reseller.Name
	ClTRID string // of the command it answers, where it answers one
	Words  string
	Due    time.Time // until when the holder's data are to be verified, where the registry says so
	Data   string    // what else it holds, for people, where its kind is empty; no auth codes
}

// MessageKind says what a message is about.
type MessageKind string

// The kinds of messages that Nameyard acts on.
const (
	MessageTransferRequested MessageKind = "transfer_requested" // another registrar asks for a name of ours
	MessageTransferDone      MessageKind = "transfer_done"      // a name came to us
	MessageTransferFailed    MessageKind = "transfer_failed"    // it did not
	MessageTransferredAway   MessageKind = "transferred_away"   // a name of ours left
	MessageAutoRenewed       MessageKind = "auto_renewed"       // the registry added a year by itself
	MessageRenewed           MessageKind = "renewed"            // somebody else renewed a name of ours: the registry, or our account there by hand
	MessageDeleted           MessageKind = "deleted"            // a name of ours is gone, or on its way out
	MessageChanged           MessageKind = "changed"            // anything else of a name of ours is not as it was
	MessagePendingDone       MessageKind = "pending_done"       // a pending command (1001) was carried out
	MessagePendingFailed     MessageKind = "pending_failed"     // a pending command was refused
	MessageVerificationDue   MessageKind = "verification_due"   // the holder's data are to be verified
	MessageVerified          MessageKind = "verified"           // they are
	MessageHoldSet           MessageKind = "hold_set"           // the registry took a name out of the zone
	MessageHoldLifted        MessageKind = "hold_lifted"        // it is back
	MessageLowFunds          MessageKind = "low_funds"          // our account there runs low; about no name
)

// MessageKinds lists the kinds of messages.
var MessageKinds = []MessageKind{
	MessageTransferRequested, MessageTransferDone, MessageTransferFailed, MessageTransferredAway, MessageAutoRenewed, MessageRenewed, MessageDeleted, MessageChanged,
	MessagePendingDone, MessagePendingFailed, MessageVerificationDue, MessageVerified, MessageHoldSet, MessageHoldLifted, MessageLowFunds,
}
