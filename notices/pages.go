package notices

import (
	"cmp"
	"strconv"
	"strings"
)

// Addresses say where people reach the panel with a browser, without a slash at the end; "" = mails do not link there.
type Addresses struct {
	Resellers string // https://api.example.net
	Operators string
}

// Or are the addresses, with those of b where they are not known.
func (a Addresses) Or(b Addresses) Addresses {
	return Addresses{cmp.Or(a.Resellers, b.Resellers), cmp.Or(a.Operators, b.Operators)}
}

// pages say on which page of the panel a mail goes on; "" = on none. {domain} is the name's number, {order} the order's. A mail whose name or
// order is not known, or not its reader's any more, has no link to it.
var pages = map[string]string{
	"registered":          domainPage,
	"registration_failed": orderPage,
	"transfer_started":    orderPage,
	"transferred":         domainPage,
	"transfer_failed":     orderPage,
	"transfer_requested":  "/panel/transfers/",
	"wrong_auth_code":     domainPage,
	"gone":                "", // it is not theirs any more
	"renewal_invoice":     "/panel/invoices/",
	"invoice_cancelled":   "/panel/invoices/",
	"invoice_credited":    "/panel/invoices/",
	"renewed":             domainPage,
	"renewal_failed":      domainPage,
	"expires_soon":        domainPage,
	"expired":             domainPage,
	"deleting_unpaid":     domainPage,
	"redemption":          domainPage,
	"deleted":             "", // there is nothing to be done
	"restored":            domainPage,
	"low_credit":          "/panel/credit/",
	"credit_below":        "/panel/credit/",
	"spend_cap_reached":   "/panel/credit/",
	"card_charged":        "/panel/credit/",
	"card_declined":       "/panel/credit/pay/",
	"top_up_paused":       "/panel/credit/top-up/",
	"webhook_disabled":    "/panel/webhooks/",
	"forwards_idle":       domainPage + "forwards/",
	"forward_target":      "", // goes to somebody who may have no account
	Invitation:            "", // has a link of its own, as the next
	SignInLink:            "",
	ResetLink:             "",
	Digest:                "/panel/notices/",
	passwordNone:          "", // these go to staff, too, whose pages are elsewhere
	passwordChanged:       "",
	passkeyMade:           "",
	"renewals_stopped":    "/panel/domains/",
	"prices_planned":      "/panel/prices/",
	"prices_cancelled":    "/panel/prices/",
	"verification_needed": domainPage,
	"verified":            domainPage,
	"hold_set":            domainPage,
	"hold_lifted":         domainPage,

	"operator_renewals_stopped":  "/operator/accounts/",
	"operator_unpaid_kept":       "/operator/invoices/",
	"operator_order_unclear":     "/operator/orders/{order}/",
	"operator_registry_funds":    "/operator/registries/",
	"operator_alert":             "/operator/",
	"operator_registry_findings": "/operator/registries/",
	"operator_registry_messages": "/operator/registries/",
}

const (
	domainPage = "/panel/domains/{domain}/"
	orderPage  = "/panel/orders/{order}/"
)

// PageOf is the path of the panel's page on which a mail of a kind goes on, about a name and an order by their numbers; "" = there is none.
func PageOf(kind string, domain, order int64) string {
	page := pages[kind]
	if strings.Contains(page, "{domain}") && domain == 0 || strings.Contains(page, "{order}") && order == 0 {
		return ""
	}
	return strings.NewReplacer("{domain}", strconv.FormatInt(domain, 10), "{order}", strconv.FormatInt(order, 10)).Replace(page)
}

// linkTo is the whole address of the page on which a mail goes on.
func (s *Service) linkTo(m mail) string {
	base, page := s.Panel.Resellers, PageOf(m.kind, m.domain, m.facts.Order)
	if m.account == 0 {
		base = s.Panel.Operators
	}
	if base == "" || page == "" {
		return ""
	}
	return base + page
}
