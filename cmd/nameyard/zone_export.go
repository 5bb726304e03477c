package main

import (
	"context"
	"io"

	"nameyard/operator"
	"nameyard/publish"
	"nameyard/reseller"
)

type zoneExportCmd struct {
	Name        string   `arg:"" help:"The name, for example example.com."`
	Nameservers []string `aliases:"dns-nameserver" env:"NAMEYARD_NAMESERVERS,NAMEYARD_DNS_NAMESERVER" placeholder:"HOST" help:"Our own name servers, as \"serve\" has them."`
	platformFlags
	rulesFlags
}

// platformFlags say what forwards are published as.
type platformFlags struct {
	MailMX       string   `name:"mail-mx" env:"NAMEYARD_MAIL_MX" placeholder:"HOST" help:"Our mail server for forwards, as \"serve\" has it."`
	WebAddresses []string `name:"web-address" env:"NAMEYARD_WEB_ADDRESS" placeholder:"IP" help:"Address of the servers of web forwards, as \"serve\" has it."`
}

func (f platformFlags) platform() (publish.Platform, error) {
	return publishFlags{MailMX: f.MailMX, WebAddresses: f.WebAddresses}.platform()
}

// Run writes the zone as a zone file.
func (c *zoneExportCmd) Run(ctx context.Context, p *program) error {
	platform, err := c.platform()
	if err != nil {
		return err
	}
	if platform.Nameservers, err = hostNames("--nameservers", c.Nameservers); err != nil {
		return err
	}
	return p.withZones(ctx, c.Name, c.rulesFlags, func(u operator.Zones, name reseller.Name) error {
		text, err := u.Text(ctx, name, platform)
		if err != nil {
			return err
		}
		return p.out.print(text, func(w io.Writer) { _, _ = io.WriteString(w, text.Text) })
	})
}
