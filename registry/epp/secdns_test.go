package epp_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/reseller"
)

// digester is a registry that takes DNSSEC data as keys only and shows the DS records that it makes of them. It knows no DS records of anybody else.
type digester struct {
	mu      sync.Mutex
	key     bool // the name has one
	updates []string
}

const (
	greetingSecDNS = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><greeting><svID>x</svID><svDate>2026-01-01T00:00:00Z</svDate><svcMenu>` +
		`<version>1.0</version><lang>en</lang><objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>` +
		`<svcExtension><extURI>urn:ietf:params:xml:ns:secDNS-1.1</extURI></svcExtension></svcMenu></greeting></epp>`
	signedName = `<resData><d:infData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>keys.com</d:name><d:roid>R</d:roid><d:status s="ok"/>` +
		`<d:clID>us</d:clID><d:exDate>2028-01-01T00:00:00Z</d:exDate></d:infData></resData>`
	digestShown = `<extension><s:infData xmlns:s="urn:ietf:params:xml:ns:secDNS-1.1"><s:dsData><s:keyTag>%d</s:keyTag><s:alg>13</s:alg>` +
		`<s:digestType>2</s:digestType><s:digest>%s</s:digest></s:dsData></s:infData></extension>`
)

var signingKey = reseller.DNSKey{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "bWFnaWM="}

// digest is the DS record of the key in keys.com (RFC 4034 §5.1.4).
func digest() reseller.DS {
	public, _ := base64.StdEncoding.DecodeString(signingKey.PublicKey)
	wired := append([]byte("\x04keys\x03com\x00\x01\x01\x03\x0d"), public...)
	return reseller.DS{KeyTag: signingKey.KeyTag(), Algorithm: 13, DigestType: 2, Digest: fmt.Sprintf("%X", sha256.Sum256(wired))}
}

func (d *digester) greets(conn net.Conn) {
	converse(conn, greetingSecDNS, func(document string, command *wire.Node) []byte {
		code, body := d.answer(document)
		return fmt.Appendf(nil, answered, code, body, command.Kid(wire.NSEPP, "clTRID").Value())
	})
}

func (d *digester) answer(document string) (code int, body string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case strings.Contains(document, "secDNS:update"):
		d.updates = append(d.updates, regexp.MustCompile(`(?s)<secDNS:(rem|add).*</secDNS:(rem|add)>`).FindString(document))
		if strings.Contains(document, "dsData") {
			return registry.CodeParameterPolicy, ""
		}
		d.key = strings.Contains(document, "<secDNS:add>")
	case strings.Contains(document, "domain:info") && d.key:
		return 1000, signedName + fmt.Sprintf(digestShown, digest().KeyTag, digest().Digest)
	case strings.Contains(document, "domain:info"):
		return 1000, signedName
	}
	return 1000, ""
}

// RFC 5910 §5.2.5: all data goes as <secDNS:all>. A registry that makes the DS records itself does not take them as what is to be removed.
func TestDNSSECDataIsTakenAwayAsAllThereIs(t *testing.T) {
	t.Parallel()
	d := &digester{}
	address, client := server{greets: d.greets}.start(t)
	c := epp.New(epp.Settings{
		Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules(),
		Profile: epp.Profile{Extensions: []string{wire.NSSecDNS}},
	})
	t.Cleanup(func() { _ = c.Close() })
	keys := reseller.SecDNS{Keys: []reseller.DNSKey{signingKey}}
	other := reseller.SecDNS{Keys: []reseller.DNSKey{{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "b3RoZXI="}}}
	for _, want := range []reseller.SecDNS{keys, keys, other, {}, {}} {
		if _, err := c.SetSecDNS(t.Context(), "NY-k-1", reseller.NameOf("keys.com", "com"), want); err != nil {
			t.Errorf("setting %s: %v", want, err)
		}
	}
	key := func(k reseller.DNSKey) string {
		return "<secDNS:add><secDNS:keyData><secDNS:flags>257</secDNS:flags><secDNS:protocol>3</secDNS:protocol><secDNS:alg>13</secDNS:alg><secDNS:pubKey>" +
			k.PublicKey + "</secDNS:pubKey></secDNS:keyData></secDNS:add>"
	}
	const all = "<secDNS:rem><secDNS:all>true</secDNS:all></secDNS:rem>"
	if got, want := strings.Join(d.updates, "\n"), strings.Join([]string{key(signingKey), all + key(other.Keys[0]), all}, "\n"); got != want {
		t.Errorf("the registry was told\n%s\nwant\n%s", got, want)
	}
}
