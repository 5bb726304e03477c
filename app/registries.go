package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/reseller"
)

// ReadRegistries reads an operator's file of registries, a JSON object of connector names to how each is reached, and makes the
// connectors. Nothing is sent. All faults of the file are told at once (errors.Join), each with its file and registry.
func ReadRegistries(file string, data []byte, rules reseller.TLDs) (map[string]registry.Connector, error) {
	entries := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("%s is not a JSON object of registries: %w", file, err)
	}
	connectors := map[string]registry.Connector{}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		c, err := connectorOf(name, entries[name], rules)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: registry %q: %w", file, name, err))
			continue
		}
		connectors[name] = c
	}
	return connectors, errors.Join(faults...)
}

func connectorOf(name string, entry json.RawMessage, rules reseller.TLDs) (registry.Connector, error) {
	var kind struct {
		Protocol string `json:"protocol"`
	}
	if err := json.Unmarshal(entry, &kind); err != nil {
		return nil, fmt.Errorf("not settings of a registry: %w", err)
	}
	if name == SandboxConnector {
		return nil, errors.New("that is the name of the sandbox registry; choose another")
	}
	if kind.Protocol != "epp" {
		return nil, fmt.Errorf("protocol is %q: want epp", kind.Protocol)
	}
	set, err := epp.ReadSettings(entry, servedBy(rules, name))
	if err != nil {
		return nil, err
	}
	return epp.New(set), nil
}

// servedBy gives the TLDs whose rules name a connector.
func servedBy(rules reseller.TLDs, connector string) reseller.TLDs {
	served := reseller.TLDs{}
	for name, tld := range rules {
		if tld.Connector == connector {
			served[name] = tld
		}
	}
	return served
}
