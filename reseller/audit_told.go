package reseller

import (
	"maps"
	"slices"
	"strings"
)

// AuditTopic is what records are about, as an account looks for them.
type AuditTopic string

// The topics.
const (
	AuditOfSignIn   AuditTopic = "sign_in"  // who came in, and by what people sign in
	AuditOfPeople   AuditTopic = "people"   // who may
	AuditOfPrograms AuditTopic = "programs" // tokens and webhooks
	AuditOfMoney    AuditTopic = "money"
	AuditOfNames    AuditTopic = "names"
	AuditOfSettings AuditTopic = "settings"
	AuditOfOperator AuditTopic = "" // nothing that an account is told
)

// AuditTopics are those that accounts are told of.
var AuditTopics = []AuditTopic{AuditOfSignIn, AuditOfPeople, AuditOfPrograms, AuditOfNames, AuditOfMoney, AuditOfSettings}

// AuditTold says of each of AuditKinds what its records are about where its account is told of them. What is the operator's own stays untold: registries, jobs,
// what things cost, price groups, what a restore has compared.
var AuditTold = map[string]AuditTopic{
	"user.sign_in": AuditOfSignIn, "user.sign_in_refused": AuditOfSignIn, "user.sign_out": AuditOfSignIn, "user.sign_out_others": AuditOfSignIn, "user.prove": AuditOfSignIn,
	"user.passkey_add": AuditOfSignIn, "user.passkey_remove": AuditOfSignIn, "user.password_set": AuditOfSignIn, "user.password_remove": AuditOfSignIn,
	"user.password_forgotten": AuditOfSignIn, "user.password_reset": AuditOfSignIn, "user.recovery_codes": AuditOfSignIn,
	"user.add": AuditOfPeople, "user.remove": AuditOfPeople, "user.role": AuditOfPeople, "user.link": AuditOfPeople, "user.reset": AuditOfPeople,

	"token.add": AuditOfPrograms, "token.set": AuditOfPrograms, "token.expire": AuditOfPrograms, "token.revoke": AuditOfPrograms,
	"webhook.add": AuditOfPrograms, "webhook.remove": AuditOfPrograms, "webhook.enable": AuditOfPrograms, "webhook.rotate": AuditOfPrograms, "webhook.set": AuditOfPrograms, "webhook.pause": AuditOfPrograms, "webhook.replay": AuditOfPrograms,

	"credit.deposit": AuditOfMoney, "credit.withdrawal": AuditOfMoney, "credit.goodwill": AuditOfMoney, "credit.correction": AuditOfMoney, "topup.set": AuditOfMoney, "payment.begun": AuditOfMoney, "payment.expired": AuditOfMoney,
	"payment.declined": AuditOfMoney, "payment.returned": AuditOfMoney, "invoice.cancelled": AuditOfMoney, "invoice.credited": AuditOfMoney,
	AuditOrderResolve: AuditOfMoney, AuditOrderReversed: AuditOfMoney, AuditOrderConfirm: AuditOfMoney,

	"bulk.start": AuditOfNames, "domain.import": AuditOfNames, "domain.draft": AuditOfNames, "domain.set": AuditOfNames, "SetAutoRenew": AuditOfNames, "SaveDNSSEC": AuditOfNames,
	"RemoveDomain": AuditOfNames, "RestoreToAccount": AuditOfNames, "domain.hold": AuditOfNames, "domain.dispute_lock": AuditOfNames, "domain.verification": AuditOfNames, "domain.deleted": AuditOfNames,
	"domain.transferred_away": AuditOfNames, "domain.transfer_requested": AuditOfNames, "domain.follow_registry": AuditOfNames, "domain.registry_sweep": AuditOfNames,
	"domain.dnssec": AuditOfNames, "domain.after_restore": AuditOfNames, "SaveDNS": AuditOfNames, "SaveURLForwarding": AuditOfNames, "SaveEmailForwarding": AuditOfNames,
	"ImportZone": AuditOfNames, "AddRecord": AuditOfNames, "ReplaceRecord": AuditOfNames, "RemoveRecord": AuditOfNames, "RestoreZone": AuditOfNames,

	"account.add": AuditOfSettings, "account.set": AuditOfSettings, "account.rename": AuditOfSettings, "account.notices": AuditOfSettings,
	AuditAccountClosed: AuditOfSettings, AuditAccountReopened: AuditOfSettings, "user.language": AuditOfSettings, "user.time_zone": AuditOfSettings,
	"user.view_add": AuditOfSettings, "user.view_change": AuditOfSettings, "user.view_remove": AuditOfSettings,
	"dns_template.add": AuditOfSettings, "dns_template.change": AuditOfSettings, "dns_template.remove": AuditOfSettings,

	"domain.change_connector": AuditOfOperator, "payment.stranded": AuditOfOperator, "payment.dismissed": AuditOfOperator,
	"price.set": AuditOfOperator, "price.remove": AuditOfOperator, AuditPricePlanned: AuditOfOperator, AuditPriceCancelled: AuditOfOperator,
	AuditPriceGroupAdded: AuditOfOperator, AuditPriceGroupRemoved: AuditOfOperator, AuditAccountGroup: AuditOfOperator,
	"registry.pause": AuditOfOperator, "registry.resume": AuditOfOperator, "registry.password": AuditOfOperator, "registry.message_done": AuditOfOperator,
	"job.run": AuditOfOperator, "mail.again": AuditOfOperator, "restore": AuditOfOperator, "restore.done": AuditOfOperator, "secret.rotate": AuditOfOperator, "sandbox.fill": AuditOfOperator,
	"restore.renewed": AuditOfOperator, "restore.registered": AuditOfOperator, "restore.effect": AuditOfOperator, "restore.unpaid": AuditOfOperator,
	"restore.gone": AuditOfOperator, "restore.changed": AuditOfOperator, "restore.order": AuditOfOperator, "restore.not_asked": AuditOfOperator,
}

// auditUntold are parts of records that are the operator's own.
var auditUntold = []string{"connector", "cost", "price_group", "disabled_reason"}

// auditWhether are parts of which an account reads whether they stand alone: why a hold does is told by its detail, and why a dispute lock does is told, or not, on
// the page of its name.
var auditWhether = []string{"hold", "registry_hold", "dispute_lock"}

// auditDetailed are the kinds whose details are for the account, too: how somebody came in, why something was decided, what a movement was for.
var auditDetailed = []string{
	"user.sign_in", "user.sign_in_refused", "user.prove", "bulk.start", "credit.deposit", "credit.withdrawal", "credit.goodwill", "credit.correction", "invoice.cancelled", "invoice.credited", "payment.declined",
	AuditOrderResolve, AuditOrderReversed, AuditOrderConfirm, "domain.hold",
}

// AuditSaidBy begins the detail of a record that says at which registrar a name is: whose word it was.
const AuditSaidBy = "says "

// AuditAbout lists the kinds of records of a topic; of "", all that accounts are told of.
func AuditAbout(topic AuditTopic) (kinds []string) {
	for _, kind := range slices.Sorted(maps.Keys(AuditTold)) {
		if of := AuditTold[kind]; of != AuditOfOperator && (topic == "" || of == topic) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// ForAccount is the record as its account is told of it: without parts that are the operator's own, and without details that say how the server keeps it.
func (r AuditRecord) ForAccount() AuditRecord {
	r.Changes = slices.DeleteFunc(slices.Clone(r.Changes), func(c AuditChange) bool { return slices.Contains(auditUntold, c.Field) })
	for i, c := range r.Changes {
		if slices.Contains(auditWhether, c.Field) {
			r.Changes[i].Before, r.Changes[i].After = onOff(c.Before != ""), onOff(c.After != "")
		}
	}
	if !slices.Contains(auditDetailed, r.Action) || strings.HasPrefix(r.Detail, AuditSaidBy) {
		r.Detail = ""
	}
	return r
}
