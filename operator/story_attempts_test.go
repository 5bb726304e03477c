package operator

import (
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestAttemptsWithTheSameOutcomeAreToldTogether(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)
	var steps []reseller.OrderStep
	add := func(order int64, attempt int, state reseller.OrderState, reason string) {
		at = at.Add(time.Second)
		steps = append(steps, reseller.OrderStep{Order: order, At: at, Attempt: attempt, State: state, Reason: reason})
	}
	add(1, 1, reseller.OrderUnknown, "cannot be reached")
	for attempt := 2; attempt < 14; attempt++ {
		add(1, attempt, reseller.OrderSending, "")
		add(1, attempt, reseller.OrderUnknown, "no answer yet")
		add(2, attempt, reseller.OrderSending, "") // another order of the name
	}
	add(1, 14, reseller.OrderSending, "")
	var lines []string
	for _, c := range ofSteps(steps) {
		lines = append(lines, c.At.Format("05")+" "+c.Words)
	}
	want := "01 attempt 1: unknown: cannot be reached\n03 attempts 2 to 13, until 2026-03-01 03:00:36: unknown: no answer yet\n38 attempt 14: sending\n" +
		"04 attempts 2 to 13, until 2026-03-01 03:00:37: sending"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("told:\n%s\nwant:\n%s", got, want)
	}
}
