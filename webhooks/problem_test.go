package webhooks_test

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/webhooks"
)

// closed gives an address of this machine at which nobody listens.
func nobodyAt(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	return l.Addr().String()
}

// hangsUp gives an address at which connections end without an answer.
func hangsUp(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// Why a post failed is said in plain words on every way that it is told: nothing of the language, nor of this machine's network.
func TestProblemsAreToldInPlainWords(t *testing.T) {
	t.Parallel()
	plain := listen(t)
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(secure.Close)
	trusted := secure.Client().Transport.(*http.Transport).TLSClientConfig
	_, port, _ := net.SplitHostPort(plain.address)
	for name, c := range map[string]struct {
		url, want string
		trust     *tls.Config
		damaged   bool
	}{
		"no name":     {url: "http://nobody.example.net/", want: "its name is not known in the DNS"},
		"inside":      {url: "http://private.test:" + port + "/", want: "it leads to an address or a port that nothing is posted to: only public addresses, and port 443 or one from 1024"},
		"closed":      {url: "http://" + nobodyAt(t) + "/", want: "it refused the connection"},
		"hangs up":    {url: "http://" + hangsUp(t) + "/", want: "it broke off the connection before it answered"},
		"no TLS":      {url: "https://" + plain.address + "/", want: "it does not speak TLS on that port"},
		"stranger":    {url: secure.URL, want: "its certificate is not from an authority that is trusted here"},
		"other name":  {url: strings.Replace(secure.URL, "127.0.0.1", "loopback.test", 1), trust: trusted, want: "its certificate is for another name"},
		"other words": {url: secure.URL, trust: trusted, want: "it answered with status 404"},
		"damaged":     {url: "http://" + plain.address + "/", damaged: true, want: "the server that posts has a fault; its operator finds it in the log"},
	} {
		w := newFixture(t)
		w.config.Resolver, w.config.Trust = resolver(), c.trust
		e := w.add(t, c.url)
		if c.damaged {
			e.Secret = []byte("damaged")
		}
		w.happens(7, "renew.done")
		d := webhooks.New(w.config)
		must(t, d.QueueDeliveries(t.Context()))
		must(t, d.Deliver(t.Context(), false))
		_, tested := d.Test(t.Context(), *e)
		if kept, address := w.deliveries[0].Problem, w.endpoints[0].Problem; kept != c.want || address != c.want || tested == nil || tested.Error() != c.want {
			t.Errorf("%s: kept %q, at the address %q, tested %v; want %q", name, kept, address, tested, c.want)
		}
	}
}
