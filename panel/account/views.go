package account

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// Views is where the searches that users have named are kept. They are a person's own and not the account's: everybody may look, so
// everybody may name what they look for, and nobody loses a view because a colleague tidies up.
type Views interface {
	SavedViews(ctx context.Context, user int64) ([]reseller.SavedView, error)
	AddSavedView(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor) error
	ChangeSavedView(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor) error
	RemoveSavedView(ctx context.Context, u reseller.User, view reseller.SavedView, by reseller.Actor) error
}

// viewRoutes are the pages of saved views.
func (p Pages) viewRoutes() []visit.Route {
	return []visit.Route{
		{Method: "GET", Path: "/panel/domains/views/", Needs: reseller.RightSelf, Do: p.views},
		{Method: "POST", Path: "/panel/domains/views/", Needs: reseller.RightSelf, Do: p.addView},
		{Method: "POST", Path: "/panel/domains/views/:view/change/", Needs: reseller.RightSelf, Do: p.changeView},
		{Method: "POST", Path: "/panel/domains/views/:view/remove/", Needs: reseller.RightSelf, Do: p.removeView},
	}
}

// tab is a saved view beside the search.
type tab struct {
	reseller.SavedView
	Current bool // its search is the one that is shown
	Counted bool
	Count   int64
	Beyond  bool // there are more than Count: they were not counted
	Wrong   string
}

// To is where the view is shown.
func (t tab) To() string { return "/panel/domains/?" + url.Values{"q": {t.Search}}.Encode() }

// tabs are the views of who looks. Staff that looks at an account's pages has none.
func (p Pages) tabs(ctx context.Context, v *visit.Visit, search string) ([]tab, error) {
	if v.Viewing() {
		return nil, nil
	}
	saved, err := p.Views.SavedViews(ctx, v.User.ID)
	list := make([]tab, len(saved))
	for i, view := range saved {
		list[i].SavedView = view
	}
	if i := slices.IndexFunc(list, func(t tab) bool { return t.Search == search }); i >= 0 {
		list[i].Current = true
	}
	return list, err
}

// viewsData is what the page of the saved views shows.
type viewsData struct {
	Search string // of the list that the tabs stand above
	Tabs   []tab
	Open   int64 // the view that the form changes; 0 = it is for a new one
}

// views lists the views with how many names each finds. The list of names asks for its tabs here: counting may take longer than it.
func (p Pages) views(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	open, _ := strconv.ParseInt(v.Query.Get("view"), 10, 64) // what is no number is no view
	return p.showViews(ctx, v, page.Form{}, open)
}

func (p Pages) showViews(ctx context.Context, v *visit.Visit, form page.Form, open int64) (visit.Answer, error) {
	d := viewsData{Search: v.Query.Get("q")}
	var err error
	if d.Tabs, err = p.tabs(ctx, v, d.Search); err != nil {
		return visit.Answer{}, err
	}
	for i := range d.Tabs {
		if err := p.countView(ctx, v, &d.Tabs[i]); err != nil {
			return visit.Answer{}, err
		}
		if view := d.Tabs[i]; view.ID == open {
			d.Open = open
			if form.Values == nil {
				form.Values = map[string]string{"name": view.Name, "search": view.Search}
			}
		}
	}
	return visit.Show("account/views", v.Say("views.title"), d).With(form).Part("tabs"), nil
}

// countView counts what a view finds, as far as the list of names does.
func (p Pages) countView(ctx context.Context, v *visit.Visit, t *tab) error {
	r, wrong := search(v, t.Search)
	if wrong != "" { // the words have changed since it was saved
		t.Wrong = wrong
		return nil
	}
	most := unaskedMost(r)
	n, err := p.Actions.CountDomainsUpTo(ctx, v.Call(), r, most+1)
	if reseller.IsKind(err, reseller.KindInvalid) {
		t.Wrong = spelled(v, err).String()
		return nil
	}
	t.Counted, t.Count, t.Beyond = err == nil, min(n, most), n > most
	return err
}

// addView names a search, and shows what it finds.
func (p Pages) addView(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.saveView(ctx, v, 0, p.Views.AddSavedView)
}

// changeView gives a view another name, or other words to search for.
func (p Pages) changeView(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	return p.saveView(ctx, v, v.ID("view"), p.Views.ChangeSavedView)
}

func (p Pages) saveView(ctx context.Context, v *visit.Visit, id int64, save func(context.Context, reseller.User, reseller.SavedView, reseller.Actor) error) (visit.Answer, error) {
	form, view := v.Typed("name", "search"), reseller.SavedView{ID: id, Name: v.Field("name"), Search: v.Field("search")}
	if p.checkView(ctx, v, view, &form) {
		err := save(ctx, v.User, view, v.Actor())
		switch e := reseller.AsError(err); {
		case errors.Is(err, reseller.ErrDuplicate):
			if there, err := p.savedAlready(ctx, v, view); err != nil || there { // the same form twice
				return visit.Go(tab{SavedView: view}.To()), err
			}
			form.Errors["name"] = v.Say("views.twice", view.Name)
		case errors.Is(err, reseller.ErrConflict):
			return visit.Answer{}, visit.NotFound()
		case err != nil && e.Code == reseller.CodeBadState:
			form.Errors["name"] = v.Say("views.full")
		default:
			return visit.Go(tab{SavedView: view}.To()), err
		}
	}
	return p.showViews(ctx, v, form, id)
}

// checkView reports whether a view can be saved; what is wrong is then in the form.
func (p Pages) checkView(ctx context.Context, v *visit.Visit, view reseller.SavedView, form *page.Form) bool {
	r, wrong := search(v, view.Search)
	switch {
	case view.Search == "":
		wrong = v.Say("views.no_search")
	case utf8.RuneCountInString(view.Search) > reseller.MaxViewSearch:
		wrong = v.Say("views.long_search", v.Language.Count(reseller.MaxViewSearch))
	case wrong == "":
		if _, err := p.Actions.CountDomainsUpTo(ctx, v.Call(), r, 1); reseller.IsKind(err, reseller.KindInvalid) {
			wrong = spelled(v, err).String()
		}
	}
	if wrong != "" {
		form.Errors["search"] = wrong
	}
	switch n := utf8.RuneCountInString(view.Name); {
	case n == 0 || n > reseller.MaxViewName:
		form.Errors["name"] = v.Say("views.bad_name", v.Language.Count(reseller.MaxViewName))
	case !reseller.OneLine(view.Name):
		form.Errors["name"] = v.Say("views.odd_name")
	}
	return !form.Wrong()
}

// savedAlready reports whether the user has that very view.
func (p Pages) savedAlready(ctx context.Context, v *visit.Visit, view reseller.SavedView) (bool, error) {
	list, err := p.Views.SavedViews(ctx, v.User.ID)
	return slices.ContainsFunc(list, func(have reseller.SavedView) bool {
		return have.Name == view.Name && have.Search == view.Search && (view.ID == 0 || view.ID == have.ID)
	}), err
}

// removeView forgets a view. One that is gone already is what was wanted.
func (p Pages) removeView(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	list, err := p.Views.SavedViews(ctx, v.User.ID)
	for _, view := range list {
		if view.ID == v.ID("view") {
			if err = p.Views.RemoveSavedView(ctx, v.User, view, v.Actor()); errors.Is(err, reseller.ErrConflict) {
				err = nil
			}
		}
	}
	return visit.Go("/panel/domains/views/"), err
}
