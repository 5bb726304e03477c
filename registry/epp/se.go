package epp

import (
	"context"
	"errors"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
)

// The Swedish registry's own rules for .se and .nu, as far as they are no data: the extension iis-1.2 with identification numbers, name
// servers in the transfer command, states behind the expiry, deletions that are lifted, and auth codes that the registry makes.

// holder is who a registrant is to the registry.
type holder struct{ id, vat string }

// The canonical names of the fields in the TLD rules.
const (
	fieldNumber = "id_number"
	fieldVAT    = "vat_number"
)

func holderOf(fields map[string]string) holder { return holder{fields[fieldNumber], fields[fieldVAT]} }

// swedishContact gives a contact its identification number ("[SE]802405-0190") and VAT number.
func swedishContact(s *session, who card) func(*wire.Writer) {
	if who.Number == "" || !s.speaks(wire.NSIIS) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("iis:create", wire.NSIIS, func() {
			w.Text("iis:orgno", who.Number)
			w.Optional("iis:vatno", who.VAT)
		})
	}
}

// swedishTransfer gives a name that comes its name servers.
func (c *Connector) swedishTransfer(s *session, hosts []string) func(*wire.Writer) {
	if !c.set.Profile.Swedish || len(hosts) == 0 || !s.speaks(wire.NSIIS) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("iis:transfer", wire.NSIIS, func() {
			w.In("iis:ns", func() {
				for _, host := range hosts {
					w.Text("iis:hostObj", host)
				}
			})
		})
	}
}

// swedishStatuses adds where a name stands behind its expiry, in place of "ok".
func swedishStatuses(list []registry.Status, data *wire.Node) []registry.Status {
	switch state := registry.Status(data.Kid(wire.NSIIS, "state").Value()); state {
	case registry.StatusExpired, registry.StatusDeactivated:
		return append(less(list, []registry.Status{registry.StatusOK}), state)
	}
	return list
}

// swedishEnds is when a name ends if nobody renews it, as far as it is told.
func swedishEnds(data *wire.Node) registry.Ends {
	wish := data.Kid(wire.NSIIS, "clientDelete").Value()
	return registry.Ends{
		Deactivated: timeOf(data, wire.NSIIS, "deactDate"), Deleted: timeOf(data, wire.NSIIS, "delDate"), Released: timeOf(data, wire.NSIIS, "relDate"),
		AtExpiry: wish == "1" || wish == "true",
	}
}

// swedishRestore takes the wish to be deleted back; there is no redemption.
func (c *Connector) swedishRestore(ctx context.Context, r registry.Restore) (registry.Receipt, error) {
	answer, err := c.sendChange(ctx, r.ClTRID, r.Name, change{extension: func(w *wire.Writer) {
		w.Object("iis:update", wire.NSIIS, func() { w.Text("iis:clientDelete", "0") })
	}})
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.restored(ctx, r.Name, answer.receipt())
}

var errNoCode = errors.New("the registry did not show the auth code that it set")

// swedishCode is the auth code that the registry made.
func swedishCode(answer *reply) string {
	return answer.extra(wire.NSIIS, "updData").Kid(wire.NSIIS, "pw").Value()
}
