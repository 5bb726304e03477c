//go:build !control_barechanges

package reseller

// mayLackChanges reports whether a record is one that a server which does not know of changes may have chained without them.
func mayLackChanges(r AuditRecord) bool {
	holds, known := AuditKinds[r.Action]
	return known && holds != AuditHappened
}
