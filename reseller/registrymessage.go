package reseller

import "time"

// RegistryMessage is a message of a registry that is kept for the operator: nobody here understands it, or only a person can act on it.
type RegistryMessage struct {
	ID        int64
	Connector string
	MessageID string    // the registry's own
	SentAt    time.Time // zero = the registry does not say
	Kind      string    // registry.MessageKind; empty = not understood
	Name      string    // empty = about none of ours
	Words     string
	Data      string // what else it holds
	TakenAt   time.Time
	DoneAt    time.Time // zero = the operator has not seen to it
	Told      bool
}

// RegistryMessageCount is how many messages of a connector the operator has not seen to.
type RegistryMessageCount struct {
	Connector string
	Open      int64
}
