package account

import (
	"context"
	"strconv"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// actRows is how many acts a page of their list has: the orders of each are counted.
const actRows = 20

// actsPage is the list of acts on many names.
type actsPage struct {
	Rows   []actLine
	Paging paging
}

// actLine is an act with how its names stand.
type actLine struct {
	reseller.BulkAct
	Title   string
	Who     string
	Stopped bool // it has not come to its end, and will not by itself
	Done    int
	Refused int
	Waiting int // orders under way
	Open    int // it is not known whether anything was done
}

// acts lists what was done to many names at once, newest first.
func (p Pages) acts(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	before, _ := strconv.ParseInt(v.Query.Get("after"), 10, 64)
	found, err := p.Acts.BulkActs(ctx, v.Account.ID, max(before, 0), actRows+1)
	if err != nil {
		return visit.Answer{}, err
	}
	next := int64(0)
	if len(found) > actRows {
		found = found[:actRows]
		next = found[actRows-1].ID
	}
	d := actsPage{Paging: pagingOf(v, next)}
	for _, act := range found {
		line, err := p.lineOf(ctx, v, act)
		if err != nil {
			return visit.Answer{}, err
		}
		d.Rows = append(d.Rows, line)
	}
	return visit.Show("account/acts", v.Say("progress.all"), d), nil
}

// lineOf counts how the names of an act stand.
func (p Pages) lineOf(ctx context.Context, v *visit.Visit, act reseller.BulkAct) (actLine, error) {
	became := outcomesOf(act.Result)
	line := actLine{BulkAct: act, Title: actTitle(v, act), Who: who(v, reseller.Actor{Name: act.By}, nil), Stopped: act.Stopped(p.Clock.Wall()), Done: became.set}
	states, err := p.Acts.OrderStates(ctx, v.Account.ID, became.placed)
	for _, state := range states {
		switch rankOf(state) {
		case 0:
			line.Refused++
		case 1:
			line.Waiting++
		case 2:
			line.Done++
		}
	}
	for kind, names := range became.none {
		if reseller.Kind(kind).LeavesOpen() {
			line.Open += len(names)
		} else {
			line.Refused += len(names)
		}
	}
	return line, err
}

// actTitle is what an act is called.
func actTitle(v *visit.Visit, act reseller.BulkAct) string {
	if act.Act == actRenew {
		return v.Say("bulk.title")
	}
	return v.Say("act." + act.Act)
}

// actRenew is the act of renewing many names.
const actRenew = "renew"
