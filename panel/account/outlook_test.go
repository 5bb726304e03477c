package account

import (
	"testing"
	"time"

	"nameyard/reseller"
)

// What the renewals need is told by the months and the weeks in which they are charged, and leads to the names.
func TestOutlookIsToldByMonthAndWeek(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC) }
	f := reseller.Forecast{Currency: "USD", Available: 100, Total: 70, Count: 4, Days: []reseller.ForecastDay{
		{Day: day(11, 20), Count: 1, Total: 10}, {Day: day(11, 30), Count: 1, Total: 10}, {Day: day(12, 1), Count: 1, Total: 20}, {Day: day(12, 31), Count: 1, Total: 30},
	}}
	o := outlookOf(f, now, 30)
	want := []week{
		{Words: "2026-11", From: day(11, 28), Last: day(11, 30), Count: 2, Needs: 20, Left: 80, Names: "renew:on expires:<2026-12-30"},
		{Words: "2026-12", From: day(12, 1), Last: day(12, 31), Count: 2, Needs: 50, Left: 30, Names: "renew:on expires:<2027-01-30 expires:>2026-12-30"},
	}
	for i, w := range want {
		if o.Months[i] != w {
			t.Errorf("month %d is %+v, want %+v", i+1, o.Months[i], w)
		}
	}
	if w := o.Weeks[0]; w.Count != 3 || w.Needs != 40 || !w.Last.Equal(day(12, 4)) || w.Names != "renew:on expires:<2027-01-03" {
		t.Errorf("the first week is %+v", w)
	}
	if last := o.Months[len(o.Months)-1]; last.Left != 30 || outlookOf(f, now, 0).Weeks[0].Names != "" {
		t.Errorf("the last month is %+v", last)
	}
}
