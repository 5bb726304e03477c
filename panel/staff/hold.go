package staff

import (
	"context"
	"time"

	"nameyard/operator"
	"nameyard/panel/visit"
)

// holdWait is how long a page waits for a registry; what takes longer goes on by itself.
const holdWait = 10 * time.Second

// hold has a registry take a name out of the zone, or put it back. First it says what that means; what is confirmed is ordered.
func (p Pages) hold(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.Rules.Split(v.Params["name"])
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("reason")
	r := operator.Holding{Name: name, On: v.Field("hold") == "on", Reason: v.Field("reason"), AnswerBy: p.Domains.Clock.Wall().Add(holdWait)}
	if err = r.Check(); err == nil && v.Field("confirmed") != "yes" {
		return p.showDomain(ctx, v, form, asked{Holding: &r})
	}
	if err == nil {
		_, err = p.Domains.Hold(v.Operating(ctx), r)
	}
	if tell(v, &form, err, beside("reason")) {
		return p.showDomain(ctx, v, form, asked{})
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go("/operator/domains/" + name.String() + "/"), nil
}
