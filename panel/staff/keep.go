package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/visit"
)

// keep keeps a name where it is for a court or a dispute provider, or lets it go again. First it says what that means.
func (p Pages) keep(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.Rules.Split(v.Params["name"])
	if err != nil {
		return visit.Answer{}, err
	}
	form := v.Typed("why", "told")
	r := operator.Keeping{
		Name: name, On: v.Field("keep") == "on", Reason: v.Field("why"), Told: v.Field("told") == "on", AnswerBy: p.Domains.Clock.Wall().Add(holdWait),
	}
	if err = r.Check(); err == nil && v.Field("confirmed") != "yes" {
		return p.showDomain(ctx, v, form, asked{Keeping: &r})
	}
	if err == nil {
		_, err = p.Domains.Keep(v.Operating(ctx), r)
	}
	if tell(v, &form, err, beside("why")) {
		return p.showDomain(ctx, v, form, asked{})
	}
	if err != nil {
		return visit.Answer{}, err
	}
	return visit.Go("/operator/domains/" + name.String() + "/"), nil
}
