package reseller

// AuditHolds is what the records of an action hold of what they are about.
type AuditHolds string

// What records hold.
const (
	AuditMade     AuditHolds = "made"     // each part that matters of what was made
	AuditChanged  AuditHolds = "changed"  // each part that is another one, before and after
	AuditEnded    AuditHolds = "ended"    // each part that matters of what is no more
	AuditHappened AuditHolds = "happened" // words: no setting is another one, or it is a secret, or its own rows tell what it was (orders, invoices, payments)
)

// AuditKinds are all actions that are recorded, and what their records hold. One that is not here is not recorded.
var AuditKinds = map[string]AuditHolds{
	"account.add": AuditMade, "account.set": AuditChanged, "account.rename": AuditChanged, "account.notices": AuditChanged,
	AuditAccountClosed: AuditChanged, AuditAccountReopened: AuditChanged, AuditAccountGroup: AuditChanged,

	"mail.again": AuditHappened,

	"user.add": AuditMade, "user.remove": AuditEnded, "user.role": AuditChanged, "user.language": AuditChanged, "user.time_zone": AuditChanged,
	"user.view_add": AuditMade, "user.view_change": AuditChanged, "user.view_remove": AuditEnded, "user.passkey_add": AuditMade, "user.passkey_remove": AuditEnded,
	"user.password_set": AuditHappened, "user.password_remove": AuditHappened, "user.password_forgotten": AuditHappened, "user.password_reset": AuditHappened,
	"user.recovery_codes": AuditHappened, "user.link": AuditHappened, "user.reset": AuditHappened, "user.prove": AuditHappened, "user.sign_in": AuditHappened,
	"user.sign_in_refused": AuditHappened, "user.sign_out": AuditHappened, "user.sign_out_others": AuditHappened,

	"token.add": AuditMade, "token.set": AuditChanged, "token.expire": AuditChanged, "token.revoke": AuditEnded,
	"webhook.add": AuditMade, "webhook.remove": AuditEnded, "webhook.set": AuditChanged, "webhook.pause": AuditChanged, "webhook.enable": AuditChanged, "webhook.rotate": AuditChanged, "webhook.replay": AuditHappened,
	"dns_template.add": AuditMade, "dns_template.change": AuditChanged, "dns_template.remove": AuditEnded,

	"credit.deposit": AuditChanged, "credit.withdrawal": AuditChanged, "credit.goodwill": AuditChanged, "credit.correction": AuditChanged, "topup.set": AuditChanged,
	"payment.begun": AuditHappened, "payment.expired": AuditHappened, "payment.declined": AuditHappened, "payment.stranded": AuditHappened, "payment.dismissed": AuditHappened,
	"payment.returned": AuditChanged, "invoice.cancelled": AuditChanged, "invoice.credited": AuditHappened,
	"price.set": AuditChanged, "price.remove": AuditEnded, AuditPricePlanned: AuditChanged, AuditPriceCancelled: AuditEnded,
	AuditPriceGroupAdded: AuditMade, AuditPriceGroupRemoved: AuditEnded,

	"bulk.start": AuditMade, "domain.import": AuditMade, "domain.draft": AuditMade, "domain.set": AuditChanged, "SetAutoRenew": AuditChanged, "SaveDNSSEC": AuditChanged, "RemoveDomain": AuditChanged,
	"RestoreToAccount": AuditChanged, "domain.hold": AuditChanged, "domain.dispute_lock": AuditChanged, "domain.verification": AuditChanged, "domain.change_connector": AuditChanged,
	"domain.deleted": AuditChanged, "domain.transferred_away": AuditChanged, "domain.transfer_requested": AuditChanged, "domain.follow_registry": AuditChanged,
	"domain.registry_sweep": AuditChanged, "domain.dnssec": AuditChanged, "domain.after_restore": AuditChanged,
	// Zones keep each of their versions with who saved it; these are recorded when the save also switched their use on.
	"SaveDNS": AuditChanged, "SaveURLForwarding": AuditChanged, "SaveEmailForwarding": AuditChanged, "ImportZone": AuditChanged, "AddRecord": AuditChanged,
	"ReplaceRecord": AuditChanged, "RemoveRecord": AuditChanged, "RestoreZone": AuditChanged,

	AuditOrderResolve: AuditHappened, AuditOrderReversed: AuditHappened, AuditOrderConfirm: AuditHappened,

	"registry.pause": AuditChanged, "registry.resume": AuditChanged, "registry.password": AuditHappened, "registry.message_done": AuditHappened,
	"job.run": AuditHappened, "restore": AuditHappened, "restore.done": AuditHappened, "secret.rotate": AuditChanged, "sandbox.fill": AuditHappened,
	"restore.renewed": AuditHappened, "restore.registered": AuditHappened, "restore.effect": AuditHappened, "restore.unpaid": AuditHappened,
	"restore.gone": AuditHappened, "restore.changed": AuditHappened, "restore.order": AuditHappened, "restore.not_asked": AuditHappened,
}
