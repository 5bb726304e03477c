package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"text/tabwriter"

	"nameyard/zone"
)

// printZone writes records and forwards for people.
func printZone(w io.Writer, records []zone.Record, forwards []zone.Forward) {
	tabs := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	ttls := slices.ContainsFunc(records, func(r zone.Record) bool { return r.TTL != 0 })
	heads := "HOST\tTYPE\tPRIORITY\tADDRESS"
	if ttls {
		heads = "HOST\tTYPE\tTTL\tPRIORITY\tADDRESS"
	}
	fmt.Fprintln(tabs, heads)
	for _, r := range records {
		priority := "-"
		if r.Priority != nil {
			priority = fmt.Sprint(*r.Priority)
		}
		kind := r.Type
		if ttls {
			kind += "\t" + strconv.Itoa(r.EffectiveTTL())
		}
		fmt.Fprintf(tabs, "%s\t%s\t%s\t%s\n", r.Hostname, kind, priority, r.Address)
	}
	tabs.Flush()
	fmt.Fprintln(tabs, "\nPREFIX\tFORWARDS TO")
	for _, f := range forwards {
		fmt.Fprintf(tabs, "%s\t%s\n", f.Prefix, f.ForwardTo)
	}
	tabs.Flush()
}
