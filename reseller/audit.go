package reseller

// AuditRecord is one record of the audit log.
type AuditRecord struct {
	ID      int64
	Account int64 // 0 = nobody's
	Action  string
	Object  string
	Detail  string
}

// AuditWitnesses are the actions whose records bear out what stands in the books, so that verify holds the books against them:
// such records are kept for ever. Others may be pruned when they are old.
var AuditWitnesses = []string{
	"account.add", "credit.deposit", "credit.withdrawal", "sandbox.fill", "price.set", "domain.import", "domain.after_restore",
	"invoice.credited", "token.add", "token.revoke", "webhook.add",
}
