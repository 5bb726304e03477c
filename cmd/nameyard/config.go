package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// readSettings reads a file of settings: a JSON object of flags ("log-level" or "log_level") to their values. A key that is
// no flag is an error: a misspelt setting must not be a default in disguise. Flags and environment go before the file.
func readSettings(path string) (settingsFile, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the settings: %w", err)
	}
	given := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&given); err != nil {
		return nil, fmt.Errorf("the settings in %s are not a JSON object: %w", path, err)
	}
	settings := settingsFile{}
	for key, value := range given {
		settings[strings.ReplaceAll(key, "_", "-")] = value
	}
	return settings, nil
}

// settingsFile maps flag names to values (kong.Resolver).
type settingsFile map[string]any

// Validate refuses keys that are no flag of the server.
func (f settingsFile) Validate(app *kong.Application) error {
	known := flagNames(app.Node)
	for _, command := range app.Children {
		if command.Name == "serve" {
			known = append(known, flagNames(command)...)
		}
	}
	var unknown []string
	for key := range f {
		if !slices.Contains(known, key) || key == "help" || key == "version" || key == "config" {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		slices.Sort(known)
		return fmt.Errorf("the settings file has unknown keys: %s; the flags of \"nameyard serve\" are: %s",
			strings.Join(unknown, ", "), strings.Join(slices.Compact(known), ", "))
	}
	return nil
}

func flagNames(node *kong.Node) []string {
	var names []string
	for _, flag := range node.Flags {
		names = append(names, flag.Name)
	}
	return names
}

// Resolve gives a flag's value. Lists may be JSON lists.
func (f settingsFile) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	value, ok := f[flag.Name]
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			ok = false
		}
	}
	if !ok {
		return nil, nil
	}
	if list, is := value.([]any); is {
		parts := make([]string, len(list))
		for i, part := range list {
			parts[i] = fmt.Sprint(part)
		}
		return strings.Join(parts, ","), nil
	}
	return fmt.Sprint(value), nil
}
