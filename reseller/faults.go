package reseller

import "slices"

// Faults collects what is wrong with a request, so that all of it can be told at once: checks that do not need one another add what
// they find, in the order in which it would be told one by one. The zero value has none.
type Faults struct{ all []*Error }

// mostFaults is how many faults of one request are kept: nobody mends more at a time.
const mostFaults = 100

// Add takes what a check has found, with all that it has collected itself. It reports whether the check has passed; what needs that is
// skipped otherwise.
func (f *Faults) Add(err error) (passed bool) {
	return f.AddEach(err, func(fault *Error) *Error { return fault })
}

// AddEach is Add for faults that are to be told as something else, such as with the row that they are in.
func (f *Faults) AddEach(err error, as func(fault *Error) *Error) (passed bool) {
	if err == nil {
		return true
	}
	for _, fault := range AsError(err).All() {
		if len(f.all) < mostFaults {
			f.all = append(f.all, as(fault))
		}
	}
	return false
}

// About reports whether one of the faults is in one of these parts of the request.
func (f *Faults) About(parts ...Path) bool {
	return slices.ContainsFunc(f.all, func(fault *Error) bool { return slices.Contains(parts, fault.Field) })
}

// Err gives the first fault with the others beside it (Error.Also), nil if there is none.
func (f *Faults) Err() error {
	if len(f.all) == 0 {
		return nil
	}
	first := *f.all[0]
	first.Also = f.all[1:]
	return &first
}

// All lists the error and the further faults of the same request, each by itself.
func (e *Error) All() []*Error {
	first := *e
	first.Also = nil
	return append([]*Error{&first}, e.Also...)
}

// each gives a copy of the error and of the further faults, with what change makes of each.
func (e *Error) each(change func(*Error)) *Error {
	copies := e.All()
	for i, fault := range copies {
		c := *fault
		change(&c)
		copies[i] = &c
	}
	first := copies[0]
	if len(copies) > 1 {
		first.Also = copies[1:]
	}
	return first
}
