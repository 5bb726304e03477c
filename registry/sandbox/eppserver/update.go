package eppserver

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// updateDomain changes a name (RFC 5731 §3.2.5): all that the command says takes effect, or none.
func (cmd command) updateDomain(ctx context.Context) (reply, error) {
	name, err := cmd.name()
	if err != nil {
		return reply{}, err
	}
	if cmd.ext.Kid(wire.NSRGP, "update") != nil {
		return cmd.restoreDomain(ctx, name)
	}
	if extra := cmd.ext.Kid(wire.NSIIS, "update"); extra != nil {
		return cmd.swedishUpdate(ctx, name, extra)
	}
	if cmd.changesNothing() {
		return reply{}, errNoChange
	}
	reg, err := cmd.registry().Info(ctx, name)
	if err != nil {
		return reply{}, err
	}
	if reg.Sponsor != cmd.registrar {
		return reply{}, registry.Refuse(registry.CodeAuthorization, "Authorization error: %s is sponsored by another registrar", name)
	}
	c := sandbox.Change{ClTRID: cmd.clTRID, Name: name}
	add, rem, chg := cmd.object.Kid(wire.NSDomain, "add"), cmd.object.Kid(wire.NSDomain, "rem"), cmd.object.Kid(wire.NSDomain, "chg")
	if err := cmd.changedHosts(ctx, reg, add, rem, &c); err != nil {
		return reply{}, err
	}
	if err := cmd.changedContacts(ctx, reg, add, rem, chg, &c); err != nil {
		return reply{}, err
	}
	parameters, err := cmd.parametersOf("domain")
	if err != nil {
		return reply{}, err
	}
	c.Fields = fieldsFrom(c.Fields, parameters)
	if err := changedStatuses(reg, add, rem, &c); err != nil {
		return reply{}, err
	}
	answer := reply{}
	if code := chg.Kid(wire.NSDomain, "authInfo").Kid(wire.NSDomain, "pw"); code != nil {
		c.AuthCode = &code.Text
		if made := cmd.registrysCode(name); made != "" {
			c.AuthCode = &made
			answer.extra = append(answer.extra, codeMade("iis:updData", made))
		}
	}
	if err := changedSecDNS(reg, cmd.ext.Kid(wire.NSSecDNS, "update"), &c); err != nil {
		return reply{}, err
	}
	done, err := cmd.registry().Change(ctx, c)
	answer.code, answer.words, answer.svTRID = done.Code, done.Words, done.SvTRID
	return answer, err
}

// registrysCode is a fresh auth code where the registry makes them itself, as that of .se and .nu does; empty elsewhere.
func (cmd command) registrysCode(name reseller.Name) string {
	if !cmd.speaks(wire.NSIIS) || name.TLD() != "se" && name.TLD() != "nu" {
		return ""
	}
	return rand.Text()
}

// codeMade shows the auth code that the registry made; nil if it made none.
func codeMade(element, code string) func(*wire.Writer) {
	if code == "" {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object(element, wire.NSIIS, func() { w.Text("iis:pw", code) })
	}
}

// errNoChange refuses an update that has nothing in it (RFC 5731 §3.2.5, 5732 §3.2.5, 5733 §3.2.4).
var errNoChange = registry.Refuse(registry.CodeParameterMissing, "Required parameter missing: add, rem or chg")

// changesNothing reports whether an update has none of its parts, and no extension either.
func (cmd command) changesNothing() bool {
	return cmd.ext == nil && !slices.ContainsFunc([]string{"add", "rem", "chg"}, func(part string) bool { return cmd.object.Kid(cmd.object.Space, part) != nil })
}

// addedTo takes members out of a list and puts others in. Code 2306 if one to be added is there or one to be removed is not, as RFC 5731
// §3.2.5 and RFC 5732 §3.2.5 have it.
func addedTo[T comparable](have, add, rem []T) ([]T, error) {
	for _, t := range rem {
		if !slices.Contains(have, t) {
			return nil, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %v is not there to be removed", t)
		}
	}
	left := slices.DeleteFunc(slices.Clone(have), func(t T) bool { return slices.Contains(rem, t) })
	for _, t := range add {
		if slices.Contains(left, t) {
			return nil, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %v is there already", t)
		}
		left = append(left, t)
	}
	return left, nil
}

func (cmd command) changedContacts(ctx context.Context, reg registry.Registration, add, rem, chg *wire.Node, c *sandbox.Change) error {
	more, fewer := refsOf(add), refsOf(rem)
	if registrant := chg.Kid(wire.NSDomain, "registrant").Value(); registrant != "" {
		more[reseller.RoleRegistrant] = registrant
	}
	if len(more)+len(fewer) == 0 {
		return nil
	}
	refs := map[reseller.Role]string{}
	for _, role := range reseller.Roles {
		id, err := cmd.handleOf(ctx, reg, role)
		if err != nil {
			return err
		}
		if id != "" && fewer[role] != id {
			refs[role] = id
		}
	}
	maps.Copy(refs, more)
	who, err := cmd.people(ctx, refs)
	if err != nil {
		return err
	}
	c.Contacts, c.Handles = who.contacts, who.handles
	if more[reseller.RoleRegistrant] != "" {
		if c.Fields = who.fields; c.Fields == nil && !cmd.toGateway() {
			c.Fields = map[string]string{}
		}
		if who.private != reg.Privacy {
			c.Private = &who.private
		}
	}
	return nil
}

// changedStatuses sets and lifts the statuses that registrars have here.
func changedStatuses(reg registry.Registration, add, rem *wire.Node, c *sandbox.Change) error {
	flags := map[registry.Status]**bool{registry.StatusClientTransferProhibited: &c.Locked, registry.StatusClientHold: &c.Held, registry.StatusClientDeleteProhibited: &c.Undeletable}
	for _, side := range []struct {
		n  *wire.Node
		on bool
	}{{add, true}, {rem, false}} {
		for _, n := range side.n.All(wire.NSDomain, "status") {
			status := registry.Status(n.Attr("s"))
			flag, ours := flags[status]
			switch {
			case !ours:
				return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: status %s is not set here", status)
			case reg.Has(status) == side.on:
				return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: status %s is as asked for already", status)
			}
			*flag = &side.on
		}
	}
	return nil
}

// restoreDomain brings a name back (RFC 3915 §4.2.5). This registry wants no report.
func (cmd command) restoreDomain(ctx context.Context, name reseller.Name) (reply, error) {
	if op := cmd.ext.Kid(wire.NSRGP, "update").Kid(wire.NSRGP, "restore").Attr("op"); op != "request" {
		return reply{}, registry.Refuse(registry.CodeStatusProhibits, "Object status prohibits operation: no report is waited for")
	}
	limit, err := limitOf(cmd.ext.Kid(wire.NSFee, "update"))
	if err != nil {
		return reply{}, err
	}
	done, err := cmd.registry().Restore(ctx, registry.Restore{ClTRID: cmd.clTRID, Name: name, FeeLimit: limit})
	answer := replyOf(done)
	answer.extra = append(answer.extra, cmd.charged(ctx, "fee:updData", done.Fee))
	return answer, err
}

// swedishUpdate lifts a deletion, or sets a fresh auth code and shows it.
func (cmd command) swedishUpdate(ctx context.Context, name reseller.Name, extra *wire.Node) (reply, error) {
	wish := extra.Kid(wire.NSIIS, "clientDelete")
	atEnd := slices.Contains([]string{"1", "true"}, wish.Attr("atExpDate"))
	switch wish.Value() {
	case "0", "false":
		if reg, err := cmd.registry().Show(ctx, name); err == nil && reg.Ends.AtExpiry {
			done, err := cmd.registry().EndWithTerm(ctx, cmd.clTRID, name, false)
			return replyOf(done), err
		}
		done, err := cmd.registry().Restore(ctx, registry.Restore{ClTRID: cmd.clTRID, Name: name})
		return replyOf(done), err
	case "1", "true":
		if atEnd {
			done, err := cmd.registry().EndWithTerm(ctx, cmd.clTRID, name, true)
			return replyOf(done), err
		}
		return cmd.deleteDomain(ctx)
	}
	return reply{}, registry.Refuse(codeUnimplOption, "Unimplemented option: only clientDelete is taken")
}
