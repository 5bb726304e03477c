package account

import (
	"context"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// live finds the name that a change is about.
func (p Pages) live(ctx context.Context, v *visit.Visit) (reseller.Name, error) {
	d, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	return d.Name, err
}

// setAutoRenew switches automatic renewal.
func (p Pages) setAutoRenew(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	if err == nil {
		err = p.Actions.SetAutoRenew(ctx, v.Call(), actions.SetAutoRenew{Name: name, AutoRenew: v.Form.Get("to") == "on"})
	}
	return p.changed(ctx, v, reseller.Order{}, err)
}

// setPrivacy hides or shows the contacts.
func (p Pages) setPrivacy(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	var o actions.Ordered
	if err == nil {
		o, err = p.Actions.IDProtectToggle(ctx, v.Call(), actions.IDProtectToggle{Name: name, Private: v.Form.Get("to") == "on"})
	}
	return p.changed(ctx, v, o.Order, err)
}

// lock sets the transfer lock.
func (p Pages) lock(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.setLock(ctx, v, true)
}

// unlock lifts the transfer lock.
func (p Pages) unlock(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.setLock(ctx, v, false)
}

func (p Pages) setLock(ctx context.Context, v *visit.Visit, locked bool) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	var o actions.Ordered
	if err == nil {
		o, err = p.Actions.DomainUpdateLockingStatus(ctx, v.Call(), actions.DomainUpdateLockingStatus{Name: name, Locked: locked})
	}
	return p.changed(ctx, v, o.Order, err)
}

// renew orders more years. The form holds the date and the price that it was shown with, so that an old page renews nothing twice and at
// no other price. Its button has the number of years and, after a colon, what they cost.
func (p Pages) renew(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	var o actions.Ordered
	if err == nil {
		years, total, _ := strings.Cut(v.Form.Get("renew"), ":")
		o, err = p.Actions.RenewDomain(ctx, v.Call(), renewal(name, years, v.Form.Get("paid"), total))
	}
	return p.changed(ctx, v, o.Order, err)
}

// restore orders a name back from redemption at the price that was shown, or less.
func (p Pages) restore(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	var o actions.Ordered
	if err == nil {
		_, most := agreedTerm(v.Form.Get("term"))
		o, err = p.Actions.RestoreDomain(ctx, v.Call(), actions.RestoreDomain{Name: name, Most: &most})
	}
	return p.changed(ctx, v, o.Order, err)
}

// renewal reads the order of a renewal: the years, the date that they are paid through, and the total in minor units that was shown. What
// is no number of years is none that can be bought, what is no date fits no name's, and who was shown no price agrees to none.
func renewal(name reseller.Name, years, paid, total string) actions.RenewDomain {
	n, _ := strconv.Atoi(years)
	most, _ := strconv.ParseInt(total, 10, 64)
	at, err := time.Parse(time.DateOnly, paid)
	if err != nil {
		at = time.Unix(0, 0)
	}
	return actions.RenewDomain{Name: name, Years: n, CurrentExpiry: at, Most: &most}
}

// authCode has a new code set and shows it: on this answer alone, it is kept nowhere.
func (p Pages) authCode(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.live(ctx, v)
	var code actions.EPPCode
	if err == nil {
		code, err = p.Actions.GetEPPCode(ctx, v.Call(), actions.GetEPPCode{Name: name})
	}
	if err != nil {
		return p.changed(ctx, v, code.Order, err)
	}
	d, err := p.domainData(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	d.Code = code.Code
	return showDomain(d), nil
}
