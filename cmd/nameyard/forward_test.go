package main

import (
	"strings"
	"testing"

	"nameyard/operator"
)

func TestForwardTestTellsWhatWouldHappen(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	server := s.demo("--mail-map-listen", "127.0.0.1:0", "--mail-mx", "mx.example.net", "--mail-srs-domain", "srs.example.net", "--web-listen", "127.0.0.1:0")
	server.register("exampledomain")
	answer := server.act("SaveEmailForwarding", "sld", "exampledomain", "tld", "com",
		"prefix", base64Of(`a:2:{i:0;s:4:"info";i:1;s:4:"self";}`),
		"forwardto", base64Of(`a:2:{i:0;s:18:"owner@dest.example";i:1;s:22:"self@exampledomain.com";}`))
	if answer["result"] != "success" {
		t.Fatalf("SaveEmailForwarding: %v", answer)
	}
	for address, want := range map[string]operator.MailTest{
		"Info+news@exampledomain.com": {Outcome: operator.OutcomeForwarded, Reply: "250 2.1.5 Ok", Targets: []string{"owner@dest.example"}},
		"self@exampledomain.com":      {Outcome: operator.OutcomeRefused, Reply: "550 5.1.1 Recipient address rejected: User unknown in virtual alias table", Why: "circle"},
		"no@exampledomain.com":        {Outcome: operator.OutcomeRefused, Reply: "550 5.1.1 Recipient address rejected: User unknown in virtual alias table", Why: "no catch-all"},
		"a@foreign.com":               {Outcome: operator.OutcomeElsewhere, Reply: "554 5.7.1 Relay access denied", Why: "foreign.com is not a name of this registrar"},
	} {
		var got operator.MailTest
		decodeText(t, s.must("forward", "test", address, "--json"), &got)
		if got.Outcome != want.Outcome || got.Reply != want.Reply || !strings.Contains(got.Why, want.Why) || strings.Join(got.Targets, ",") != strings.Join(want.Targets, ",") {
			t.Errorf("mail to %s: %+v, want %+v", address, got, want)
		}
	}
	text := s.must("forward", "test", "info@exampledomain.com")
	for _, want := range []string{
		"Mail to info@exampledomain.com is forwarded to owner@dest.example.\n", "The sender's server hears: 250 2.1.5 Ok\n", `the forward of "info" sends it to owner@dest.example`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("forward test printed\n%swithout %q", text, want)
		}
	}
	if r := s.run("forward", "test", "no address"); r.code != exitUsage {
		t.Errorf("what is no address: exit %d, %s", r.code, r.errOut)
	}
	server.stop()
}

func TestDemoPublishesOnThisMachineOnly(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, flag := range []string{"--web-listen", "--web-tls-listen", "--mail-map-listen"} {
		if r := s.run("demo", "--listen", "127.0.0.1:0", flag, "0.0.0.0:0"); r.code != exitUsage || !strings.Contains(r.errOut, flag) {
			t.Errorf("%s for everybody: exit %d, %s", flag, r.code, r.errOut)
		}
	}
	for flag, value := range map[string]string{"--mail-mx": "192.0.2.1", "--mail-srs-domain": "a b", "--web-address": "example.com"} {
		if r := s.run("demo", "--listen", "127.0.0.1:0", flag, value); r.code != exitUsage || !strings.Contains(r.errOut, flag) {
			t.Errorf("%s %s: exit %d, %s", flag, value, r.code, r.errOut)
		}
	}
}
