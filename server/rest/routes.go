package rest

import (
	"net/http"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
)

// Route is one way in.
type Route struct {
	Method string
	Path   string         // below /api/v1, with {id} and {host}; a slash at the end is optional
	Action actions.Action // whose scope a token needs
	answer func(*visit) (reply, error)
	kind   traits
}

// traits say how a route is carried out.
type traits struct {
	secret bool // its answer holds a secret and is not kept for repeats
	swift  bool // it does not wait for the registry
	stream bool // it writes its answer page by page, without an end to the time
}

// Prefix is where the API begins.
const Prefix = "/api/v1"

// Routes is every way in, on one screen.
var Routes = []Route{
	{"GET", "/domains/", named("ListDomains"), (*visit).listDomains, traits{stream: true}},
	{"POST", "/domains/", named("OrderRegistration"), (*visit).register, traits{swift: true}},
	{"GET", "/domains/{id}/", named("ShowDomain"), (*visit).showDomain, traits{}},
	{"PUT", "/domains/{id}/", named("UpdateDomain"), (*visit).updateDomain, traits{}},
	{"DELETE", "/domains/{id}/", named("RemoveDomain"), (*visit).removeDomain, traits{}},
	{"POST", "/domains/{id}/restore-to-account/", named("RestoreToAccount"), (*visit).restoreToAccount, traits{}},

	{"POST", "/domains/transfers/", named("OrderTransfer"), (*visit).noteTransfer, traits{}},
	{"POST", "/domains/{id}/transfer/", named("OrderTransfer"), (*visit).orderTransfer, traits{}},
	{"GET", "/domains/{id}/transfer/", named("TransferSync"), (*visit).transferState, traits{}},
	{"POST", "/domains/{id}/transfer/cancel/", named("CancelTransfer"), (*visit).cancelTransfer, traits{}},
	{"POST", "/domains/{id}/transfer/approve/", named("ApproveTransferAway"), (*visit).approveTransfer, traits{}},
	{"POST", "/domains/{id}/transfer/reject/", named("RejectTransferAway"), (*visit).rejectTransfer, traits{}},

	{"POST", "/domains/{id}/renew/", named("RenewDomain"), (*visit).renew, traits{}},
	{"POST", "/domains/{id}/restore/", named("RestoreDomain"), (*visit).restore, traits{}},
	{"POST", "/domains/{id}/delete-registration/", named("RequestDelete"), (*visit).deleteRegistration, traits{}},
	{"POST", "/domains/{id}/release/", named("ReleaseDomain"), (*visit).release, traits{}},
	{"POST", "/domains/{id}/auth-code/", named("GetEPPCode"), (*visit).authCode, traits{secret: true}},

	{"GET", "/domains/{id}/contacts/", named("GetContactDetails"), (*visit).contacts, traits{}},
	{"PUT", "/domains/{id}/contacts/", named("SaveContactDetails"), (*visit).saveContacts, traits{}},
	{"GET", "/domains/{id}/dns/", named("GetDNS"), (*visit).records, traits{}},
	{"PUT", "/domains/{id}/dns/", named("SaveDNS"), (*visit).saveRecords, traits{}},
	{"GET", "/domains/{id}/email-forwards/", named("GetEmailForwarding"), (*visit).mailForwards, traits{}},
	{"PUT", "/domains/{id}/email-forwards/", named("SaveEmailForwarding"), (*visit).saveMailForwards, traits{}},
	{"GET", "/domains/{id}/url-forwards/", named("GetURLForwarding"), (*visit).urlForwards, traits{}},
	{"PUT", "/domains/{id}/url-forwards/", named("SaveURLForwarding"), (*visit).saveURLForwards, traits{}},
	{"GET", "/domains/{id}/child-nameservers/", named("ListChildNameservers"), (*visit).hosts, traits{}},
	{"PUT", "/domains/{id}/child-nameservers/{host}/", named("SetChildNameserver"), (*visit).setHost, traits{}},
	{"DELETE", "/domains/{id}/child-nameservers/{host}/", named("DeleteNameserver"), (*visit).deleteHost, traits{}},

	{"GET", "/availability/", named("CheckAvailability"), (*visit).availability, traits{}},
	{"GET", "/prices/", named("GetPricing"), (*visit).prices, traits{}},
	{"GET", "/quote/", named("Quote"), (*visit).quote, traits{}},
	{"GET", "/orders/{id}/", named("OrderStatus"), (*visit).orderStatus, traits{}},
	{"GET", "/balance/", named("Balance"), (*visit).balance, traits{}},
	{"GET", "/ledger/", named("Ledger"), (*visit).ledger, traits{}},
	{"GET", "/invoices/", named("GetInvoices"), (*visit).invoices, traits{}},
	{"GET", "/invoices/{id}/", named("GetInvoice"), (*visit).invoice, traits{}},
	{"GET", "/events/", named("ListEvents"), (*visit).events, traits{}},
	{"POST", "/events/acknowledge/", named("AcknowledgeEvents"), (*visit).acknowledgeEvents, traits{}},
}

// named finds an action of the tables. A name that is in none has no scope that a token could have; a test finds it.
func named(name string) actions.Action {
	action, ok := actions.Named(name)
	if !ok {
		action.Name = name
	}
	return action
}

// CodeMethod is the code of a path that is there, with a method that is not.
const CodeMethod = "method_not_allowed"

// Match finds the route of a request and the parts of its path. Allowed lists the methods of the path where the method is
// what is wrong.
func Match(method, path string) (route Route, parts map[string]string, allowed []string, err error) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var open []Route
	for _, r := range Routes {
		if found, fits := fit(r.Path, strings.TrimPrefix(path, Prefix)); fits {
			if r.Method == method {
				return r, found, nil, nil
			}
			if len(open) == 0 || r.Path == open[0].Path {
				open = append(open, r)
			}
		}
	}
	if len(open) == 0 {
		return Route{}, nil, nil, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
			"there is nothing at this path; /api/docs lists what there is")
	}
	for _, r := range open {
		allowed = append(allowed, r.Method)
	}
	slices.Sort(allowed)
	return Route{}, nil, allowed, reseller.Errorf(reseller.KindInvalid, CodeMethod,
		"%s is not accepted here: use %s", clip(method, 20), strings.Join(allowed, " or "))
}

// fit compares a path with a pattern, part by part. {id} fits whole positive numbers only, so that fixed parts may stand beside it.
func fit(pattern, path string) (map[string]string, bool) {
	want := strings.Split(strings.TrimSuffix(pattern, "/"), "/")
	have := strings.Split(strings.TrimSuffix(path, "/"), "/")
	if len(want) != len(have) {
		return nil, false
	}
	found := map[string]string{}
	for i, part := range want {
		switch {
		case part == have[i]:
		case part == "{id}" && isID(have[i]), part == "{host}" && have[i] != "":
			found[strings.Trim(part, "{}")] = have[i]
		default:
			return nil, false
		}
	}
	return found, true
}

// isID tells whether a part of a path is an id: at most 18 digits, so that it fits 63 bits.
func isID(part string) bool {
	if part == "" || len(part) > 18 {
		return false
	}
	for _, c := range part {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Streams tells whether the route writes its answer page by page, for as long as its client reads.
func (r Route) Streams() bool { return r.kind.stream }
