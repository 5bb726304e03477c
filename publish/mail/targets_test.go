package mail_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/notices"
	"nameyard/operator"
	"nameyard/publish"
	"nameyard/publish/mail"
	"nameyard/reseller"
	"nameyard/zone"
)

// post is a mailer that keeps what it is handed.
type post struct {
	mu    sync.Mutex
	mails []notices.Message
}

func (p *post) Open(context.Context) (notices.Session, error) { return p, nil }
func (p *post) Close() error                                  { return nil }
func (p *post) Send(_ context.Context, m notices.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mails = append(p.mails, m)
	return nil
}

// toTargets gives the mails to targets that were not given yet.
func (p *post) toTargets() []notices.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := slices.DeleteFunc(p.mails, func(m notices.Message) bool { return m.Kind != "forward_target" })
	p.mails = nil
	return list
}

// asking is a house that asks new targets, with the mails that it has sent.
type asking struct {
	*house
	post *post
	maps *asker
}

const verifyURL = "https://api.example.net"

func newAsking(t *testing.T, engine apptest.Engine) *asking {
	t.Helper()
	a := &asking{post: &post{}}
	a.house = &house{Env: apptest.New(t, engine, apptest.WithConfig(func(c *app.Config) {
		c.Mail.Mailer = a.post
		c.Publishing = app.Publishing{Platform: publish.Platform{MX: "mx.example.net"}, MailMapListen: "127.0.0.1:0", MailVerifyURL: verifyURL}
	}))}
	var err error
	a.server, err = a.Start(t.Context(), app.HTTP{Listen: "127.0.0.1:0"})
	a.Must(err)
	serving, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.server.Serve(serving) }()
	t.Cleanup(func() {
		stop()
		a.Must(<-ended)
	})
	a.maps = ask(t, a.server.MailMapAddr().String())
	return a
}

// mailed runs the jobs that write and send mails, and gives the new ones to targets. The server may be running the same jobs.
func (a *asking) mailed() []notices.Message {
	a.Helper()
	a.Must(a.Jobs.Run(a.Context(), jobs.ForwardTargets))
	for waiting := true; waiting; {
		a.Must(a.Jobs.Run(a.Context(), jobs.Mail))
		mails, err := a.Store.SearchMails(a.Context(), reseller.MailSearch{Page: reseller.Page{Limit: 100}})
		a.Must(err)
		waiting = slices.ContainsFunc(mails, func(m reseller.Mail) bool { return m.State == reseller.MailWaiting })
	}
	return a.post.toTargets()
}

var linkText = regexp.MustCompile(regexp.QuoteMeta(verifyURL) + `(/\S+)`)

// link is the path of the link in a mail.
func (a *asking) link(m notices.Message) string {
	a.Helper()
	found := linkText.FindStringSubmatch(m.Text)
	if found == nil || !strings.Contains(m.HTML, found[0]) {
		a.Fatalf("the mail to %s has no link:\n%s\n%s", m.To, m.Text, m.HTML)
	}
	return found[1]
}

// visit asks for a page, or with an answer posts it, and gives its status and text.
func (a *asking) visit(path, answer string) (int, string) {
	a.Helper()
	method, body := http.MethodGet, ""
	if answer != "" {
		method, body = http.MethodPost, url.Values{"answer": {answer}}.Encode()
	}
	r, err := http.NewRequestWithContext(a.Context(), method, "http://"+a.server.Addr().String()+path, strings.NewReader(body))
	a.Must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(r)
	a.Must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	a.Must(err)
	if h := response.Header; h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" {
		a.Errorf("%s may be kept, or tells others its address: %v", path, h)
	}
	return response.StatusCode, string(text)
}

// becomes wants a lookup of an address to begin with a reply.
func (a *asking) becomes(address, want string) {
	a.Helper()
	if got := a.maps.look("aliases", address); !strings.HasPrefix(got, want) {
		a.Errorf("mail to %s: %q, want %q", address, got, want)
	}
}

func TestATargetGetsMailOnceItHasAgreed(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		a := newAsking(t, engine)
		a.Store.SetAskTargets(false)
		a.forward("name.com", "old=Old@dest.example") // before targets were asked
		a.Store.SetAskTargets(true)
		a.forward("name.com", "old=Old@dest.example", "new=New@dest.example", "both=old@dest.example,new@dest.example,reseller@example.com", "in=old@name.com", "no=no@dest.example")
		a.becomes("old@name.com", "OK old@dest.example")
		a.becomes("in@name.com", "OK old@dest.example")
		a.becomes("new@name.com", "TEMP ")
		a.becomes("both@name.com", "OK old@dest.example,reseller@example.com")
		if got := a.maps.policy("new@name.com"); !strings.HasPrefix(got, "DEFER 4.2.1 ") {
			t.Errorf("policy: %q", got)
		}

		mails := a.mailed()
		if len(mails) != 2 || mails[0].To != "new@dest.example" || mails[1].To != "no@dest.example" || strings.Contains(mails[0].Text, "Reseller") {
			t.Fatalf("mails: %+v", mails)
		}
		yes, no := a.link(mails[0]), a.link(mails[1])
		kept, err := a.Store.Mail(t.Context(), mails[0].ID)
		a.Must(err)
		if token := yes[strings.LastIndexByte(yes, '/')+1:]; strings.Contains(kept.Text+kept.HTML, token) || len(token) < 64 {
			t.Errorf("the kept mail has the token %q", token)
		}
		for range 2 { // a program that looks at links
			if status, page := a.visit(yes, ""); status != http.StatusOK || !strings.Contains(page, "<form") {
				t.Errorf("the page: %d %s", status, page)
			}
		}
		a.becomes("new@name.com", "TEMP ")
		if status, page := a.visit(yes, "yes"); status != http.StatusOK || !strings.Contains(page, "is forwarded") {
			t.Errorf("yes: %d %s", status, page)
		}
		a.becomes("new@name.com", "OK new@dest.example")
		a.visit(yes, "no") // it has been answered
		a.becomes("both@name.com", "OK old@dest.example,new@dest.example,reseller@example.com")
		a.visit(no, "no")
		a.becomes("no@name.com", "NOTFOUND ")
		a.visit(no, "yes")
		a.becomes("no@name.com", "NOTFOUND ")
		if status, _ := a.visit("/forward-targets/"+strings.Repeat("0", 64), "yes"); status != http.StatusNotFound {
			t.Errorf("a made-up link: %d", status)
		}
		a.forward("more.com", "a=new@dest.example", "b=NO@dest.example") // the account knows both answers
		a.becomes("a@more.com", "OK new@dest.example")
		a.becomes("b@more.com", "NOTFOUND ")
		if again := a.mailed(); len(again) != 0 {
			t.Errorf("asked again: %+v", again)
		}
		a.told("forward_target.verified new@dest.example, forward_target.refused no@dest.example")
	})
}

// told wants the events about targets to be these.
func (a *asking) told(want string) {
	a.Helper()
	_, err := a.Store.NumberEvents(a.Context(), 100)
	a.Must(err)
	list, err := a.Store.Events(a.Context(), a.Account.ID, 0, 100)
	a.Must(err)
	var got []string
	for _, e := range list {
		if strings.HasPrefix(e.Kind, "forward_target.") {
			got = append(got, e.Kind+" "+e.Detail.Reason)
		}
	}
	if strings.Join(got, ", ") != want {
		a.Errorf("events: %v, want %s", got, want)
	}
}

func TestALinkExpiresAndASaveAsksAgain(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		a := newAsking(t, engine)
		a.forward("name.com", "info=late@dest.example")
		mails := a.mailed()
		a.Clock.Move(reseller.TargetAnswerTime)
		if status, _ := a.visit(a.link(mails[0]), "yes"); status != http.StatusGone {
			t.Errorf("an old link: %d", status)
		}
		a.becomes("info@name.com", "NOTFOUND ") // the sender hears, rather than waiting for ever
		test, err := operator.Forwards{Zones: a.Zones, MX: "mx.example.net", Targets: &mail.Targets{Books: a.Store, Clock: a.Clock, Log: a.App.Log}}.Test(t.Context(), "info@name.com")
		a.Must(err)
		if test.Outcome != operator.OutcomeRefused || !strings.Contains(test.Why, "has not answered in time") {
			t.Errorf("%+v", test)
		}
		call := actions.Call{Caller: reseller.Caller{Account: a.Account}}
		saved, err := a.Actions.SaveEmailForwarding(t.Context(), call, actions.SaveEmailForwarding{
			Name: a.NameOf("name.com"), Forwards: []zone.Forward{{Prefix: "info", ForwardTo: "late@dest.example"}},
		})
		a.Must(err)
		if pending, _ := saved.Silent(saved.Forwards[0]); len(pending) != 1 || !strings.Contains(saved.Notice, "once they have agreed") {
			t.Errorf("%v, %q", pending, saved.Notice)
		}
		a.becomes("info@name.com", "TEMP ")
		second := a.mailed()
		if len(second) != 1 || a.link(second[0]) == a.link(mails[0]) {
			t.Fatalf("asked again: %+v", second)
		}
		a.visit(a.link(second[0]), "yes")
		a.becomes("info@name.com", "OK late@dest.example")

		// What nobody forwards to any more is forgotten, what somebody does is not.
		a.forward("name.com", "info=late@dest.example", "gone=gone@dest.example")
		a.mailed()
		a.forward("name.com", "info=late@dest.example")
		a.Clock.Move(reseller.Days(401))
		gone, err := a.Store.Prune(t.Context())
		a.Must(err)
		left, err := a.Store.ForwardTargets(t.Context(), a.Account.ID, []string{"late@dest.example", "gone@dest.example"})
		a.Must(err)
		if gone["forward_targets"] != 1 || len(left) != 1 || left[0].Address != "late@dest.example" {
			t.Errorf("%d forgotten, left %+v", gone["forward_targets"], left)
		}
	})
}

// Nobody has strangers flooded with our mails, whether by many spellings of one mailbox, over several accounts, or by many addresses.
func TestFewMailsAskEachMailboxAndEachAccount(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		a := newAsking(t, engine)
		var forwards []string
		for _, spelling := range []string{"victim", "victim+1", "victim+2", "v.ictim", "vi.c.tim+3", "VICTIM+4", "victim+5", "victim+6"} {
			forwards = append(forwards, strings.ReplaceAll(spelling, "+", "-")+"="+spelling+"@mail.example")
		}
		a.forward("name.com", forwards...)
		if n := len(a.mailed()); n != 5 {
			t.Errorf("%d mails to one mailbox", n)
		}
		a.Clock.Move(time.Hour)
		if n := len(a.mailed()); n != 0 {
			t.Errorf("%d more an hour later", n)
		}
		limits := reseller.TargetLimits{Account: 7, Mailbox: 5}
		a.forward("more.com", "a=a@dest.example", "b=b@dest.example", "c=c@dest.example")
		due, err := a.Store.UnaskedTargets(t.Context(), limits)
		a.Must(err)
		if len(due) != 2 {
			t.Errorf("%d of three, where seven may be asked and five were: %+v", len(due), due)
		}
	})
}
