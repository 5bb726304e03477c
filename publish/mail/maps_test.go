package mail_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"

	"nameyard/app/apptest"
)

// asker is a client of the maps, as Postfix is one.
type asker struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func ask(t *testing.T, addr string) *asker {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &asker{t, conn, bufio.NewReader(conn)}
}

// look looks a key up in a map and gives the reply.
func (a *asker) look(name, key string) string {
	a.t.Helper()
	request := name + " " + key
	if _, err := fmt.Fprintf(a.conn, "%d:%s,", len(request), request); err != nil {
		a.t.Fatal(err)
	}
	size, err := a.in.ReadString(':')
	if err != nil {
		a.t.Fatal(err)
	}
	var n int
	fmt.Sscan(strings.TrimSuffix(size, ":"), &n)
	body := make([]byte, n+1)
	for i := range body {
		if body[i], err = a.in.ReadByte(); err != nil {
			a.t.Fatal(err)
		}
	}
	return string(body[:n])
}

// policy asks for the action for mail to an address.
func (a *asker) policy(address string) string {
	a.t.Helper()
	if _, err := fmt.Fprintf(a.conn, "request=smtpd_access_policy\nprotocol_state=RCPT\nrecipient=%s\n\n", address); err != nil {
		a.t.Fatal(err)
	}
	action, err := a.in.ReadString('\n')
	if err != nil {
		a.t.Fatal(err)
	}
	_, _ = a.in.ReadString('\n')
	return strings.TrimSpace(strings.TrimPrefix(action, "action="))
}

func TestMapsKnowWhatIsForwarded(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		h := newHouse(t, engine)
		h.forward("name.com", "info=a@dest.example,b@dest.example", "info=c@dest.example", "self=self@name.com", "copy=copy@name.com,d@dest.example",
			"far=info@other.com", "lost=nobody@other.com")
		h.forward("other.com", "info=e@dest.example", "a=b@other.com", "b=a@other.com")
		h.forward("all.com", "*=all@dest.example", "info=info@dest.example")
		h.forward("own.com", "info=a@dest.example")
		h.records("own.com", "@ MX mail.own.com")
		h.forward("ours.com", "info=a@dest.example")
		h.records("ours.com", "@ MX mail.own.com", "@ MX mx.example.net")
		maps := ask(t, h.start())
		for _, c := range []struct{ name, key, want string }{
			{"domains", "name.com", "OK name.com"},
			{"domains", "sub.name.com", "NOTFOUND "},
			{"domains", "foreign.com", "NOTFOUND "},
			{"domains", "own.com", "NOTFOUND "},
			{"domains", "ours.com", "OK ours.com"},
			{"aliases", "info@name.com", "OK a@dest.example,b@dest.example,c@dest.example"},
			{"aliases", "info+news@name.com", "OK a@dest.example,b@dest.example,c@dest.example"},
			{"aliases", "nobody@name.com", "NOTFOUND "},
			{"aliases", "self@name.com", "NOTFOUND "},
			{"aliases", "copy@name.com", "OK d@dest.example"},
			{"aliases", "far@name.com", "OK e@dest.example"},
			{"aliases", "lost@name.com", "NOTFOUND "},
			{"aliases", "a@other.com", "NOTFOUND "},
			{"aliases", "who+ever@all.com", "OK all@dest.example"},
			{"aliases", "info@all.com", "OK info@dest.example"},
			{"aliases", "info@own.com", "NOTFOUND "},
			{"aliases", "@name.com", "NOTFOUND "},
			{"aliases", "' OR 1=1 --@name.com", "NOTFOUND "},
			{"aliases", "info@é.com", "NOTFOUND "},
			{"srsr", "info@srs.example.net", "NOTFOUND "},
			{"nothing", "x", "PERM there is no map nothing here, only domains, aliases, srsf and srsr"},
		} {
			if got := maps.look(c.name, c.key); got != c.want {
				t.Errorf("%s %s: %q, want %q", c.name, c.key, got, c.want)
			}
		}
		sender, _ := strings.CutPrefix(maps.look("srsf", "alice@sender.example"), "OK ")
		if got := maps.look("srsr", strings.ToLower(sender)); got != "OK alice@sender.example" {
			t.Errorf("back from %s: %q", sender, got)
		}
	})
}
