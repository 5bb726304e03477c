package eppserver

import (
	"context"
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// To a session that has agreed on keysys-1.0 this server is the gateway of a wholesale registrar: the sandbox's expiry is the date until
// which we have paid. The registry behind it, which nobody else sees, adds a year by itself when a name expires.

// parametersOf reads what a command says to the gateway, by keysys-1.0 or keyvalue-1.0. The names of the first come in alphabetical order.
func (cmd command) parametersOf(object string) (map[string]string, error) {
	given := map[string]string{}
	before := ""
	for _, n := range cmd.ext.Kid(wire.NSKeysys, cmd.verb).Kid(wire.NSKeysys, object).Children() {
		if n.Name < before {
			return nil, registry.Refuse(codeSyntax, "Command syntax error: %s stands behind %s; parameters come in alphabetical order", n.Name, before)
		}
		if strings.HasPrefix(strings.ToLower(n.Name), "x-") {
			return nil, registry.Refuse(codeSyntax, "Command syntax error: %s is given without X-", n.Name)
		}
		before = n.Name
		given[n.Name] = n.Value()
	}
	for _, n := range cmd.ext.Kid(wire.NSKeyValue, "extension").All(wire.NSKeyValue, "kv") {
		given[strings.TrimPrefix(strings.ToLower(n.Attr("key")), "x-")] = n.Attr("value")
	}
	return given, nil
}

// toGateway reports whether fields of a name are parameters here, and not part of its contact.
func (cmd command) toGateway() bool { return cmd.speaks(wire.NSKeysys) || cmd.speaks(wire.NSKeyValue) }

// gatewayFields are the parameters that are fields of the TLD rules.
var gatewayFields = map[string]string{"nicse-idnumber": "id_number", "nicse-vatid": "vat_number"}

// fieldsFrom gives a holder's fields with those that are among the parameters.
func fieldsFrom(fields, parameters map[string]string) map[string]string {
	for name, field := range gatewayFields {
		if value := parameters[name]; value != "" {
			if fields == nil {
				fields = map[string]string{}
			}
			fields[field] = value
		}
	}
	return fields
}

// behindTheGateway gives a name with the expiry that the registry behind the gateway shows.
func (cmd command) behindTheGateway(reg registry.Registration) registry.Registration {
	if cmd.speaks(wire.NSKeysys) && (reg.Has(registry.StatusExpired) || reg.Has(registry.StatusDeactivated)) {
		reg.Expires = reseller.AddYears(reg.Expires, 1)
	}
	return reg
}

// paidUntil tells the sponsor until when its name is paid, and how it is renewed then.
func (cmd command) paidUntil(ctx context.Context, reg registry.Registration) (func(*wire.Writer), error) {
	if !cmd.speaks(wire.NSKeysys) || reg.Sponsor != cmd.registrar {
		return nil, nil
	}
	mode, err := cmd.registry().RenewalMode(ctx, reg.Name)
	return func(w *wire.Writer) {
		w.Object("keysys:resData", wire.NSKeysys, func() {
			w.In("keysys:infData", func() {
				w.Text("keysys:punDate", wire.Time(reg.Expires))
				w.Optional("keysys:renewalmode", mode)
			})
		})
	}, err
}

// keepRenewalMode keeps how a name is to be renewed, where its sponsor has said it with a command that was carried out.
func (cmd command) keepRenewalMode(ctx context.Context) error {
	if cmd.object.Space != wire.NSDomain {
		return nil
	}
	parameters, err := cmd.parametersOf("domain")
	if err != nil || parameters["renewalmode"] == "" {
		return err
	}
	name, err := cmd.name()
	if err != nil {
		return err
	}
	return cmd.registry().SetRenewalMode(ctx, name, strings.ToUpper(parameters["renewalmode"]))
}
