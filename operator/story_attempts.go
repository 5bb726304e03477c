package operator

import (
	"fmt"
	"time"

	"nameyard/reseller"
)

// ofSteps tells of the attempts of orders, those of each together (reseller.AttemptsOf).
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
		told = append(told, ofAttempts(reseller.AttemptsOf(byOrder[id]))...)
	}
	return told
}

func ofAttempts(all []reseller.Attempts) (told []Chapter) {
	for _, a := range all {
		words := withReason(string(a.First.State), a.First.Code, a.First.Reason) + ofReply(a.First.Reply)
		if a.Several() {
			words = fmt.Sprintf("attempts %d to %d, until %s: %s", a.First.Attempt, a.Last.Attempt, a.Last.At.Format(time.DateTime), words)
		} else {
			words = fmt.Sprintf("attempt %d: %s", a.First.Attempt, words)
		}
		told = append(told, Chapter{At: a.First.At, What: "attempt", Order: a.First.Order, Words: words, Of: a})
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
