package staff

import (
	"context"

	"nameyard/panel/page"
	"nameyard/panel/visit"
)

// move has a name at another registrar from now on, if that one shows it as ours.
func (p Pages) move(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	name, err := p.Rules.Split(v.Params["name"])
	if err != nil {
		return visit.Answer{}, err
	}
	moved, err := p.Moves.Run(v.Operating(ctx), []string{name.String()}, v.Field("to"))
	if err == nil && moved[0].Trouble != nil {
		err = moved[0].Trouble
	}
	if err != nil {
		return p.showDomain(ctx, v, page.Form{Errors: map[string]string{"to": v.Told(err, pageOf).String()}}, asked{})
	}
	return visit.Go("/operator/domains/" + name.String() + "/"), nil
}
