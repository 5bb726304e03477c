package dns_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// freePort gives an address of this machine on which nothing listens, over UDP and TCP. It is below those that the system gives to connections:
// one of them might have it before the server that is to listen there has started.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 15_000+rand.IntN(15_000))
		l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", address)
		if err != nil {
			continue
		}
		p, err := new(net.ListenConfig).ListenPacket(t.Context(), "udp", address)
		_ = l.Close()
		if err == nil {
			_ = p.Close()
			return address
		}
	}
	t.Fatal("no port is free for UDP and TCP")
	return ""
}

// within asks a server until it says what is wanted, and gives how long that took.
func within(t *testing.T, most time.Duration, server, name string, kind uint16, want string) time.Duration {
	t.Helper()
	began := time.Now()
	got := ""
	for time.Since(began) < most {
		client := dns.Client{Timeout: time.Second}
		m, _, err := client.ExchangeContext(t.Context(), question(name, kind), server)
		switch {
		case err != nil:
			got = err.Error()
		case len(m.Answer) == 0:
			got = dns.RcodeToString[m.Rcode]
		default:
			got = strings.Join(texts(m.Answer), ", ")
		}
		if got == want {
			return time.Since(began)
		}
		select {
		case <-t.Context().Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Fatalf("%s says %q about %s after %s, want %q", server, got, name, most, want)
	return 0
}

func TestStockNameServersFollowTheChangesOfZones(t *testing.T) {
	t.Parallel()
	for _, s := range stocks {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1", "* TXT any"), published(t, "other.se", "www CNAME name.com"))
			self := p.self
			p.spread(t, 4) // the two stay in the only catalog that there was
			kill := s.start(t, p.server, self, p.config.Catalogs.Names(1))
			took := map[string]time.Duration{}
			const patience = 20 * time.Second
			took["from its start"] = within(t, patience, self, "name.com.", dns.TypeA, "name.com. A 192.0.2.1")
			within(t, patience, self, "www.other.se.", dns.TypeCNAME, "www.other.se. CNAME name.com.")
			within(t, patience, self, "x.name.com.", dns.TypeTXT, `x.name.com. TXT "any"`)

			p.save(t, published(t, "name.com", "@ A 192.0.2.2", "* TXT any"))
			took["a change"] = within(t, patience, self, "name.com.", dns.TypeA, "name.com. A 192.0.2.2")
			p.save(t, published(t, "new.com", "@ A 192.0.2.3"))
			took["a new name"] = within(t, patience, self, "new.com.", dns.TypeA, "new.com. A 192.0.2.3")
			p.remove("other.se")
			took["a name that is gone"] = within(t, patience, self, "www.other.se.", dns.TypeCNAME, "REFUSED")

			again := published(t, "new.com", "@ A 192.0.2.4")
			again.Domain.ID, again.DomainID = 99, 99
			p.save(t, again)
			took["the name of another holder"] = within(t, patience, self, "new.com.", dns.TypeA, "new.com. A 192.0.2.4")
			restart := kill()
			p.save(t, published(t, "name.com", "@ A 192.0.2.5", "* TXT any"))
			p.save(t, published(t, "meanwhile.com", "@ A 192.0.2.6"))
			restart()
			took["what came while it was killed"] = within(t, patience, self, "name.com.", dns.TypeA, "name.com. A 192.0.2.5")
			within(t, patience, self, "meanwhile.com.", dns.TypeA, "meanwhile.com. A 192.0.2.6")
			within(t, patience, self, "new.com.", dns.TypeA, "new.com. A 192.0.2.4")
			t.Logf("%s: %v", s.name, took)
			p.settled(t)
			if s.name == "Knot" { // the others look at the address of a notice, too, and that is the primary's
				for what, sign := range map[string]func(*dns.Client, *dns.Msg){
					"without a signature": func(*dns.Client, *dns.Msg) {},
					"with a forged one": func(c *dns.Client, m *dns.Msg) {
						c.TsigSecret = map[string]string{"xfr-key.": "Zm9yZ2VkIGZvcmdlZCBmb3JnZWQgZm9yZ2VkIGZvcmc="}
						m.SetTsig("xfr-key.", dns.HmacSHA256, 300, time.Now().Unix())
					},
				} {
					m, client := new(dns.Msg).SetNotify("name.com."), dns.Client{Net: "tcp", Timeout: 5 * time.Second}
					sign(&client, m)
					if answer, _, _ := client.ExchangeContext(t.Context(), m, self); answer == nil || answer.Rcode == dns.RcodeSuccess {
						t.Errorf("a notice %s: %v", what, answer)
					}
				}
			}
			eventually(t, "all of it is noted as published", func() bool { return p.publishedSerial("name.com") == 9 && p.publishedSerial("new.com") == 9 })
			p.stop()
			within(t, patience, self, "new.com.", dns.TypeA, "new.com. A 192.0.2.4") // without the primary
		})
	}
}

func TestTransfersAndNoticesOfStrangersAreRefused(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"))
	if answer := ask(t, "udp", p.server, new(dns.Msg).SetNotify("name.com.")); answer.Rcode != dns.RcodeNotImplemented {
		t.Errorf("a primary takes no notices: %v", answer)
	}
	for what, change := range map[string]func(*dns.Client, *dns.Msg){
		"without a signature": func(*dns.Client, *dns.Msg) {},
		"by an unknown key": func(c *dns.Client, m *dns.Msg) {
			c.TsigSecret = map[string]string{"other.": exampleSecret}
			m.SetTsig("other.", dns.HmacSHA256, 300, time.Now().Unix())
		},
		"by a forged one": func(c *dns.Client, m *dns.Msg) {
			c.TsigSecret = map[string]string{"xfr-key.": "Zm9yZ2VkIGZvcmdlZCBmb3JnZWQgZm9yZ2VkIGZvcmc="}
			m.SetTsig("xfr-key.", dns.HmacSHA256, 300, time.Now().Unix())
		},
		"by an old one": func(c *dns.Client, m *dns.Msg) {
			c.TsigSecret = map[string]string{"xfr-key.": exampleSecret}
			m.SetTsig("xfr-key.", dns.HmacSHA256, 300, time.Now().Unix()-3600)
		},
		"by another algorithm": func(c *dns.Client, m *dns.Msg) {
			c.TsigSecret = map[string]string{"xfr-key.": exampleSecret}
			m.SetTsig("xfr-key.", dns.HmacSHA512, 300, time.Now().Unix())
		},
	} {
		for _, kind := range []uint16{dns.TypeAXFR, dns.TypeIXFR, dns.TypeSOA} {
			for _, name := range []string{"name.com.", "catalog.example.net."} {
				m := question(name, kind)
				client := dns.Client{Net: "tcp", Timeout: 5 * time.Second}
				change(&client, m)
				answer, _, _ := client.ExchangeContext(t.Context(), m, p.server) // the library wants errors to be signed
				open := kind == dns.TypeSOA && name == "name.com." && what == "without a signature"
				if answer == nil || (answer.Rcode == dns.RcodeSuccess || len(answer.Answer) > 0) != open {
					t.Errorf("%s of %s %s: %v", dns.TypeToString[kind], name, what, answer)
				}
			}
		}
	}
}

func TestIncrementalTransfersHaveOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1", "a TXT x", "b TXT y"))
	first := p.transfer(t, "name.com.", 0)
	if want := "name.com. SOA|name.com. A 192.0.2.1|name.com. NS ns1.house.net.|name.com. NS ns2.house.net.|a.name.com. TXT \"x\"|b.name.com. TXT \"y\"|name.com. SOA"; outline(first) != want {
		t.Errorf("the whole zone: %s", outline(first))
	}
	p.save(t, published(t, "name.com", "@ A 192.0.2.1", "a TXT x", "b TXT y", "d TXT passing"))
	serial := first[0].(*dns.SOA).Serial
	if whole := p.transfer(t, "name.com.", serial); len(whole) != 8 { // with other settings, the same serial was another zone before the start
		t.Errorf("since the version of the start: %s", outline(whole))
	}
	p.save(t, published(t, "name.com", "@ A 192.0.2.1", "a TXT x", "b TXT y"))
	p.transfer(t, "name.com.", 0)
	p.save(t, published(t, "name.com", "@ A 192.0.2.1", "a TXT z", "b TXT y", "c TXT new"))
	serial += 2
	got := strings.Split(outline(p.transfer(t, "name.com.", serial)), "|")
	if want := `name.com. SOA|name.com. SOA|a.name.com. TXT "x"|name.com. SOA|`; !strings.HasPrefix(strings.Join(got, "|"), want) || len(got) != 7 {
		t.Errorf("the change: %q", got)
	}
	if up := p.transfer(t, "name.com.", serial+1); outline(up) != "name.com. SOA" {
		t.Errorf("nothing new: %s", outline(up))
	}
	if whole := p.transfer(t, "name.com.", 3); len(whole) != 8 {
		t.Errorf("of a version that nobody knows: %s", outline(whole))
	}
}

func outline(set []dns.RR) string {
	var list []string
	for _, rr := range set {
		text := texts([]dns.RR{rr})[0]
		if rr.Header().Rrtype == dns.TypeSOA {
			text = fmt.Sprint(rr.Header().Name, " SOA")
		}
		list = append(list, text)
	}
	return strings.Join(list, "|")
}
