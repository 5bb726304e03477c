// Command bench measures the action API over HTTP against peers that do the same work, in one run on one machine: a bare
// Echo handler that reads the same form, the same SQL through database/sql, and a PHP-FPM endpoint (bench/php). What counts
// is the ratios within a run. It starts everything itself, on loopback and random ports, and removes it at the end.
//
// The load comes from this process; every peer is a child process of the same binary, so that all are treated alike.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// options are the command line.
type options struct {
	duration    time.Duration
	warm        time.Duration
	rounds      int
	connections int
	names       int
	crowd       int
	domains     int
	due         int
	zones       int
	changes     int
	only        string
	asJSON      bool
	profiles    string
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == roleFlag {
		if err := playRole(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	o, err := readOptions(os.Args[1:])
	if err != nil {
		os.Exit(2) // flag has said why
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func readOptions(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.DurationVar(&o.duration, "duration", 6*time.Second, "measured time of each peer at each work, split over the rounds")
	f.DurationVar(&o.warm, "warm", time.Second, "time before it that is not measured")
	f.IntVar(&o.rounds, "rounds", 3, "rounds in which the peers take turns; the ratio is the median of the rounds")
	f.IntVar(&o.connections, "connections", 16, "keep-alive connections")
	f.IntVar(&o.names, "names", 2000, "names in the account before it starts")
	f.IntVar(&o.crowd, "crowd", 10000, "connections at once in the crowd item")
	f.IntVar(&o.domains, "domains", 1_000_000, "names in the nightly items")
	f.IntVar(&o.due, "due", 3000, "how many of them fall due")
	f.IntVar(&o.zones, "zones", 100_000, "zones in the item of publishing")
	f.IntVar(&o.changes, "changes", 10_000, "changes in a row of them")
	f.StringVar(&o.only, "only", "", "run only items whose name contains one of these words (comma between): "+strings.Join(itemNames(), ", "))
	f.BoolVar(&o.asJSON, "json", false, "print the figures as JSON")
	f.StringVar(&o.profiles, "profiles", "", "folder for CPU and mutex profiles of our server, one of each per item")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.rounds < 1 || o.connections < 1 || o.names < 1 || o.duration <= 0 || o.due < 0 || o.domains < max(o.due, 1) || o.zones < 100 || o.changes < 1 || f.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "bench: rounds, connections, names and duration must be positive, there must be 100 zones, and there are no arguments")
		return o, errors.New("bad options")
	}
	return o, nil
}

// wants reports whether an item is to be run.
func (o options) wants(item string) bool {
	if o.only == "" {
		return true
	}
	for word := range strings.SplitSeq(o.only, ",") {
		if strings.Contains(item, strings.TrimSpace(word)) {
			return true
		}
	}
	return false
}

// run makes the stage, runs the items and prints the table. What was measured is printed even if a later item fails.
func run(ctx context.Context, o options) error {
	s, err := newStage(ctx, o)
	if err != nil {
		return err
	}
	defer s.close()
	report := newReport(o)
	err = s.items(ctx, report)
	if o.asJSON {
		return errors.Join(err, report.writeJSON(os.Stdout))
	}
	return errors.Join(err, report.writeTable(os.Stdout))
}

// say tells on stderr how far it is.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
