package main

import (
	"fmt"
	"os"

	"nameyard/publish/dns"
	"nameyard/reseller"
)

// dnsFlags say how zones come to the name servers.
type dnsFlags struct {
	DNSListen    string   `name:"dns-listen" placeholder:"ADDRESS" help:"Address to answer DNS on for the names, UDP and TCP, for example :53."`
	DNSSecondary []string `name:"dns-secondary" sep:"none" placeholder:"NAME=ADDRESS" help:"Name server that takes the zones from us, with ,key=KEYNAME of its TSIG key, and with ,optional if zones count as published without it; once for each."`
	DNSKeyFile   string   `name:"dns-tsig-key-file" placeholder:"FILE" help:"File of TSIG keys, each a line of name, algorithm and secret in base64."`
	DNSCatalog   string   `name:"dns-catalog" placeholder:"NAME" help:"Name of the catalog zone (RFC 9432) by which secondaries learn which zones there are."`
}

// secondaries turns flags into the name servers that take our zones, the keys, and the name of the catalog.
func (f dnsFlags) secondaries() (list []dns.Secondary, keys map[string]dns.Key, catalog string, err error) {
	if f.DNSKeyFile != "" {
		if keys, err = readKeys(f.DNSKeyFile); err != nil {
			return nil, nil, "", err
		}
	}
	for _, text := range f.DNSSecondary {
		s, err := dns.ParseSecondary(text)
		if err != nil {
			return nil, nil, "", wrongUsage("--dns-secondary: %v", err)
		}
		if _, known := keys[s.Key]; s.Key != "" && !known {
			return nil, nil, "", wrongUsage("--dns-secondary %s: the key %s is not in --dns-tsig-key-file", s.Name, s.Key)
		}
		list = append(list, s)
	}
	switch {
	case len(list) > 0 && f.DNSListen == "":
		err = wrongUsage("--dns-secondary takes zones from us, so --dns-listen must say where")
	case f.DNSCatalog != "":
		if catalog, err = reseller.CanonicalHost(f.DNSCatalog, reseller.HostRule); err != nil {
			err = wrongUsage("--dns-catalog has %q, which is not a name such as catalog.example.net", f.DNSCatalog)
		}
	}
	return list, keys, catalog, err
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
