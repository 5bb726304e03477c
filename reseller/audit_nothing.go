package reseller

import "slices"

// auditBesides are changes of which a record tells one more thing than its parts: a secret or a card is another one, or sessions have ended.
var auditBesides = []string{"webhook.rotate", "topup.set", "user.role"}

// SaysNothing reports whether a record would say that something was set as it was. Who may set things for nothing could fill the log with such records, of which
// some are kept for ever.
func SaysNothing(action string, changes []AuditChange) bool {
	return AuditKinds[action] == AuditChanged && len(changes) == 0 && !slices.Contains(auditBesides, action)
}
