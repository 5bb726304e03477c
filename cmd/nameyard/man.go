package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

type manCmd struct{}

// Run prints the manual page: the grammar in man(7).
func (c *manCmd) Run(p *program, app *kong.Kong) error {
	_, err := io.WriteString(p.out.w, manual(app.Model, thisBuild().Version))
	return err
}

// manual is the whole command line as one page of section 1.
func manual(app *kong.Application, version string) string {
	page := &manPage{}
	page.line(`.TH NAMEYARD 1 "" %s Nameyard`, quoted("Nameyard "+version))
	page.section("NAME")
	page.line(`nameyard \- a registrar reseller server`)
	page.section("SYNOPSIS")
	page.line(`\fBnameyard\fR \fIcommand\fR [\fIflags\fR]`)
	page.section("DESCRIPTION")
	page.text("Nameyard lets resellers buy and manage domain names from prepaid credit, over an action API, REST and the " +
		"second-generation reseller API. This one program is the server and the operator's tools.")
	page.section("COMMANDS")
	for _, command := range leaves(app.Node) {
		page.command(command)
	}
	page.section("FLAGS OF EVERY COMMAND")
	page.flags(app.Flags)
	page.section("EXIT STATUS")
	page.item("0", "Done.")
	page.item("1", "Refused, failed, or faults were found.")
	page.item("2", "The command line is wrong.")
	page.section("ENVIRONMENT")
	page.text("Most flags have an environment variable, named with the flag. A flag goes before its variable, a variable before " +
		"the settings file: --config, or " + settingsPlace + " if it is there.")
	return page.String()
}

// leaves are the commands that can be run, by name.
func leaves(node *kong.Node) []*kong.Node {
	all := node.Leaves(true)
	slices.SortStableFunc(all, func(a, b *kong.Node) int { return cmp.Compare(a.FullPath(), b.FullPath()) })
	return all
}

// manPage is a page in the making.
type manPage struct{ strings.Builder }

func (p *manPage) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p *manPage) section(title string) { p.line(".SH %s", quoted(title)) }

// text adds a paragraph.
func (p *manPage) text(words string) { p.line("%s", escaped(words)) }

// item adds a term with its explanation.
func (p *manPage) item(term, words string) {
	p.line(".TP")
	p.line("%s", term)
	p.text(words)
}

func (p *manPage) command(command *kong.Node) {
	p.line(".SS %s", quoted(command.Summary()))
	p.text(command.Help)
	for paragraph := range strings.SplitSeq(command.Detail, "\n\n") {
		if paragraph != "" {
			p.line(".PP")
			p.text(paragraph)
		}
	}
	for _, argument := range command.Positional {
		p.item(`\fI`+escaped(argument.Summary())+`\fR`, argument.Help)
	}
	p.flags(command.Flags)
}

func (p *manPage) flags(flags []*kong.Flag) {
	for _, flag := range flags {
		if !flag.Hidden {
			p.item(`\fB`+escaped(flag.String())+`\fR`, flag.Help+environment(flag))
		}
	}
}

func environment(flag *kong.Flag) string {
	if len(flag.Envs) == 0 {
		return ""
	}
	return " ($" + strings.Join(flag.Envs, ", $") + ")"
}

// escaped is text as man(7) wants it: no line is a request, hyphens stay hyphens.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", `\[u2026]`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// quoted is text as one argument of a request.
func quoted(text string) string { return `"` + strings.ReplaceAll(escaped(text), `"`, `\(dq`) + `"` }
