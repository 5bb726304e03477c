package panel

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nameyard/panel/page"
	"nameyard/panel/session"
	"nameyard/panel/visit"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// policy lets pages load what this server sends and nothing else, and run no script that stands in them.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Answer answers a request to a route.
func (p *Panel) Answer(w http.ResponseWriter, r Request, route visit.Route) Outcome {
	v := p.visit(r)
	err := p.admit(r, v, route)
	if errors.Is(err, session.ErrNobody) {
		p.sendToSignIn(w, r, v, route, unsentNot)
		return Outcome{}
	}
	if err == nil {
		v.Form, err = readForm(r, route, v.User.ID != 0) // not before it is known whose it is: what strangers send is bounded
	}
	if err == nil {
		err = shownTo(v, route)
	}
	var a visit.Answer
	if err == nil {
		a, err = p.carryOut(w, r, v, route)
	}
	if err == nil {
		err = p.write(w, r, v, a)
	}
	if errors.Is(err, reseller.ErrSignedOut) { // since it was looked who asks
		p.sendToSignIn(w, r, v, route, unsentPart)
		return Outcome{Account: v.Account.ID}
	}
	if err != nil {
		p.tell(w, r, v, err)
	}
	return Outcome{Account: v.Account.ID, Err: err}
}

// NotFound answers a request to a path where nothing is, or nothing that takes the method.
func (p *Panel) NotFound(w http.ResponseWriter, r Request) {
	v := p.visit(r)
	_ = p.recognise(r, v) // whoever it is
	p.tell(w, r, v, visit.NotFound())
}

// visit is a request before it is known who has sent it.
func (p *Panel) visit(r Request) *visit.Visit {
	return &visit.Visit{
		Request: r.HTTP, Path: r.HTTP.URL.Path, Params: r.Params, Query: r.HTTP.URL.Query(), Form: url.Values{}, Side: sideOf(r.HTTP.URL.Path), From: r.From,
		RequestID: r.ID, Arrived: r.Arrived, AnswerBy: r.AnswerBy, Now: p.clock.Now(), Language: asked(r.HTTP),
	}
}

// admit finds out who asks and sees whether the route is for that person.
func (p *Panel) admit(r Request, v *visit.Visit, route visit.Route) error {
	if err := p.foreign.Check(r.HTTP); err != nil {
		return reseller.Errorf(reseller.KindForbidden, codeCrossSite, "the form came from another site, so it was refused").Because(err)
	}
	err := p.recognise(r, v)
	switch {
	case route.Needs == visit.Open && errors.Is(err, session.ErrNobody):
		return nil
	case err != nil:
		return err
	case route.Needs == visit.Open || route.Needs == visit.SignedIn: // also for who has been shut out: signing out, or in as another
	case v.ShutOut() != nil:
		return v.ShutOut()
	case !v.May(route.Needs):
		return reseller.Errorf(reseller.KindForbidden, codeRole, "the role %s does not allow this", v.User.Role)
	}
	if r.Admit == nil || v.Account.ID == 0 {
		return nil
	}
	caller := v.Call().Caller
	return r.Admit(r.HTTP.Context(), &caller)
}

// recognise finds who has sent the request, and takes that person's language.
func (p *Panel) recognise(r Request, v *visit.Visit) error {
	signed, err := p.keeper.Find(r.HTTP.Context(), r.HTTP, v.Side)
	if err != nil {
		return err
	}
	v.Session, v.User, v.Account, v.Language = signed.Session, signed.User, signed.Account, words.Read(signed.User.Language)
	v.Zone = words.Zone(signed.User.TimeZone)
	return nil
}

// sendToSignIn answers somebody who is not signed in: a page is shown again afterwards. A form is never carried out later: its page is shown again with what became of it.
func (p *Panel) sendToSignIn(w http.ResponseWriter, r Request, v *visit.Visit, route visit.Route, formWas string) {
	next := here(v)
	if r.HTTP.Method == http.MethodPost {
		next = p.formStoodOn(r.HTTP, v)
		if !route.Whoever {
			http.SetCookie(w, unsentCookie(r.HTTP, v, formWas))
		}
	}
	to := v.Side + "/sign-in/"
	if next != v.Side+"/" {
		to += "?next=" + url.QueryEscape(next)
	}
	p.goTo(w, r, to)
}

// goTo sends the browser to another page; the script would only fetch what it is sent to, so it is told in its way.
func (p *Panel) goTo(w http.ResponseWriter, r Request, to string) {
	if isScript(r.HTTP) {
		p.sendToScript(w, http.StatusOK, toScript{To: to})
		return
	}
	p.headers(w)
	if r.HTTP.Header.Get("HX-Request") == "true" {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

func (p *Panel) headers(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Vary", "HX-Request, Accept, Accept-Encoding, Cookie, Accept-Language")
}

// send sends a page, packed where the browser unpacks it. Answers to forms are sent as they are: all that is shown once is among them, and so is a page with a secret.
func (p *Panel) send(w http.ResponseWriter, r Request, status int, body []byte, secret bool) {
	p.headers(w)
	if r.HTTP.Method == http.MethodGet && !secret && page.AcceptsGzip(r.HTTP) {
		body = p.packer.Pack(body)
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		p.log.Debug("the browser is gone", "err", err)
	}
}

// here is the path and query of a page, to come back to.
func here(v *visit.Visit) string {
	if len(v.Query) == 0 {
		return v.Path
	}
	return v.Path + "?" + v.Query.Encode()
}

// backTo is the page that one can come back to: a change that was answered by a page has none at its own path, so it is the nearest above.
func (p *Panel) backTo(method string, v *visit.Visit) string {
	if method != http.MethodPost {
		return here(v)
	}
	path := v.Path
	for path != v.Side+"/" && !p.hasPage(path) {
		path = path[:strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1]
	}
	return path
}

// hasPage reports whether there is a page at a path.
func (p *Panel) hasPage(path string) bool {
	return slices.ContainsFunc(p.routes, func(r visit.Route) bool {
		pattern, parts := strings.Split(r.Path, "/"), strings.Split(path, "/")
		return r.Method == http.MethodGet && slices.EqualFunc(pattern, parts, func(is, at string) bool {
			return is == at || strings.HasPrefix(is, ":") && at != ""
		})
	})
}

// asked is the language that a browser asks for, of those that there are.
func asked(r *http.Request) words.Language {
	if first := r.Header.Get("Accept-Language"); len(first) >= 2 {
		return words.Read(first[:2])
	}
	return words.English
}
