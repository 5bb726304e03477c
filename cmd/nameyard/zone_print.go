package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"nameyard/zone"
)

// printZone writes records and forwards for people.
func printZone(w io.Writer, records []zone.Record, forwards []zone.Forward) {
	tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tabs, "HOST\tTYPE\tPRIORITY\tADDRESS")
	for _, r := range records {
		priority := "-"
		if r.Priority != nil {
			priority = fmt.Sprint(*r.Priority)
		}
		fmt.Fprintf(tabs, "%s\t%s\t%s\t%s\n", r.Hostname, r.Type, priority, r.Address)
	}
	tabs.Flush()
	fmt.Fprintln(tabs, "\nPREFIX\tFORWARDS TO")
	for _, f := range forwards {
		fmt.Fprintf(tabs, "%s\t%s\n", f.Prefix, f.ForwardTo)
	}
	tabs.Flush()
}
