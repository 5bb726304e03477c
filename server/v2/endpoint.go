package v2

import (
	"context"
	"fmt"
	"strings"

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
	method string // "*" takes GET and POST
	path   string // {} stands for a domain
	action string // in the table of package actions: what a key must allow, and what logs and metrics say
	run    func(ctx context.Context, s *actions.Service, call actions.Call, p *Params) (Answer, error)
}

// endpoints is the table: every way in, on one screen. Where a path only reads, a POST is as good as a GET: there are
// clients that send it.
var endpoints = []Endpoint{
	{"POST", "order/domains/register", "RegisterDomain", bind(decodeRegister, (*actions.Service).RegisterDomain, success[actions.Ordered])},
	{"POST", "order/domains/transfer", "TransferDomain", bind(decodeTransfer, (*actions.Service).TransferDomain, success[actions.Ordered])},
	{"POST", "order/domains/renew", "RenewDomain", bind(decodeRenew, (*actions.Service).RenewDomain, success[actions.Ordered])},
	{"*", "order/pricing/domains/register", "GetPricing", bindPricing(reseller.OpRegister)},
	{"*", "order/pricing/domains/renew", "GetPricing", bindPricing(reseller.OpRenew)},
	{"*", "order/pricing/domains/transfer", "GetPricing", bindPricing(reseller.OpTransfer)},
	{"POST", "domains/lookup", "CheckAvailability", lookup},
	{"POST", "domains/lookup/suggestions", "SuggestDomains", suggestions},
	{"*", "domains/{}/information", "GetDomainInformation", bind(decodeInformation, (*actions.Service).GetDomainInformation, encodeInformation)},
	{"POST", "domains/{}/sync", "Sync", bind(decodeSync, (*actions.Service).Sync, encodeSync)},
	{"POST", "domains/{}/transfersync", "TransferSync", bind(decodeTransferSync, (*actions.Service).TransferSync, encodeTransferSync)},
	{"*", "domains/{}/eppcode", "GetEPPCode", bind(decodeEPPCode, (*actions.Service).GetEPPCode, encodeEPPCode)},
	{"POST", "domains/{}/release", "ReleaseDomain", bind(decodeRelease, (*actions.Service).ReleaseDomain, done[actions.Ordered])},
	{"POST", "domains/{}/delete", "RequestDelete", bind(decodeDelete, (*actions.Service).RequestDelete, done[actions.Ordered])},
	{"GET", "domains/{}/nameservers", "GetNameservers", bind(decodeGetNameservers, (*actions.Service).GetNameservers, encodeNameservers)},
	{"POST", "domains/{}/nameservers", "SaveNameservers", bind(decodeSaveNameservers, (*actions.Service).SaveNameservers, done[actions.Ordered])},
	{"POST", "domains/{}/nameservers/register", "RegisterNameserver", bind(decodeRegisterHost, (*actions.Service).RegisterNameserver, success[actions.Ordered])},
	{"POST", "domains/{}/nameservers/modify", "ModifyNameserver", bind(decodeModifyHost, (*actions.Service).ModifyNameserver, success[actions.Ordered])},
	{"POST", "domains/{}/nameservers/delete", "DeleteNameserver", bind(decodeDeleteHost, (*actions.Service).DeleteNameserver, success[actions.Ordered])},
	{"GET", "domains/{}/contact", "GetContactDetails", bind(decodeGetContacts, (*actions.Service).GetContactDetails, encodeContacts)},
	{"POST", "domains/{}/contact", "SaveContactDetails", bind(decodeSaveContacts, (*actions.Service).SaveContactDetails, encodeSavedContacts)},
	{"GET", "domains/{}/lock", "DomainGetLockingStatus", bind(decodeGetLock, (*actions.Service).DomainGetLockingStatus, encodeLock)},
	{"POST", "domains/{}/lock", "DomainUpdateLockingStatus", bind(decodeSetLock, (*actions.Service).DomainUpdateLockingStatus, done[actions.Ordered])},
	{"POST", "domains/{}/protectid", "IDProtectToggle", bind(decodePrivacy, (*actions.Service).IDProtectToggle, done[actions.Ordered])},
	{"GET", "domains/{}/dns", "GetDNS", bind(decodeGetDNS, (*actions.Service).GetDNS, encodeRecords)},
	{"POST", "domains/{}/dns", "SaveDNS", bindDone(decodeSaveDNS, (*actions.Service).SaveDNS)},
	{"GET", "domains/{}/email", "GetEmailForwarding", bind(decodeGetForwards, (*actions.Service).GetEmailForwarding, encodeForwards)},
	{"POST", "domains/{}/email", "SaveEmailForwarding", bindForwards()},
	{"*", "billing/credits", "CreditAmount", bind(none, (*actions.Service).CreditAmount, encodeCredit)},
	{"*", "tlds", "GetPricing", bind(none, (*actions.Service).GetPricing, encodeTLDs)},
	{"*", "tlds/pricing", "GetPricing", bind(none, (*actions.Service).GetPricing, encodeTLDPricing)},
	{"*", "version", "Version", bind(none, (*actions.Service).Version, encodeVersion)},
}

// Find finds the endpoint of a request and the action that it carries out.
func Find(r Request) (Endpoint, actions.Action, error) {
	e, err := match(r)
	if err != nil {
		return e, actions.Action{}, err
	}
	a, ok := actions.Named(e.action)
	if !ok {
		return e, a, fmt.Errorf("v2: the table of actions has no %s", e.action)
	}
	return e, a, nil
}

func match(r Request) (Endpoint, error) {
	given := steps(r.Path)
	for _, e := range endpoints {
		if e.method != r.Method && (e.method != "*" || r.Method != "GET" && r.Method != "POST") {
			continue
		}
		if _, ok := e.matches(given); ok {
			return e, nil
		}
	}
	return Endpoint{}, errNoEndpoint()
}

// matches compares a path step by step, and gives the domain in it.
func (e Endpoint) matches(given []string) (domain string, ok bool) {
	wanted := steps(e.path)
	if len(wanted) != len(given) {
		return "", false
	}
	for i, step := range wanted {
		if step == "{}" {
			domain = given[i]
		} else if step != given[i] {
			return "", false
		}
	}
	return domain, true
}

// Run carries a request out. On an error the answer still has the order, if one was placed. Errors are *reseller.Error or
// causes that only the log may see; fields are spelled as parameters.
func (e Endpoint) Run(ctx context.Context, s *actions.Service, call actions.Call, r Request) (Answer, error) {
	entries, err := r.read()
	if err != nil {
		return Answer{}, err
	}
	domain, _ := e.matches(steps(r.Path))
	p := &Params{domain: domain, entries: entries, split: s.WholeName}
	call.Key = p.key()
	answer, err := e.run(ctx, s, call, p)
	if err == nil {
		return answer, nil
	}
	return answer, e.spelled(reseller.AsError(err))
}

// spelled gives an error with the parameter at fault as this API calls it.
func (e Endpoint) spelled(err *reseller.Error) *reseller.Error {
	told := *err
	if called, ok := spellings[err.Field]; ok {
		told.Field = called
		told.Words = strings.Replace(err.Words, "parameter "+err.Field+" ", "parameter "+called+" ", 1)
	} else {
		told.Field = contactSpelling(err.Field, e.action == "SaveContactDetails")
	}
	return &told
}

// spellings are this API's names of parameters that errors name otherwise.
var spellings = map[string]string{
	"sld": "domain", "tld": "domain", "transfersecret": "eppcode", "newtag": "transfertag", "nameserver1": "ns1", "nameserver2": "ns2",
	"nameserver3": "ns3", "nameserver4": "ns4", "nameserver5": "ns5", "nameserver6": "ns6",
	"idprotection": "addons[idprotection]", "domains": "searchTerm",
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
		answer := Answer{Order: placed(result)}
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

// placed gives the order of a result that has one.
func placed(result any) reseller.Order {
	if r, ok := result.(interface{ Placed() reseller.Order }); ok {
		return r.Placed()
	}
	return reseller.Order{}
}

// none decodes requests without parameters.
func none(*Params) struct{} { return struct{}{} }

// success is the answer of orders and of changes to child name servers: a bare string.
func success[R any](R) any { return "success" }

// done is the answer of other changes: an object without keys.
func done[R any](R) any { return struct{}{} }
