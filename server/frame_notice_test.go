package server_test

import (
	"strings"
	"testing"
)

// That a frame is not shown is said by every face when the records are saved, and when they are read where an answer has a place for it. What
// GET gives can be sent back.
func TestAFrameThatBrowsersDoNotShowIsSaidByEveryFace(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Burst = 1_000
	e.registered("mine.com", false)
	const words = "the frame at www.mine.com has a target with http://"
	rows := func(target string) string {
		return `{"records": [{"hostname": "www", "type": "FRAME", "address": "` + target + `"}]}`
	}
	form := func(target string) string {
		return "dnsrecords[0][hostname]=www&dnsrecords[0][type]=FRAME&dnsrecords[0][address]=" + target
	}
	v2 := func(method, body string) string {
		return e.send(v2Request{method: method, path: "/domains/mine.com/dns", contentType: formType, body: body}).Body.String()
	}
	action := func(body string) string { return e.post(formType, e.signed(body, false)).Body.String() }
	for target, said := range map[string]bool{"http://target.net/": true, "https://target.net/": false} {
		for face, answer := range map[string]string{
			"rest":        e.restAsk("PUT", "/api/v1/domains/1/dns/", rows(target)).Body.String(),
			"rest, read":  e.restAsk("GET", "/api/v1/domains/1/dns/", "").Body.String(),
			"rest, each":  e.restAsk("GET", "/api/v1/domains/1/dns/records/", "").Body.String(),
			"action":      action("action=SaveDNS&sld=mine&tld=com&" + form(target)),
			"action read": action("action=GetDNS&sld=mine&tld=com"),
			"v2":          v2("POST", form(target)),
		} {
			answer = strings.ReplaceAll(answer, `\/`, "/")
			if strings.Contains(answer, words) != said || !strings.Contains(answer, "target.net") && !strings.Contains(answer, "success") && !strings.Contains(answer, "saved") {
				t.Errorf("%s with %s: %s", face, target, answer)
			}
		}
		whole := e.restAsk("GET", "/api/v1/domains/1/dns/", "").Body.String()
		if again := e.restAsk("PUT", "/api/v1/domains/1/dns/", whole).Body.String(); again != whole {
			t.Errorf("sent back: %s; %s", whole, again)
		}
	}
}
