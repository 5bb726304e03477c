package account

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// outcomes are what became of the names of a bulk act.
type outcomes struct {
	placed []int64            // orders
	none   map[string][]int64 // names for which there is none, by what kept them: see reasonOf
	set    int                // names that were changed here alone
}

// add notes what became of a name, by the number that its form has.
func (o *outcomes) add(id string, placed reseller.Order, err error) {
	switch {
	case placed.ID != 0:
		o.placed = append(o.placed, placed.ID)
	case err != nil:
		if o.none == nil {
			o.none = map[string][]int64{}
		}
		n, _ := strconv.ParseInt(id, 10, 64)
		why := reasonOf(reseller.AsError(err))
		o.none[why] = append(o.none[why], n)
	default:
		o.set++
	}
}

// count is of how many names it is.
func (o outcomes) count() int {
	n := len(o.placed) + o.set
	for _, ids := range o.none {
		n += len(ids)
	}
	return n
}

// reopen takes out the names of which it is not known what became of them, by the numbers that their form has: they are tried once more.
func (o *outcomes) reopen() map[string]bool {
	again := map[string]bool{}
	for kind, ids := range o.none {
		if reseller.Kind(kind).LeavesOpen() {
			for _, id := range ids {
				again[strconv.FormatInt(id, 10)] = true
			}
			delete(o.none, kind)
		}
	}
	return again
}

// progressData is how a bulk act stands.
type progressData struct {
	Act     reseller.BulkAct
	Who     string
	Stopped bool // it has not come to its end, and will not by itself
	GoesOn  bool // and can be carried on from its page
	Orders  []reseller.Order
	Refused [][]refusedName // for the same reason each
	Open    [][]refusedName // it is not known whether anything was done
	Done    int
	Waiting int
	Set     int // names that were changed here alone

	Servers []string                   // that all names were to have; none = the act is another one, or each got its own
	Lines   map[int64][]reseller.Asked // what the orders for name servers set, and what was there before, by their numbers
	Back    string                     // where the earlier name servers are set again; "" = nowhere
}

// Groups are the orders that were refused for the same reason, then those under way, then those that are done, by what each costs.
func (d progressData) Groups() [][]reseller.Order {
	type likeness struct {
		rank         int
		code, reason string
		currency     string
		total        int64
	}
	return grouped(d.Orders, func(o reseller.Order) likeness {
		alike := likeness{rank: rankOf(o.State), currency: o.Charge.Currency, total: o.Charge.Total()}
		if alike.rank == 0 {
			alike.code, alike.reason = o.Code, o.Reason
		}
		return alike
	}, func(o reseller.Order) int { return rankOf(o.State) })
}

// rankOf says which orders are shown first.
func rankOf(state reseller.OrderState) int {
	switch state {
	case reseller.OrderRefused, reseller.OrderSuperseded:
		return 0
	case reseller.OrderDone:
		return 2
	}
	return 1
}

// refusedName is a name for which nothing was ordered.
type refusedName struct {
	ID   int64
	Name reseller.Name
	Why  string // key of what is said of errors of the kind
}

// Running reports whether names of the act are still to come.
func (d progressData) Running() bool { return !d.Act.Ended() && !d.Stopped }

// progress shows how the orders of a bulk act stand, and for which names there is none.
func (p Pages) progress(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	act, err := p.Acts.BulkAct(ctx, v.Account.ID, v.ID("id"))
	if errors.Is(err, reseller.ErrNotFound) {
		return visit.Answer{}, visit.NotFound()
	}
	if err != nil {
		return visit.Answer{}, err
	}
	became := outcomesOf(act.Result)
	d := progressData{Act: act, Who: who(v, reseller.Actor{Name: act.By}, nil), Stopped: act.Stopped(p.Clock.Wall()), GoesOn: p.carriesOn(v, act), Set: became.set}
	if d.Orders, err = p.Actions.Orders(ctx, v.Call(), became.placed); err != nil {
		return visit.Answer{}, err
	}
	for _, o := range d.Orders {
		switch rankOf(o.State) {
		case 1:
			d.Waiting++
		case 2:
			d.Done++
		}
	}
	d.tellServers(v)
	names, err := p.Actions.DomainsByID(ctx, v.Call(), slices.Concat(slices.Collect(maps.Values(became.none))...))
	if err != nil {
		return visit.Answer{}, err
	}
	for _, kind := range slices.Sorted(maps.Keys(became.none)) {
		list := make([]refusedName, len(became.none[kind]))
		for i, id := range became.none[kind] {
			list[i] = refusedName{id, names[id].Name, why(kind)} // one that is not the account's has no name
		}
		if reseller.Kind(kind).LeavesOpen() {
			d.Open = append(d.Open, list)
		} else {
			d.Refused = append(d.Refused, list)
		}
	}
	return visit.Show("account/progress", actTitle(v, act), d).Part("list"), nil
}

// query is what became of the names as it is kept.
func (o outcomes) query() string {
	state := url.Values{}
	if len(o.placed) > 0 {
		state.Set("orders", packIDs(o.placed))
	}
	for _, why := range slices.Sorted(maps.Keys(o.none)) {
		state.Add("no", why+":"+packIDs(o.none[why]))
	}
	if o.set > 0 {
		state.Set("set", strconv.Itoa(o.set))
	}
	return state.Encode()
}

// outcomesOf reads what query has written.
func outcomesOf(text string) (o outcomes) {
	query, _ := url.ParseQuery(text) // ours: what cannot be read is not there
	o.placed = unpackIDs(query.Get("orders"), bulkMost)
	o.set, _ = strconv.Atoi(query.Get("set"))
	o.none = map[string][]int64{}
	for _, text := range query["no"] {
		kind, packed, _ := strings.Cut(text, ":")
		if ids := unpackIDs(packed, bulkMost); len(ids) > 0 {
			o.none[kind] = ids
		}
	}
	return o
}

// saysMore are the codes of errors that say more than their kind does, with the key of what is said of each.
var saysMore = map[string]string{
	reseller.CodePriceChanged:       "progress.repriced",
	reseller.CodePreconditionFailed: "progress.changed",
	reseller.CodeDayLimit:           "progress.day_limit",
	reseller.CodeZoneHistoryLimit:   "progress.history_limit",
}

// why is the key of what is said of errors of which an act has kept a kind, or a code: see reasonOf.
func why(kind string) string {
	if key, is := saysMore[kind]; is {
		return key
	}
	switch k := reseller.Kind(kind); k {
	case reseller.KindFunds, reseller.KindConflict, reseller.KindRefused, reseller.KindForbidden, reseller.KindNotFound, reseller.KindUnsupported,
		reseller.KindLimited, reseller.KindUnavailable, reseller.KindPending, reseller.KindInternal:
		return "error." + kind
	}
	return "error.invalid"
}
