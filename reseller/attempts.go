package reseller

// Attempts are those of an order in a row that had the same outcome; they may be just one.
type Attempts struct{ First, Last OrderStep }

// AttemptsOf puts the steps of one order, oldest first, together as attempts. One that was sent and has an outcome is told by that, and attempts
// in a row with the same outcome, as while a registry is down, are told together.
func AttemptsOf(steps []OrderStep) (all []Attempts) {
	steps = outcomes(steps)
	for i := 0; i < len(steps); {
		end := i + 1
		for end < len(steps) && steps[end].alike(steps[i]) {
			end++
		}
		all = append(all, Attempts{steps[i], steps[end-1]})
		i = end
	}
	return all
}

// outcomes leaves the steps out that say that an attempt is on its way, where a later one says what became of it.
func outcomes(steps []OrderStep) (last []OrderStep) {
	for i, s := range steps {
		more := i+1 < len(steps) && steps[i+1].Attempt == s.Attempt
		if s.State != OrderSending || !more {
			last = append(last, s)
		}
	}
	return last
}

// Several reports whether they are more than one.
func (a Attempts) Several() bool { return a.Last.Attempt > a.First.Attempt }

// Count is how many attempts they are.
func (a Attempts) Count() int { return a.Last.Attempt - a.First.Attempt + 1 }

// alike reports whether two attempts had the same outcome.
func (s OrderStep) alike(other OrderStep) bool {
	return s.State == other.State && s.Code == other.Code && s.Reason == other.Reason
}
