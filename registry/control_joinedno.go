//go:build control_joinedno

package registry

// leavesOpen is broken on purpose: a no to a question on the way ends a command that was never sent.
// Caught by: TestCommandThatWasNeverSentIsNotRefused
func leavesOpen(error) bool { return false }
