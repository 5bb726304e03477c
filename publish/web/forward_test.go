package web_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
)

func TestVisitorsAreSentWhereTheRecordsSay(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		h := newHouse(t, engine, app.Publishing{WebListen: "127.0.0.1:0"})
		h.records("name.com", "@ URL https://www.target.example/base", "www CNAME name.com", "go URL302 http://target.example:8080/?a=1#part",
			"*.wild URL https://wild.example", "dir URL https://target.example/dir/", "mail A 192.0.2.1",
			"shop/sale URL https://sale.example/", "shop/sale/old%20ones FRAME https://old.example/x", "@/go URL302 https://go.example", "*.deep/x URL http://deep.example/", "pages URL http://name.com/go/there")
		h.records("other.com", "www CNAME go.name.com", "@ URL http://round.com/")
		h.records("round.com", "@ URL http://other.com/", "grow URL http://grow.loop.com/b")
		h.circling("loop.com", "@ URL http://www.loop.com/", "www/shop URL http://loop.com/shop", "peel/x URL http://peel.loop.com/", "peel URL https://peeled.example/",
			"grow URL http://grow.round.com/a")
		visits := map[int]int{}
		for _, c := range []struct {
			url      string
			status   int
			location string
		}{
			{"http://name.com/a/b?x=1", 301, "https://www.target.example/base/a/b?x=1"},
			{"http://name.com", 301, "https://www.target.example/base"},
			{"http://NAME.com.:80/", 301, "https://www.target.example/base"},
			{"http://www.name.com/%2e%2e/%C3%A9?q=a%20b", 301, "https://www.target.example/base/%2e%2e/%C3%A9?q=a%20b"},
			{"http://go.name.com/x?b=2", 302, "http://target.example:8080/x?a=1&b=2#part"},
			{"http://any.thing.wild.name.com/", 301, "https://wild.example/"},
			{"http://dir.name.com/x", 301, "https://target.example/dir/x"},
			{"http://dir.name.com//evil.example", 301, "https://target.example/dir//evil.example"},
			{"http://www.other.com/", 302, "http://target.example:8080/?a=1#part"},
			{"http://shop.name.com/sale", 301, "https://sale.example/"},
			{"http://shop.name.com/sale/", 301, "https://sale.example/"},
			{"http://shop.name.com/%73ale/a?b=c", 301, "https://sale.example/a?b=c"},
			{"http://shop.name.com/sale/old%20ones/z", 200, ""},
			{"http://shop.name.com/Sale", 404, ""},
			{"http://shop.name.com/sales", 404, ""},
			{"http://shop.name.com/", 404, ""},
			{"http://name.com/go", 302, "https://go.example/"},
			{"http://name.com/gone", 301, "https://www.target.example/base/gone"},
			{"http://a.deep.name.com/x/y", 301, "http://deep.example/y"},
			{"http://pages.name.com/", 301, "http://name.com/go/there"},
			{"http://mail.name.com/", 404, ""},
			{"http://nothing.name.com/", 404, ""},
			{"http://foreign.com/", 404, ""},
			{"http://192.0.2.1/", 404, ""},
			{"http://other.com/", 508, ""},
			{"http://www.loop.com/shop", 508, ""}, // over http://loop.com/shop, whose forward keeps the path
			{"http://loop.com/shop/a?b=c", 508, ""},
			{"http://loop.com/", 301, "http://www.loop.com/"},               // where nothing is
			{"http://peel.loop.com/x/x/y", 301, "http://peel.loop.com/x/y"}, // comes by the same forward again, and gets on
			{"http://grow.loop.com/", 508, ""},                              // never the same address twice
		} {
			got, err := visit(t, h.server.WebAddr(), c.url, nil)
			if err != nil || got.status != c.status || got.location != c.location {
				t.Errorf("%s: %d %q, %v; want %d %q", c.url, got.status, got.location, err, c.status, c.location)
			}
			if got.header.Get("Strict-Transport-Security") != "" {
				t.Errorf("%s: HSTS is the target's to say", c.url)
			}
			visits[c.status]++
		}
		for status, n := range visits {
			h.counts(fmt.Sprintf(`nameyard_web_visits_total{status="%d"} %d`, status, n))
		}
	})
}

// TestFramesShowTheTargetAndNothingElse looks at what a page makes of hostile paths.
func TestFramesShowTheTargetAndNothingElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t, apptest.SQLite, app.Publishing{WebListen: "127.0.0.1:0"})
	h.records("name.com", "@ FRAME https://target.example/site")
	got, err := visit(t, h.server.WebAddr(), `http://name.com/%22%3E%3Cscript%3Ealert(1)%3C/script%3E?a="><script>alert(1)</script>`, nil)
	if err != nil || got.status != 200 {
		t.Fatalf("%d, %v", got.status, err)
	}
	for _, want := range []string{
		`<title>name.com</title>`, `<iframe src="https://target.example/site/%22%3E%3Cscript%3Ealert%281%29%3C/script%3E?a=%22%3e%3cscript%3ealert%281%29%3c/script%3e"`,
	} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the page has no %s:\n%s", want, got.body)
		}
	}
	if strings.Contains(got.body, "<script") {
		t.Errorf("a script came into the page:\n%s", got.body)
	}
	policy := got.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers: %v", got.header)
	}
}
