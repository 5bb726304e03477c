//go:build control_unheard

package epp

// stale is broken on purpose: nobody listens whether a session has ended, or says something that nobody asked for.
// Caught by: TestSessionThatSpeaksUnaskedIsNotUsed
func (s *session) stale() bool { return false }
