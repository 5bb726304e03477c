//go:build control_lostrefused

package epp

import "nameyard/registry"

// lost is broken on purpose: an answer that does not come is taken for a no.
// Caught by: TestFramesCutAtEveryByte
func lost(err error) error { return registry.Refuse(codeServerFailed, "no answer: %v", err) }
