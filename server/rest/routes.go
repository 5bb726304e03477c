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
	answer func(*request) (reply, error)
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
	{"GET", "/domains/", named("ListDomains"), (*request).listDomains, traits{stream: true}},
	{"POST", "/domains/", named("OrderRegistration"), (*request).register, traits{swift: true}},
	{"GET", "/domains/{id}/", named("ShowDomain"), (*request).showDomain, traits{}},
	{"PUT", "/domains/{id}/", named("UpdateDomain"), (*request).updateDomain, traits{}},
	{"DELETE", "/domains/{id}/", named("RemoveDomain"), (*request).removeDomain, traits{}},
	{"POST", "/domains/{id}/restore-to-account/", named("RestoreToAccount"), (*request).restoreToAccount, traits{}},

	{"POST", "/domains/transfers/", named("OrderTransfer"), (*request).noteTransfer, traits{}},
	{"POST", "/domains/{id}/transfer/", named("OrderTransfer"), (*request).orderTransfer, traits{}},
	{"GET", "/domains/{id}/transfer/", named("TransferSync"), (*request).transferState, traits{}},
	{"POST", "/domains/{id}/transfer/cancel/", named("CancelTransfer"), (*request).cancelTransfer, traits{}},
	{"POST", "/domains/{id}/transfer/approve/", named("ApproveTransferAway"), (*request).approveTransfer, traits{}},
	{"POST", "/domains/{id}/transfer/reject/", named("RejectTransferAway"), (*request).rejectTransfer, traits{}},

	{"POST", "/domains/{id}/renew/", named("RenewDomain"), (*request).renew, traits{}},
	{"POST", "/domains/{id}/restore/", named("RestoreDomain"), (*request).restore, traits{}},
	{"POST", "/domains/{id}/delete-registration/", named("RequestDelete"), (*request).deleteRegistration, traits{}},
	{"POST", "/domains/{id}/release/", named("ReleaseDomain"), (*request).release, traits{}},
	{"POST", "/domains/{id}/auth-code/", named("GetEPPCode"), (*request).authCode, traits{secret: true}},

	{"GET", "/domains/{id}/contacts/", named("GetContactDetails"), (*request).contacts, traits{}},
	{"PUT", "/domains/{id}/contacts/", named("SaveContactDetails"), (*request).saveContacts, traits{}},
	{"GET", "/domains/{id}/dns/", named("GetDNS"), (*request).records, traits{}},
	{"PUT", "/domains/{id}/dns/", named("SaveDNS"), (*request).saveRecords, traits{}},
	{"GET", "/domains/{id}/email-forwards/", named("GetEmailForwarding"), (*request).mailForwards, traits{}},
	{"PUT", "/domains/{id}/email-forwards/", named("SaveEmailForwarding"), (*request).saveMailForwards, traits{}},
	{"GET", "/domains/{id}/url-forwards/", named("GetURLForwarding"), (*request).urlForwards, traits{}},
	{"PUT", "/domains/{id}/url-forwards/", named("SaveURLForwarding"), (*request).saveURLForwards, traits{}},
	{"GET", "/domains/{id}/child-nameservers/", named("ListChildNameservers"), (*request).hosts, traits{}},
	{"PUT", "/domains/{id}/child-nameservers/{host}/", named("SetChildNameserver"), (*request).setHost, traits{}},
	{"DELETE", "/domains/{id}/child-nameservers/{host}/", named("DeleteNameserver"), (*request).deleteHost, traits{}},

	{"GET", "/availability/", named("CheckAvailability"), (*request).availability, traits{}},
	{"GET", "/prices/", named("GetPricing"), (*request).prices, traits{}},
	{"GET", "/quote/", named("Quote"), (*request).quote, traits{}},
	{"GET", "/orders/{id}/", named("OrderStatus"), (*request).orderStatus, traits{}},
	{"GET", "/balance/", named("Balance"), (*request).balance, traits{}},
	{"GET", "/ledger/", named("Ledger"), (*request).ledger, traits{}},
	{"GET", "/invoices/", named("GetInvoices"), (*request).invoices, traits{}},
	{"GET", "/invoices/{id}/", named("GetInvoice"), (*request).invoice, traits{}},
	{"GET", "/events/", named("ListEvents"), (*request).events, traits{}},
	{"POST", "/events/acknowledge/", named("AcknowledgeEvents"), (*request).acknowledgeEvents, traits{}},
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

// isID reports whether a part of a path is an id: at most 18 digits, so that it fits 63 bits.
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

// Streams reports whether the route writes its answer page by page, for as long as its client reads.
func (r Route) Streams() bool { return r.kind.stream }
