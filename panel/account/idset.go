package account

import (
	"slices"
	"strconv"
	"strings"
)

// packIDs writes the numbers of rows short, because an act keeps those of all its names, anew after each: rising, each as its distance to the one before, in
// base 36, and several in a row as the first and how many follow: "2s-2.5".
func packIDs(ids []int64) string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var b strings.Builder
	before := int64(0)
	for i := 0; i < len(ids); {
		end := i + 1
		for end < len(ids) && ids[end] == ids[end-1]+1 {
			end++
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(strconv.FormatInt(ids[i]-before, 36))
		if end > i+1 {
			b.WriteString("-" + strconv.FormatInt(int64(end-i-1), 36))
		}
		before, i = ids[end-1], end
	}
	return b.String()
}

// unpackIDs reads what packIDs has written, up to a number of them. What cannot be read ends the list.
func unpackIDs(text string, most int) (ids []int64) {
	before := int64(0)
	for part := range strings.SplitSeq(text, ".") {
		first, more, several := strings.Cut(part, "-")
		step, err := strconv.ParseInt(first, 36, 64)
		follow := int64(0)
		if several && err == nil {
			follow, err = strconv.ParseInt(more, 36, 64)
		}
		if err != nil || step <= 0 || follow < 0 || before+step < 0 {
			return ids
		}
		for before += step; follow >= 0; follow-- {
			if len(ids) == most {
				return ids
			}
			ids = append(ids, before)
			if follow > 0 {
				before++
			}
		}
	}
	return ids
}
