package staff

import (
	"context"

	"nameyard/panel/visit"
)

// jobs shows what happens by the clock, how the last runs went, and which server leads.
func (p Pages) jobs(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Jobs(ctx)
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("staff/jobs", v.Say("staff.jobs"), list), nil
}
