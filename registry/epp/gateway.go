package epp

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// Gateway is what the gateway of a wholesale registrar asks for beside the RFCs: parameters of its own with the commands, and renewals
// that go by the date until which it has been paid.
type Gateway struct {
	// Extension is the URI that the parameters go under: that of keysys-1.0, as elements, or of keyvalue-1.0, as pairs.
	Extension string `json:"extension"`
	// Parameters are names and values by command (create, renew, transfer, update, delete, restore, contact) and TLD ("*": all that are
	// served). A value in braces is that of a field of the TLD rules ("{id_number}") or a name server ("{nameserver1}"), and is left out
	// where there is none.
	Parameters map[string]map[string]map[string]string `json:"parameters"`
}

// gatewayCommands are the commands that can have parameters, with what keysys-1.0 calls them and their object.
var gatewayCommands = map[string][2]string{
	"create":   {"keysys:create", "keysys:domain"},
	"renew":    {"keysys:renew", "keysys:domain"},
	"transfer": {"keysys:transfer", "keysys:domain"},
	"update":   {"keysys:update", "keysys:domain"},
	"delete":   {"keysys:delete", "keysys:domain"},
	"restore":  {"keysys:update", "keysys:domain"},
	"contact":  {"keysys:create", "keysys:contact"},
}

// everyTLD is the key of parameters that all TLDs have.
const everyTLD = "*"

// of gives the parameters of a command, with what their placeholders stand for.
func (g *Gateway) of(command, tld string, values map[string]string) map[string]string {
	if g == nil {
		return nil
	}
	found := maps.Clone(g.Parameters[command][everyTLD])
	if found == nil {
		found = map[string]string{}
	}
	maps.Copy(found, g.Parameters[command][tld])
	for name, value := range found {
		if placeholder, is := placeholderOf(value); is {
			found[name] = values[placeholder]
		}
	}
	maps.DeleteFunc(found, func(_, value string) bool { return value == "" })
	return found
}

// takesNameservers reports whether a transfer under a TLD brings name servers along.
func (g *Gateway) takesNameservers(tld string) bool {
	return len(g.of("transfer", tld, valuesOf(nil, []string{"ns"}))) > len(g.of("transfer", tld, nil))
}

func placeholderOf(value string) (string, bool) {
	inner, opened := strings.CutPrefix(value, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	return inner, opened && closed
}

// valuesOf are what placeholders can stand for.
func valuesOf(fields map[string]string, hosts []string) map[string]string {
	values := maps.Clone(fields)
	if values == nil {
		values = map[string]string{}
	}
	for i, host := range hosts {
		values[fmt.Sprintf("nameserver%d", i+1)] = host
	}
	return values
}

// parameters writes what the gateway wants with a command, nil if it is nothing. keysys-1.0 wants elements in alphabetical order.
func (c *Connector) parameters(command, tld string, values map[string]string) func(*wire.Writer) {
	g := c.set.Profile.Gateway
	given := g.of(command, tld, values)
	if len(given) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(given))
	if g.Extension == wire.NSKeyValue {
		return func(w *wire.Writer) {
			w.Object("keyvalue:extension", wire.NSKeyValue, func() {
				for _, name := range names {
					w.Empty("keyvalue:kv", wire.Attr{Name: "key", Value: name}, wire.Attr{Name: "value", Value: given[name]})
				}
			})
		}
	}
	elements := gatewayCommands[command]
	return func(w *wire.Writer) {
		w.Object(elements[0], wire.NSKeysys, func() {
			w.In(elements[1], func() {
				for _, name := range names {
					w.Text("keysys:"+name, given[name])
				}
			})
		})
	}
}

var errNoPaidUntil = errors.New("the gateway does not tell until when the name is paid")

// goByPaidUntil puts the date until which the gateway has been paid where the registry's expiry stands. The registry behind it may have
// added a year by itself that nobody has paid: its date neither guards a renewal nor proves one.
func (c *Connector) goByPaidUntil(v *shown, answer *reply) error {
	if !c.tellsPaidUntil() || !v.Ours || v.Has(registry.StatusPendingCreate) {
		return nil
	}
	told := answer.extra(wire.NSKeysys, "resData").Kid(wire.NSKeysys, "infData")
	paid := timeOf(told, wire.NSKeysys, "punDate")
	if paid.IsZero() {
		return unknown("reading "+v.Name.String(), errNoPaidUntil)
	}
	v.Expires = decisive(paid, v.Expires)
	v.expiryDate = wire.Date(v.Expires)
	v.RenewalMode = c.set.Profile.Gateway.otherMode(v.Name.TLD(), printable(told.Kid(wire.NSKeysys, "renewalmode").Value()))
	return nil
}

// otherMode gives a name's renewal mode if it is told and not the one that names are registered with.
func (g *Gateway) otherMode(tld, is string) string {
	if strings.EqualFold(is, g.of("create", tld, nil)["renewalmode"]) {
		return ""
	}
	return is
}

func (c *Connector) tellsPaidUntil() bool {
	g := c.set.Profile.Gateway
	return g != nil && g.Extension == wire.NSKeysys
}

// expiryAfter is the expiry after a command that was answered: as told, or the gateway's paid-until date, which only a look tells; zero where that
// fails: the books know where the command began, and how many years it bought.
func (c *Connector) expiryAfter(ctx context.Context, name reseller.Name, told time.Time) time.Time {
	if c.tellsPaidUntil() && !told.IsZero() {
		told, _ = c.expiryOf(ctx, name)
	}
	return told
}
