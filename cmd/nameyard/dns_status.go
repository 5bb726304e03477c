package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type dnsCmd struct {
	Status   dnsStatusCmd   `cmd:"" help:"Ask the secondaries which zones they have: how far all of them are, or one name."`
	Catalogs dnsCatalogsCmd `cmd:"" help:"List the catalog zones that secondaries take, for their settings."`
}

type dnsStatusCmd struct {
	Name string `arg:"" optional:"" help:"The name, for example example.com; without it, all of them."`
	dnsFlags
	rulesFlags
}

// Run asks the secondaries.
func (c *dnsStatusCmd) Run(ctx context.Context, p *program) error {
	secondaries, keys, err := c.secondaries()
	if err != nil {
		return err
	}
	signer, err := c.signer(keys, secondaries)
	if err != nil {
		return err
	}
	catalogs, err := c.catalogs()
	if err != nil {
		return err
	}
	rules, err := c.rules()
	if err != nil {
		return err
	}
	var name reseller.Name
	if c.Name != "" {
		if name, err = c.nameOf(c.Name); err != nil {
			return err
		}
	}
	if len(secondaries) == 0 && c.DNSListen == "" {
		fmt.Fprintln(p.stderr, "this command knows of no name servers: give it the server's settings (--config, or its --dns-listen and --dns-secondary)")
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.DNS{
			Store: d.Store, Clock: d.Clock, Rules: rules, Secondaries: secondaries, Signer: signer, Catalogs: catalogs, Keys: keys, Direct: c.DNSListen != "", Log: d.Log,
		}
		if c.Name != "" {
			status, err := u.Zone(ctx, name)
			if err != nil {
				return err
			}
			return p.out.print(status, func(w io.Writer) { printZoneStatus(w, status, len(secondaries) > 0 || c.DNSListen != "") })
		}
		list, err := u.Status(ctx)
		if err != nil {
			return err
		}
		return p.out.print(list, func(w io.Writer) { printNameServers(w, list) })
	})
}

// printNameServers writes for people how the name servers stand with all zones, and below the table what is wrong.
func printNameServers(w io.Writer, list []operator.NameServer) {
	_ = table(output{w: w}, list, "NAME ADDRESS ROLE STATE ZONES BEHIND", func(n operator.NameServer) []any {
		behind := "unknown"
		if n.Behind != nil {
			behind = fmt.Sprint(*n.Behind)
		}
		return []any{n.Name, n.Address, n.Role, strings.ReplaceAll(string(n.State), "_", " "), n.Zones, behind}
	})
	for _, n := range list {
		if n.Advice != "" {
			fmt.Fprintf(w, "%s: %s\n", n.Name, n.Advice)
		}
		for _, c := range n.LateCatalogs() {
			fmt.Fprintf(w, "%s: catalog %s: %s\n", n.Name, c.Name, serialOr(c.Has, c.Said))
		}
		for _, z := range n.Late {
			fmt.Fprintf(w, "%s: %s: %s instead of serial %d\n", n.Name, z.Name, serialOr(z.Has, z.Said), z.Wanted)
		}
	}
}

// serialOr writes the serial that a name server has told, or what it said instead.
func serialOr(has *uint32, said string) string {
	switch {
	case said != "":
		return said
	case has == nil:
		return "no answer"
	case *has == 0:
		return "not there"
	}
	return fmt.Sprintf("serial %d", *has)
}

// printZoneStatus writes for people how far a zone is, as far as the command knows of name servers.
func printZoneStatus(w io.Writer, status operator.ZoneStatus, asked bool) {
	word := "is not published"
	switch {
	case status.Published:
		word = "is published"
	case status.Delegated && !asked:
		word = "is perhaps published, no name server was asked"
	}
	fmt.Fprintf(w, "%s %s, serial %d%s.\n", status.Name, word, status.Serial, undelegated(status))
	for _, s := range status.Secondaries {
		kind := "required"
		if !s.Required {
			kind = "optional"
		}
		if s.Serial == nil {
			fmt.Fprintf(w, "  %s (%s): %s\n", s.Name, kind, s.Why)
		} else {
			fmt.Fprintf(w, "  %s (%s): serial %d\n", s.Name, kind, *s.Serial)
		}
	}
	for _, a := range status.Aliases {
		printAlias(w, a)
	}
}

// undelegated says why no name server can publish a zone; nothing if the registry delegates its name.
func undelegated(status operator.ZoneStatus) string {
	switch {
	case status.Delegated:
		return ""
	case status.Phase.Served():
		return ": it is on hold by the " + strings.Join(status.OnHold, " and the ") + ", so its registry does not delegate it"
	}
	return fmt.Sprintf(": it is in phase %s, in which its registry does not delegate it", status.Phase)
}

// printAlias writes for people how far an ALIAS record is.
func printAlias(w io.Writer, a operator.AliasStatus) {
	words := "no addresses yet"
	if len(a.Addresses) > 0 {
		words = strings.Trim(fmt.Sprint(a.Addresses), "[]")
	}
	if a.ResolvedAt != nil {
		words += ", found at " + a.ResolvedAt.Format(time.RFC3339)
	}
	if a.Problem != "" {
		words += "; last asked at " + a.AskedAt.Format(time.RFC3339) + ": " + a.Problem
	}
	fmt.Fprintf(w, "  %s ALIAS %s: %s\n", a.Host, a.Target, words)
}
