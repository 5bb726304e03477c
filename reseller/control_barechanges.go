//go:build control_barechanges

package reseller

// mayLackChanges is broken on purpose: changes can be put onto every record that an older server has chained, also onto a sign-in.
// Caught by: TestAuditLogLeadsToTheHeadsThatWereWrittenDown
func mayLackChanges(AuditRecord) bool { return true }
