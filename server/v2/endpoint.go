package v2

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// Endpoint is one line of the table.
type Endpoint struct {
	Method string // "*" takes GET and POST
	Path   string // below /api/v2, in Echo's syntax
	Action string // in the table of package actions: what a key must allow, and what logs and metrics say
	run    form.Run[*Params]
}

// Endpoints is the table: every way in, on one screen. Where a path only reads, a POST is as good as a GET: there are
// clients that send it.
var Endpoints = []Endpoint{
	{"POST", "/order/domains/register", "RegisterDomain", bind(decodeRegister, (*actions.Service).RegisterDomain, registered)},
	{"POST", "/order/domains/transfer", "TransferDomain", bind(decodeTransfer, (*actions.Service).TransferDomain, transferring)},
	{"POST", "/order/domains/renew", "RenewDomain", bind(decodeRenew, (*actions.Service).RenewDomain, done[actions.Ordered]("The domain has been renewed."))},
	{"*", "/order/pricing/domains/register", "GetPricing", bindPricing(reseller.OpRegister)},
	{"*", "/order/pricing/domains/renew", "GetPricing", bindPricing(reseller.OpRenew)},
	{"*", "/order/pricing/domains/transfer", "GetPricing", bindPricing(reseller.OpTransfer)},
	{"POST", "/domains/lookup", "CheckAvailability", lookup},
	{"POST", "/domains/lookup/suggestions", "SuggestDomains", suggestions},
	{"*", "/domains/:domain/information", "GetDomainInformation", bind(decodeInformation, (*actions.Service).GetDomainInformation, encodeInformation)},
	{"POST", "/domains/:domain/sync", "Sync", bind(decodeSync, (*actions.Service).Sync, encodeSync)},
	{"POST", "/domains/:domain/transfersync", "TransferSync", bind(decodeTransferSync, (*actions.Service).TransferSync, encodeTransferSync)},
	{"*", "/domains/:domain/eppcode", "GetEPPCode", bind(decodeEPPCode, (*actions.Service).GetEPPCode, encodeEPPCode)},
	{"POST", "/domains/:domain/release", "ReleaseDomain", bind(decodeRelease, (*actions.Service).ReleaseDomain, done[actions.Ordered]("The domain has been released."))},
	{"POST", "/domains/:domain/delete", "RequestDelete", bind(decodeDelete, (*actions.Service).RequestDelete, done[actions.Ordered]("The domain has been deleted."))},
	{"GET", "/domains/:domain/nameservers", "GetNameservers", bind(decodeGetNameservers, (*actions.Service).GetNameservers, encodeNameservers)},
	{"POST", "/domains/:domain/nameservers", "SaveNameservers", bind(decodeSaveNameservers, (*actions.Service).SaveNameservers, savedNameservers)},
	{"POST", "/domains/:domain/nameservers/register", "RegisterNameserver", bind(decodeRegisterHost, (*actions.Service).RegisterNameserver, done[actions.Ordered]("The name server has been registered."))},
	{"POST", "/domains/:domain/nameservers/modify", "ModifyNameserver", bind(decodeModifyHost, (*actions.Service).ModifyNameserver, done[actions.Ordered]("The name server has been changed."))},
	{"POST", "/domains/:domain/nameservers/delete", "DeleteNameserver", bind(decodeDeleteHost, (*actions.Service).DeleteNameserver, done[actions.Ordered]("The name server has been deleted."))},
	{"GET", "/domains/:domain/contact", "GetContactDetails", bind(decodeGetContacts, (*actions.Service).GetContactDetails, encodeContacts)},
	{"POST", "/domains/:domain/contact", "SaveContactDetails", bind(decodeSaveContacts, (*actions.Service).SaveContactDetails, encodeSavedContacts)},
	{"GET", "/domains/:domain/lock", "DomainGetLockingStatus", bind(decodeGetLock, (*actions.Service).DomainGetLockingStatus, encodeLock)},
	{"POST", "/domains/:domain/lock", "DomainUpdateLockingStatus", bind(decodeSetLock, (*actions.Service).DomainUpdateLockingStatus, done[actions.Ordered]("The lock has been saved."))},
	{"POST", "/domains/:domain/protectid", "IDProtectToggle", bind(decodePrivacy, (*actions.Service).IDProtectToggle, done[actions.Ordered]("The ID protection has been saved."))},
	{"GET", "/domains/:domain/dns", "GetDNS", bind(decodeGetDNS, (*actions.Service).GetDNS, encodeRecords)},
	{"POST", "/domains/:domain/dns", "SaveDNS", bind(decodeSaveDNS, (*actions.Service).SaveDNS, savedRecords)},
	{"GET", "/domains/:domain/email", "GetEmailForwarding", bind(decodeGetForwards, (*actions.Service).GetEmailForwarding, encodeForwards)},
	{"POST", "/domains/:domain/email", "SaveEmailForwarding", bind(decodeSaveForwards, (*actions.Service).SaveEmailForwarding, savedForwards)},
	{"*", "/billing/credits", "CreditAmount", bind(form.None[*Params], (*actions.Service).CreditAmount, encodeCredit)},
	{"*", "/tlds", "GetPricing", bind(form.None[*Params], (*actions.Service).GetPricing, encodeTLDs)},
	{"*", "/tlds/pricing", "GetPricing", bind(form.None[*Params], (*actions.Service).GetPricing, encodeTLDPricing)},
	{"*", "/version", "Version", bind(form.None[*Params], (*actions.Service).Version, encodeVersion)},
}

// Methods are what the endpoint accepts. GET answers HEAD, too.
func (e Endpoint) Methods() []string {
	if e.Method == "*" {
		return []string{http.MethodGet, http.MethodPost}
	}
	return []string{e.Method}
}

// Run carries a request out. On an error the answer still has the order, if one was placed. Errors are *reseller.Error or
// causes that only the log may see; fields are spelled as parameters.
func (e Endpoint) Run(ctx context.Context, s *actions.Service, call actions.Call, r Request) (form.Answer, error) {
	entries, err := r.read()
	if err != nil {
		return form.Answer{}, err
	}
	p := &Params{Params: form.NewParams(entries), domain: r.Domain, split: s.WholeName}
	call.Key = p.IdempotencyKey()
	answer, err := e.run(ctx, s, call, p)
	if err == nil {
		return answer, nil
	}
	return answer, reseller.AsError(err).Spelled(spellingFor(e.Action))
}

// bind makes the endpoint of an action from a decoder, the action and what its result is in JSON.
func bind[Q, R any](
	decode func(*Params) Q, act func(*actions.Service, context.Context, actions.Call, Q) (R, error), answerOf func(R) any,
) form.Run[*Params] {
	return form.Bind(decode, act, func(result R) []byte { return encode(answerOf(result)) })
}
