package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"nameyard/app"
	"nameyard/reseller"
	"nameyard/store"
)

type configCmd struct {
	Show  configShowCmd  `cmd:"" help:"Print the settings that hold and where each comes from; secrets are masked."`
	Check configCheckCmd `cmd:"" help:"Say what is wrong with the settings, or missing: what \"serve\" would refuse, all at once."`
}

// settingView is a setting as it is printed.
type settingView struct {
	Name  string `json:"name"`
	Value string `json:"value"` // secrets are masked
	From  string `json:"from"`  // command line, NAMEYARD_…, a file's path, default; "" = not set
}

type configShowCmd struct {
	All bool `env:"-" help:"Those that are not set, too."`
	serverFlags
}

// Run prints the settings that hold.
func (c *configShowCmd) Run(p *program, line *kong.Context) error {
	file, err := settingsOf(line)
	if err != nil {
		return err
	}
	views := []settingView{}
	for _, flag := range line.Flags() {
		if !isSetting(flag) {
			continue
		}
		v, err := viewSetting(line, flag, file)
		if err != nil {
			return err
		}
		if c.All || p.out.json || v.From != "" {
			views = append(views, v)
		}
	}
	slices.SortFunc(views, func(a, b settingView) int { return strings.Compare(a.Name, b.Name) })
	return table(p.out, views, "SETTING VALUE FROM", func(v settingView) []any { return []any{v.Name, v.Value, v.From} })
}

// settingsOf is the settings file that a command line was read with; an empty one if there is none.
func settingsOf(line *kong.Context) (settingsFile, error) {
	var grammar cli
	named, _ := grammar.configNamed(line)
	path := settingsPath(named, chosen(line), fileIsThere)
	if path == "" {
		return settingsFile{}, nil
	}
	return readSettings(path)
}

func viewSetting(line *kong.Context, flag *kong.Flag, file settingsFile) (settingView, error) {
	value, err := settingOf(line, flag)
	v := settingView{Name: flag.Name, Value: masked(flag.Name, value)}
	switch variable := fromEnvironment(flag); {
	case onCommandLine(line, flag):
		v.From = "command line"
	case variable != "":
		v.From = variable
	case file.has(flag):
		v.From = file.path
	case flag.HasDefault:
		v.From = "default"
	}
	return v, err
}

// settingOf is the value of a flag, lists as JSON.
func settingOf(line *kong.Context, flag *kong.Flag) (string, error) {
	switch {
	case flag.IsSlice() && flag.Target.Len() == 0, flag.Target.IsZero() && !flag.HasDefault && !flag.IsBool():
		return "", nil
	case flag.IsSlice():
		text, err := json.Marshal(flag.Target.Interface())
		return string(text), err
	}
	return fmt.Sprint(line.FlagValue(flag)), nil
}

func onCommandLine(line *kong.Context, flag *kong.Flag) bool {
	return slices.ContainsFunc(line.Path, func(p *kong.Path) bool { return p.Flag == flag && !p.Resolved })
}

// masked hides secrets: keys, passwords, and the password in a database's URL.
func masked(name, value string) string {
	const mask = "********"
	switch {
	case value == "":
		return ""
	case name == "secret-key" || strings.HasSuffix(name, "password") || strings.HasSuffix(name, "token"):
		return mask
	case !strings.Contains(value, "://"):
		return value
	}
	at, err := url.Parse(value)
	if err != nil {
		return mask // it may have a password that nothing finds
	}
	return strings.Replace(at.Redacted(), ":xxxxx@", ":"+mask+"@", 1)
}

type configCheckCmd struct {
	serverFlags
}

// Run does what "serve" does before it listens, and goes on after each fault.
func (c *configCheckCmd) Run(ctx context.Context, p *program) error {
	faults := []string{}
	for _, err := range append(c.check(p), c.checkDatabase(ctx, p)...) {
		faults = append(faults, wordsOf(err))
	}
	warnings := c.warnings()
	lines := faults
	if len(faults) == 0 {
		lines = []string{"the settings are good: \"nameyard serve\" would start with them"}
	}
	for _, words := range warnings {
		lines = append(lines, "mind that "+words)
	}
	err := p.out.say(map[string]any{"faults": faults, "warnings": warnings}, "%s", strings.Join(lines, "\n"))
	if len(faults) > 0 {
		err = errors.Join(err, &foundFaults{})
	}
	return err
}

// warnings are what "serve" starts with all the same, and says in its log.
func (c *configCheckCmd) warnings() []string {
	rules, err := c.rules()
	if words := rules.TooFewNameservers(len(c.Nameservers)); err == nil && words != "" {
		return []string{words}
	}
	return []string{}
}

// checkDatabase gives the faults that the database can tell, and of registries, which serve what names are there. It notes nothing.
func (c *configCheckCmd) checkDatabase(ctx context.Context, p *program) []error {
	if path := store.SQLitePath(p.url()); path != "" {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return c.checkRegistries(nil) // "serve" makes it
		}
	}
	d, err := p.connect(ctx, app.AnySchema, p.logger(false))
	if err != nil {
		return append(c.checkRegistries(nil), err)
	}
	return append(c.checkOpen(ctx, p, d), given(d.Close())...)
}

// checkOpen gives the faults that an open database can tell. One of an older schema that "serve" brings up to date is not read: it has not what this
// binary asks for, and a service whose check failed for that would never come to start, and so to migrate.
func (c *configCheckCmd) checkOpen(ctx context.Context, p *program, d *app.Database) []error {
	err := d.Store.CheckSchema(ctx)
	if errors.Is(err, store.ErrOldSchema) && d.Store.Engine() == "sqlite" {
		return c.checkRegistries(nil)
	}
	if err != nil {
		return append(c.checkRegistries(nil), err)
	}
	at, err := d.Store.NamesAt(ctx)
	if err == nil {
		err = d.ReadTime(ctx)
	}
	return append(c.checkRegistries(at), given(err, refuseDemo(ctx, d), c.refuseMovedClock(d), c.checkKey(ctx, p, d))...)
}

// checkKey refuses a key that is not the database's. What is wrong with the key itself has been told.
func (c *configCheckCmd) checkKey(ctx context.Context, p *program, d *app.Database) error {
	if c.SecretKey == "" && c.SecretKeyFile == "" {
		return nil
	}
	key, err := p.secretKey(c.keyFlags)
	if err != nil {
		return nil
	}
	return p.spelledKey(d.Store.TakesKey(ctx, key))
}

// checkRegistries gives the faults of registries and of the rules that name them, where names are at. What is wrong with the rules themselves has
// been told.
func (c *configCheckCmd) checkRegistries(at []reseller.NamesAt) []error {
	rules, err := c.rules()
	if err != nil {
		return nil
	}
	all, err := c.readWith(at, slog.New(slog.DiscardHandler), rules)
	if err == nil {
		err = spelledWiring(app.Routable(rules, all, c.Sandbox, at))
	}
	return given(err)
}

// given are the errors that are some.
func given(errs ...error) []error {
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}
