//go:build !control_noecho

package epp

// answers reports whether an answer is to the command with a transaction id: the server repeats it (RFC 5730 §2.5).
func (r *reply) answers(id string) bool { return r.clTRID == id }
