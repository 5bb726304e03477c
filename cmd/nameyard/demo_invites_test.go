package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// invites has the demo's reseller, signed in by the link of the greeting, invite somebody: the demo knows where its pages are, so a mail takes the link.
func (r *running) invites(email string) {
	r.t.Helper()
	link, err := url.Parse(r.panel)
	if err != nil || link.Hostname() != "localhost" || !strings.HasSuffix(link.Path, "/panel/sign-in/link/") {
		r.t.Fatalf("the link of the greeting is %q, %v", r.panel, err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	home := "http://127.0.0.1:" + link.Port()
	for _, post := range []struct {
		path string
		form url.Values
		to   string // where the answer sends on, its beginning
	}{
		{"/panel/sign-in/link/", link.Query(), "/panel/"},
		{"/panel/team/", url.Values{"email": {email}, "role": {"readonly"}}, "/panel/team/?sent="},
	} {
		post.form.Set("whose", r.whose(client, home+"/panel/"))
		answer, err := client.PostForm(home+post.path, post.form)
		if err != nil {
			r.t.Fatal(err)
		}
		answer.Body.Close()
		if to := answer.Header.Get("Location"); !strings.HasPrefix(to, post.to) {
			r.t.Errorf("%s answers %s, to %q", post.path, answer.Status, to)
		}
	}
}

// whose is what the forms of a page say of who is signed in; "" where nobody is.
func (r *running) whose(client *http.Client, page string) string {
	r.t.Helper()
	answer, err := client.Get(page)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	_, said, _ := strings.Cut(string(body), `name="whose" value="`)
	said, _, _ = strings.Cut(said, `"`)
	return said
}
