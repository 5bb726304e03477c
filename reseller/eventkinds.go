package reseller

import (
	"slices"
	"strings"
)

// OrderKinds lists the kinds of orders.
var OrderKinds = []OrderKind{
	OrderRegister, OrderTransfer, OrderRenew, OrderRestore, OrderRelease, OrderDelete, OrderNameservers, OrderContacts, OrderLock, OrderHold, OrderDispute, OrderPrivacy, OrderDNSSEC,
	OrderHostCreate, OrderHostModify, OrderHostDelete, OrderAuthCode, OrderTransferCancel, OrderTransferApprove, OrderTransferReject,
}

// otherEvents lists the kinds of events that are not the end of an order.
var otherEvents = []string{
	EventTransferStarted, EventTransferAwayRequested, EventTransferredAway, EventWrongAuthCode, EventInvoiceCreated, EventInvoicePaid,
	EventInvoiceCancelled, EventInvoiceCredited, EventRenewalsStopped, EventRenewalFailed, EventDeletingUnpaid, EventUnpaidKept, EventRedemptionStarted, EventVerificationNeeded, EventVerified,
	EventHoldSet, EventHoldLifted, EventDeleted, EventPricesPlanned, EventPricesCancelled, EventSpendCapReached, EventCreditBelow, EventPaymentPaid, EventPaymentDeclined, EventPaymentRefunded, EventPaymentDisputed, EventTopUpPaused, EventWebhookDisabled, EventForwardTargetVerified, EventForwardTargetRefused, EventForwardsIdle,
}

// EventKinds lists every kind of event that can happen, in alphabetical order. An order ends as done, refused or superseded; what costs
// money is never superseded.
func EventKinds() []string {
	kinds := slices.Clone(otherEvents)
	for _, order := range OrderKinds {
		kinds = append(kinds, string(order)+"."+string(OrderDone), string(order)+"."+string(OrderRefused))
		if !order.Additive() {
			kinds = append(kinds, string(order)+"."+string(OrderSuperseded))
		}
	}
	slices.Sort(kinds)
	return kinds
}

// EventGroups lists what stands before the dot of the kinds of events, in alphabetical order: "renew" of "renew.done".
func EventGroups() []string {
	var groups []string
	for _, kind := range EventKinds() {
		group, _, _ := strings.Cut(kind, ".")
		groups = append(groups, group)
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// CheckEventKinds reports which of some texts is no kind of events and no group of them.
func CheckEventKinds(kinds []string) error {
	var bad Faults
	for _, k := range kinds {
		if !IsEventKind(k) {
			bad.Add(Invalid(PathEventKinds, "%s has %.60q, which never happens; there are %s, and groups such as invoice.*", PathEventKinds, k,
				strings.Join(EventKinds(), ", ")))
		}
	}
	return bad.Err()
}

// IsEventKind reports whether a text names a kind of events, a group of them ("invoice.*") or all ("*").
func IsEventKind(text string) bool {
	group, isGroup := strings.CutSuffix(text, ".*")
	return text == "*" || slices.Contains(EventKinds(), text) || isGroup && slices.Contains(EventGroups(), group)
}
