package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// settingsPlace is where every command looks for the settings file if none is named.
const settingsPlace = "/etc/nameyard/nameyard.json"

// withoutSettings are the commands that run on any machine alike. The demo reads a settings file only if one is named: the one
// in settingsPlace is a production server's.
var withoutSettings = []string{"demo", "completion", "complete", "man", "version"}

// BeforeResolve reads the settings file for every command; kong calls it when flags and environment are known.
func (c *cli) BeforeResolve(ctx *kong.Context) error {
	named, _ := c.configNamed(ctx)
	path := settingsPath(named, chosen(ctx), fileIsThere)
	if path == "" {
		return nil
	}
	settings, err := readSettings(path)
	if err != nil {
		return err
	}
	ctx.AddResolver(settings)
	return nil
}

// configNamed is the settings file that flag or environment name, and whether one does. An empty name means: none at all.
func (c *cli) configNamed(ctx *kong.Context) (*string, bool) {
	for _, flag := range ctx.Flags() {
		if flag.Name != "config" {
			continue
		}
		path, _ := ctx.FlagValue(flag).(string)
		if _, set := os.LookupEnv("NAMEYARD_CONFIG"); set || path != "" {
			return &path, true
		}
	}
	return nil, false
}

// fileIsThere reports whether there is a file, also one that cannot be read: that is an error, not a missing file.
func fileIsThere(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}

// settingsPath decides which file is read: the named one, else the one in its place, else none ("").
func settingsPath(named *string, command string, exists func(string) bool) string {
	switch {
	case named != nil:
		return *named
	case slices.Contains(withoutSettings, command) || !exists(settingsPlace):
		return ""
	}
	return settingsPlace
}

// chosen is the first word of the command.
func chosen(ctx *kong.Context) string {
	word, _, _ := strings.Cut(path(ctx.Selected()), " ")
	return word
}

// path is a command without its arguments: "account add".
func path(node *kong.Node) string {
	if node == nil {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(node.FullPath(), "nameyard"), " ")
}

// settingsFile is a file of settings: flags of the server, by name, and their values (kong.Resolver).
type settingsFile struct {
	path   string
	values map[string]any
}

// readSettings reads a file of settings: a JSON object of flags ("log-level" or "log_level") to their values. Flags and
// environment go before it.
func readSettings(path string) (settingsFile, error) {
	f := settingsFile{path: path, values: map[string]any{}}
	body, err := os.ReadFile(path)
	if err != nil {
		return f, fmt.Errorf("read the settings: %w", err)
	}
	err = eachSetting(body, func(key string, value any) error {
		name := strings.ReplaceAll(key, "_", "-")
		if _, twice := f.values[name]; twice {
			return fmt.Errorf("the settings in %s have %s twice", path, name)
		}
		text, err := settingValue(value)
		if err != nil {
			return fmt.Errorf("the settings in %s: %s %w", path, key, err)
		}
		f.values[name] = text
		return nil
	})
	if bad := new(brokenSettings); errors.As(err, &bad) {
		return f, fmt.Errorf("the settings in %s %w", path, bad.error)
	}
	return f, err
}

// brokenSettings says how a file is no JSON object.
type brokenSettings struct{ error }

// eachSetting reads the keys of a JSON object one by one: a map would keep the last of two equal ones.
func eachSetting(body []byte, take func(key string, value any) error) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return &brokenSettings{notAnObject(err)}
	}
	for decoder.More() {
		key, err := decoder.Token()
		var value any
		if err == nil {
			err = decoder.Decode(&value)
		}
		if err != nil {
			return &brokenSettings{notAnObject(err)}
		}
		if err := take(fmt.Sprint(key), value); err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return &brokenSettings{notAnObject(err)}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return &brokenSettings{errors.New("go on behind the JSON object")}
	}
	return nil
}

func notAnObject(err error) error {
	if err == nil {
		return errors.New("are not a JSON object")
	}
	return fmt.Errorf("are not a JSON object: %w", err)
}

// settingValue is a value as kong reads it: text, or a list of texts.
func settingValue(value any) (any, error) {
	list, is := value.([]any)
	if !is {
		return settingText(value)
	}
	texts := make([]any, len(list))
	for i, part := range list {
		var err error
		if texts[i], err = settingText(part); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func settingText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case json.Number, bool:
		return fmt.Sprint(v), nil
	}
	return "", errors.New("must be a text, a number, true or false, or a list of these")
}

// Validate refuses keys that are no setting: a misspelt one must not be a default in disguise. And lists where one value is meant.
func (f settingsFile) Validate(app *kong.Application) error {
	known := map[string]*kong.Flag{}
	for _, flag := range settingFlags(app) {
		for _, name := range append([]string{flag.Name}, flag.Aliases...) {
			known[name] = flag
		}
	}
	var unknown []string
	for key, value := range f.values {
		flag := known[key]
		if flag == nil {
			unknown = append(unknown, key)
			continue
		}
		if _, list := value.([]any); list && !flag.IsSlice() {
			return fmt.Errorf("the settings file %s has a list for %s, which takes one value", f.path, key)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return fmt.Errorf("the settings file %s has unknown keys: %s; the settings are: %s",
		f.path, strings.Join(unknown, ", "), strings.Join(slices.Sorted(maps.Keys(known)), ", "))
}

// Resolve gives a flag's value from the file.
func (f settingsFile) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	value, ok := f.value(flag)
	if !ok || fromEnvironment(flag) != "" {
		return nil, nil
	}
	return written(value, flag.Tag.Sep), nil
}

// written is a value as the command line has it: a list with its separators, so that what is wrong with it is told in the flag's words.
func written(value any, separator rune) any {
	list, is := value.([]any)
	if !is || len(list) == 0 || separator <= 0 {
		return value
	}
	texts := make([]string, len(list))
	for i, part := range list {
		texts[i] = fmt.Sprint(part)
	}
	return kong.JoinEscaped(texts, separator)
}

// value is what the file has for a flag.
func (f settingsFile) value(flag *kong.Flag) (any, bool) {
	if !isSetting(flag) {
		return nil, false
	}
	for _, name := range append([]string{flag.Name}, flag.Aliases...) {
		if value, ok := f.values[name]; ok {
			return value, true
		}
	}
	return nil, false
}

func (f settingsFile) has(flag *kong.Flag) bool {
	_, ok := f.value(flag)
	return ok
}

// settingFlags are the flags that may stand in a settings file: those of "serve" and those of every command.
func settingFlags(app *kong.Application) []*kong.Flag {
	flags := app.Flags
	for _, command := range app.Children {
		if command.Name == "serve" {
			flags = append(slices.Clip(flags), command.Flags...)
		}
	}
	return slices.DeleteFunc(slices.Clone(flags), func(flag *kong.Flag) bool { return !isSetting(flag) })
}

// isSetting reports whether a flag means the same wherever it stands: it has the environment variable of its own name. The
// language of "account set" is not the server's.
func isSetting(flag *kong.Flag) bool {
	return flag.Name != "config" && slices.Contains(flag.Envs, "NAMEYARD_"+strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_")))
}

// fromEnvironment is the variable that gives a flag its value, "" if none does.
func fromEnvironment(flag *kong.Flag) string {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return name
		}
	}
	return ""
}
