//go:build control_firstno

package epp

// doubted is broken on purpose: the first no to a change is taken for the registry's last word, whatever has come about since.
// Caught by: TestChangesThatMeetTheirLateTwins
func doubted(error) bool { return false }
