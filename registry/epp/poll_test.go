package epp_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// told is a message as registries write it, and what it means.
type told struct {
	words, data, extension string
	kind                   registry.MessageKind
	name                   string
	due                    string
}

func infData(statuses ...string) string {
	text := `<domain:infData xmlns:domain="` + wire.NSDomain + `"><domain:name>a.com</domain:name><domain:roid>D-1</domain:roid>`
	for _, s := range statuses {
		text += `<domain:status s="` + s + `"/>`
	}
	return text + `<domain:clID>us</domain:clID></domain:infData>`
}

func trnData(status, to, from string) string {
	return `<domain:trnData xmlns:domain="` + wire.NSDomain + `"><domain:name>a.com</domain:name><domain:trStatus>` + status + `</domain:trStatus>` +
		`<domain:reID>` + to + `</domain:reID><domain:acID>` + from + `</domain:acID></domain:trnData>`
}

func changeData(operation string) string {
	return `<c:changeData xmlns:c="` + wire.NSChangePoll + `"><c:operation>` + operation + `</c:operation></c:changeData>`
}

func swedish(kind, inside string) string {
	return `<iis:` + kind + ` xmlns:iis="` + wire.NSIIS + `">` + inside + `</iis:` + kind + `>`
}

var manyTold = []told{
	{words: "Transfer requested", data: trnData("pending", "them", "us"), kind: registry.MessageTransferRequested, name: "a.com"},
	{words: "Transfer done", data: trnData("serverApproved", "us", "them"), kind: registry.MessageTransferDone, name: "a.com"},
	{words: "Transfer over", data: trnData("clientRejected", "us", "them"), kind: registry.MessageTransferFailed, name: "a.com"},
	{words: "Transfer over", data: trnData("clientApproved", "them", "us"), kind: registry.MessageTransferredAway, name: "a.com"},
	{words: "Transfer over", data: trnData("clientCancelled", "them", "us"), kind: registry.MessageChanged, name: "a.com"},
	{words: "Transferred", data: swedish("transferNotify", trnData("serverApproved", "them", "us")), kind: registry.MessageTransferredAway, name: "a.com"},
	{words: "Renewed", data: infData("ok"), extension: changeData("renew"), kind: registry.MessageRenewed, name: "a.com"},
	{words: "Renewed", data: infData("ok"), extension: changeData("autoRenew"), kind: registry.MessageAutoRenewed, name: "a.com"},
	{words: "Deleted", data: infData("pendingDelete"), extension: changeData("autoDelete"), kind: registry.MessageDeleted, name: "a.com"},
	{words: "Gone", data: infData("pendingDelete"), kind: registry.MessageDeleted, name: "a.com"},
	{words: "Gone", data: swedish("deleteNotify", `<domain:delete xmlns:domain="`+wire.NSDomain+`"><domain:name>a.com</domain:name></domain:delete>`),
		kind: registry.MessageDeleted, name: "a.com"},
	{words: "In redemption", data: infData("ok"), extension: `<rgp:infData xmlns:rgp="` + wire.NSRGP + `"><rgp:rgpStatus s="redemptionPeriod"/></rgp:infData>`,
		kind: registry.MessageDeleted, name: "a.com"},
	{words: "Court order", data: infData("serverHold"), extension: changeData("update"), kind: registry.MessageHoldSet, name: "a.com"},
	{words: "ServerHold removed - Domain active", data: swedish("updateNotify", infData("ok")), kind: registry.MessageHoldLifted, name: "a.com"},
	{words: "Registrant data needs verification", data: swedish("updateNotify", infData("serverHold", "serverRenewProhibited")),
		kind: registry.MessageVerificationDue, name: "a.com"},
	{words: "Verification required before 2026-12-24", data: infData("ok"), kind: registry.MessageVerificationDue, name: "a.com", due: "2026-12-24"},
	{words: "Registrant verified – Domain active", data: swedish("updateNotify", infData("ok")), kind: registry.MessageVerified, name: "a.com"},
	{words: "DNS updated", data: infData("ok"), extension: changeData("custom"), kind: registry.MessageChanged, name: "a.com"},
	{words: "Parked by ombud", data: infData("ok"), kind: registry.MessageHoldSet, name: "a.com"},
	{words: "Low Account Balance", kind: registry.MessageLowFunds},
	{words: "Threshold", data: `<l:pollData xmlns:l="` + wire.NSLowBalance + `"><l:registrarName>us</l:registrarName></l:pollData>`, kind: registry.MessageLowFunds},
	{words: "Maintenance on Sunday"},
	{words: "Contact changed", data: swedish("updateNotify", `<contact:infData xmlns:contact="`+wire.NSContact+`"><contact:id>C1</contact:id></contact:infData>`)},
	{words: "A name of others", data: strings.ReplaceAll(infData("serverHold"), "a.com", "a.example")},
}

// TestEveryKindOfMessageIsUnderstood: by the data of the RFCs, of .se and .nu, or by words; what nobody understands has no kind.
func TestEveryKindOfMessageIsUnderstood(t *testing.T) {
	s := server{answers: func(conn net.Conn, id string) {
		for i, m := range manyTold {
			document := `<epp xmlns="` + wire.NSEPP + `"><response><result code="1301"><msg>ack to dequeue</msg></result><msgQ count="1" id="` + fmt.Sprint(i+1) +
				`"><qDate>2026-11-01T00:00:00Z</qDate><msg>` + m.words + `</msg></msgQ><resData>` + m.data + `</resData><extension>` + m.extension +
				`</extension><trID><clTRID>` + id + `</clTRID><svTRID>sv</svTRID></trID></response></epp>`
			_ = wire.WriteFrame(conn, []byte(document))
			var more bool
			if id, more = readID(conn); !more {
				return
			}
		}
	}}
	address, client := s.start(t)
	c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second,
		TLDs: reseller.TLDs{"se": registrytest.Rules()["se"]}, Sold: registrytest.Rules(), // others of our connectors share the queue
		Profile: epp.Profile{Messages: []epp.Wording{{Words: "parked by", Kind: registry.MessageHoldSet}}}})
	defer func() { _ = c.Close() }()
	for _, want := range manyTold {
		got, err := c.Poll(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		name := ""
		if !got.Name.IsZero() {
			name = got.Name.String()
		}
		due := ""
		if !got.Due.IsZero() {
			due = got.Due.Format(time.DateOnly)
		}
		if got.Kind != want.kind || name != want.name || due != want.due || got.Words != want.words {
			t.Errorf("%s: it is %q of %q, due %q; want %q of %q, due %q", want.words, got.Kind, name, due, want.kind, want.name, want.due)
		}
		if (got.Data != "") != (want.kind == "" && want.data != "") {
			t.Errorf("%s: for people there is %q", want.words, got.Data)
		}
	}
}

// TestMessagesForPeopleHoldNoAuthCode: what is kept of a message that nobody understands opens no name.
func TestMessagesForPeopleHoldNoAuthCode(t *testing.T) {
	s := server{answers: func(conn net.Conn, id string) {
		_ = wire.WriteFrame(conn, []byte(`<epp xmlns="`+wire.NSEPP+`"><response><result code="1301"><msg>ack</msg></result><msgQ count="1" id="1"><msg>New</msg></msgQ>`+
			`<resData><x:it xmlns:x="urn:x" word="a"><x:authInfo><x:pw>secret</x:pw></x:authInfo><x:id>7</x:id></x:it></resData>`+
			`<trID><clTRID>`+id+`</clTRID><svTRID>sv</svTRID></trID></response></epp>`))
	}}
	address, client := s.start(t)
	c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules()})
	defer func() { _ = c.Close() }()
	m, err := c.Poll(t.Context())
	if err != nil || m.Kind != "" || m.Data != "it word=a id: 7;" {
		t.Errorf("message %+v, %v", m, err)
	}
}
