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
// its button is pressed twice. The key that it was shown with is then known. Nothing is made a second time: who sends it again is sent on as before, or told; whoever has gone back and typed
// something else is told in any case.
func (p *Panel) once(ctx context.Context, v *visit.Visit, route visit.Route) (visit.Answer, error) {
	form := sentForm{v.User.ID, v.Path, v.Form.Get(visit.KeyField)}
	if !route.Once || form.Key == "" {
		return route.Do(ctx, v)
	}
	var a visit.Answer
	var failed error
	kept, repeated, err := p.actions.Idempotent(ctx, v.Call(), actions.Keyed{
		Key: "form:" + reseller.Tag(form), Params: []any{form, v.Form}, Form: true, Until: v.AnswerBy,
	}, func() actions.StoredAnswer {
		a, failed = route.Do(ctx, v)
		return actions.StoredAnswer{Answer: []byte(onward + a.To), Keep: failed == nil && a.Status < http.StatusBadRequest}
	})
	code, to := "", strings.TrimPrefix(string(kept), onward)
	if err != nil {
		code = reseller.AsError(err).Code
	}
	switch {
	case code == reseller.CodeInProgress:
		return visit.Answer{}, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "the form was sent before and is still being carried out: look in a moment at what has come of it")
	case err != nil && code != reseller.CodeKeyReused:
		return visit.Answer{}, err
	case err == nil && !repeated:
		return a, failed
	case err == nil && to != "":
		return visit.Go(to), nil
	}
	again := visit.Show("entry/again", v.Say("again.title"), nil)
	again.Status = http.StatusConflict
	return again, nil
}

// sentForm tells one form that was shown from all others, also from those beside it on its page, which have the same key. What was typed is none of it.
type sentForm struct {
	User      int64
	Path, Key string
}

// onward is before the place to which a form that was carried out has led; a page has none.
const onward = "to "
