package panel

import (
	"context"
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// once carries a form out, if it has not been: the form of a route that answers with what is shown once (Route.Once) may come again, because its page is loaded anew or
// its button is pressed twice. The key that it was shown with is then known. Nothing is made a second time: who sends it again is sent on as before, or told.
func (p *Panel) once(ctx context.Context, v *visit.Visit, route visit.Route) (visit.Answer, error) {
	form := sentForm{v.User.ID, v.Path, v.Form.Get(visit.KeyField)}
	if !route.Once || form.Key == "" {
		return route.Do(ctx, v)
	}
	var a visit.Answer
	var failed error
	kept, repeated, err := p.actions.Idempotent(ctx, v.Call(), actions.Keyed{
		Key: "form:" + reseller.Tag(form), Params: form, Until: v.AnswerBy,
	}, func() actions.StoredAnswer {
		a, failed = route.Do(ctx, v)
		return actions.StoredAnswer{Answer: []byte(onward + a.To), Keep: failed == nil && a.Status < http.StatusBadRequest}
	})
	switch {
	case err != nil:
		return visit.Answer{}, err
	case !repeated:
		return a, failed
	}
	if to := strings.TrimPrefix(string(kept), onward); to != "" {
		return visit.Go(to), nil
	}
	again := visit.Show("entry/again", v.Say("again.title"), nil)
	again.Status = http.StatusConflict
	return again, nil
}

// sentForm tells one form that was shown from all others, also from those beside it on its page, which have the same key. What was typed is none of it: whoever goes back
// and types something else has sent it all the same.
type sentForm struct {
	User      int64
	Path, Key string
}

// onward is before the place to which a form that was carried out has led; a page has none.
const onward = "to "
