package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/zone"
)

type zoneImportCmd struct {
	Name  string `arg:"" help:"The name, for example example.com."`
	File  string `arg:"" help:"A zone file (RFC 1035). It is the whole zone: records that it does not have go."`
	Apply bool   `help:"Save it. Without it, only show the difference."`
	platformFlags
	rulesFlags
}

// maxZoneFile bounds what is read: the rules of zone files are stricter.
const maxZoneFile = 8 << 20

// zoneDifference is what an import makes of the records of a name.
type zoneDifference struct {
	Name    string        `json:"name"`
	Applied bool          `json:"applied"`
	Added   []zone.Record `json:"added"`
	Removed []zone.Record `json:"removed"`
	Records int           `json:"records"` // then
	LeftOut []zone.Remark `json:"left_out"`
}

// Run shows the difference, and saves it if told to.
func (c *zoneImportCmd) Run(ctx context.Context, p *program) error {
	platform, err := c.platform()
	if err != nil {
		return err
	}
	text, err := zoneFile(c.File)
	if err != nil {
		return err
	}
	return p.withZones(ctx, c.Name, c.rulesFlags, func(u operator.Zones, name reseller.Name) error {
		made, err := u.Import(ctx, name, text, platform, c.Apply)
		if err != nil {
			return err
		}
		d := zoneDifference{
			name.String(), c.Apply, append([]zone.Record{}, made.Added...), append([]zone.Record{}, made.Removed...), len(made.Records),
			append([]zone.Remark{}, made.LeftOut...),
		}
		return p.out.print(d, d.write)
	})
}

func zoneFile(name string) (string, error) {
	file, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return "", refused("there is no file %s", name)
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxZoneFile))
	return string(text), err
}

// write shows the difference to people.
func (d zoneDifference) write(w io.Writer) {
	for _, r := range d.Removed {
		fmt.Fprintln(w, "-", recordLine(r))
	}
	for _, r := range d.Added {
		fmt.Fprintln(w, "+", recordLine(r))
	}
	for _, remark := range d.LeftOut {
		fmt.Fprintln(w, "left out,", remark)
	}
	done := "nothing was changed; --apply saves it"
	switch {
	case len(d.Added)+len(d.Removed) == 0:
		done = "there is nothing to change"
	case d.Applied:
		done = "saved"
	}
	fmt.Fprintf(w, "%s: %d records, %d of them new, %d removed: %s\n", d.Name, d.Records, len(d.Added), len(d.Removed), done)
}

// recordLine writes a record as a zone file would.
func recordLine(r zone.Record) string {
	if r.Priority != nil {
		return fmt.Sprintf("%s %d %s %d %s", r.Hostname, r.EffectiveTTL(), r.Type, *r.Priority, r.Address)
	}
	return fmt.Sprintf("%s %d %s %s", r.Hostname, r.EffectiveTTL(), r.Type, r.Address)
}
