package account

import (
	"context"
	"net/http"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// transferInData is what the page shows on which a name is moved here.
type transferInData struct {
	Quoted actions.Quoted // without a name until one was typed
	Rules  reseller.TLD
	Wrong  visit.Told // why it cannot be moved
	Costly bool       // nothing was ordered: it costs more than was shown
}

// newTransfer asks which name is to come here, shows what that costs, and asks for its code.
func (p Pages) newTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := page.Form{Values: map[string]string{"name": v.Query.Get("name"), "auto": "on"}, Errors: map[string]string{}}
	if v.Query.Get("name") == "" {
		return showNewTransfer(v, transferInData{}, form), nil
	}
	d, err := p.transferIn(ctx, v, v.Query.Get("name"), &form)
	return showNewTransfer(v, d, form), err
}

func showNewTransfer(v *visit.Visit, d transferInData, form page.Form) visit.Answer {
	return visit.Show("account/transfer_in", v.Say("transfer_in.title"), d).With(form)
}

// transferIn finds what moving a name here costs. What is no name that is sold here is told beside the field.
func (p Pages) transferIn(ctx context.Context, v *visit.Visit, typed string, form *page.Form) (d transferInData, err error) {
	name, err := p.Actions.WholeName(typed)
	if err == nil {
		d, err = p.quotedTransfer(ctx, v, name)
	}
	if reseller.IsKind(err, reseller.KindInvalid) {
		form.Tell("name", spelled(v, err))
		return transferInData{}, nil
	}
	return d, err
}

// quotedTransfer is what moving a name here costs. It is invalid for a name that is not sold here.
func (p Pages) quotedTransfer(ctx context.Context, v *visit.Visit, name reseller.Name) (d transferInData, err error) {
	if d.Quoted, err = p.Actions.Quote(ctx, v.Call(), actions.Quote{Operation: reseller.OpTransfer, Name: name}); err != nil {
		return d, err
	}
	if d.Quoted.Obstacle != nil {
		d.Wrong = spelled(v, d.Quoted.Obstacle)
	}
	d.Rules, err = p.Actions.ShowTLD(ctx, v.Call(), actions.ShowTLD{TLD: name.TLD()})
	return d, err
}

// orderTransfer asks for the name at the price that was shown, or less.
func (p Pages) orderTransfer(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	form := v.Typed("name", "auto")
	d, err := p.transferIn(ctx, v, v.Form.Get("name"), &form)
	if err != nil || form.Wrong() {
		return showNewTransfer(v, d, form), err
	}
	_, most := agreedTerm(v.Form.Get("term"))
	placed, err := p.Actions.TransferDomain(ctx, v.Call(), actions.TransferDomain{
		Name: d.Quoted.Name, AuthCode: v.Field("code"), AutoRenew: v.Form.Get("auto") == "on", DNSManagement: true, EmailForwarding: true, Most: &most,
	})
	if placed.Order.ID != 0 || broken(err) {
		return ordered(placed, err)
	}
	status := notMoved(v, reseller.AsError(err), &d, &form)
	a := showNewTransfer(v, d, form)
	a.Status = status
	return a, nil
}

// notMoved tells on the page why nothing was ordered, and gives the page's status.
func notMoved(v *visit.Visit, e *reseller.Error, d *transferInData, form *page.Form) int {
	switch {
	case placedBefore(e, form):
		return http.StatusConflict
	case e.Code == reseller.CodePriceChanged:
		d.Costly = true
		return http.StatusConflict
	case e.Field == reseller.PathAuthCode && v.Field("code") == "":
		form.Errors["code"] = v.Say("transfers.no_code")
	}
	toldAt(v, e, form, func(path reseller.Path) string {
		if path == reseller.PathAuthCode {
			return "code"
		}
		return "name"
	})
	return http.StatusUnprocessableEntity
}
