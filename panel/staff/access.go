package staff

import (
	"context"
	"fmt"
	"math"
	"strconv"

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
	Open    string            // why it cannot be closed; "" = it can
}

// Many is how many names are counted unasked.
func (accessData) Many() int { return reseller.ManyNames }

// access shows what becomes of an account that is disabled or closed.
func (p Pages) access(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	a, err := p.Accounts.ByID(ctx, v.ID("id"))
	if err != nil {
		return visit.Answer{}, err
	}
	return p.showAccess(ctx, v, a, page.Form{})
}

func (p Pages) showAccess(ctx context.Context, v *visit.Visit, a reseller.Account, form page.Form) (visit.Answer, error) {
	d := accessData{Account: a}
	var err error
	if !a.Closed() {
		most := reseller.ManyNames + 1
		if v.Query.Get("count") == "all" {
			most = math.MaxInt32
		}
		if d.AtStake, d.All, err = p.Accounts.AtStake(ctx, a.Email, namesAtStake, most); err != nil {
			return visit.Answer{}, err
		}
		d.Beyond = most == reseller.ManyNames+1 && d.All == most
		if _, _, err := p.Accounts.ToClose(ctx, a.Email); err != nil {
			if beside("close")(reseller.AsError(err)) == "" {
				return visit.Answer{}, err
			}
			d.Open = v.Told(err, pageOf).String()
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
	ctx = v.Operating(ctx)
	switch v.Field("do") {
	case "disable":
		_, err = p.Accounts.Disable(ctx, a.Email)
	case "enable":
		_, err = p.Accounts.Enable(ctx, a.Email)
	case "stop":
		shown, _ := strconv.Atoi(v.Field("shown")) // without, there is nothing at stake
		_, _, err = p.Accounts.StopRenewals(ctx, a.Email, shown)
	case "close":
		_, err = p.Accounts.Close(ctx, a.Email)
	case "reopen":
		_, err = p.Accounts.Reopen(ctx, a.Email)
	default:
		err = visit.NotFound()
	}
	form := page.Form{}
	if tell(v, &form, err, beside("do")) {
		return p.showAccess(ctx, v, a, form)
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go(fmt.Sprintf("/operator/accounts/%d/", a.ID)), nil
}
