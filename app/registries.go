package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"nameyard/registry"
	"nameyard/registry/availability"
	"nameyard/registry/epp"
	"nameyard/reseller"
)

// Registries are whom an App asks: connectors, and the services that only tell whether names are free, each by the name that TLD rules
// have for it.
type Registries struct {
	Connectors map[string]registry.Connector
	Sources    map[string]registry.Checker
}

// ReadRegistries reads an operator's file of registries, a JSON object of names to how each is reached, and makes them. Nothing is sent.
// at is where names are: a connector goes on serving the TLDs of those that it has, wherever the rules send new ones.
// All faults of the file are told at once (errors.Join), each with its file and registry.
func ReadRegistries(file string, data []byte, rules reseller.TLDs, at []reseller.NamesAt, log *slog.Logger) (Registries, error) {
	entries := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &entries); err != nil {
		return Registries{}, fmt.Errorf("%s is not a JSON object of registries: %w", file, err)
	}
	all := Registries{map[string]registry.Connector{}, map[string]registry.Checker{}}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		for _, err := range each(all.read(name, entries[name], rules, servedBy(rules, name, at), log)) {
			faults = append(faults, fmt.Errorf("%s: registry %q: %w", file, name, err))
		}
	}
	return all, errors.Join(faults...)
}

// each takes joined errors apart.
func each(err error) []error {
	if joined, is := err.(interface{ Unwrap() []error }); is {
		return joined.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

func (r Registries) read(name string, entry json.RawMessage, rules, served reseller.TLDs, log *slog.Logger) error {
	var kind struct {
		Protocol string `json:"protocol"`
	}
	if err := json.Unmarshal(entry, &kind); err != nil {
		return fmt.Errorf("not settings of a registry: %w", err)
	}
	if name == SandboxConnector {
		return errors.New("that is the name of the sandbox registry; choose another")
	}
	if source, is := availability.Kinds[kind.Protocol]; is {
		set, err := availability.ReadSettings(entry)
		r.Sources[name] = source(set)
		return err
	}
	if kind.Protocol != "epp" {
		return fmt.Errorf("protocol is %q: want epp, das or rdap", kind.Protocol)
	}
	set, err := epp.ReadSettings(entry, served, rules)
	if err != nil {
		return err
	}
	if set.Log = log; len(served) == 0 {
		log.Warn("a registry serves no TLD: no TLD rules name it, and no names are there", "registry", name)
	}
	r.Connectors[name] = epp.New(set)
	return nil
}

// servedBy gives the TLDs that a connector serves: those whose rules name it, and those of names that are there.
func servedBy(rules reseller.TLDs, connector string, at []reseller.NamesAt) reseller.TLDs {
	served := reseller.TLDs{}
	for name, tld := range rules {
		if tld.Connector == connector {
			served[name] = tld
		}
	}
	for _, a := range at {
		if tld, known := rules[a.TLD]; known && a.Connector == connector {
			tld.Connector = connector
			served[a.TLD] = tld
		}
	}
	return served
}
