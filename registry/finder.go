package registry

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Finder tells what became of one command, by the mark that we gave it. Upstream registrars can have that; EPP has no such command (RFC
// 5730 §2.9.2), and what a name shows has to do. An error says that it could not be asked.
type Finder interface {
	FindCommand(ctx context.Context, sought Sought) (Found, error)
}

// Sought is a command whose answer was not heard.
type Sought struct {
	ClTRID string
	Name   reseller.Name
	Since  time.Time // it was not sent before, business time
}

// Found is what an upstream says of a command.
type Found struct {
	State FoundState
	Words string // the upstream's own, of a refusal
}

// FoundState is what became of a command.
type FoundState string

// The states. That it knows of none does not say that none will come: a command can be under way still.
const (
	FoundDone    FoundState = "done"
	FoundPending FoundState = "pending" // accepted and not decided
	FoundRefused FoundState = "refused" // it had no effect and will have none
	FoundNone    FoundState = "none"
	FoundUnclear FoundState = "unclear" // it cannot tell
)
