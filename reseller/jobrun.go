package reseller

import "time"

// JobRun is how the last run of a job went, as it is kept for all servers. Times are wall time.
type JobRun struct {
	Job       string
	Server    string        // that ran it last, as in leases
	Started   time.Time     // zero = it never ran
	Took      time.Duration // of the last run
	Succeeded time.Time     // when it last ended well; zero = never
	Failed    time.Time     // when it last failed; zero = never
	Problem   string        // of the run that last failed
	Next      time.Time     // when the leading server means to run it again; zero = nobody has said
}

// Failing reports whether the last run failed.
func (r JobRun) Failing() bool { return r.Failed.After(r.Succeeded) }
