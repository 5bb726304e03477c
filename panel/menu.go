package panel

import "nameyard/reseller"

// item is a line of a menu: a place below the side, with who may go there.
type item struct {
	at, words, icon string
	needs           reseller.Right
}

// menus are the menus of both sides.
var menus = map[string][]item{
	resellers: {
		{"/", "nav.overview", "house", reseller.RightRead},
		{"/domains/", "nav.domains", "globe", reseller.RightRead},
		{"/register/", "find.menu", "plus", reseller.RightSpend},
		{"/orders/", "orders.title", "shopping-cart", reseller.RightRead},
		{"/transfers/", "transfers.title", "arrow-left-right", reseller.RightRead},
		{"/credit/", "credit.title", "wallet", reseller.RightRead},
		{"/invoices/", "invoices.title", "receipt", reseller.RightRead},
		{"/prices/", "prices.title", "tags", reseller.RightRead},
		{"/tokens/", "tokens.title", "key-round", reseller.RightRead},
		{"/webhooks/", "webhooks.title", "webhook", reseller.RightRead},
		{"/notices/", "notices.title", "bell", reseller.RightRead},
		{"/team/", "team.title", "users", reseller.RightTeam},
		{"/activity/", "activity.title", "history", reseller.RightSettings},
		{"/settings/", "settings.title", "settings", reseller.RightRead},
	},
	operators: {
		{"/", "nav.overview", "house", reseller.RightOperate},
		{"/accounts/", "staff.accounts", "building-2", reseller.RightOperate},
		{"/domains/", "domains.title", "globe", reseller.RightOperate},
		{"/orders/", "staff.orders", "shopping-cart", reseller.RightOperate},
		{"/invoices/", "staff.invoices", "receipt", reseller.RightOperate},
		{"/payments/", "staff.payments", "wallet", reseller.RightOperate},
		{"/prices/", "staff.prices", "tags", reseller.RightOperate},
		{"/registries/", "staff.registries", "server", reseller.RightOperate},
		{"/abuse/", "abuse.title", "triangle-alert", reseller.RightOperate},
		{"/mails/", "staff.mails_all", "bell", reseller.RightOperate},
		{"/nameservers/", "staff.nameservers", "activity", reseller.RightOperate},
		{"/health/", "health.title", "shield-check", reseller.RightOperate},
		{"/jobs/", "staff.jobs", "clock", reseller.RightOperate},
		{"/team/", "team.title", "users", reseller.RightOperate},
		{"/audit/", "staff.audit", "history", reseller.RightOperate},
	},
}
