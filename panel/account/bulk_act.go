package account

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkAct is a change that many names can be given at once: it is seen first, for each name, and then done.
type bulkAct struct {
	name  string // of its path and its messages
	fresh bool   // asks for a fresh proof before the preview, so that nothing is lost afterwards
	asks  string // field in which is typed what the names are to have, which is asked first; "" = nothing is
	// ask reads what was typed there; nil = foresee and do read it themselves.
	ask func(Pages, context.Context, *visit.Visit, *actData) error
	// earlier says that each name gets its own: what the orders that the address or the form names have taken the place of.
	earlier bool
	foresee func(*actions.Foresight, context.Context, *visit.Visit, actData, reseller.Name) (actions.Foreseen, error)
	do      func(Pages, context.Context, actions.Call, *visit.Visit, chosenName) (reseller.Order, error)
}

// chosenName is a name of a form, with what it was like when the form was shown.
type chosenName struct {
	Name    reseller.Name
	Seen    string   // tag of what the act changes; "" = it says all by itself
	Servers []string // that the name is to have again, of such an act
}

// The acts.
var (
	actServers = bulkAct{
		name: "servers", asks: "servers",
		foresee: func(f *actions.Foresight, ctx context.Context, v *visit.Visit, _ actData, name reseller.Name) (actions.Foreseen, error) {
			return f.Nameservers(ctx, actions.SaveNameservers{Name: name, Nameservers: listed(v.Query.Get("servers"))})
		},
		do: func(p Pages, ctx context.Context, call actions.Call, v *visit.Visit, chosen chosenName) (reseller.Order, error) {
			saved, err := p.Actions.SaveNameservers(ctx, call, actions.SaveNameservers{Name: chosen.Name, Nameservers: listed(v.Form.Get("servers")), IfMatch: actions.IfMatch{chosen.Seen}})
			return saved.Order, err
		},
	}
	actLock, actUnlock    = lockAct("lock", true), lockAct("unlock", false)
	actAutoOn, actAutoOff = autoAct("auto-on", true), autoAct("auto-off", false)

	bulkActs = []bulkAct{actServers, actServersBack, actLock, actUnlock, actAutoOn, actAutoOff, actTemplate}
)

func lockAct(name string, locked bool) bulkAct {
	return bulkAct{
		name: name, fresh: !locked,
		foresee: func(f *actions.Foresight, ctx context.Context, v *visit.Visit, _ actData, name reseller.Name) (actions.Foreseen, error) {
			return f.Lock(ctx, actions.DomainUpdateLockingStatus{Name: name, Locked: locked})
		},
		do: func(p Pages, ctx context.Context, call actions.Call, _ *visit.Visit, chosen chosenName) (reseller.Order, error) {
			o, err := p.Actions.DomainUpdateLockingStatus(ctx, call, actions.DomainUpdateLockingStatus{Name: chosen.Name, Locked: locked})
			return o.Order, err
		},
	}
}

func autoAct(name string, on bool) bulkAct {
	return bulkAct{
		name: name,
		foresee: func(f *actions.Foresight, ctx context.Context, v *visit.Visit, _ actData, name reseller.Name) (actions.Foreseen, error) {
			return f.AutoRenew(ctx, actions.SetAutoRenew{Name: name, AutoRenew: on})
		},
		do: func(p Pages, ctx context.Context, call actions.Call, _ *visit.Visit, chosen chosenName) (reseller.Order, error) {
			return reseller.Order{}, p.Actions.SetAutoRenew(ctx, call, actions.SetAutoRenew{Name: chosen.Name, AutoRenew: on})
		},
	}
}

// actData is the preview of a change of many names.
type actData struct {
	Act     string
	Rows    []actRow
	Good    int    // how many would be changed
	After   string // behind which of those that were found they come, as the address has it
	Search  string
	Sort    string // in which order they were found, as the address has it
	Found   bool   // the names are those of the search, not chosen ones
	Asks    string // field in which is typed what the names are to have; "" = there is none
	Asked   bool   // it was typed, so that the rows say what will happen
	Servers string

	Templates []reseller.DNSTemplate
	Template  reseller.DNSTemplate // the chosen one
	Mode      string               // what becomes of the records that are there

	batch
	earlierServers
}

// Groups are the names that are refused for the same reason, then those with which the same happens, then those that are so already.
func (d actData) Groups() [][]actRow {
	return grouped(d.Rows, func(r actRow) string {
		if !d.Asked {
			return strings.Join(r.Domain.Nameservers, " ")
		}
		happens := fmt.Sprintf("%q %t %t %t %d %s", r.Why, r.Already, r.Unsigned, r.Elsewhere, len(r.Records.Added), r.Back.alike())
		for _, gone := range r.Records.Removed {
			happens += " " + gone.Hostname + " " + gone.Type
		}
		return happens
	}, func(r actRow) int {
		switch {
		case r.Why.Any():
			return 0
		case r.Already:
			return 2
		}
		return 1
	})
}

// Names are the numbers of all names of the preview.
func (d actData) Names() string {
	var all []string
	for _, r := range d.Rows {
		all = append(all, strconv.FormatInt(r.Domain.ID, 10))
	}
	return strings.Join(all, " ")
}

// asBefore stands in a preview's form for what was seen of a name where it is what was seen of the one before, which keeps the form short.
const asBefore = "="

// Confirmed is what a press of the button confirms: each name that can be changed, with what was seen of it.
func (d actData) Confirmed() string {
	var good []string
	before := ""
	for _, r := range d.Rows {
		switch id := strconv.FormatInt(r.Domain.ID, 10); {
		case !r.Good() || !d.Asked:
		case r.Seen == "":
			good = append(good, id)
		case r.Seen == before:
			good = append(good, id+":"+asBefore)
		default:
			good, before = append(good, id+":"+r.Seen), r.Seen
		}
	}
	return strings.Join(good, " ")
}

// actRow is one name of a preview.
type actRow struct {
	Domain reseller.Domain
	actions.Foreseen
	Why  visit.Told   // it will be refused; zero = it can be done
	Back *serversBack // the name servers that it gets again; nil = it is another act
}

// Good reports whether the name would be changed.
func (r actRow) Good() bool { return !r.Why.Any() && !r.Already }

// preview shows what an act would do to each of the chosen names, or of all that a search finds. Nothing is done.
func (b bulkAct) preview(p Pages) visit.Handler {
	return func(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
		d := actData{Act: b.name, Search: v.Query.Get("q"), Sort: v.Query.Get("sort"), After: v.Query.Get("after"), Found: v.Query.Has("q"), Servers: strings.Join(listed(v.Query.Get("servers")), "\n")}
		names, err := b.names(p, ctx, v, &d)
		if err != nil {
			return visit.Answer{}, err
		}
		d.Asks, d.Asked = b.asks, b.asks == "" || len(listed(v.Query.Get(b.asks))) > 0
		if b.ask != nil {
			if err := b.ask(p, ctx, v, &d); err != nil {
				return visit.Answer{}, err
			}
		}
		if err := b.foreseeAll(p, ctx, v, &d, names); err != nil {
			return visit.Answer{}, err
		}
		return visit.Show("account/bulk", v.Say("act."+b.name), d).With(page.Form{}), nil
	}
}

// names are those that an act is about.
func (b bulkAct) names(p Pages, ctx context.Context, v *visit.Visit, d *actData) (names []reseller.Domain, err error) {
	if b.earlier {
		return p.namesSetBack(ctx, v, d)
	}
	names, d.batch, err = p.chosen(ctx, v, false)
	return names, err
}

// foreseeAll adds the names to a preview, with what would become of each once that is asked.
func (b bulkAct) foreseeAll(p Pages, ctx context.Context, v *visit.Visit, d *actData, names []reseller.Domain) error {
	for _, name := range names {
		d.Rows = append(d.Rows, actRow{Domain: name, Back: d.back(name)})
	}
	if !d.Asked {
		return nil
	}
	all := make([]reseller.Name, len(names))
	for i, name := range names {
		all[i] = name.Name
	}
	foresight, err := p.Actions.Foresee(ctx, v.Call(), all)
	if err != nil {
		return err
	}
	for i, name := range all {
		row := &d.Rows[i]
		if row.Foreseen, err = b.foresee(foresight, ctx, v, *d, name); err != nil {
			return err
		}
		if row.Obstacle != nil {
			row.Why = withoutName(v, spelledAll(v, row.Obstacle), name)
		} else if !row.Already {
			d.Good++
		}
	}
	return nil
}

// carryOut does what the preview has shown: an order for each name where the registry must hear of it. Sending the form again does nothing
// twice.
func (b bulkAct) carryOut(p Pages) visit.Handler {
	return func(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
		var earlier earlierServers
		if b.earlier {
			var err error
			if earlier, err = p.earlierServers(context.WithoutCancel(ctx), v, v.Form); err != nil {
				return visit.Answer{}, err
			}
		}
		return p.each(ctx, v, b.name, ticked(v), func(ctx context.Context, call actions.Call, name reseller.Name, seen string) (reseller.Order, error) {
			return b.do(p, ctx, call, v, chosenName{name, seen, earlier.of[name].Servers})
		})
	}
}

// ticked are the names of a preview's form, with what was seen of them, less those whose ticks were taken away.
func ticked(v *visit.Visit) (names []string) {
	on, before := map[string]bool{}, ""
	for _, id := range v.Form["on"] {
		on[id] = true
	}
	for _, text := range namesIn(v.Form["id"]) {
		id, seen, has := strings.Cut(text, ":")
		if seen == asBefore {
			text = id + ":" + before
		} else if has {
			before = seen
		}
		if on[id] {
			names = append(names, text)
		}
	}
	return names
}

// bulkRoutes are the acts' pages.
func (p Pages) bulkRoutes() (routes []visit.Route) {
	for _, b := range bulkActs {
		at := "/panel/domains/" + b.name + "/"
		routes = append(routes,
			visit.Route{Method: "GET", Path: at, Needs: reseller.RightManage, Fresh: b.fresh, Do: b.preview(p)},
			visit.Route{Method: "POST", Path: at, Needs: reseller.RightManage, Fresh: b.fresh, Do: b.carryOut(p)})
	}
	return routes
}
