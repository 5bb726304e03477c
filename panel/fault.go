package panel

import (
	"net/http"
	"strings"

	"nameyard/panel/page"
	"nameyard/panel/visit"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// Codes of what the panel itself refuses.
const (
	codeCrossSite = "cross_site" // a form that came from another site
	codeRole      = "role"       // what the person's role does not allow
	codeWhose     = "whose"      // a form that was shown to another
)

// fault is what the page of an error shows. Its title and its sentence are those of its case: "error_title.CASE" and "error.CASE".
type fault struct {
	Says  string     // of all errors of the case
	Told  words.Told // of this error, where Says is not all of it
	GoOn  bool       // there is an overview to go on to
	Whose string     // e-mail address of another to whom the form was shown; "" = of nobody
	title string
}

// script is what the script is told: what is known of this error, or what is said of all of its case.
func (f fault) script() string {
	if !f.Told.Any() {
		return f.Says
	}
	return page.Capital(strings.TrimSpace(f.Told.Says + " " + f.Told.Quoted))
}

// faultOf finds the words for an error.
func faultOf(r *http.Request, v *visit.Visit, e *reseller.Error) fault {
	of := caseOf(r, v, e)
	f := fault{title: v.Say("error_title." + of), GoOn: true}
	switch of {
	case "role":
		f.Says = v.Say("error.role", v.Say("role."+string(v.User.Role)))
	case "disabled", "closed":
		f.Says, f.GoOn = v.Say("error."+of), false // the overview is shut, too
	case "whose":
		_, f.Whose = page.ReadWhose(v.Form.Get(page.WhoseField))
		f.Says = v.Say("error.whose", f.Whose, v.User.Email)
	case "cross_site", "viewing", "whose_unsaid", "internal", "internal_read", "not_found":
		f.Says = v.Say("error." + of)
	default:
		f.Says, f.Told = v.Say("error."+of), v.Told(e, nil)
	}
	return f
}

// caseOf is the case that an error belongs to: its kind, but where one kind has several that need other words.
func caseOf(r *http.Request, v *visit.Visit, e *reseller.Error) string {
	shut := e.Kind == reseller.KindForbidden && v.ShutOut() != nil
	switch {
	case e.Code == codeCrossSite:
		return "cross_site"
	case e.Code == codeWhose:
		if user, _ := page.ReadWhose(v.Form.Get(page.WhoseField)); user == 0 {
			return "whose_unsaid"
		}
		return "whose"
	case e.Code == codeRole && v.Viewing():
		return "viewing"
	case e.Code == codeRole:
		return "role"
	case shut && v.Account.Closed():
		return "closed"
	case shut:
		return "disabled"
	case e.Kind == reseller.KindInternal && r.Method == http.MethodGet: // which changes nothing
		return "internal_read"
	}
	return string(e.Kind)
}

// tell answers with the page of an error.
func (p *Panel) tell(w http.ResponseWriter, r Request, v *visit.Visit, err error) {
	e := reseller.AsError(err)
	if e.Kind == reseller.KindInternal || e.Kind == reseller.KindUnavailable && e.Cause != nil {
		p.log.Error("request failed", "requestid", v.RequestID, "cause", e.Cause)
	}
	f := faultOf(r.HTTP, v, e)
	if isScript(r.HTTP) {
		p.sendToScript(w, Status(e), toScript{Problem: f.script()})
		return
	}
	if r.HTTP.Header.Get("HX-Request") == "true" { // it asked for a part of a page, whose place no error takes
		w.Header().Set("HX-Retarget", "body")
		w.Header().Set("HX-Reswap", "innerHTML")
	}
	body, err := p.pages.Write("entry/error", "", p.view(r, v, visit.Show("entry/error", f.title, f)))
	if err != nil {
		p.log.Error("the page of an error cannot be made", "requestid", v.RequestID, "err", err)
		body = ErrorPage(e, v.RequestID)
	}
	p.send(w, r, Status(e), body, false)
}
