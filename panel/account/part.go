package account

import (
	"context"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// sent answers a change that was made on one of the pages of a name. ok is false if it was refused before anything was done, or by the
// registry: the reasons are then in the form, each beside the field that field gives for what is at fault, and the page is shown again with what
// was typed. An order that is under way is told on the page of the name.
func (p Pages) sent(v *visit.Visit, o reseller.Order, err error, form *page.Form, field func(reseller.Path) string) (a visit.Answer, ok bool, failed error) {
	e := reseller.AsError(err)
	switch {
	case moved(v, err, form):
		return visit.Answer{}, false, nil
	case err == nil && o.ID == 0:
		return visit.Go(v.Path[:strings.LastIndex(strings.TrimSuffix(v.Path, "/"), "/")+1] + "?saved="), true, nil
	case err == nil || e.Kind == reseller.KindPending && o.ID != 0:
		return visit.Go("/panel/domains/" + strconv.FormatInt(v.ID("id"), 10) + "/?order=" + strconv.FormatInt(o.ID, 10)), true, nil
	case e.Kind == reseller.KindInternal || e.Kind == reseller.KindUnavailable || e.Kind == reseller.KindNotFound && e.Field == "" || e.Kind == reseller.KindForbidden:
		return visit.Answer{}, true, err
	}
	toldAt(v, err, form, field)
	return visit.Answer{}, false, nil
}

// seen is the tag that a form was shown with: what it saves must be as it was then. A form without one saves nothing.
func seen(v *visit.Visit) actions.IfMatch { return actions.IfMatch{v.Form.Get("seen")} }

// moved reports whether nothing was saved because somebody else has changed it since the form was shown. The form says so, and gets the tag of what is there
// now, which its page shows beside what was typed: so it may be saved again.
func moved(v *visit.Visit, err error, form *page.Form) bool {
	if err == nil || reseller.AsError(err).Field != reseller.PathIfMatch {
		return false
	}
	form.Errors["seen"] = v.Say("part.changed")
	delete(form.Values, "seen")
	return true
}

// tagOf is the tag of a form that is shown: of what is there now, or, with what was typed, of what was there when it was shown first.
func tagOf(set any, form page.Form) string {
	if kept, typed := form.Values["seen"]; typed {
		return kept
	}
	return reseller.Tag(set)
}

// spelled is what an error says to the person, with actions called what the pages call them.
func spelled(v *visit.Visit, err error) visit.Told { return v.Told(err, pageOf) }

// spelledAll is what all faults of an error say, in one line, where they stand beside no fields.
func spelledAll(v *visit.Visit, e *reseller.Error) visit.Told {
	all := spelled(v, e)
	for _, fault := range e.Also {
		all.Says += "; " + spelled(v, fault).Says
	}
	return all
}

// pageOf are the pages on which actions are done that errors name.
var pageOf = map[reseller.Hint]string{
	reseller.HintRegisterNameserver: "part.hosts", reseller.HintModifyNameserver: "part.hosts", reseller.HintSaveNameservers: "act.servers",
	reseller.HintRestoreDomain: "restore.title", reseller.HintRestoreToAccount: "removed.back",
}

// onPart shows one of the pages of a name.
func onPart(v *visit.Visit, at, title string, d reseller.Domain, data any, form page.Form) visit.Answer {
	return visit.Show(at, v.Say(title, d.Name.Unicode()), data).With(form)
}

// orderOf runs an action that may place an order, on the name that the address is about.
func (p Pages) orderOf(ctx context.Context, v *visit.Visit, do func(reseller.Name) (reseller.Order, error)) (reseller.Order, error) {
	name, err := p.live(ctx, v)
	if err != nil {
		return reseller.Order{}, err
	}
	return do(name)
}
