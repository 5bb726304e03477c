package availability_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/availability"
	"nameyard/reseller"
)

// serve answers like the free service of .se: a word and the name, without a newline; some names stand for troubles.
func serve(t *testing.T) (url string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		q := r.URL.Query().Get("q")
		if rest, rdap := strings.CutPrefix(r.URL.Path, "/rdap/domain/"); rdap {
			q = rest
			w.Header().Set("Content-Type", "application/rdap+json")
		} else {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		sld, _, _ := strings.Cut(q, ".")
		switch {
		case sld == "away":
			w.WriteHeader(http.StatusServiceUnavailable)
		case sld == "limited":
			w.WriteHeader(http.StatusTooManyRequests)
		case sld == "moved":
			http.Redirect(w, r, "/free?q=open.se", http.StatusFound)
		case sld == "page":
			fmt.Fprint(w, "<html><body>free "+q+"</body></html>")
		case sld == "other":
			fmt.Fprint(w, `free another.se`)
		case sld == "word":
			fmt.Fprint(w, "maybe "+q)
		case sld == "gone":
			http.NotFound(w, r)
		case sld == "nothing":
		case strings.HasPrefix(r.URL.Path, "/rdap/") && sld == "taken":
			fmt.Fprintf(w, `{"objectClassName":"domain","ldhName":%q}`, strings.ToUpper(q))
		case strings.HasPrefix(r.URL.Path, "/rdap/"):
			w.WriteHeader(http.StatusNotFound)
			if sld == "open" {
				fmt.Fprint(w, `{"errorCode":404}`)
			}
		case sld == "taken":
			fmt.Fprint(w, "occupied "+q)
		case sld == "reserved":
			fmt.Fprint(w, "not_valid "+q)
		default:
			fmt.Fprint(w, "free "+q)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func TestServicesTellWhetherNamesAreFree(t *testing.T) {
	t.Parallel()
	url, asked := serve(t)
	das := availability.NewDAS(availability.Settings{URL: url + "/free"})
	rdap := availability.NewRDAP(availability.Settings{URL: url + "/rdap/"})
	for _, c := range []struct {
		source *availability.Source
		name   string
		want   registry.Availability
	}{
		{das, "open.se", registry.Availability{Valid: true, Free: true}},
		{das, "xn--rksmrgs-5wao1o.se", registry.Availability{Valid: true, Free: true}},
		{das, "taken.nu", registry.Availability{Valid: true, Reason: "in use"}},
		{das, "reserved.se", registry.Availability{Reason: "not valid"}},
		{rdap, "open.se", registry.Availability{Valid: true, Free: true}},
		{rdap, "taken.se", registry.Availability{Valid: true, Reason: "in use"}},
	} {
		c.want.Name = named(c.name)
		for range 2 { // the second answer is the remembered one
			got, err := c.source.Check(t.Context(), c.want.Name)
			if err != nil || len(got) != 1 || got[0] != c.want {
				t.Errorf("%s is %+v, %v", c.name, got, err)
			}
		}
	}
	if n := asked.Load(); n != 6 {
		t.Errorf("%d questions were asked for 6 names", n)
	}
	both, err := das.Check(t.Context(), named("taken.nu"), named("open.se"))
	if err != nil || len(both) != 2 || both[0].Free || !both[1].Free {
		t.Errorf("two names are %+v, %v", both, err)
	}
}

// Nothing is guessed from what is no answer of the service's own form, and no other server is believed.
func TestWhatIsNoAnswerIsAnError(t *testing.T) {
	t.Parallel()
	url, asked := serve(t)
	das := availability.NewDAS(availability.Settings{URL: url + "/free"})
	rdap := availability.NewRDAP(availability.Settings{URL: url + "/rdap"})
	for _, source := range []*availability.Source{das, rdap} {
		for _, sld := range []string{"away", "limited", "moved", "page", "other", "word", "nothing", "gone"} {
			got, err := source.Check(t.Context(), named(sld+".se"))
			if !errors.Is(err, registry.ErrUnreachable) || got != nil {
				t.Errorf("%s.se is %+v, %v", sld, got, err)
			}
		}
	}
	before := asked.Load()
	if _, err := das.Check(t.Context(), named("away.se")); err == nil || asked.Load() != before+1 {
		t.Errorf("a failure is remembered: %v", err)
	}
	down := availability.NewDAS(availability.Settings{URL: "http://127.0.0.1:1/free", Timeout: time.Second})
	if _, err := down.Check(t.Context(), named("open.se")); !errors.Is(err, registry.ErrUnreachable) {
		t.Errorf("a service that is down says %v", err)
	}
}

// More questions than the service takes wait for their turn, and are told so when that would be too long.
func TestServiceIsNotAskedMoreThanItTakes(t *testing.T) {
	t.Parallel()
	url, asked := serve(t)
	das := availability.NewDAS(availability.Settings{URL: url + "/free", PerSecond: 1, Timeout: 200 * time.Millisecond})
	if _, err := das.Check(t.Context(), named("one.se")); err != nil {
		t.Fatal(err)
	}
	if _, err := das.Check(t.Context(), named("two.se")); err == nil || !strings.Contains(err.Error(), "more is asked than it takes") || asked.Load() != 1 {
		t.Errorf("the second question in a second: %v; %d were asked", err, asked.Load())
	}
}

func TestSettingsOfServicesAreChecked(t *testing.T) {
	t.Parallel()
	if set, err := availability.ReadSettings([]byte(`{"protocol":"das","url":"http://free.iis.se/free","questions_per_second":20,"cache":"10s","timeout":"3s"}`)); err != nil ||
		set != (availability.Settings{URL: "http://free.iis.se/free", PerSecond: 20, Cache: 10 * time.Second, Timeout: 3 * time.Second}) {
		t.Errorf("settings are %+v, %v", set, err)
	}
	for entry, want := range map[string]string{
		`{"protocol":"das"}`:                                                        "url is",
		`{"protocol":"das","url":"ftp://free.iis.se"}`:                              "url is",
		`{"protocol":"das","url":"http://free.iis.se/free?q="}`:                     "url is",
		`{"protocol":"das","url":"http://a.se/","client_id":"X"}`:                   "client_id",
		`{"protocol":"das","url":"http://a.se/","questions_per_second":-1}`:         "questions_per_second",
		`{"protocol":"das","url":"http://a.se/","cache":"1h"}`:                      "cache",
		`{"protocol":"das","url":"http://a.se/","cache":"soon","timeout":"1000ns"}`: "timeout",
	} {
		if _, err := availability.ReadSettings([]byte(entry)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is %v, want it to name %s", entry, err, want)
		}
	}
}

func named(full string) reseller.Name {
	_, tld, _ := strings.Cut(full, ".")
	return reseller.NameOf(full, tld)
}
