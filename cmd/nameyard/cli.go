package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"reflect"
	"slices"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-isatty"

	"nameyard/reseller"
)

// The exit codes.
const (
	exitDone    = 0
	exitRefused = 1 // refused, failed, or faults found
	exitUsage   = 2
)

// cli is the grammar of the command line. Every flag has an environment twin: --log-level is NAMEYARD_LOG_LEVEL.
type cli struct {
	globals

	Demo     demoCmd     `cmd:"" changes:"" help:"Start a whole registrar on this machine, with a sandbox registry and nothing to set up."`
	Serve    serveCmd    `cmd:"" changes:"" help:"Start the production server."`
	Config   configCmd   `cmd:"" help:"The settings of the server and of every command."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database schema up to date."`
	Account  accountCmd  `cmd:"" help:"Resellers."`
	Token    tokenCmd    `cmd:"" help:"Credentials of an account."`
	User     userCmd     `cmd:"" help:"People who sign in to the panel: resellers and the operator's staff."`
	Credit   creditCmd   `cmd:"" help:"Prepaid credit and the ledger."`
	Price    priceCmd    `cmd:"" help:"The price list."`
	Invoice  invoiceCmd  `cmd:"" help:"Invoices."`
	Order    orderCmd    `cmd:"" help:"What is or was under way at the registries."`
	Webhook  webhookCmd  `cmd:"" help:"Addresses that an account's events are posted to."`
	Payment  paymentCmd  `cmd:"" help:"Payments by card."`
	Mail     mailCmd     `cmd:"" help:"Notices that were sent or wait to be."`
	Job      jobCmd      `cmd:"" help:"What happens by the clock."`
	Sandbox  sandboxCmd  `cmd:"" changes:"" help:"The sandbox registry: its clock, foreign names, faults, and what it believes."`
	Registry registryCmd `cmd:"" help:"The registries that names are sent to."`
	Domain   domainCmd   `cmd:"" help:"Names in accounts: find them, show one, tell its story."`
	Zone     zoneCmd     `cmd:"" help:"What a domain publishes: DNS records and e-mail forwards."`
	DNS      dnsCmd      `cmd:"" name:"dns" help:"The way of zones to the name servers."`
	Forward  forwardCmd  `cmd:"" help:"E-mail forwards."`
	Import   importCmd   `cmd:"" changes:"" help:"Take over existing names from a CSV file or a WHMCS database dump; a dry run unless --apply."`
	Export   exportCmd   `cmd:"" help:"Write all names as CSV, which import reads, or as JSON."`
	Backup   backupCmd   `cmd:"" changes:"" help:"Write a consistent copy of the database to a file, beside running servers."`
	Restore  restoreCmd  `cmd:"" help:"Fill a database from a backup; compare it with the registries before it sells."`
	Secret   secretCmd   `cmd:"" changes:"" help:"The secret key that auth codes, webhook secrets and v2 keys are sealed with."`
	Verify   verifyCmd   `cmd:"" help:"Hold the books against one another and the registries, and say what was checked; exit 1 on a breach."`
	Health   healthCmd   `cmd:"" help:"Ask a server whether it is ready; exit 0 if it is. For containers and monitors."`
	Audit    auditCmd    `cmd:"" help:"The audit log: who did what when."`
	Version  versionCmd  `cmd:"" help:"Version, commit and Go version."`

	Completion  completionCmd    `cmd:"" help:"Print the completion script of a shell."`
	Man         manCmd           `cmd:"" help:"Print the manual page: nameyard man | man -l -"`
	Complete    completeCmd      `cmd:"" hidden:"" help:"What may follow on a command line, for the scripts that completion prints."`
	VersionFlag kong.VersionFlag `name:"version" env:"-" help:"Print version, commit and Go version."`
}

// globals are the flags of every command.
type globals struct {
	Config   string `placeholder:"FILE" help:"JSON file of settings: flags of the server and their values. Without it /etc/nameyard/nameyard.json, if that is there."`
	Data     string `default:"data" placeholder:"DIR" help:"Folder of the embedded database (${default})."`
	DB       string `name:"db" placeholder:"URL" help:"Database: a path or sqlite:PATH, or mysql://user:pass@host:3306/name, with more hosts (host1:3306,host2:3306) for a cluster."`
	JSON     bool   `name:"json" help:"Print JSON for programs."`
	LogLevel string `default:"info" enum:"debug,info,warn,error" help:"What the log tells: debug, info, warn or error (${default})."`
}

// program is one run of the command line.
type program struct {
	globals
	out    output
	stdin  io.Reader
	stderr io.Writer

	openKeyTold bool   // that others can read the secret key
	keyFrom     string // the file or flag that the secret key was read from
}

// run carries out one command line and gives its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var grammar cli
	helped := false
	parser, err := newParser(&grammar, stdout, stderr, func(int) { helped = true })
	failed := failures{to: stderr, json: slices.Contains(args, "--json")}
	if err != nil {
		return failed.tell(err)
	}
	command, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		return failed.misused(err)
	}
	failed.json = grammar.JSON
	p := &program{globals: grammar.globals, out: output{w: stdout, json: grammar.JSON}, stdin: stdin, stderr: stderr}
	if err := p.runCommand(ctx, command); err != nil {
		return failed.tell(err)
	}
	return exitDone
}

// newParser makes the parser of the command line; exit is called where kong has answered by itself, as to --help.
func newParser(grammar *cli, stdout, stderr io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(grammar, kong.Name("nameyard"), kong.Description("A registrar reseller server."),
		kong.Vars{"version": thisBuild().String()}, kong.DefaultEnvars("NAMEYARD"), kong.Writers(stdout, stderr), kong.Exit(exit),
		kong.TypeMapper(reflect.TypeFor[netip.Prefix](), kong.MapperFunc(readNetwork)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
}

// readNetwork reads a flag that is an address range.
func readNetwork(line *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := line.Scan.PopValueInto("CIDR", &text); err != nil {
		return err
	}
	network, ok := reseller.ParseNetwork(text)
	if !ok {
		return fmt.Errorf("%q must be an address range such as 192.0.2.0/24 or 2001:db8::/32", text)
	}
	target.Set(reflect.ValueOf(network))
	return nil
}

// logger writes to stderr: text for people, JSON for the log collector of a server.
func (p *program) logger(forMachines bool) *slog.Logger {
	level := new(slog.LevelVar)
	if err := level.UnmarshalText([]byte(p.LogLevel)); err != nil { // kong lets only the four through
		level.Set(slog.LevelInfo)
	}
	options := &slog.HandlerOptions{Level: level}
	if forMachines {
		options.ReplaceAttr = readableSpans
		return slog.New(slog.NewJSONHandler(printable{p.stderr}, options))
	}
	return slog.New(slog.NewTextHandler(printable{p.stderr}, options))
}

// readableSpans writes lengths of time with their unit ("29.879ms"): JSON would have bare nanoseconds.
func readableSpans(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindDuration {
		a.Value = slog.StringValue(a.Value.Duration().String())
	}
	return a
}

// progress shows how far long work is, on a terminal only: each text replaces the one before.
func (p *program) progress(text string) {
	if f, ok := p.stderr.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		fmt.Fprintf(f, "\r\x1b[K%s", text)
	}
}
