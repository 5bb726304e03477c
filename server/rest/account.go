package rest

import (
	"context"
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// account is the account on the wire.
type account struct {
	Email          string   `json:"email"`
	Name           string   `json:"name"`
	Currency       string   `json:"currency"`
	Language       string   `json:"language"`
	DefaultContact *contact `json:"default_contact"`
	VATNumber      *string  `json:"vat_number"`
	BillingAddress []string `json:"billing_address"`
	CreatedAt      *string  `json:"created_at"`
}

func accountOf(a reseller.Account) account {
	w := account{Email: a.Email, Name: a.Name, Currency: a.Currency, Language: a.Language, CreatedAt: instant(a.CreatedAt)}
	w.BillingAddress = []string{}
	if a.BillingAddress != "" {
		w.BillingAddress = strings.Split(a.BillingAddress, "\n")
	}
	if a.VATNumber != "" {
		w.VATNumber = &a.VATNumber
	}
	if a.DefaultContact != nil {
		c := contact(*a.DefaultContact)
		w.DefaultContact = &c
	}
	return w
}

func (req *request) showAccount(ctx context.Context) (reply, error) {
	a, err := req.api.actions.ShowAccount(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.AccountSet(a))(jsonReply(http.StatusOK, accountOf(a)))
}

// changeAccount changes what is given. A default contact of null takes it away.
func (req *request) changeAccount(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.ChangeAccount{IfMatch: req.ifMatch()}
	if text := b.text("language"); text != "" {
		r.Language = &text
	}
	if part, there := b.parts["default_contact"]; there && string(part) == "null" {
		r.DefaultContact = &reseller.Contact{}
	}
	if one := b.object("default_contact", "an object with the keys that GET shows, or null"); one != nil {
		c := one.contact()
		r.DefaultContact = &c
		b.fail(one.end())
	}
	b.ignoreKeysOf(account{}) // the whole of GET may come back
	if err := b.end(); err != nil {
		return reply{}, err
	}
	a, err := req.api.actions.ChangeAccount(ctx, req.call, r)
	if e := reseller.AsError(err); err != nil {
		if field, in := strings.CutPrefix(string(e.Field), string(reseller.PathContact(reseller.RoleRegistrant, ""))); in {
			return reply{}, form.Named("default_contact."+field, err)
		}
		return reply{}, err
	}
	return tagged(actions.AccountSet(a))(jsonReply(http.StatusOK, accountOf(a)))
}
