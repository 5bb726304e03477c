package main

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"nameyard/app"
	"nameyard/publish"
	"nameyard/publish/web"
	"nameyard/reseller"
)

// publishFlags say what of names is shown to the internet, and where.
type publishFlags struct {
	dnsFlags
	dnsIfFree     bool     `kong:"-"`
	webIfFree     bool     `kong:"-"`
	MailMapListen string   `placeholder:"ADDRESS" help:"Address on which a Postfix looks e-mail forwards up (socketmap). Not for the internet."`
	MailMX        string   `name:"mail-mx" placeholder:"HOST" help:"Host name of the mail server that takes the mail of forwards."`
	MailSRSDomain string   `name:"mail-srs-domain" placeholder:"DOMAIN" help:"Domain of the senders of forwarded mail (SRS). Without it they stay as they are, and receivers that check SPF refuse them."`
	MailVerifyURL string   `name:"mail-verify-url" placeholder:"URL" help:"Ask new targets of e-mail forwards by mail whether they want the mail; the links lead to this address of the server, for example https://api.example.net. Without it nobody is asked."`
	MailRate      int      `default:"1000" help:"Copies of mails an hour that are forwarded for one name, and as many at once (${default}); 0 = no bound. A mail to five targets is five."`
	WebListen     string   `placeholder:"ADDRESS" help:"Address of the HTTP server of web forwards, for example :80."`
	WebTLSListen  string   `name:"web-tls-listen" placeholder:"ADDRESS" help:"Address of the HTTPS server of web forwards, for example :443."`
	WebAddresses  []string `name:"web-address" placeholder:"IP" help:"Address at which the world reaches the servers of web forwards; once for each."`
	ParkingURL    string   `name:"parking-url" placeholder:"URL" help:"Where visitors of names are sent that have expired; their own records and forwards rest until they are renewed. Without it they go on as they are."`
	ACMEDirectory string   `name:"acme-directory" placeholder:"URL" help:"ACME directory of the certificate authority; Let's Encrypt without."`
	ACMECAFile    string   `name:"acme-ca-file" placeholder:"FILE" help:"PEM file of the certificates by which the directory itself is trusted."`
	ACMEEmail     string   `name:"acme-email" placeholder:"ADDRESS" help:"Address that the certificate authority may write to."`
}

// Where a demo answers DNS and visitors of web forwards if nobody else listens there. The ports proper, 53 and 80, only root may open.
const (
	demoDNS = "127.0.0.1:5353"
	demoWeb = "127.0.0.1:8081"
)

// onThisMachine are the settings of a demo: what was not said is this machine.
func (f publishFlags) onThisMachine() publishFlags {
	if len(f.WebAddresses) == 0 {
		f.WebAddresses = []string{"127.0.0.1", "::1"}
	}
	if f.DNSListen == "" {
		f.DNSListen, f.dnsIfFree = demoDNS, true
	}
	if f.WebListen == "" {
		f.WebListen, f.webIfFree = demoWeb, true
	}
	return f
}

// hostNames checks the host names that a flag has.
func hostNames(flag string, given []string) ([]string, error) {
	var hosts []string
	for _, text := range given {
		host, err := hostFlag(flag, text)
		if err == nil && !strings.Contains(host, ".") {
			err = wrongUsage("%s has %q, which is not a host name such as ns1.example.net", flag, text)
		}
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, host)
	}
	return hosts, nil
}

// hostFlag checks the host name of a flag.
func hostFlag(flag, given string) (string, error) {
	if given == "" {
		return "", nil
	}
	host, err := reseller.CanonicalHost(given, reseller.HostRule)
	if err != nil {
		return "", wrongUsage("%s has %q, which is not a host name such as mx.example.net", flag, given)
	}
	return host, nil
}

// publishing turns flags into what an app publishes.
func (f publishFlags) publishing() (app.Publishing, error) {
	platform, err := f.platform()
	secondaries, keys, badDNS := f.secondaries()
	catalogs, badCatalogs := f.catalogs()
	signer, badSigner := f.signer(keys, secondaries)
	resolver, badResolver := f.resolver()
	err = cmp.Or(err, badDNS, badCatalogs, badSigner, badResolver, f.checkMailVerifyURL())
	if err == nil && f.MailRate < 0 {
		err = wrongUsage("--mail-rate must not be less than zero")
	}
	c := app.Publishing{
		Platform: platform, DNSListen: f.DNSListen, DNSIfFree: f.dnsIfFree, Secondaries: secondaries, Signer: signer, SignNew: f.DNSSECNew, TSIGKeys: keys, Catalogs: catalogs, Aliases: resolver,
		MailMapListen: f.MailMapListen, MailVerifyURL: f.MailVerifyURL, MailRate: f.MailRate, WebListen: f.WebListen, WebIfFree: f.webIfFree, WebTLSListen: f.WebTLSListen,
		ACME: web.ACME{Directory: f.ACMEDirectory, Email: f.ACMEEmail},
	}
	if err != nil || f.ACMECAFile == "" {
		return c, err
	}
	pem, err := os.ReadFile(f.ACMECAFile)
	if err != nil {
		return c, fmt.Errorf("read the certificates of --acme-ca-file: %w", err)
	}
	c.ACME.Roots = x509.NewCertPool()
	if !c.ACME.Roots.AppendCertsFromPEM(pem) {
		return c, wrongUsage("--acme-ca-file %s has no certificate in PEM form", f.ACMECAFile)
	}
	return c, nil
}

// checkMailVerifyURL checks where targets of e-mail forwards answer.
func (f publishFlags) checkMailVerifyURL() error {
	if f.MailVerifyURL == "" {
		return nil
	}
	u, err := url.Parse(f.MailVerifyURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return wrongUsage("--mail-verify-url has %q, which is not the address of a server such as https://api.example.net", f.MailVerifyURL)
	}
	return nil
}

// platform turns flags into what records and forwards point to.
func (f publishFlags) platform() (c publish.Platform, err error) {
	if c.MX, err = hostFlag("--mail-mx", f.MailMX); err != nil {
		return c, err
	}
	if c.SRSDomain, err = hostFlag("--mail-srs-domain", f.MailSRSDomain); err != nil {
		return c, err
	}
	for _, given := range f.WebAddresses {
		ip, err := netip.ParseAddr(given)
		if err != nil || ip.Zone() != "" || ip.Is4In6() {
			return c, wrongUsage("--web-address has %q, which is not an IP address such as 192.0.2.1 or 2001:db8::1", given)
		}
		c.WebAddresses = append(c.WebAddresses, ip)
	}
	c.ParkingURL, err = f.parkingURL()
	return c, err
}

// parkingURL checks where expired names are sent.
func (f publishFlags) parkingURL() (string, error) {
	if f.ParkingURL == "" {
		return "", nil
	}
	u, err := url.Parse(f.ParkingURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", wrongUsage("--parking-url has %q, which is not a URL such as https://www.example.net/expired", f.ParkingURL)
	}
	if len(f.WebAddresses) == 0 {
		return "", wrongUsage("--parking-url needs --web-address: visitors are sent on from there")
	}
	return f.ParkingURL, nil
}
