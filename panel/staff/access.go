package staff

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// namesAtStake is how many of the names that an account would lose are listed.
const namesAtStake = 20

// accessData is what the page says before an account is disabled, closed, or let in again.
type accessData struct {
	Account reseller.Account
	AtStake []reseller.Domain // names that expire once renewals are stopped, the first ones
	All     int               // how many these are
	Beyond  bool              // they are more than reseller.ManyNames: nobody has asked yet how many
	Whole   bool              // all of them were asked for
	Open    string            // why it cannot be closed; "" = it can
	Asked   string            // what is to be confirmed: "disable" or "stop"; "" = nothing
}

// Many is how many names are counted unasked.
func (accessData) Many() int { return reseller.ManyNames }

// access shows what becomes of an account that is disabled or closed.
func (p Pages) access(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showAccess(ctx, v, a, page.Form{}, "")
}

func (p Pages) showAccess(ctx context.Context, v *visit.Visit, a reseller.Account, form page.Form, asked string) (visit.Answer, error) {
	d := accessData{Account: a, Asked: asked, Whole: v.Query.Get("names") == "all"}
	var err error
	if !a.Closed() {
		most := reseller.ManyNames + 1
		if v.Query.Get("count") == "all" || asked == "stop" {
			most = math.MaxInt32
		}
		list := namesAtStake
		if d.Whole {
			list = reseller.ManyNames
		}
		if d.AtStake, d.All, err = p.Accounts.AtStake(ctx, a.Email, list, most); err != nil {
			return visit.Answer{}, err
		}
		d.Beyond = most == reseller.ManyNames+1 && d.All == most
		if _, _, err := p.Accounts.ToClose(ctx, a.Email); err != nil {
			if beside("close")(reseller.AsError(err)) == "" {
				return visit.Answer{}, err
			}
			d.Open = v.Told(err, pageOf).Ended().String()
		}
	}
	return visit.Show("staff/access", v.Say("staff.access_of", a.Name), d).With(form), nil
}

// changeAccess disables or closes an account, or takes that back.
func (p Pages) changeAccess(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	form, do, reason := v.Typed("reason"), v.Field("do"), v.Field("reason")
	if do == "disable" || do == "stop" {
		switch {
		case reason == "":
			form.Errors["reason"] = v.Say("staff.needs_reason")
			return p.showAccess(ctx, v, a, form, "")
		case v.Field("confirmed") != "yes":
			return p.showAccess(ctx, v, a, form, do)
		}
	}
	err = p.giveAccess(v.Operating(ctx), v, a.Email, do, reason)
	if tell(v, &form, err, beside("do").about(map[reseller.Path]string{operator.PathReason: "reason"})) {
		return p.showAccess(ctx, v, a, form, "")
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}

// giveAccess carries out what was chosen.
func (p Pages) giveAccess(ctx context.Context, v *visit.Visit, email, do, reason string) (err error) {
	switch do {
	case "disable":
		_, err = p.Accounts.Disable(ctx, email, reason)
	case "enable":
		_, err = p.Accounts.Enable(ctx, email)
	case "stop":
		shown, _ := strconv.Atoi(v.Field("shown")) // without, there is nothing at stake
		_, _, err = p.Accounts.StopRenewals(ctx, email, shown, reason)
	case "close":
		_, err = p.Accounts.Close(ctx, email)
	case "reopen":
		_, err = p.Accounts.Reopen(ctx, email)
	default:
		err = visit.NotFound()
	}
	return err
}
