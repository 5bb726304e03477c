package registry

import (
	"context"
	"fmt"
	"slices"

	"nameyard/reseller"
)

// Routes finds the connector of a TLD: by the connector that its rules name.
type Routes struct {
	rules      reseller.TLDs
	connectors map[string]Connector
	sources    map[string]Checker
}

// Checker tells for each name whether it can be registered, in the order asked: a Connector, or a service beside it.
type Checker interface {
	Check(ctx context.Context, names ...reseller.Name) ([]Availability, error)
}

// WithSources adds the availability services that TLD rules name, and checks that each is there.
func (r *Routes) WithSources(sources map[string]Checker) error {
	for _, tld := range r.rules.Names() {
		if name := r.rules[tld].Availability; name != "" && sources[name] == nil {
			return fmt.Errorf("the rules of .%s name the availability service %q, which is not configured", tld, name)
		}
	}
	r.sources = sources
	return nil
}

// Availability finds whom the availability of a name is asked: the service of its TLD's rules, else its connector.
func (r *Routes) Availability(name reseller.Name) (Checker, error) {
	tld, conn, err := r.For(name)
	if err == nil && tld.Availability != "" && r.sources[tld.Availability] != nil {
		return r.sources[tld.Availability], nil
	}
	return conn, err
}

// NewRoutes checks that every TLD's connector exists.
func NewRoutes(rules reseller.TLDs, connectors map[string]Connector) (*Routes, error) {
	for _, tld := range rules.Names() {
		if _, ok := connectors[rules[tld].Connector]; !ok {
			return nil, fmt.Errorf("the rules of .%s name connector %q, which is not configured", tld, rules[tld].Connector)
		}
	}
	return &Routes{rules: rules, connectors: connectors}, nil
}

// Rules gives the TLD rules.
func (r *Routes) Rules() reseller.TLDs { return r.rules }

// For finds rules and connector of a name's TLD.
func (r *Routes) For(name reseller.Name) (reseller.TLD, Connector, error) {
	tld, err := r.rules.Lookup(name.TLD())
	if err != nil {
		return reseller.TLD{}, nil, err
	}
	return tld, r.connectors[tld.Connector], nil
}

// Connectors lists the connectors by name, in alphabetical order of their names.
func (r *Routes) Connectors() []NamedConnector {
	var list []NamedConnector
	for name, c := range r.connectors {
		list = append(list, NamedConnector{Name: name, Connector: c, RenewAlone: r.renewAlone(name)})
	}
	slices.SortFunc(list, func(a, b NamedConnector) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

// renewAlone lists the TLDs of a connector whose registry has no command to renew.
func (r *Routes) renewAlone(connector string) (list []string) {
	for _, tld := range r.rules.Names() {
		if rules := r.rules[tld]; rules.Connector == connector && rules.RenewsByItselfOnly() {
			list = append(list, tld)
		}
	}
	return list
}

// NamedConnector is a connector with its name in the TLD rules.
type NamedConnector struct {
	Name string
	Connector
	RenewAlone []string // TLDs that the registry renews by itself only, without a leading dot
}
