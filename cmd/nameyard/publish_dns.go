package main

import (
	"fmt"
	"os"
	"slices"

	"nameyard/publish/dns"
	"nameyard/reseller"
)

// dnsFlags say how zones come to the name servers.
type dnsFlags struct {
	DNSListen    string   `name:"dns-listen" placeholder:"ADDRESS" help:"Address to answer DNS on for the names, UDP and TCP, for example :53."`
	DNSSecondary []string `name:"dns-secondary" sep:"none" placeholder:"NAME=ADDRESS" help:"Name server that takes the zones from us, with ,key=KEYNAME of its TSIG key, and with ,optional if zones count as published without it; once for each."`
	DNSSigner    string   `name:"dns-signer" sep:"none" placeholder:"NAME=ADDRESS" help:"Name server that takes the zones from us, signs those that are to be signed (DNSSEC) and gives them on, with ,key=KEYNAME of a TSIG key of its own."`
	DNSSECNew    bool     `name:"dnssec-new-names" help:"Have new names on our name servers signed without being asked."`
	DNSKeyFile   string   `name:"dns-tsig-key-file" placeholder:"FILE" help:"File of TSIG keys, each a line of name, algorithm and secret in base64."`
	DNSResolver  string   `name:"dns-resolver" placeholder:"ADDRESS" help:"Recursive resolver that is asked for the addresses of ALIAS records; those of /etc/resolv.conf without."`
	DNSCatalog   string   `name:"dns-catalog" placeholder:"NAME" help:"Name of the catalog zone (RFC 9432) by which secondaries learn which zones there are; of the parent of them all where there are several."`
	DNSCatalogs  int      `name:"dns-catalogs" default:"1" help:"Number of catalog zones over which new names are spread (${default}); 16 is right for 10000 names and more. A name stays where it is."`
}

// secondaries turns flags into the name servers that take our zones, and the keys.
func (f dnsFlags) secondaries() (list []dns.Secondary, keys map[string]dns.Key, err error) {
	if f.DNSKeyFile != "" {
		if keys, err = readKeys(f.DNSKeyFile); err != nil {
			return nil, nil, err
		}
	}
	for _, text := range f.DNSSecondary {
		s, err := dns.ParseSecondary(text)
		if err != nil {
			return nil, nil, wrongUsage("--dns-secondary: %v", err)
		}
		if _, known := keys[s.Key]; s.Key != "" && !known {
			return nil, nil, wrongUsage("--dns-secondary %s: the key %s is not in --dns-tsig-key-file", s.Name, s.Key)
		}
		list = append(list, s)
	}
	if len(list) > 0 && f.DNSListen == "" {
		err = wrongUsage("--dns-secondary takes zones from us, so --dns-listen must say where")
	}
	return list, keys, err
}

// catalogs turns flags into the catalog zones.
func (f dnsFlags) catalogs() (c dns.Catalogs, err error) {
	switch {
	case f.DNSCatalogs < 0 || f.DNSCatalogs > dns.MostCatalogs:
		return c, wrongUsage("--dns-catalogs must be a number from 1 to %d", dns.MostCatalogs)
	case f.DNSCatalog == "" && f.DNSCatalogs > 1:
		return c, wrongUsage("--dns-catalogs spreads names over several catalogs, so --dns-catalog must name them")
	case f.DNSCatalog == "":
		return c, nil
	}
	c.Count = max(f.DNSCatalogs, 1)
	if c.Name, err = reseller.CanonicalHost(f.DNSCatalog, reseller.HostRule); err != nil {
		err = wrongUsage("--dns-catalog has %q, which is not a name such as catalog.example.net", f.DNSCatalog)
	}
	return c, err
}

// signer turns flags into the name server that signs zones; nil without one.
func (f dnsFlags) signer(keys map[string]dns.Key, secondaries []dns.Secondary) (*dns.Secondary, error) {
	switch {
	case f.DNSSigner == "" && f.DNSSECNew:
		return nil, wrongUsage("--dnssec-new-names has names signed, so --dns-signer must say by whom")
	case f.DNSSigner == "":
		return nil, nil
	case f.DNSListen == "":
		return nil, wrongUsage("--dns-signer takes zones from us, so --dns-listen must say where")
	case f.DNSCatalog == "":
		return nil, wrongUsage("--dns-signer learns by the catalog what to sign, so --dns-catalog must name it")
	}
	s, err := dns.ParseSecondary(f.DNSSigner)
	if err != nil {
		return nil, wrongUsage("--dns-signer: %v", err)
	}
	if _, known := keys[s.Key]; !known {
		return nil, wrongUsage("--dns-signer %s: it wants key=KEYNAME of a key in --dns-tsig-key-file: what it says goes to registries", s.Name)
	}
	if slices.ContainsFunc(secondaries, func(other dns.Secondary) bool { return other.Key == s.Key }) {
		return nil, wrongUsage("--dns-signer %s: its key must be its own; a --dns-secondary has the same", s.Name)
	}
	return &s, nil
}

// resolver turns the flag into who finds the addresses of ALIAS records; nil where no zones are published.
func (f dnsFlags) resolver() (*dns.Resolver, error) {
	if f.DNSListen == "" {
		return nil, nil
	}
	r, err := dns.NewResolver(f.DNSResolver)
	if err != nil {
		return nil, wrongUsage("--dns-resolver: %v", err)
	}
	return r, nil
}

func readKeys(path string) (map[string]dns.Key, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the TSIG keys: %w", err)
	}
	defer file.Close()
	keys, err := dns.ReadKeys(file)
	if err != nil {
		return nil, wrongUsage("--dns-tsig-key-file %s: %v", path, err)
	}
	return keys, nil
}
