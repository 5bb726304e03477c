package operator

import (
	"fmt"
	"time"

	"nameyard/reseller"
)

// Attempts are those of an order in a row that had the same outcome; they may be just one.
type Attempts struct{ First, Last reseller.OrderStep }

// ofSteps tells of the attempts of orders. One that was sent and has an outcome is told by that, and attempts in a row with the same
// outcome, as while a registry is down, are told together.
func ofSteps(steps []reseller.OrderStep) []Chapter {
	byOrder := map[int64][]reseller.OrderStep{}
	var orders []int64
	for _, s := range steps {
		if byOrder[s.Order] == nil {
			orders = append(orders, s.Order)
		}
		byOrder[s.Order] = append(byOrder[s.Order], s)
	}
	var told []Chapter
	for _, id := range orders {
		told = append(told, ofAttempts(outcomes(byOrder[id]))...)
	}
	return told
}

// outcomes leaves the steps out that say that an attempt is on its way, where a later one says what became of it.
func outcomes(steps []reseller.OrderStep) []reseller.OrderStep {
	var last []reseller.OrderStep
	for i, s := range steps {
		more := i+1 < len(steps) && steps[i+1].Attempt == s.Attempt
		if s.State != reseller.OrderSending || !more {
			last = append(last, s)
		}
	}
	return last
}

func ofAttempts(steps []reseller.OrderStep) (told []Chapter) {
	for i := 0; i < len(steps); {
		first, end := steps[i], i+1
		for end < len(steps) && alike(steps[end], first) {
			end++
		}
		last := steps[end-1]
		words := withReason(string(first.State), first.Code, first.Reason) + ofReply(first.Reply)
		switch {
		case last.Attempt == first.Attempt:
			words = fmt.Sprintf("attempt %d: %s", first.Attempt, words)
		default:
			words = fmt.Sprintf("attempts %d to %d, until %s: %s", first.Attempt, last.Attempt, last.At.Format(time.DateTime), words)
		}
		told = append(told, Chapter{At: first.At, What: "attempt", Order: first.Order, Words: words, Of: Attempts{first, last}})
		i = end
	}
	return told
}

// ofReply says what is known of an answer of a registry beside what it says.
func ofReply(r reseller.Reply) (words string) {
	if r.SvTRID != "" {
		words += ", the registry's " + r.SvTRID
	}
	if r.Took > 0 {
		words += fmt.Sprintf(", after %d ms", r.Took.Milliseconds())
	}
	return words
}

// alike reports whether two attempts had the same outcome.
func alike(a, b reseller.OrderStep) bool {
	return a.State == b.State && a.Code == b.Code && a.Reason == b.Reason
}
