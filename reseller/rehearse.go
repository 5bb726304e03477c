package reseller

import "context"

// Writes says what becomes of what is written under a context.
type Writes int

// What becomes of writes: they are kept where nothing else is said.
const (
	WritesKept      Writes = iota
	WritesRehearsed        // each transaction runs to its end and is then rolled back
	WritesRefused          // a transaction that would write fails
)

type writesKey struct{}

// Rehearse gives a context for a dry run: what is written under it is checked and carried out as ever, and then rolled back, one
// transaction after the other; nothing is sent to a registry because of it.
func Rehearse(ctx context.Context) context.Context {
	return context.WithValue(ctx, writesKey{}, WritesRehearsed)
}

// Rehearsing reports whether a context is that of a dry run.
func Rehearsing(ctx context.Context) bool { return WritesIn(ctx) == WritesRehearsed }

// ReadOnly gives a context for what only reads: whatever would write under it fails.
func ReadOnly(ctx context.Context) context.Context {
	return context.WithValue(ctx, writesKey{}, WritesRefused)
}

// WritesIn is what becomes of writes under a context.
func WritesIn(ctx context.Context) Writes {
	w, _ := ctx.Value(writesKey{}).(Writes)
	return w
}
