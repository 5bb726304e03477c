package account

import (
	"context"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// progressData is how a bulk act stands.
type progressData struct {
	Orders  []reseller.Order
	Refused [][]refusedName // for the same reason each
	Open    [][]refusedName // it is not known whether anything was done
	Done    int
	Waiting int
	Set     int // names that were changed here alone
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
		alike := likeness{rank: rankOf(o), currency: o.Charge.Currency, total: o.Charge.Total()}
		if alike.rank == 0 {
			alike.code, alike.reason = o.Code, o.Reason
		}
		return alike
	}, rankOf)
}

// rankOf says which orders are shown first.
func rankOf(o reseller.Order) int {
	switch o.State {
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

// progress shows how the orders of a bulk act stand, and for which names there is none.
func (p Pages) progress(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d progressData
	for _, id := range unpackIDs(v.Query.Get("orders"), bulkMost) {
		o, err := p.Actions.OrderStatus(ctx, v.Call(), actions.OrderByID{ID: id})
		if err != nil {
			return visit.Answer{}, err
		}
		switch rankOf(o) {
		case 1:
			d.Waiting++
		case 2:
			d.Done++
		}
		d.Orders = append(d.Orders, o)
	}
	d.Set, _ = strconv.Atoi(v.Query.Get("set"))
	for kind, ids := range noneOf(v.Query) {
		list, err := p.namesOf(ctx, v, ids, why(kind))
		if err != nil {
			return visit.Answer{}, err
		}
		if len(list) == 0 {
			continue
		}
		if reseller.Kind(kind).LeavesOpen() {
			d.Open = append(d.Open, list)
		} else {
			d.Refused = append(d.Refused, list)
		}
	}
	return visit.Show("account/progress", v.Say("progress.title"), d).Part("list"), nil
}

// progressOf is the query of the progress: the orders that were placed, the names for which there is none by what kept them, and how many were
// changed here alone.
func progressOf(placed []int64, none map[string][]int64, set int) string {
	state := url.Values{}
	if len(placed) > 0 {
		state.Set("orders", packIDs(placed))
	}
	for _, why := range slices.Sorted(maps.Keys(none)) {
		state.Add("no", why+":"+packIDs(none[why]))
	}
	if set > 0 {
		state.Set("set", strconv.Itoa(set))
	}
	return state.Encode()
}

// noneOf reads the names for which there is no order, by what kept them: as many as one act has.
func noneOf(query url.Values) iter.Seq2[string, []int64] {
	return func(yield func(string, []int64) bool) {
		left := bulkMost
		for _, text := range query["no"] {
			kind, packed, _ := strings.Cut(text, ":")
			ids := unpackIDs(packed, left)
			if left -= len(ids); !yield(kind, ids) {
				return
			}
		}
	}
}

// namesOf are names by their numbers, with what is said of them. One that is not the account's has no name.
func (p Pages) namesOf(ctx context.Context, v *visit.Visit, ids []int64, why string) (list []refusedName, err error) {
	for _, id := range ids {
		shown, err := p.Actions.ShowDomain(ctx, v.Call(), actions.DomainByID{ID: id})
		if err != nil && !reseller.IsKind(err, reseller.KindNotFound) {
			return nil, err
		}
		list = append(list, refusedName{id, shown.Domain.Name, why})
	}
	return list, nil
}

// saysMore are the codes of errors that say more than their kind does, with the key of what is said of each.
var saysMore = map[string]string{
	reseller.CodePriceChanged:       "progress.repriced",
	reseller.CodePreconditionFailed: "progress.changed",
	reseller.CodeDayLimit:           "progress.day_limit",
	reseller.CodeZoneHistoryLimit:   "progress.history_limit",
}

// why is what is said of errors of a kind, or with a code, that the address has.
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
