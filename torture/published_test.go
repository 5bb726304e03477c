package torture_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// watch changes what one name publishes, and looks at it as the internet does, while its servers are killed: over DNS, by the maps of a
// mail server, and as a visitor. Each version of records and forwards has a number.
type watch struct {
	token          string
	client         *client
	name           string
	dns, maps, web string // addresses
	work           sync.WaitGroup
	stop           context.CancelFunc

	mu          sync.Mutex
	sent, saved map[string]int // the newest version that was sent, and that was acknowledged, of records and forwards
	seen        map[string]int // the newest version that was shown, by who was asked
	serial      uint32         // the newest of the zone
	down        map[string]bool
	starts      map[string]int // answers after a server was found dead
	wrong       []string
}

const (
	watchRecords  = "records"
	watchForwards = "forwards"
)

// published has an installation's servers publish, and a name of its own watched.
func (inst *installation) published(t *testing.T) {
	t.Helper()
	w := &watch{
		token: inst.token, name: "watched.com", dns: freeAddress(t), maps: freeAddress(t), web: freeAddress(t),
		sent: map[string]int{}, saved: map[string]int{}, seen: map[string]int{}, down: map[string]bool{}, starts: map[string]int{},
	}
	inst.settings = append(inst.settings, "--dns-listen", w.dns, "--mail-map-listen", w.maps, "--web-listen", w.web, "--web-address", "192.0.2.80",
		"--mail-mx", "mx.example.net", "--nameservers", "ns1.example.net,ns2.example.net")
	inst.watch = w
}

// begin saves at servers at an address, and looks, until finish.
func (w *watch) begin(address func() string) {
	w.client = newClient(w.token, address)
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	w.work.Go(func() { w.save(ctx) })
	for what, look := range w.looks() {
		w.work.Go(func() {
			for ctx.Err() == nil {
				w.look(ctx, what, look)
				time.Sleep(5 * time.Millisecond)
			}
		})
	}
}

// finish ends the changes. The server runs: all that was acknowledged must be shown now.
func (w *watch) finish(t *testing.T) {
	t.Helper()
	w.stop()
	w.work.Wait()
	for what, look := range w.looks() {
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			w.look(t.Context(), what, look)
			if w.seen[what] >= w.saved[look.of] || time.Now().After(end) {
				break
			}
		}
		if w.seen[what] < w.saved[look.of] || w.saved[look.of] == 0 || w.starts[what] == 0 {
			t.Errorf("%s: version %d of %d is shown in the end, after %d deaths of the server", what, w.seen[what], w.saved[look.of], w.starts[what])
		}
	}
	t.Logf("versions of records and forwards: %v; deaths that were seen: %v", w.saved, w.starts)
	for i, wrong := range w.wrong {
		if i < 10 {
			t.Error(wrong)
		}
	}
}

// form is a request about the name.
func (w *watch) form(action, more string) string {
	sld, tld, _ := strings.Cut(w.name, ".")
	return "action=" + action + "&sld=" + sld + "&tld=" + tld + more
}

// version gives the requests that save a version.
func (w *watch) version(n int) map[string]string {
	return map[string]string{
		watchRecords: w.form("SaveDNS", fmt.Sprintf("&dnsrecords[0][hostname]=@&dnsrecords[0][type]=TXT&dnsrecords[0][address]=%[1]d-a"+
			"&dnsrecords[1][hostname]=@&dnsrecords[1][type]=TXT&dnsrecords[1][address]=%[1]d-b"+
			"&dnsrecords[2][hostname]=www&dnsrecords[2][type]=URL&dnsrecords[2][address]=https://target.example/%[1]d", n)),
		watchForwards: w.form("SaveEmailForwarding", fmt.Sprintf("&prefix[0]=info&forwardto[0]=box-%d@dest.example", n)),
	}
}

// register registers the name and saves its first version, while nothing is disturbed.
func (w *watch) register(t *testing.T, address string) {
	t.Helper()
	w.client = newClient(w.token, func() string { return address })
	must := func(form string) {
		if got := w.client.post(t.Context(), form); got.heard() != success {
			t.Fatalf("%s: %s", form, got)
		}
	}
	must(w.form("RegisterDomain", "&regperiod=1&dnsmanagement=1&emailforwarding=1"+holder))
	for what, change := range w.version(1) {
		must(change)
		w.sent[what], w.saved[what] = 1, 1
	}
}

// save saves one version after the other. One whose answer does not come is sent again.
func (w *watch) save(ctx context.Context) {
	for n := 2; ctx.Err() == nil; n++ {
		for what, change := range w.version(n) {
			w.note(w.sent, what, n)
			if w.answered(ctx, change) {
				w.note(w.saved, what, n)
			}
		}
	}
}

// answered sends a request until it is answered with success.
func (w *watch) answered(ctx context.Context, form string) bool {
	for ctx.Err() == nil {
		switch got := w.client.post(ctx, form); got.heard() {
		case success:
			return true
		case refused:
			w.fail("%s: %s", form, got)
			return false
		}
		time.Sleep(3 * time.Millisecond)
	}
	return false
}

func (w *watch) note(where map[string]int, what string, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	where[what] = n
}

func (w *watch) fail(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// looking is one way to see what is published.
type looking struct {
	of   string                                       // records or forwards
	kept bool                                         // an answer may be a moment old, but for the first one of a server
	ask  func(ctx context.Context) (n int, err error) // 0 = nothing is published
}

func (w *watch) looks() map[string]looking {
	return map[string]looking{
		"DNS":     {watchRecords, true, w.zone},
		"mail":    {watchForwards, false, w.target},
		"visitor": {watchRecords, false, w.visit},
	}
}

// look asks once. What was acknowledged before must be shown, and no version comes back.
func (w *watch) look(ctx context.Context, what string, l looking) {
	w.mu.Lock()
	must, first := w.saved[l.of], w.down[what]
	w.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	n, err := l.ask(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		w.down[what] = true
		return
	case err != nil: // it broke off, or the server is not ready yet
		return
	case n < w.seen[what] || n > w.sent[l.of] || n < must && (first || !l.kept):
		w.wrong = append(w.wrong, fmt.Sprintf("%s shows version %d after %d; %d was acknowledged, %d sent; the first answer of a server: %v", what, n, w.seen[what], must, w.sent[l.of], first))
	}
	w.seen[what] = max(w.seen[what], n)
	if w.down[what] = false; first {
		w.starts[what]++
	}
}

// zone asks for the records over TCP, of which two must be of one version, and for the serial.
func (w *watch) zone(ctx context.Context) (n int, err error) {
	client := dns.Client{Net: "tcp"}
	m, _, err := client.ExchangeContext(ctx, new(dns.Msg).SetQuestion(w.name+".", dns.TypeSOA), w.dns)
	if err != nil {
		return 0, err
	}
	if len(m.Answer) == 1 {
		serial := m.Answer[0].(*dns.SOA).Serial
		if w.mu.Lock(); serial < w.serial {
			w.wrong = append(w.wrong, fmt.Sprintf("serial %d after %d", serial, w.serial))
		}
		w.serial = max(w.serial, serial)
		w.mu.Unlock()
	}
	m, _, err = client.ExchangeContext(ctx, new(dns.Msg).SetQuestion(w.name+".", dns.TypeTXT), w.dns)
	if err != nil || m.Rcode == dns.RcodeServerFailure {
		return 0, errors.Join(err, errors.New(dns.RcodeToString[dns.RcodeServerFailure]))
	}
	versions := map[int]int{}
	for _, rr := range m.Answer {
		if txt, ok := rr.(*dns.TXT); ok && !strings.HasPrefix(txt.Txt[0], "v=spf1") {
			_, _ = fmt.Sscanf(txt.Txt[0], "%d-", &n)
			versions[n]++
		}
	}
	if len(versions) > 1 || n > 0 && versions[n] != 2 {
		w.fail("half published: %v", m.Answer)
	}
	return n, nil
}

// target asks, as Postfix does, where mail goes (socketmap_table(5)).
func (w *watch) target(ctx context.Context) (n int, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", w.maps)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	question := "aliases info@" + w.name
	if _, err := fmt.Fprintf(conn, "%d:%s,", len(question), question); err != nil {
		return 0, err
	}
	text, err := bufio.NewReader(conn).ReadString(',')
	_, text, _ = strings.Cut(text, ":")
	switch {
	case err != nil:
		return 0, err
	case strings.HasPrefix(text, "NOTFOUND"):
		return 0, nil
	}
	_, err = fmt.Sscanf(text, "OK box-%d@dest.example,", &n)
	return n, err
}

// visit asks the web server of forwards.
func (w *watch) visit(ctx context.Context) (n int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.web+"/", nil)
	if err != nil {
		return 0, err
	}
	request.Host, request.Close = "www."+w.name, true
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return 0, nil
	}
	_, err = fmt.Sscanf(response.Header.Get("Location"), "https://target.example/%d", &n)
	return n, err
}
