package account

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkAct is a change that many names can be given at once: it is seen first, for each name, and then done.
type bulkAct struct {
	name    string // of its path and its messages
	foresee func(Pages, context.Context, *visit.Visit, reseller.Name) (actions.Foreseen, error)
	do      func(Pages, context.Context, actions.Call, *visit.Visit, reseller.Name) (reseller.Order, error)
}

// The acts.
var (
	actServers = bulkAct{"servers",
		func(p Pages, ctx context.Context, v *visit.Visit, name reseller.Name) (actions.Foreseen, error) {
			return p.Actions.ForeseeNameservers(ctx, v.Call(), actions.SaveNameservers{Name: name, Nameservers: servers(v.Query)})
		},
		func(p Pages, ctx context.Context, call actions.Call, v *visit.Visit, name reseller.Name) (reseller.Order, error) {
			saved, err := p.Actions.SaveNameservers(ctx, call, actions.SaveNameservers{Name: name, Nameservers: servers(v.Form)})
			return saved.Order, err
		}}
	actLock, actUnlock    = lockAct("lock", true), lockAct("unlock", false)
	actAutoOn, actAutoOff = autoAct("auto-on", true), autoAct("auto-off", false)
)

func lockAct(name string, locked bool) bulkAct {
	return bulkAct{name,
		func(p Pages, ctx context.Context, v *visit.Visit, name reseller.Name) (actions.Foreseen, error) {
			return p.Actions.ForeseeLock(ctx, v.Call(), actions.DomainUpdateLockingStatus{Name: name, Locked: locked})
		},
		func(p Pages, ctx context.Context, call actions.Call, _ *visit.Visit, name reseller.Name) (reseller.Order, error) {
			o, err := p.Actions.DomainUpdateLockingStatus(ctx, call, actions.DomainUpdateLockingStatus{Name: name, Locked: locked})
			return o.Order, err
		}}
}

func autoAct(name string, on bool) bulkAct {
	return bulkAct{name,
		func(p Pages, ctx context.Context, v *visit.Visit, name reseller.Name) (actions.Foreseen, error) {
			return p.Actions.ForeseeAutoRenew(ctx, v.Call(), actions.SetAutoRenew{Name: name, AutoRenew: on})
		},
		func(p Pages, ctx context.Context, call actions.Call, _ *visit.Visit, name reseller.Name) (reseller.Order, error) {
			return reseller.Order{}, p.Actions.SetAutoRenew(ctx, call, actions.SetAutoRenew{Name: name, AutoRenew: on})
		}}
}

// servers are the name servers that were typed, one on a line or with blanks or commas between.
func servers(values url.Values) []string {
	return strings.FieldsFunc(values.Get("servers"), func(c rune) bool { return strings.ContainsRune(" ,;\t\r\n", c) })
}

// actData is the preview of a change of many names.
type actData struct {
	Act     string
	Rows    []actRow
	Good    int  // how many would be changed
	More    bool // the search finds more names than one act may be about
	Search  string
	Found   bool // the names are those of the search, not chosen ones
	Servers string
}

// actRow is one name of a preview.
type actRow struct {
	Domain reseller.Domain
	actions.Foreseen
	Why string // it will be refused; "" = it can be done
}

// preview shows what an act would do to each of the chosen names, or of all that a search finds. Nothing is done.
func (b bulkAct) preview(p Pages) visit.Handler {
	return func(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
		names, more, err := p.chosen(ctx, v)
		if err != nil {
			return visit.Answer{}, err
		}
		d := actData{Act: b.name, More: more, Search: v.Query.Get("q"), Found: v.Query.Has("q"), Servers: strings.Join(servers(v.Query), "\n")}
		for _, name := range names {
			row := actRow{Domain: name}
			if b.name == actServers.name && d.Servers == "" {
				d.Rows = append(d.Rows, row) // what they shall be is asked first
				continue
			}
			if row.Foreseen, err = b.foresee(p, ctx, v, name.Name); err != nil {
				return visit.Answer{}, err
			}
			if row.Obstacle != nil {
				row.Why = spelled(v, row.Obstacle)
			} else if !row.Already {
				d.Good++
			}
			d.Rows = append(d.Rows, row)
		}
		return visit.Show("account/bulk", v.Say("act."+b.name), d).With(page.Form{}), nil
	}
}

// carryOut does what the preview has shown: an order for each name where the registry must hear of it, none of which is waited for. Each
// has a key made of the form's and the name's id, so that sending the form again does nothing twice.
func (b bulkAct) carryOut(p Pages) visit.Handler {
	return func(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
		state, set := url.Values{}, 0
		ids := v.Form["id"]
		for _, text := range ids[:min(len(ids), bulkMost)] {
			o, err := b.one(ctx, p, v, text)
			switch {
			case o.ID != 0:
				state.Add("order", strconv.FormatInt(o.ID, 10))
			case err != nil:
				state.Add("no", text+":"+string(reseller.AsError(err).Kind))
			default:
				set++
			}
		}
		if set > 0 {
			state.Set("set", strconv.Itoa(set))
		}
		return visit.Go("/panel/domains/progress/?" + state.Encode()), nil
	}
}

func (b bulkAct) one(ctx context.Context, p Pages, v *visit.Visit, id string) (reseller.Order, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return reseller.Order{}, visit.NotFound()
	}
	d, err := p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: n})
	if err != nil {
		return reseller.Order{}, err
	}
	call := v.Call()
	call.Key, call.AnswerBy = call.Key+"-"+id, v.Arrived // not waited for
	return b.do(p, ctx, call, v, d.Name)
}

// bulkRoutes are the acts' pages. To lift locks asks for a fresh proof before the preview, so that nothing is lost afterwards.
func (p Pages) bulkRoutes() (routes []visit.Route) {
	for _, b := range []bulkAct{actServers, actLock, actUnlock, actAutoOn, actAutoOff} {
		at := "/panel/domains/" + b.name + "/"
		routes = append(routes,
			visit.Route{Method: "GET", Path: at, Needs: reseller.RightManage, Fresh: b.name == actUnlock.name, Do: b.preview(p)},
			visit.Route{Method: "POST", Path: at, Needs: reseller.RightManage, Fresh: b.name == actUnlock.name, Do: b.carryOut(p)})
	}
	return routes
}
