package account

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkMost is how many names one bulk act is about at most.
const bulkMost = 500

// chosen are the names whose ids the address has, or those of its search. Names that have left the account since are none of them.
func (p Pages) chosen(ctx context.Context, v *visit.Visit) (names []reseller.Domain, more bool, err error) {
	if v.Query.Has("q") {
		r, wrong := search(v, v.Query.Get("q"))
		if wrong != "" {
			return nil, false, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s", wrong)
		}
		r.Limit = bulkMost
		found, err := p.Actions.ListDomains(ctx, v.Call(), r)
		for _, l := range found.Rows {
			names = append(names, l.Domain)
		}
		return names, found.Next != 0, err
	}
	ids, more := idsOf(namesIn(v.Query["id"]))
	live, err := p.Actions.LiveDomains(ctx, v.Call(), ids)
	if err != nil {
		return nil, more, err
	}
	for _, id := range ids {
		if d, is := live[id]; is {
			names = append(names, d)
		}
	}
	return names, more, nil
}

// namesIn are the names of fields, each of which has one or, between spaces, several: its number and, after a colon, perhaps more.
func namesIn(fields []string) []string { return strings.Fields(strings.Join(fields, " ")) }

// idsOf are the numbers of chosen names, at most bulkMost of them.
func idsOf(chosen []string) (ids []int64, more bool) {
	for _, text := range chosen[:min(len(chosen), bulkMost)] {
		number, _, _ := strings.Cut(text, ":")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids, len(chosen) > bulkMost
}

// withoutName is why a name is refused as it is said of all that are for the same reason: "the name" in place of what it is called.
func withoutName(v *visit.Visit, why visit.Told, name reseller.Name) visit.Told {
	var pairs []string
	for _, called := range []string{name.String(), name.Unicode()} {
		for _, end := range []string{" ", ":", ";", ","} { // "ns1.example.com" and "example.community" are other names than "example.com"
			pairs = append(pairs, " "+called+end, " "+v.Say("act.the_name")+end)
		}
	}
	why.Says = strings.TrimSpace(strings.NewReplacer(pairs...).Replace(" " + why.Says + " "))
	return why
}

// grouped puts rows together that are alike in what a page says of them once: those of a lower rank first, and else as the first of each come.
func grouped[R any, K comparable](rows []R, alike func(R) K, rank func(R) int) (groups [][]R) {
	at := map[K]int{}
	for _, row := range rows {
		k := alike(row)
		i, is := at[k]
		if !is {
			i, at[k] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], row)
	}
	slices.SortStableFunc(groups, func(a, b []R) int { return cmp.Compare(rank(a[0]), rank(b[0])) })
	return groups
}

// bulkLasts is how long one bulk act may take at most, wall time: much longer than any takes.
const bulkLasts = 10 * time.Minute

// oneOfMany does something to one name of a form; more is what the form has of it after its number.
type oneOfMany func(ctx context.Context, call actions.Call, name reseller.Name, more string) (reseller.Order, error)

// each does something to each name of a field of the form: to all of them, also when the browser goes away meanwhile, because all were
// confirmed. No order is waited for, and each has a key made of the form's and the name's number. The page of the progress tells the rest.
func (p Pages) each(ctx context.Context, v *visit.Visit, field string, do oneOfMany) (visit.Answer, error) {
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), bulkLasts)
	defer done()
	var placed []int64
	none, set, chosen := map[string][]int64{}, 0, namesIn(v.Form[field])
	for _, text := range chosen[:min(len(chosen), bulkMost)] {
		id, more, _ := strings.Cut(text, ":")
		var o reseller.Order
		d, err := p.liveByID(ctx, v, id)
		if err == nil {
			call := v.CallOf(id)
			call.AnswerBy = v.Arrived // not waited for
			o, err = do(ctx, call, d.Name, more)
		}
		switch {
		case o.ID != 0:
			placed = append(placed, o.ID)
		case err != nil:
			n, _ := strconv.ParseInt(id, 10, 64)
			why := reasonOf(reseller.AsError(err))
			none[why] = append(none[why], n)
		default:
			set++
		}
	}
	return visit.Go("/panel/domains/progress/?" + progressOf(placed, none, set)), nil
}

// reasonOf is what the address of the progress has of an error: its kind, or its code where that says more. See why.
func reasonOf(e *reseller.Error) string {
	if _, says := saysMore[e.Code]; says {
		return e.Code
	}
	return string(e.Kind)
}

// liveByID is the name of a number, if it is in the account.
func (p Pages) liveByID(ctx context.Context, v *visit.Visit, id string) (reseller.Domain, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return reseller.Domain{}, visit.NotFound()
	}
	return p.Actions.LiveDomain(ctx, v.Call(), actions.DomainByID{ID: n})
}
