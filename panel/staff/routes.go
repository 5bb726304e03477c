package staff

import (
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Routes are every page and every change of the operator's, on one screen.
func (p Pages) Routes() []visit.Route {
	routes := []visit.Route{
		get("", p.overview),
		get("health/", p.health),
		get("jump/", p.jump),
		get("accounts/", p.accounts),
		get("accounts/new/", p.newAccount),
		once("accounts/new/", p.addAccount),
		get("accounts/:id/", p.account),
		get("accounts/:id/settings/", p.accountSettings),
		dangerous("accounts/:id/settings/", p.changeAccount),
		once("accounts/:id/people/", p.inviteOwner),
		once("accounts/:id/people/:user/link/", p.newLink),
		dangerous("accounts/:id/tokens/:token/revoke/", p.revokeToken),
		get("accounts/:id/ledger/", p.ledger),
		dangerous("accounts/:id/view/", p.view),
		dangerous("accounts/:id/credit/", p.moveCredit),
		dangerous("accounts/:id/card/remove/", p.removeCard),
		get("accounts/:id/access/", p.access),
		dangerous("accounts/:id/access/", p.changeAccess),
		get("domains/", p.domains),
		get("domains/:name/", p.domain),
		wants("hold=on|off", dangerous("domains/:name/hold/", p.hold)),
		wants("keep=on|off", dangerous("domains/:name/keep/", p.keep)),
		dangerous("domains/:name/move/", p.move),
		get("orders/", p.orders),
		get("orders/:id/", p.order),
		post("orders/:id/ask/", p.askAgain),
		dangerous("orders/:id/decide/", p.decide),
		dangerous("orders/:id/reverse/", p.reverse),
		get("invoices/", p.invoices),
		get("invoices/:number/", p.invoice),
		get("invoices/:number/pdf/", p.document),
		dangerous("invoices/:number/credit/", p.creditInvoice),
		get("payments/", p.payments),
		dangerous("payments/:id/dismiss/", p.dismissPayment),
		get("prices/groups/", p.priceGroups),
		dangerous("prices/groups/", p.changePriceGroups),
		get("mails/", p.mails),
		get("mails/:id/", p.mail),
		post("mails/:id/again/", p.mailAgain),
		get("registries/", p.registries),
		post("registries/pause/", p.pause),
		post("registries/resume/", p.resume),
		get("abuse/", p.abuse),
		post("abuse/messages/:id/seen/", p.messageSeen),
		get("nameservers/", p.nameServers),
		get("jobs/", p.jobs),
		post("jobs/:job/run/", p.runJob),
		get("audit/", p.audit),
	}
	for _, list := range []string{"prices/", "prices/groups/:group/", "accounts/:id/prices/"} { // everybody's, a group's, an account's own
		routes = append(routes, get(list, p.prices), get(list+"export/", p.exportPrices), dangerous(list, p.changePrices))
	}
	return routes
}

// get is a page of the operator's side.
func get(path string, do visit.Handler) visit.Route {
	return visit.Route{Method: "GET", Path: "/operator/" + path, Needs: reseller.RightOperate, Do: do}
}

// wants is a change whose form always has some fields: visit.Route.Wants.
func wants(fields string, r visit.Route) visit.Route {
	r.Wants = fields
	return r
}

// post is a change.
func post(path string, do visit.Handler) visit.Route {
	return visit.Route{Method: "POST", Path: "/operator/" + path, Needs: reseller.RightOperate, Do: do}
}

// dangerous is a change that asks for a fresh proof.
func dangerous(path string, do visit.Handler) visit.Route {
	r := post(path, do)
	r.Fresh = true
	return r
}

// once is a dangerous one whose answer is shown once.
func once(path string, do visit.Handler) visit.Route {
	r := dangerous(path, do)
	r.Once = true
	return r
}
