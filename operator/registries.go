package operator

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store"
)

// Registries are the connectors that names are sent to.
type Registries struct {
	Routes *registry.Routes // nil = what servers that work have told of theirs lately; not for Test
	Clock  reseller.Clock   // for Test
	Store  *store.Store     // for Overview, Pause, Resume and Test
}

// Connector is a connector with what it can do and the TLDs that it serves.
type Connector struct {
	registry.NamedConnector
	TLDs []string
	Can  []string // its optional capabilities, in words: "lock", "hosts" …
}

// List lists the connectors.
func (u Registries) List() []Connector {
	var list []Connector
	for _, c := range u.Routes.Connectors() {
		list = append(list, u.describe(c))
	}
	return list
}

func (u Registries) describe(c registry.NamedConnector) Connector {
	d := Connector{NamedConnector: c}
	for _, tld := range u.Routes.Rules().Names() {
		if u.Routes.Rules()[tld].Connector == c.Name {
			d.TLDs = append(d.TLDs, tld)
		}
	}
	_, locks := c.Connector.(registry.Locker)
	_, privacy := c.Connector.(registry.PrivacySetter)
	_, hosts := c.Connector.(registry.HostManager)
	_, codes := c.Connector.(registry.AuthInfoSetter)
	_, restores := c.Connector.(registry.Restorer)
	_, releases := c.Connector.(registry.Releaser)
	_, decides := c.Connector.(registry.TransferDecider)
	_, polls := c.Connector.(registry.Poller)
	_, signs := c.Connector.(registry.Signer)
	_, holds := c.Connector.(registry.Holder)
	_, keeps := c.Connector.(registry.Keeper)
	_, funds := c.Connector.(registry.Funds)
	for _, can := range []struct {
		word string
		yes  bool
	}{
		{"lock", locks}, {"privacy", privacy}, {"hosts", hosts}, {"authcode", codes}, {"restore", restores},
		{"release", releases}, {"decide-transfers", decides}, {"messages", polls},
		{"dnssec", signs}, {"hold", holds}, {"dispute-lock", keeps}, {"funds", funds},
	} {
		if can.yes {
			d.Can = append(d.Can, can.word)
		}
	}
	return d
}

// testTime is how long a test waits for an answer.
const testTime = 30 * time.Second

// Tested is how a test went. Times are wall time.
type Tested struct {
	Took  time.Duration   // of the whole
	Steps []registry.Step // of a connection of its own, where the connector can be tried like that
	// System is "test" or "live", as the operator or the registry's address says; empty if neither does.
	System string
	NoTLD  bool // it serves none yet, or none any more: nothing was asked but whether we may log in
}

// Test connects to a registry step by step, where its connector can, and asks it something harmless, the availability of a name below its
// first TLD. One that serves no TLD can be tried as far as the connection goes. The steps that went well are given with an error, too.
func (u Registries) Test(ctx context.Context, connector string) (Tested, error) {
	c, err := u.find(ctx, connector)
	if err != nil {
		return Tested{}, err
	}
	return u.test(ctx, c)
}

// connectors are those of this process, or of the servers that work.
func (u Registries) connectors(ctx context.Context) ([]Connector, error) {
	if u.Routes != nil {
		return u.List(), nil
	}
	rows, err := u.Store.RegistryFigures(ctx)
	if err != nil {
		return nil, err
	}
	var list []Connector
	told := reseller.MergeRegistryFigures(rows)
	for _, name := range slices.Sorted(maps.Keys(told)) {
		list = append(list, Connector{NamedConnector: registry.NamedConnector{Name: name}, TLDs: told[name].TLDs, Can: told[name].Can})
	}
	return list, nil
}

func (u Registries) find(ctx context.Context, connector string) (Connector, error) {
	all, err := u.connectors(ctx)
	if err != nil {
		return Connector{}, err
	}
	for _, c := range all {
		if c.Name == connector {
			return c, nil
		}
	}
	return Connector{}, notFound("there is no connector %q; %s shows them", connector, HintListConnectors)
}

// served finds a TLD of which a connector can be asked: one whose new names go there, else one of names that are there. "" = it serves none.
func (u Registries) served(ctx context.Context, c Connector) (string, error) {
	if len(c.TLDs) > 0 {
		return c.TLDs[0], nil
	}
	at, err := u.Store.NamesAt(ctx)
	for _, names := range at {
		if _, known := u.Routes.Rules()[names.TLD]; known && names.Connector == c.Name {
			return names.TLD, err
		}
	}
	return "", err
}

func (u Registries) test(ctx context.Context, c Connector) (t Tested, err error) {
	tld, err := u.served(ctx, c)
	if err != nil {
		return t, err
	}
	ctx, stop := context.WithTimeout(ctx, testTime)
	defer stop()
	begun := u.Clock.Wall()
	p, can := c.Connector.(registry.Prober)
	if can {
		t.System = p.System()
		if t.Steps, err = p.Probe(ctx); err != nil {
			return t, fmt.Errorf("registry %s cannot be used: %w", c.Name, err)
		}
	}
	asked := u.Clock.Wall()
	if t.Took, t.NoTLD = asked.Sub(begun), tld == ""; t.NoTLD && can {
		return t, nil
	}
	if t.NoTLD {
		return t, refused("connector %s serves no TLD: no rules name it", c.Name)
	}
	name, err := reseller.ParseName("nameyard-connection-test", tld)
	if err != nil {
		return t, err
	}
	answers, err := c.Check(ctx, name)
	if err == nil && len(answers) != 1 {
		err = errors.New("it answered about another number of names than was asked")
	}
	if err != nil {
		return t, fmt.Errorf("registry %s does not answer: %w", c.Name, err)
	}
	now := u.Clock.Wall()
	if t.Took = now.Sub(begun); t.Steps != nil {
		t.Steps = append(t.Steps, registry.Step{Name: "check", Took: now.Sub(asked)})
	}
	return t, nil
}
