package v2

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
)

// Answer is an encoded success. Body is a whole JSON text.
type Answer struct {
	Body  []byte
	Order reseller.Order // the order that was placed or joined; ID 0 if none
}

// Endpoint is one line of the table.
type Endpoint struct {
	Method string // "*" takes GET and POST
	Path   string // below /api/v2, in Echo's syntax
	Action string // in the table of package actions: what a key must allow, and what logs and metrics say
	run    func(ctx context.Context, s *actions.Service, call actions.Call, p *Params) (Answer, error)
}

// Endpoints is the table: every way in, on one screen. Where a path only reads, a POST is as good as a GET: there are
// clients that send it.
var Endpoints = []Endpoint{
	{"POST", "/order/domains/register", "RegisterDomain", bind(decodeRegister, (*actions.Service).RegisterDomain, success[actions.Ordered])},
	{"POST", "/order/domains/transfer", "TransferDomain", bind(decodeTransfer, (*actions.Service).TransferDomain, success[actions.Ordered])},
	{"POST", "/order/domains/renew", "RenewDomain", bind(decodeRenew, (*actions.Service).RenewDomain, success[actions.Ordered])},
	{"*", "/order/pricing/domains/register", "GetPricing", bindPricing(reseller.OpRegister)},
	{"*", "/order/pricing/domains/renew", "GetPricing", bindPricing(reseller.OpRenew)},
	{"*", "/order/pricing/domains/transfer", "GetPricing", bindPricing(reseller.OpTransfer)},
	{"POST", "/domains/lookup", "CheckAvailability", lookup},
	{"POST", "/domains/lookup/suggestions", "SuggestDomains", suggestions},
	{"*", "/domains/:domain/information", "GetDomainInformation", bind(decodeInformation, (*actions.Service).GetDomainInformation, encodeInformation)},
	{"POST", "/domains/:domain/sync", "Sync", bind(decodeSync, (*actions.Service).Sync, encodeSync)},
	{"POST", "/domains/:domain/transfersync", "TransferSync", bind(decodeTransferSync, (*actions.Service).TransferSync, encodeTransferSync)},
	{"*", "/domains/:domain/eppcode", "GetEPPCode", bind(decodeEPPCode, (*actions.Service).GetEPPCode, encodeEPPCode)},
	{"POST", "/domains/:domain/release", "ReleaseDomain", bind(decodeRelease, (*actions.Service).ReleaseDomain, done[actions.Ordered])},
	{"POST", "/domains/:domain/delete", "RequestDelete", bind(decodeDelete, (*actions.Service).RequestDelete, done[actions.Ordered])},
	{"GET", "/domains/:domain/nameservers", "GetNameservers", bind(decodeGetNameservers, (*actions.Service).GetNameservers, encodeNameservers)},
	{"POST", "/domains/:domain/nameservers", "SaveNameservers", bind(decodeSaveNameservers, (*actions.Service).SaveNameservers, done[actions.Ordered])},
	{"POST", "/domains/:domain/nameservers/register", "RegisterNameserver", bind(decodeRegisterHost, (*actions.Service).RegisterNameserver, success[actions.Ordered])},
	{"POST", "/domains/:domain/nameservers/modify", "ModifyNameserver", bind(decodeModifyHost, (*actions.Service).ModifyNameserver, success[actions.Ordered])},
	{"POST", "/domains/:domain/nameservers/delete", "DeleteNameserver", bind(decodeDeleteHost, (*actions.Service).DeleteNameserver, success[actions.Ordered])},
	{"GET", "/domains/:domain/contact", "GetContactDetails", bind(decodeGetContacts, (*actions.Service).GetContactDetails, encodeContacts)},
	{"POST", "/domains/:domain/contact", "SaveContactDetails", bind(decodeSaveContacts, (*actions.Service).SaveContactDetails, encodeSavedContacts)},
	{"GET", "/domains/:domain/lock", "DomainGetLockingStatus", bind(decodeGetLock, (*actions.Service).DomainGetLockingStatus, encodeLock)},
	{"POST", "/domains/:domain/lock", "DomainUpdateLockingStatus", bind(decodeSetLock, (*actions.Service).DomainUpdateLockingStatus, done[actions.Ordered])},
	{"POST", "/domains/:domain/protectid", "IDProtectToggle", bind(decodePrivacy, (*actions.Service).IDProtectToggle, done[actions.Ordered])},
	{"GET", "/domains/:domain/dns", "GetDNS", bind(decodeGetDNS, (*actions.Service).GetDNS, encodeRecords)},
	{"POST", "/domains/:domain/dns", "SaveDNS", bindDone(decodeSaveDNS, (*actions.Service).SaveDNS)},
	{"GET", "/domains/:domain/email", "GetEmailForwarding", bind(decodeGetForwards, (*actions.Service).GetEmailForwarding, encodeForwards)},
	{"POST", "/domains/:domain/email", "SaveEmailForwarding", bindForwards()},
	{"*", "/billing/credits", "CreditAmount", bind(none, (*actions.Service).CreditAmount, encodeCredit)},
	{"*", "/tlds", "GetPricing", bind(none, (*actions.Service).GetPricing, encodeTLDs)},
	{"*", "/tlds/pricing", "GetPricing", bind(none, (*actions.Service).GetPricing, encodeTLDPricing)},
	{"*", "/version", "Version", bind(none, (*actions.Service).Version, encodeVersion)},
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
func (e Endpoint) Run(ctx context.Context, s *actions.Service, call actions.Call, r Request) (Answer, error) {
	entries, err := r.read()
	if err != nil {
		return Answer{}, err
	}
	p := &Params{domain: r.Domain, entries: entries, split: s.WholeName}
	call.Key = p.key()
	answer, err := e.run(ctx, s, call, p)
	if err == nil {
		return answer, nil
	}
	return answer, reseller.AsError(err).Spelled(spellingFor(e.Action))
}

// bind joins a decoder, an action and an encoder. The action is not called if the decoder found something wrong.
func bind[Q, R any](
	decode func(*Params) Q,
	act func(*actions.Service, context.Context, actions.Call, Q) (R, error),
	answerOf func(R) any,
) func(context.Context, *actions.Service, actions.Call, *Params) (Answer, error) {
	return func(ctx context.Context, s *actions.Service, call actions.Call, p *Params) (Answer, error) {
		request := decode(p)
		if p.err != nil {
			return Answer{}, p.err
		}
		result, err := act(s, ctx, call, request)
		answer := Answer{Order: toAcknowledge(result)}
		if err == nil {
			answer.Body = encode(answerOf(result))
		}
		return answer, err
	}
}

// bindDone is bind for actions that have no result.
func bindDone[Q any](
	decode func(*Params) Q,
	act func(*actions.Service, context.Context, actions.Call, Q) error,
) func(context.Context, *actions.Service, actions.Call, *Params) (Answer, error) {
	quiet := func(s *actions.Service, ctx context.Context, call actions.Call, r Q) (struct{}, error) {
		return struct{}{}, act(s, ctx, call, r)
	}
	return bind(decode, quiet, done)
}

// toAcknowledge gives the order of a result that has one.
func toAcknowledge(result any) reseller.Order {
	if r, ok := result.(interface{ ToAcknowledge() reseller.Order }); ok {
		return r.ToAcknowledge()
	}
	return reseller.Order{}
}

// none decodes requests without parameters.
func none(*Params) struct{} { return struct{}{} }

// success is the answer of orders and of changes to child name servers: a bare string.
func success[R any](R) any { return "success" }

// done is the answer of other changes: an object without keys.
func done[R any](R) any { return struct{}{} }
