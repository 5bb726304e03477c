package rest

import (
	"context"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// Route is one way in.
type Route struct {
	Method string         // GET answers HEAD, too
	Path   string         // below /api/v1, in Echo's syntax; the slash at the end may be left out
	Action actions.Action // whose scope a token needs
	answer func(*request, context.Context) (reply, error)
	kind   traits
}

// traits say how a route is carried out.
type traits struct {
	secret    bool // its answer holds a secret and is not kept for repeats
	immediate bool // it does not wait for the registry
	seen      bool // it saves only what is as If-Match says
	stream    bool // it writes its answer page by page, without an end to the time

	query []string // the parameters that it takes in the query; all others are refused
}

// pages are the query parameters of a list that comes in pages: others, and those of paging.
func pages(others ...string) []string { return slices.Concat(others, []string{"limit", "cursor"}) }

// Prefix is where the API begins.
const Prefix = "/api/v1"

// Routes is every way in, on one screen.
var Routes = []Route{
	{"GET", "/domains/", named("ListDomains"), (*request).listDomains, traits{stream: true, query: pages(domainChoices...)}},
	{"POST", "/domains/", named("OrderRegistration"), (*request).register, traits{immediate: true}},
	{"GET", "/domains/:id/", named("ShowDomain"), (*request).showDomain, traits{}},
	{"PUT", "/domains/:id/", named("UpdateDomain"), (*request).updateDomain, traits{seen: true}},
	{"DELETE", "/domains/:id/", named("RemoveDomain"), (*request).removeDomain, traits{}},
	{"POST", "/domains/:id/restore-to-account/", named("RestoreToAccount"), (*request).restoreToAccount, traits{}},

	{"POST", "/domains/transfers/", named("OrderTransfer"), (*request).noteTransfer, traits{}},
	{"POST", "/domains/:id/transfer/", named("OrderTransfer"), (*request).orderTransfer, traits{}},
	{"GET", "/domains/:id/transfer/", named("TransferSync"), (*request).transferState, traits{}},
	{"POST", "/domains/:id/transfer/cancel/", named("CancelTransfer"), (*request).cancelTransfer, traits{}},
	{"POST", "/domains/:id/transfer/approve/", named("ApproveTransferAway"), (*request).approveTransfer, traits{}},
	{"POST", "/domains/:id/transfer/reject/", named("RejectTransferAway"), (*request).rejectTransfer, traits{}},

	{"POST", "/domains/:id/renew/", named("RenewDomain"), (*request).renew, traits{}},
	{"POST", "/domains/:id/restore/", named("RestoreDomain"), (*request).restore, traits{}},
	{"POST", "/domains/:id/delete-registration/", named("RequestDelete"), (*request).deleteRegistration, traits{}},
	{"POST", "/domains/:id/release/", named("ReleaseDomain"), (*request).release, traits{}},
	{"POST", "/domains/:id/auth-code/", named("GetEPPCode"), (*request).authCode, traits{secret: true}},

	{"GET", "/domains/:id/contacts/", named("GetContactDetails"), (*request).contacts, traits{}},
	{"PUT", "/domains/:id/contacts/", named("SaveContactDetails"), (*request).saveContacts, traits{seen: true}},
	{"GET", "/domains/:id/dns/", named("GetDNS"), (*request).records, traits{}},
	{"PUT", "/domains/:id/dns/", named("SaveDNS"), (*request).saveRecords, traits{seen: true}},
	{"GET", "/domains/:id/dns/records/", named("GetDNS"), (*request).singleRecords, traits{}},
	{"POST", "/domains/:id/dns/records/", named("AddRecord"), (*request).addRecord, traits{seen: true}},
	{"POST", "/domains/:id/dns/records/import/", named("ImportZone"), (*request).importZone, traits{seen: true}},
	{"POST", "/domains/:id/dns/template/", named("ApplyDNSTemplate"), (*request).applyDNSTemplate, traits{seen: true}},
	{"GET", "/domains/:id/dns/records/export/", named("ExportZone"), (*request).exportZone, traits{}},
	{"PUT", "/domains/:id/dns/records/:record/", named("ReplaceRecord"), (*request).replaceRecord, traits{seen: true}},
	{"DELETE", "/domains/:id/dns/records/:record/", named("RemoveRecord"), (*request).removeRecord, traits{seen: true}},
	{"GET", "/domains/:id/dns/history/", named("ZoneHistory"), (*request).zoneHistory, traits{query: pages()}},
	{"POST", "/domains/:id/dns/history/:version/restore/", named("RestoreZone"), (*request).restoreZone, traits{seen: true}},
	{"GET", "/domains/:id/email-forwards/", named("GetEmailForwarding"), (*request).mailForwards, traits{}},
	{"PUT", "/domains/:id/email-forwards/", named("SaveEmailForwarding"), (*request).saveMailForwards, traits{seen: true}},
	{"GET", "/domains/:id/url-forwards/", named("GetURLForwarding"), (*request).urlForwards, traits{}},
	{"PUT", "/domains/:id/url-forwards/", named("SaveURLForwarding"), (*request).saveURLForwards, traits{seen: true}},
	{"GET", "/domains/:id/child-nameservers/", named("ListChildNameservers"), (*request).hosts, traits{}},
	{"PUT", "/domains/:id/child-nameservers/:host/", named("SetChildNameserver"), (*request).setHost, traits{seen: true}},
	{"DELETE", "/domains/:id/child-nameservers/:host/", named("DeleteNameserver"), (*request).deleteHost, traits{seen: true}},

	{"GET", "/dns-templates/", named("ListDNSTemplates"), (*request).dnsTemplates, traits{}},
	{"POST", "/dns-templates/", named("AddDNSTemplate"), (*request).addDNSTemplate, traits{}},
	{"GET", "/dns-templates/:id/", named("ShowDNSTemplate"), (*request).showDNSTemplate, traits{}},
	{"PUT", "/dns-templates/:id/", named("ChangeDNSTemplate"), (*request).changeDNSTemplate, traits{seen: true}},
	{"DELETE", "/dns-templates/:id/", named("RemoveDNSTemplate"), (*request).removeDNSTemplate, traits{}},

	{"GET", "/availability/", named("CheckAvailability"), (*request).availability, traits{query: []string{"domains"}}},
	{"GET", "/prices/", named("GetPricing"), (*request).prices, traits{}},
	{"GET", "/quote/", named("Quote"), (*request).quote, traits{query: []string{"operation", "domain_name", "years", "additional_fields[]"}}},
	{"GET", "/tlds/:tld/", named("ShowTLD"), (*request).showTLD, traits{}},
	{"GET", "/orders/", named("ListOrders"), (*request).orders, traits{query: pages("status", "kind", "name", "since", "until")}},
	{"GET", "/orders/:id/", named("OrderStatus"), (*request).orderStatus, traits{}},
	{"GET", "/balance/", named("Balance"), (*request).balance, traits{}},
	{"GET", "/forecast/", named("GetForecast"), (*request).forecast, traits{}},
	{"GET", "/ledger/", named("Ledger"), (*request).ledger, traits{query: pages("since", "until", "sort")}},
	{"GET", "/invoices/", named("GetInvoices"), (*request).invoices, traits{query: pages("status", "domain_name", "since", "until", "sort")}},
	{"GET", "/invoices/:id/", named("GetInvoice"), (*request).invoice, traits{}},
	{"GET", "/invoices/:id/pdf/", named("GetInvoice"), (*request).invoicePDF, traits{}},
	{"GET", "/account/", named("ShowAccount"), (*request).showAccount, traits{}},
	{"PUT", "/account/", named("ChangeAccount"), (*request).changeAccount, traits{seen: true}},
	{"GET", "/account/notices/", named("Notices"), (*request).notices, traits{}},
	{"PUT", "/account/notices/", named("ChangeNotices"), (*request).changeNotices, traits{seen: true}},

	{"GET", "/tokens/", named("ListTokens"), (*request).tokens, traits{}},
	{"POST", "/tokens/", named("MakeToken"), (*request).makeToken, traits{secret: true}},
	{"GET", "/tokens/:id/", named("ShowToken"), (*request).showToken, traits{}},
	{"PUT", "/tokens/:id/", named("NarrowToken"), (*request).narrowToken, traits{seen: true}},
	{"DELETE", "/tokens/:id/", named("RevokeToken"), (*request).revokeToken, traits{}},
	{"POST", "/tokens/:id/rotate/", named("RotateToken"), (*request).rotateToken, traits{secret: true}},

	{"GET", "/webhooks/", named("ListWebhooks"), (*request).webhooks, traits{}},
	{"POST", "/webhooks/", named("AddWebhook"), (*request).addWebhook, traits{secret: true}},
	{"GET", "/webhooks/:id/", named("ShowWebhook"), (*request).showWebhook, traits{}},
	{"PUT", "/webhooks/:id/", named("ChangeWebhook"), (*request).changeWebhook, traits{seen: true}},
	{"DELETE", "/webhooks/:id/", named("RemoveWebhook"), (*request).removeWebhook, traits{}},
	{"POST", "/webhooks/:id/secret/", named("RotateWebhookSecret"), (*request).rotateWebhookSecret, traits{secret: true}},
	{"POST", "/webhooks/:id/pause/", named("PauseWebhook"), (*request).pauseWebhook, traits{}},
	{"POST", "/webhooks/:id/enable/", named("EnableWebhook"), (*request).enableWebhook, traits{}},
	{"POST", "/webhooks/:id/test/", named("TestWebhook"), (*request).testWebhook, traits{}},
	{"GET", "/webhooks/:id/deliveries/", named("ListDeliveries"), (*request).deliveries, traits{query: pages()}},
	{"POST", "/webhooks/:id/deliveries/:delivery/replay/", named("ReplayDelivery"), (*request).replayDelivery, traits{}},

	{"GET", "/events/", named("ListEvents"), (*request).events, traits{query: pages()}},
	{"POST", "/events/acknowledge/", named("AcknowledgeEvents"), (*request).acknowledgeEvents, traits{}},
}

// Streams reports whether the route writes its answer page by page, for as long as its client reads.
func (r Route) Streams() bool { return r.kind.stream }

// templates turns the parameters of Echo's paths into those of OpenAPI.
var templates = strings.NewReplacer(":id", "{id}", ":host", "{host}", ":record", "{record}", ":version", "{version}", ":delivery", "{delivery}", ":tld", "{tld}")

// Template is the path as the contract has it: "/domains/{id}/".
func (r Route) Template() string { return templates.Replace(r.Path) }

// named finds an action of the tables. A name that is in none has no scope that a token could have; a test finds it.
func named(name string) actions.Action {
	action, ok := actions.Named(name)
	if !ok {
		action.Name = name
	}
	return action
}

// Inside reports whether a URL path belongs to this API, and gives it as the routes have it: with a slash at the end.
func Inside(path string) (place string, ok bool) {
	rest, ok := strings.CutPrefix(path, Prefix)
	if !ok || rest != "" && rest[0] != '/' {
		return "", false
	}
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	return path, true
}

// Fits reports whether the parameters of a route's path can be meant: ids are whole positive numbers, and nothing is empty. Names
// stand for the ids of domains, and numbers for those of invoices.
func Fits(path string, params map[string]string) bool {
	for name, value := range params {
		switch {
		case value == "":
			return false
		case name == "delivery" && !isID(value):
			return false
		case name == "id" && !isID(value) && !(strings.Contains(path, "/domains/") && strings.Contains(value, ".")) &&
			!(strings.Contains(path, "/invoices/") && isNumber(value)):
			return false
		}
	}
	return true
}

// isNumber reports whether a part of a path is the number of an invoice: a year and its place in it.
func isNumber(part string) bool {
	year, place, dashed := strings.Cut(part, "-")
	return dashed && isID(year) && isID(place)
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

// NoRoute is the error of a path where nothing is; where only the method is wrong, allowed has those that are right.
func NoRoute(method string, allowed []string) *reseller.Error {
	if len(allowed) == 0 {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "there is nothing at this path; /api/docs lists what there is")
	}
	return reseller.Errorf(reseller.KindInvalid, CodeMethod, "%s is not accepted here: use %s", form.Clip(method, 20), strings.Join(allowed, " or "))
}

// CodeMethod is the code of a path that is there, with a method that is not.
const CodeMethod = "method_not_allowed"
