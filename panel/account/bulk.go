package account

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkMost is how many names one bulk act is about at most.
const bulkMost = 500

// chosen are the names whose ids the address has, or those of its search. Names that have left the account since are none of them.
func (p Pages) chosen(ctx context.Context, v *visit.Visit) (names []reseller.Domain, more bool, err error) {
	if v.Query.Has("q") {
		r, wrong := lookedFor(v)
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

// namesIn are the names of fields, each of which has one or, between spaces, several: its number and, after a colon, perhaps more. One that is
// there twice counts once.
func namesIn(fields []string) []string {
	known := map[int64]bool{}
	return slices.DeleteFunc(strings.Fields(strings.Join(fields, " ")), func(text string) bool {
		number, _, _ := strings.Cut(text, ":")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil { // it stays, and is told as no name
			return false
		}
		again := known[id]
		known[id] = true
		return again
	})
}

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
