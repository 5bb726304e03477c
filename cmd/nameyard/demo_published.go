package main

import (
	"fmt"
	"net"

	"nameyard/app"
)

// demoPublished says where the demo shows names to this machine; what is not shown is empty.
type demoPublished struct {
	DNS  string `json:"dns"` // address that answers DNS
	Dig  string `json:"dig"` // a line to try it with
	Web  string `json:"web"` // address that answers visitors of URL and FRAME hosts
	Curl string `json:"curl"`
}

func publishedBy(s *app.Server) demoPublished {
	var d demoPublished
	if at := s.DNSAddr(); at != nil {
		host, port, _ := net.SplitHostPort(at.String())
		d.DNS, d.Dig = at.String(), fmt.Sprintf("dig @%s -p %s exampledomain.com SOA", host, port)
	}
	if at := s.WebAddr(); at != nil {
		d.Web, d.Curl = at.String(), fmt.Sprintf("curl -i -H 'Host: www.exampledomain.com' http://%s/", at)
	}
	return d
}

func (d demoPublished) dnsLine() string {
	if d.DNS == "" {
		return notAnswered(demoDNS, "--dns-listen")
	}
	return d.DNS + ", for the names: " + d.Dig
}

func (d demoPublished) webLine() string {
	if d.Web == "" {
		return notAnswered(demoWeb, "--web-listen")
	}
	return d.Web + ", for URL and FRAME records: " + d.Curl
}

// notAnswered is said of a service whose address another program has.
func notAnswered(address, flag string) string {
	return "not answered: somebody else listens on " + address + "; choose another address with " + flag
}
