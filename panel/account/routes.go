package account

import (
	"slices"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Routes are every page and every change of an account, on one screen.
func (p Pages) Routes() []visit.Route {
	return append(slices.Concat(p.buyRoutes(), p.bulkRoutes(), p.partRoutes(), p.viewRoutes(), p.templateRoutes(), p.settingsRoutes(), p.cardRoutes()), []visit.Route{
		{Method: "GET", Path: "/panel/", Needs: reseller.RightRead, Do: p.overview},
		{Method: "GET", Path: "/panel/jump/", Needs: reseller.RightRead, Do: p.jump},
		{Method: "GET", Path: "/panel/domains/", Needs: reseller.RightRead, Do: p.domains},
		{Method: "GET", Path: "/panel/domains/export/", Needs: reseller.RightRead, Do: p.exportDomains, Streams: true},
		{Method: "GET", Path: "/panel/domains/renew/", Needs: reseller.RightSpend, Do: p.previewRenewals},
		{Method: "POST", Path: "/panel/domains/renew/", Needs: reseller.RightSpend, Do: p.orderRenewals},
		{Method: "GET", Path: "/panel/domains/progress/", Needs: reseller.RightRead, Do: p.acts},
		{Method: "GET", Path: "/panel/domains/progress/:id/", Needs: reseller.RightRead, Do: p.progress},
		{Method: "POST", Path: "/panel/domains/progress/:id/", Needs: reseller.RightManage, Fresh: true, Do: p.carryOn},

		{Method: "GET", Path: "/panel/domains/:id/", Needs: reseller.RightRead, Do: p.domain},
		{Method: "POST", Path: "/panel/domains/:id/back/", Needs: reseller.RightManage, Do: p.takeBack},
		{Method: "POST", Path: "/panel/domains/:id/auto-renew/", Needs: reseller.RightManage, Wants: "to=on|off", Do: p.setAutoRenew},
		{Method: "POST", Path: "/panel/domains/:id/privacy/", Needs: reseller.RightManage, Wants: "to=on|off", Do: p.setPrivacy},
		{Method: "POST", Path: "/panel/domains/:id/lock/", Needs: reseller.RightManage, Do: p.lock},
		{Method: "POST", Path: "/panel/domains/:id/unlock/", Needs: reseller.RightManage, Fresh: true, Do: p.unlock},
		{Method: "POST", Path: "/panel/domains/:id/renew/", Needs: reseller.RightSpend, Do: p.renew},
		{Method: "POST", Path: "/panel/domains/:id/auth-code/", Needs: reseller.RightRelease, Fresh: true, Once: true, Do: p.authCode},

		{Method: "GET", Path: "/panel/domains/:id/dns/", Needs: reseller.RightRead, Do: p.dns},
		{Method: "POST", Path: "/panel/domains/:id/dns/save/", Needs: reseller.RightManage, Do: p.saveRecord},
		{Method: "POST", Path: "/panel/domains/:id/dns/remove/", Needs: reseller.RightManage, Do: p.removeRecord},
		{Method: "POST", Path: "/panel/domains/:id/dns/file/", Needs: reseller.RightManage, Do: p.pasteZone},
		{Method: "POST", Path: "/panel/domains/:id/dns/history/:version/restore/", Needs: reseller.RightManage, Do: p.restoreZone},

		{Method: "GET", Path: "/panel/orders/", Needs: reseller.RightRead, Do: p.orders},
		{Method: "GET", Path: "/panel/orders/:id/", Needs: reseller.RightRead, Do: p.order},
		{Method: "GET", Path: "/panel/transfers/", Needs: reseller.RightRead, Do: p.transfers},
		{Method: "GET", Path: "/panel/transfers/:id/", Needs: reseller.RightRead, Do: p.transfer},
		{Method: "POST", Path: "/panel/transfers/:id/retry/", Needs: reseller.RightSpend, Do: p.retryTransfer},
		{Method: "POST", Path: "/panel/transfers/:id/cancel/", Needs: reseller.RightManage, Do: p.cancelTransfer},
		{Method: "POST", Path: "/panel/transfers/away/:id/approve/", Needs: reseller.RightRelease, Fresh: true, Do: p.approveTransfer},
		{Method: "POST", Path: "/panel/transfers/away/:id/reject/", Needs: reseller.RightManage, Do: p.rejectTransfer},

		{Method: "GET", Path: "/panel/credit/", Needs: reseller.RightRead, Do: p.credit},
		{Method: "GET", Path: "/panel/credit/export/", Needs: reseller.RightRead, Do: p.exportMovements, Streams: true},
		{Method: "GET", Path: "/panel/credit/pay/", Needs: reseller.RightRead, Do: p.pay},
		{Method: "GET", Path: "/panel/credit/limits/", Needs: reseller.RightCaps, Do: p.limits},
		{Method: "POST", Path: "/panel/credit/limits/cap/", Needs: reseller.RightCaps, Fresh: true, Wants: "cap", Do: p.setSpendCap},
		{Method: "POST", Path: "/panel/credit/limits/floor/", Needs: reseller.RightCaps, Wants: "floor", Do: p.setFloor},
		{Method: "GET", Path: "/panel/invoices/", Needs: reseller.RightRead, Do: p.invoices},
		{Method: "GET", Path: "/panel/invoices/export/", Needs: reseller.RightRead, Do: p.exportInvoices, Streams: true},
		{Method: "GET", Path: "/panel/invoices/:id/pdf/", Needs: reseller.RightRead, Do: p.invoicePDF},
		{Method: "GET", Path: "/panel/prices/", Needs: reseller.RightRead, Do: p.prices},
	}...)
}

// partRoutes are the pages of one name beside its summary and its records.
func (p Pages) partRoutes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/panel/domains/:id/contacts/", Needs: reseller.RightRead, Do: p.contacts},
		{Method: "POST", Path: "/panel/domains/:id/contacts/save/", Needs: reseller.RightManage, Do: p.saveContacts},
		{Method: "GET", Path: "/panel/domains/:id/forwards/", Needs: reseller.RightRead, Do: p.forwards},
		{Method: "POST", Path: "/panel/domains/:id/forwards/save/", Needs: reseller.RightManage, Wants: "prefix targets", Do: p.saveForwards},
		{Method: "GET", Path: "/panel/domains/:id/hosts/", Needs: reseller.RightRead, Do: p.hosts},
		{Method: "POST", Path: "/panel/domains/:id/hosts/set/", Needs: reseller.RightManage, Do: p.setHost},
		{Method: "POST", Path: "/panel/domains/:id/hosts/remove/", Needs: reseller.RightManage, Do: p.removeHost},
		{Method: "GET", Path: "/panel/domains/:id/dnssec/", Needs: reseller.RightRead, Do: p.dnssec},
		{Method: "POST", Path: "/panel/domains/:id/dnssec/switch/", Needs: reseller.RightManage, Wants: "to=on|off", Do: p.switchDNSSEC},
		{Method: "POST", Path: "/panel/domains/:id/dnssec/records/", Needs: reseller.RightManage, Wants: "ds keys", Do: p.saveSecDNS},
		{Method: "GET", Path: "/panel/domains/:id/registry/", Needs: reseller.RightRead, Do: p.registryView},
		{Method: "GET", Path: "/panel/domains/:id/history/", Needs: reseller.RightRead, Do: p.nameHistory},
	}
}

// buyRoutes are the pages on which names come and go.
func (p Pages) buyRoutes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/panel/register/", Needs: reseller.RightSpend, Do: p.find},
		{Method: "GET", Path: "/panel/register/:name/", Needs: reseller.RightSpend, Do: p.newDomain},
		{Method: "POST", Path: "/panel/register/:name/", Needs: reseller.RightSpend, Do: p.register},
		{Method: "GET", Path: "/panel/transfers/new/", Needs: reseller.RightSpend, Do: p.newTransfer},
		{Method: "POST", Path: "/panel/transfers/new/", Needs: reseller.RightSpend, Do: p.orderTransfer},
		{Method: "POST", Path: "/panel/domains/:id/restore/", Needs: reseller.RightSpend, Do: p.restore},
		{Method: "GET", Path: "/panel/domains/:id/delete/", Needs: reseller.RightRelease, Do: p.deletion},
		{Method: "POST", Path: "/panel/domains/:id/delete/", Needs: reseller.RightRelease, Fresh: true, Do: p.deleteDomain},
	}
}

// settingsRoutes are the pages of what an account may set, and of what its programs use.
func (p Pages) settingsRoutes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/panel/tokens/", Needs: reseller.RightRead, Do: p.tokens},
		{Method: "GET", Path: "/panel/tokens/new/", Needs: reseller.RightSettings, Fresh: true, Do: p.newToken},
		{Method: "POST", Path: "/panel/tokens/new/", Needs: reseller.RightSettings, Fresh: true, Once: true, Wants: "cidrs ends cap", Do: p.makeToken},
		{Method: "GET", Path: "/panel/tokens/:id/", Needs: reseller.RightRead, Do: p.token},
		{Method: "POST", Path: "/panel/tokens/:id/narrow/", Needs: reseller.RightSettings, Do: p.narrowToken},
		{Method: "POST", Path: "/panel/tokens/:id/cap/", Needs: reseller.RightCaps, Fresh: true, Wants: "cap", Do: p.setTokenCap},
		{Method: "POST", Path: "/panel/tokens/:id/rotate/", Needs: reseller.RightSettings, Fresh: true, Once: true, Do: p.rotateToken},
		{Method: "POST", Path: "/panel/tokens/:id/revoke/", Needs: reseller.RightSettings, Do: p.revokeToken},
		{Method: "GET", Path: "/panel/webhooks/", Needs: reseller.RightRead, Do: p.webhooks},
		{Method: "POST", Path: "/panel/webhooks/", Needs: reseller.RightSettings, Once: true, Do: p.addWebhook},
		{Method: "GET", Path: "/panel/webhooks/:id/", Needs: reseller.RightRead, Do: p.webhook},
		{Method: "POST", Path: "/panel/webhooks/:id/test/", Needs: reseller.RightSettings, Do: p.testWebhook},
		{Method: "POST", Path: "/panel/webhooks/:id/secret/", Needs: reseller.RightSettings, Fresh: true, Once: true, Do: p.newSecret},
		{Method: "POST", Path: "/panel/webhooks/:id/change/", Needs: reseller.RightSettings, Wants: "url", Do: p.changeWebhook},
		{Method: "POST", Path: "/panel/webhooks/:id/pause/", Needs: reseller.RightSettings, Do: p.pauseWebhook},
		{Method: "POST", Path: "/panel/webhooks/:id/enable/", Needs: reseller.RightSettings, Do: p.enableWebhook},
		{Method: "POST", Path: "/panel/webhooks/:id/remove/", Needs: reseller.RightSettings, Do: p.removeWebhook},
		{Method: "POST", Path: "/panel/webhooks/:id/deliveries/:delivery/replay/", Needs: reseller.RightSettings, Do: p.replay},
		{Method: "GET", Path: "/panel/notices/", Needs: reseller.RightRead, Do: p.notices},
		{Method: "GET", Path: "/panel/notices/sent/", Needs: reseller.RightRead, Do: p.sentNotices},
		{Method: "POST", Path: "/panel/notices/", Needs: reseller.RightSettings, Do: p.changeNotices},
		{Method: "GET", Path: "/panel/activity/", Needs: reseller.RightSettings, Do: p.activity},
		{Method: "GET", Path: "/panel/settings/", Needs: reseller.RightRead, Do: p.settings},
		{Method: "GET", Path: "/panel/settings/contact/", Needs: reseller.RightSettings, Do: p.defaultContact},
		{Method: "POST", Path: "/panel/settings/contact/", Needs: reseller.RightSettings, Do: p.saveDefaultContact},
		{Method: "POST", Path: "/panel/settings/language/", Needs: reseller.RightSettings, Do: p.changeLanguage},
	}
}
