package registry

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"nameyard/reseller"
)

// Routes finds whom names are asked of: new ones go to the connector that the rules of their TLD name, and those that accounts have stay with
// the one at which they are, whatever the rules say by now.
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

// For finds rules and connector of a name that no account has: those to which it goes when one gets it.
func (r *Routes) For(name reseller.Name) (reseller.TLD, Connector, error) {
	return r.At(name, "")
}

// Of finds rules and connector of a name that an account has, had or is getting, by its row.
func (r *Routes) Of(d reseller.Domain) (reseller.TLD, Connector, error) {
	return r.At(d.Name, d.Connector)
}

// At finds rules and connector of a name that is at a connector, "" = wherever the rules of its TLD send it. The rules name that connector.
func (r *Routes) At(name reseller.Name, connector string) (reseller.TLD, Connector, error) {
	tld, err := r.rules.Lookup(name.TLD())
	if err != nil {
		return reseller.TLD{}, nil, err
	}
	tld.Connector = whereItIs(connector, tld)
	conn := r.connectors[tld.Connector]
	if conn == nil {
		return reseller.TLD{}, nil, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the registry of %s cannot be reached from here", name).
			Because(fmt.Errorf("it is at connector %q, which is not configured", tld.Connector))
	}
	return tld, conn, nil
}

// Sells reports whether new names of a TLD go to a connector.
func (r *Routes) Sells(connector, tld string) bool {
	return r.connectors[connector] != nil && r.rules[tld].Connector == connector
}

// Missing finds names at connectors that are not there. Nobody could renew or look at them.
func (r *Routes) Missing(at []reseller.NamesAt) error {
	names := map[string]int64{}
	for _, a := range at {
		if a.Connector != "" && r.connectors[a.Connector] == nil {
			names[a.Connector] += a.Names
		}
	}
	var all []error
	for _, connector := range slices.Sorted(maps.Keys(names)) {
		all = append(all, fmt.Errorf("names are at connector %q (%d), which is not configured: give it back its entry until they have been moved (nameyard domain move)",
			connector, names[connector]))
	}
	return errors.Join(all...)
}

// Connectors lists the connectors by name, in alphabetical order of their names.
func (r *Routes) Connectors() []NamedConnector {
	var list []NamedConnector
	for name, c := range r.connectors {
		list = append(list, NamedConnector{Name: name, Connector: c, Sells: r.sold(name, every), RenewAlone: r.sold(name, reseller.TLD.RenewsByItselfOnly)})
	}
	slices.SortFunc(list, func(a, b NamedConnector) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

func every(reseller.TLD) bool { return true }

// sold lists the TLDs whose new names go to a connector, of a certain kind.
func (r *Routes) sold(connector string, are func(reseller.TLD) bool) (list []string) {
	for _, tld := range r.rules.Names() {
		if rules := r.rules[tld]; rules.Connector == connector && are(rules) {
			list = append(list, tld)
		}
	}
	return list
}

// NamedConnector is a connector with its name in the TLD rules.
type NamedConnector struct {
	Name string
	Connector
	Sells      []string // TLDs whose new names go there, without a leading dot
	RenewAlone []string // TLDs that the registry renews by itself only, without a leading dot
}
