package panel

import (
	"crypto/rand"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"nameyard/panel/page"
	"nameyard/panel/session"
	"nameyard/panel/visit"
)

// write sends what a page has answered.
func (p *Panel) write(w http.ResponseWriter, r Request, v *visit.Visit, a visit.Answer) error {
	for _, cookie := range a.Cookies {
		http.SetCookie(w, cookie)
	}
	switch {
	case a.To != "":
		p.goTo(w, r, a.To)
		return nil
	case a.File != nil:
		return p.sendFile(w, *a.File)
	}
	block := ""
	if a.Block != "" && r.HTTP.Header.Get("HX-Request") == "true" {
		block = a.Block
	}
	view := p.view(r, v, a)
	if block == "" && v.User.ID != 0 && v.ShutOut() == nil {
		if view.Unsent = unsent(r.HTTP, v); view.Unsent != "" {
			http.SetCookie(w, unsentCookie(r.HTTP, v, ""))
		}
	} else if v.User.ID == 0 {
		view.Unsent = unsent(r.HTTP, v)
	}
	body, err := p.pages.Write(a.Page, block, view)
	if err != nil {
		return err
	}
	p.send(w, r, max(a.Status, http.StatusOK), body, a.Secret)
	return nil
}

// view is what the page's template is given.
func (p *Panel) view(r Request, v *visit.Visit, a visit.Answer) page.View {
	if a.Form.Key == "" {
		a.Form.Key = rand.Text()
	}
	return page.View{
		Language: v.Language, Zone: v.Zone, Theme: themeOf(r.HTTP), Side: v.Side, Home: session.Home(r.HTTP), AskAt: p.askAt, Version: p.version, Brand: p.brand, Assets: p.assets, Title: a.Title, Here: here(v), Back: p.backTo(r.HTTP.Method, v),
		Nav: menu(v), User: v.User, Account: v.Account,
		Rights: v.May, Viewing: v.Viewing(), Bare: v.User.ID != 0 && !v.Viewing() && !v.CanProve() && !a.Enrols, RequestID: v.RequestID, Now: v.Now, Wall: v.Arrived, Form: a.Form, Data: a.Data,
	}
}

// themeOf is the theme that the browser was told to keep.
func themeOf(r *http.Request) string {
	cookie, err := r.Cookie("nameyard-theme")
	if err != nil || cookie.Value != "light" && cookie.Value != "dark" {
		return ""
	}
	return cookie.Value
}

// sendFile sends a download.
func (p *Panel) sendFile(w http.ResponseWriter, f visit.File) error {
	p.headers(w)
	h := w.Header()
	h.Set("Content-Type", f.Type)
	if f.Name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	if f.Write != nil {
		w.WriteHeader(http.StatusOK)
		if err := f.Write(w); err != nil {
			p.log.Warn("a download was not finished", "err", err)
			panic(http.ErrAbortHandler) // the browser must not take the part for the whole
		}
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(f.Body)))
	w.WriteHeader(http.StatusOK)
	if _, err := w.Write(f.Body); err != nil {
		p.log.Debug("the browser is gone", "err", err)
	}
	return nil
}

// menu is the menu of a side, as far as the person may go.
func menu(v *visit.Visit) []page.Link {
	if v.User.ID == 0 {
		return nil
	}
	var links []page.Link
	for _, m := range menus[v.Side] {
		if v.May(m.needs) {
			at := v.Side + m.at
			links = append(links, page.Link{To: at, Words: m.words, Icon: m.icon, Current: v.Path == at || m.at != "/" && strings.HasPrefix(v.Path, at)})
		}
	}
	return links
}
