package account

import (
	"math"

	"nameyard/reseller"
)

// sparkWeeks is how many weeks the overview looks back.
const sparkWeeks = 12

// sparkline is how many names were registered in each of the last weeks, as bars.
type sparkline []reseller.Week

// bar is one week of a sparkline, in the units of its drawing.
type bar struct{ X, Y, Height int }

// The sparkline is drawn in these units; the page scales it.
const (
	sparkStep   = 20 // from bar to bar
	sparkHeight = 48
	leastBar    = 2 // so that one name is seen beside a million
)

// Total is how many names were registered in all.
func (s sparkline) Total() (n int64) {
	for _, w := range s {
		n += w.Registered
	}
	return n
}

// Most is how many were in the week that had most.
func (s sparkline) Most() (n int64) {
	for _, w := range s {
		n = max(n, w.Registered)
	}
	return n
}

// Bars are the weeks that had names: the highest as high as the drawing.
func (s sparkline) Bars() (list []bar) {
	most := float64(s.Most())
	for i, w := range s {
		if w.Registered > 0 {
			height := max(leastBar, int(math.Round(float64(w.Registered)/most*(sparkHeight-1))))
			list = append(list, bar{X: i*sparkStep + 3, Y: sparkHeight - 1 - height, Height: height})
		}
	}
	return list
}
