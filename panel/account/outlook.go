package account

import (
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
)

// outlookDays is how far the page of the credit looks ahead.
const outlookDays = 90

// week is what the renewals of seven days need, or of what is left of a month.
type week struct {
	Words string // "2026-12", or the first day of a week
	From  time.Time
	Last  time.Time // the last day
	Count int
	Needs int64
	Left  int64  // of the credit, after them
	Names string // the search that finds them; "" = none does
}

// add counts the renewals of a day.
func (w *week) add(count int, needs, left int64) {
	w.Count, w.Needs, w.Left = w.Count+count, w.Needs+needs, left
}

// search is what finds the names among those that renew themselves, where all are charged some days before they expire. What is overdue is in the first.
func (w week) search(window int, first bool) string {
	before := "renew:on expires:<" + w.Last.Add(reseller.Days(window)).Format(time.DateOnly)
	if first {
		return before
	}
	return before + " expires:>" + w.From.Add(reseller.Days(window-1)).Format(time.DateOnly)
}

// outlook is what becomes of the credit if nothing is paid in and nothing but renewals is bought.
type outlook struct {
	reseller.Forecast
	Weeks   []week
	Months  []week
	LastDay time.Time // the last day that the credit lasts for; zero if it lasts for all
	curve   []int64   // what is left, a value for each day
}

// outlookOf adds renewals up, by day and by week. What is overdue counts today.
// window is how many days before they expire names are charged; 0 if that differs.
func outlookOf(f reseller.Forecast, now time.Time, window int) outlook {
	o := outlook{Forecast: f, curve: make([]int64, outlookDays+1)}
	today := now.UTC().Truncate(reseller.Days(1))
	needs, counts := make([]int64, outlookDays+1), make([]int, outlookDays+1)
	for _, d := range f.Days {
		day := min(max(int(d.Day.Sub(today)/reseller.Days(1)), 0), outlookDays)
		needs[day] += d.Total
		counts[day] += d.Count
	}
	left := f.Available
	for day := range needs {
		if left -= needs[day]; left < 0 && o.LastDay.IsZero() && !f.Enough() {
			o.LastDay = today.Add(reseller.Days(day - 1))
		}
		o.curve[day] = left
		date := today.Add(reseller.Days(day))
		if day%7 == 0 {
			o.Weeks = append(o.Weeks, week{Words: date.Format(time.DateOnly), From: date})
		}
		if day == 0 || date.Day() == 1 {
			o.Months = append(o.Months, week{Words: date.Format(month), From: date})
		}
		for _, w := range []*week{&o.Weeks[len(o.Weeks)-1], &o.Months[len(o.Months)-1]} {
			w.Last = date
			w.add(counts[day], needs[day], left)
		}
	}
	for _, spans := range [][]week{o.Weeks, o.Months} {
		for i := range spans {
			if window > 0 {
				spans[i].Names = spans[i].search(window, i == 0)
			}
		}
	}
	return o
}

// The chart is drawn in these units; the page scales it.
const (
	chartWidth  = 720
	chartHeight = 160
)

// Zero is the height at which nothing is left.
func (o outlook) Zero() string {
	y, _ := o.scale()
	return fmt.Sprintf("%.1f", y(0))
}

// Curve is the line of what is left, as the points of an SVG path: level within days, and down where something is renewed.
func (o outlook) Curve() string {
	y, step := o.scale()
	var path strings.Builder
	for day, left := range o.curve {
		x := float64(day) * step
		if day == 0 {
			fmt.Fprintf(&path, "M0 %.1f", y(left))
			continue
		}
		if left != o.curve[day-1] || day == len(o.curve)-1 {
			fmt.Fprintf(&path, "H%.1fV%.1f", x, y(left))
		}
	}
	return path.String()
}

// scale puts amounts into the height of the chart, with nothing at all in sight, and days into its width.
func (o outlook) scale() (y func(int64) float64, step float64) {
	low, high := int64(0), max(o.Available, 1)
	for _, left := range o.curve {
		low, high = min(low, left), max(high, left)
	}
	return func(left int64) float64 { return 4 + float64(high-left)/float64(high-low)*(chartHeight-8) }, float64(chartWidth) / outlookDays
}
