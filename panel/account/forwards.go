package account

import (
	"context"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
	"nameyard/zone"
)

// newForwards is how many empty lines the form has for new forwards.
const newForwards = 3

// forwardsData is what the page of a name's e-mail forwards shows.
type forwardsData struct {
	Domain reseller.Domain
	Rows   []forwardRow
	Notice string         // why they have no effect, or not all; "" if all have
	Seen   string         // tag of the forwards as they are, or were when the form was shown first
	Now    []zone.Forward // what is there now, beside what was typed, if somebody has changed it meanwhile
	Saved  bool
	Tried  string // address that was tried
	Way    *actions.MailWay
}

// forwardRow is a forward with the targets that get no mail.
type forwardRow struct {
	zone.Forward
	Place            int
	Kept             bool // it is saved like this
	Pending, Refused []string
}

// forwards shows the e-mail forwards of a name, and what would become of a mail if an address is tried.
func (p Pages) forwards(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.showForwards(ctx, v, nil, page.Form{Errors: map[string]string{}})
}

// showForwards shows the rows as they were typed, or nil: as they are.
func (p Pages) showForwards(ctx context.Context, v *visit.Visit, typed []zone.Forward, form page.Form) (visit.Answer, error) {
	live, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: v.ID("id")})
	if err != nil {
		return visit.Answer{}, err
	}
	have, err := p.Actions.GetEmailForwarding(ctx, v.Call(), actions.GetEmailForwarding{Name: live.Name})
	if err != nil {
		return visit.Answer{}, err
	}
	d := forwardsData{Domain: live, Notice: have.Notice, Seen: tagOf(have.Forwards, form), Saved: v.Query.Has("saved"), Tried: reseller.TrimEnds(v.Query.Get("try"))}
	rows := typed
	if typed == nil {
		rows = append(have.Forwards[:len(have.Forwards):len(have.Forwards)], make([]zone.Forward, newForwards)...)
	} else if form.Errors["seen"] != "" {
		d.Now = have.Forwards
	}
	for i, f := range rows {
		row := forwardRow{Forward: f, Place: i, Kept: typed == nil && i < len(have.Forwards)}
		if row.Kept {
			row.Pending, row.Refused = have.Silent(f)
		}
		d.Rows = append(d.Rows, row)
	}
	if d.Tried != "" {
		way, err := p.Actions.TestForward(ctx, v.Call(), actions.TestForward{Name: live.Name, Prefix: d.Tried})
		switch e := reseller.AsError(err); {
		case err == nil:
			d.Way = &way
		case e.Kind == reseller.KindInvalid || e.Kind == reseller.KindUnsupported:
			form.Tell("try", spelled(v, e))
		default:
			return visit.Answer{}, err
		}
	}
	return onPart(v, "account/forwards", "forwards.title", live, d, form), nil
}

// saveForwards saves all rows of the form or nothing; rows that are empty are left out.
func (p Pages) saveForwards(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	prefixes, targets, form := v.Form["prefix"], v.Form["targets"], v.Typed("seen")
	typed := make([]zone.Forward, min(len(prefixes), len(targets)))
	rows := make([]zone.Forward, len(typed))
	for i := range typed {
		typed[i] = zone.Forward{Prefix: prefixes[i], ForwardTo: targets[i]}
		rows[i] = zone.Forward{Prefix: reseller.TrimEnds(prefixes[i]), ForwardTo: strings.Join(listed(targets[i]), ",")} // no address has a blank or a semicolon
	}
	name, err := p.live(ctx, v)
	if err != nil {
		return visit.Answer{}, err
	}
	_, err = p.Actions.SaveEmailForwarding(ctx, v.Call(), actions.SaveEmailForwarding{Name: name, Forwards: rows, IfMatch: seen(v)})
	a, ok, err := p.sent(v, reseller.Order{}, err, &form, func(path reseller.Path) string {
		switch form, place, _ := path.Form(); form {
		case reseller.PathForwards + "[n].prefix":
			return "prefix-" + strconv.Itoa(place)
		case reseller.PathForwards + "[n].targets":
			return "targets-" + strconv.Itoa(place)
		}
		return "save"
	})
	if ok || err != nil {
		return a, err
	}
	return p.showForwards(ctx, v, typed, form)
}
