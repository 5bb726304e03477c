package account

import (
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/panel/words"
	"nameyard/zone"
)

// Each name server is told of by itself: what it has, since when it is behind or silent, and what is not known yet.
func TestNameServersAreToldOfOneByOne(t *testing.T) {
	t.Parallel()
	pages, err := page.New(Templates)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		server zone.NameServer
		want   string
	}{
		{zone.NameServer{Has: true}, "Has the last change."},
		{zone.NameServer{Unasked: true}, "Not asked yet since the service was started."},
		{zone.NameServer{}, "Is about to be told of the last change."},
		{zone.NameServer{BehindSince: at}, "Behind since 2026-03-01 12:00:00 UTC."},
		{zone.NameServer{BehindSince: at, Answered: true, Serial: 6}, "Behind since 2026-03-01 12:00:00 UTC. It has serial 6, not yet 7."},
		{zone.NameServer{BehindSince: at, Answered: true, Optional: true}, "Behind since 2026-03-01 12:00:00 UTC. It does not have the zone yet. The zone counts as published without it."},
		{zone.NameServer{BehindSince: at, Said: "REFUSED"}, "Behind since 2026-03-01 12:00:00 UTC. It answers REFUSED: it does not have the zone yet, or does not say."},
		{zone.NameServer{BehindSince: at, Answered: true, Serial: 6, Said: "SERVFAIL"}, "Behind since 2026-03-01 12:00:00 UTC. It answers SERVFAIL and does not say what it has."},
		{zone.NameServer{Has: true, SilentSince: at}, "Not answering since 2026-03-01 12:00:00 UTC. Has the last change."},
		{zone.NameServer{BehindSince: at, SilentSince: at}, "Not answering since 2026-03-01 12:00:00 UTC. Behind since 2026-03-01 12:00:00 UTC."},
	} {
		c.server.Name = "<b>ns1</b>"
		data := dnsData{Zone: &actions.Published{Serial: 7, Servers: []zone.NameServer{c.server}}}
		got, err := pages.Write("account/dns", "servers", page.View{Language: words.English, Data: data})
		if err != nil {
			t.Fatal(err)
		}
		if text := plain(string(got)); text != "Name servers one by one &lt;b&gt;ns1&lt;/b&gt; "+c.want {
			t.Errorf("%+v: %s", c.server, text)
		}
	}
}

// plain is what a page says, without its tags.
func plain(body string) string {
	var text strings.Builder
	inside := false
	for _, r := range body {
		switch {
		case r == '<':
			inside = true
			text.WriteByte(' ')
		case r == '>':
			inside = false
		case !inside:
			text.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
