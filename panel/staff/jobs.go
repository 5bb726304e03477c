package staff

import (
	"context"
	"net/url"
	"time"

	"nameyard/operator"
	"nameyard/panel/visit"
)

// jobsData is what the page of the jobs shows.
type jobsData struct {
	Leader string // the server that leads them; "" = none does
	Jobs   []jobLine
	Ran    *jobLine // that somebody has run just now; nil = none
	Going  bool     // and that goes on
}

// jobLine is a job, and whether this server has it.
type jobLine struct {
	operator.JobState
	Here bool
}

// jobs shows what happens by the clock, how the last runs went, and which server leads.
func (p Pages) jobs(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Jobs(ctx)
	if err != nil {
		return visit.Answer{}, err
	}
	d := jobsData{Leader: list.Leader, Jobs: make([]jobLine, len(list.Jobs)), Going: v.Query.Has("goes")}
	for i, j := range list.Jobs {
		d.Jobs[i] = jobLine{j, p.Starter.Has(j.Name)}
		if j.Name == v.Query.Get("ran") {
			d.Ran = &d.Jobs[i]
		}
	}
	return visit.Show("staff/jobs", v.Say("staff.jobs"), d), nil
}

// jobWait is how long a run is waited for before the page says that it goes on.
const jobWait = 2 * time.Second

// runJob runs a job now, on this server.
func (p Pages) runJob(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name := v.Params["job"]
	ended, err := p.Starter.Start(v.Operating(ctx), name, jobWait)
	query := url.Values{"ran": {name}}
	if !ended {
		query.Set("goes", "on")
	}
	return visit.Go("/operator/jobs/?" + query.Encode()), err
}
