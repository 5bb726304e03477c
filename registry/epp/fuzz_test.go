package epp

import (
	"errors"
	"math"
	"testing"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// FuzzAnswers looks for answers that end the program, or that are a yes though they say no.
func FuzzAnswers(f *testing.F) {
	const head = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response>`
	const tail = `<trID><clTRID>a</clTRID><svTRID>b</svTRID></trID></response></epp>`
	for _, seed := range []string{
		`<result code="1000"><msg>ok</msg></result>`,
		`<result code="2303"><msg lang="sv">nej</msg><extValue><value/><reason>därför</reason></extValue></result>`,
		`<result code="1301"><msg>ok</msg></result><msgQ count="1" id="7"><qDate>2026-01-01T00:00:00Z</qDate><msg>x</msg></msgQ>`,
		`<result code="1000"><msg>ok</msg></result><msgQ count="-5" id="7"/>`,
		`<result code="1000"><msg>ok</msg></result><msgQ count="99999999999999999999" id="7"/>`,
		`<result code="1000"><msg/></result><resData><d:infData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>a.com</d:name><d:status s="ok"/>` +
			`<d:ns><d:hostObj>NS1.A.COM.</d:hostObj></d:ns><d:exDate>2030-01-01</d:exDate></d:infData></resData><extension>` +
			`<s:infData xmlns:s="urn:ietf:params:xml:ns:secDNS-1.1"><s:dsData><s:keyTag>1</s:keyTag><s:alg>13</s:alg><s:digestType>2</s:digestType><s:digest>AB</s:digest></s:dsData></s:infData>` +
			`<f:creData xmlns:f="urn:ietf:params:xml:ns:epp:fee-1.0"><f:currency>USD</f:currency><f:fee>5.0000</f:fee></f:creData></extension>`,
	} {
		f.Add([]byte(head + seed + tail))
	}
	c := New(Settings{TLDs: reseller.TLDs{"com": {Name: "com"}}})
	f.Fuzz(func(t *testing.T, document []byte) {
		answer, err := readReply(document)
		if err != nil {
			return
		}
		_, refused := registry.AsRefusal(answer.err())
		if (answer.err() == nil) != (answer.code < 2000) || refused && errors.Is(answer.err(), registry.ErrUnknown) || len(answer.words) > maxWords+len("…") {
			t.Errorf("code %d is taken for %v", answer.code, answer.err())
		}
		for _, kid := range answer.data.Children() { // whatever they are, reading them ends
			statuses(answer, kid)
			(&shown{}).readNameservers(kid, true)
			cardOf(kid)
			c.transferState(kid)
			feeOf(kid)
		}
		for _, kid := range answer.ext.Children() {
			secDNSOf(kid)
			pricesOf(kid)
			feeOf(kid)
		}
		c.understand(&registry.Message{}, answer)
		if n := counted(answer.queue.Attr("count")); n < 0 || n > math.MaxInt32 {
			t.Errorf("%d messages wait", n)
		}
		timeOf(answer.data.First(), wire.NSDomain, "exDate")
	})
}
