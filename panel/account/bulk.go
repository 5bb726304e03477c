package account

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nameyard/panel/visit"
	"nameyard/reseller"
)

// bulkMost is how many names one bulk act is about at most.
const bulkMost = 500

// batch says which of the names that somebody chose an act is about: no more of them than one act may be about.
type batch struct {
	More  bool   // there are more
	Later bool   // they are not the first that the search finds
	Next  string // query of the same page with those that come next in the search; "" = none do, or the act changes what they come behind
}

// chosen are the names whose ids the address has, or those of its search, from where it says on. Names that have left the account since are none
// of them. moves says that the act changes when they expire.
func (p Pages) chosen(ctx context.Context, v *visit.Visit, moves bool) (names []reseller.Domain, of batch, err error) {
	if v.Query.Has("q") {
		return p.chosenFound(ctx, v, moves)
	}
	var ids []int64
	ids, of.More = idsOf(namesIn(v.Query["id"]))
	live, err := p.Actions.LiveDomains(ctx, v.Call(), ids)
	if err != nil {
		return nil, of, err
	}
	for _, id := range ids {
		if d, is := live[id]; is {
			names = append(names, d)
		}
	}
	return names, of, nil
}

// chosenFound are the names that the search of the address finds.
func (p Pages) chosenFound(ctx context.Context, v *visit.Visit, moves bool) (names []reseller.Domain, of batch, err error) {
	r, wrong := lookedFor(v)
	if wrong != "" {
		return nil, of, reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s", wrong)
	}
	r.After, _ = strconv.ParseInt(v.Query.Get("after"), 10, 64) // what is no number begins at the beginning
	r.Limit = bulkMost
	found, err := p.Actions.ListDomains(ctx, v.Call(), r)
	for _, l := range found.Rows {
		names = append(names, l.Domain)
	}
	of.More, of.Later = found.Next != 0, r.After > 0
	if of.More && !(moves && r.Sort == reseller.SortByExpiry) {
		query := url.Values(maps.Clone(v.Query))
		query.Set("after", strconv.FormatInt(found.Next, 10))
		of.Next = "?" + query.Encode()
	}
	return names, of, err
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
