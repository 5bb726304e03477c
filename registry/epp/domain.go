package epp

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// Check tells which names are free (RFC 5731 §3.1.1), with the price of premium names where the registry tells it (RFC 8748 §5.1.1).
// A name under a TLD that this registry does not serve is not asked for.
func (c *Connector) Check(ctx context.Context, names ...reseller.Name) ([]registry.Availability, error) {
	answers := make([]registry.Availability, len(names))
	var ask []reseller.Name
	at := map[string][]int{}
	for i, n := range names {
		answers[i] = registry.Availability{Name: n, Reason: "Not served here"}
		if _, served := c.set.TLDs[n.TLD()]; !served || n.IsZero() {
			continue
		}
		if at[n.String()] == nil {
			ask = append(ask, n)
		}
		at[n.String()] = append(at[n.String()], i)
	}
	for len(ask) > 0 {
		some := ask[:min(len(ask), c.set.Profile.CheckNames)]
		ask = ask[len(some):]
		found, err := c.check(ctx, some)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			for _, i := range at[a.Name.String()] {
				answers[i] = a
			}
		}
	}
	return answers, nil
}

// check asks for a few names at once. An answer that leaves one out is none.
func (c *Connector) check(ctx context.Context, names []reseller.Name) ([]registry.Availability, error) {
	answer, err := c.do(ctx, command{reads: true, write: func(w *wire.Writer, s *session) {
		w.In("check", func() {
			w.Object("domain:check", wire.NSDomain, func() {
				for _, n := range names {
					w.Text("domain:name", n.String())
				}
			})
		})
		writeExtensions(w, feeCheck(s))
	}})
	if err != nil {
		return nil, err
	}
	told := map[string]*wire.Node{}
	for _, cd := range answer.found(wire.NSDomain, "chkData").All(wire.NSDomain, "cd") {
		told[hostName(cd.Kid(wire.NSDomain, "name"))] = cd
	}
	prices := pricesOf(answer.extra(wire.NSFee, "chkData"))
	var found []registry.Availability
	for _, n := range names {
		cd, ok := told[n.String()]
		if !ok {
			return nil, unknown("checking "+n.String(), errOtherCommand)
		}
		avail := cd.Kid(wire.NSDomain, "name").Attr("avail")
		a := registry.Availability{Name: n, Valid: true, Free: avail == "1" || avail == "true"}
		a.Premium, a.Fee = prices[n.String()].premium, prices[n.String()].fee
		if !a.Free {
			a.Reason = firstOf(printable(cd.Kid(wire.NSDomain, "reason").Value()), "Not available")
		}
		found = append(found, a)
	}
	return found, nil
}

// Create registers a name (RFC 5731 §3.2.1): its contacts and the hosts outside this registry first, then the name, then the lock, as
// a registration cannot have one in the same command. If the lock fails, what became of the whole is unknown: the name is ours, and
// whoever looks sees whether it is locked.
func (c *Connector) Create(ctx context.Context, r registry.Create) (registry.Receipt, error) {
	rules := c.set.TLDs[r.Name.TLD()]
	if r.Lock && !rules.Lock {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, ".%s has no transfer lock", r.Name.TLD())
	}
	refs, err := c.ensureContacts(ctx, r.Contacts, holderOf(r.Fields), r.Privacy)
	if err != nil {
		return registry.Receipt{}, err
	}
	servers := c.nameservers(r.Name, r.Nameservers, nil)
	if err := c.ensureHosts(ctx, servers); err != nil {
		return registry.Receipt{}, err
	}
	answer, err := c.do(ctx, command{clTRID: r.ClTRID, about: r.Name.String(), write: func(w *wire.Writer, s *session) {
		w.In("create", func() {
			w.Object("domain:create", wire.NSDomain, func() {
				w.Text("domain:name", r.Name.String())
				writePeriod(w, "domain:period", r.Years)
				c.writeNameservers(w, servers)
				writeContactRefs(w, refs)
				writeAuthCode(w, rand.Text())
			})
		})
		writeExtensions(w, secDNSWith(r.SecDNS), feeLimit(s, "fee:create", r.FeeLimit), c.parameters("create", r.Name.TLD(), valuesOf(r.Fields, r.Nameservers)))
	}})
	if err != nil {
		return registry.Receipt{}, err
	}
	data := answer.found(wire.NSDomain, "creData")
	receipt := answer.receipt()
	receipt.Created, receipt.Expires = timeOf(data, wire.NSDomain, "crDate"), timeOf(data, wire.NSDomain, "exDate")
	receipt.Fee = feeOf(answer.extra(wire.NSFee, "creData"))
	if r.Lock && !receipt.Pending() {
		if _, err := c.SetLock(ctx, "", r.Name, true); err != nil {
			return registry.Receipt{}, unknown("locking "+r.Name.String()+" with its registration", errors.New(err.Error()))
		}
	}
	return receipt, nil
}

// Renew adds years (RFC 5731 §3.2.3). A registry that dates in its own zone and refuses the UTC date is sent the one that it writes itself.
func (c *Connector) Renew(ctx context.Context, n registry.Renew) (registry.Receipt, error) {
	answer, err := c.renew(ctx, n, wire.Date(n.CurrentExpiry))
	if local := c.localDate(ctx, n, err); local != "" {
		answer, err = c.renew(ctx, n, local)
	}
	if err != nil {
		return registry.Receipt{}, err
	}
	receipt := answer.receipt()
	receipt.Expires = c.expiryAfter(ctx, n.Name, timeOf(answer.found(wire.NSDomain, "renData"), wire.NSDomain, "exDate"))
	receipt.Fee = feeOf(answer.extra(wire.NSFee, "renData"))
	return receipt, nil
}

func (c *Connector) renew(ctx context.Context, n registry.Renew, expires string) (*reply, error) {
	return c.do(ctx, command{clTRID: n.ClTRID, about: n.Name.String(), write: func(w *wire.Writer, s *session) {
		w.In("renew", func() {
			w.Object("domain:renew", wire.NSDomain, func() {
				w.Text("domain:name", n.Name.String())
				w.Text("domain:curExpDate", expires)
				writePeriod(w, "domain:period", n.Years)
			})
		})
		writeExtensions(w, feeLimit(s, "fee:renew", n.FeeLimit), c.parameters("renew", n.Name.TLD(), nil))
	}})
}

// wrongDate are the codes with which registries refuse a renewal from another date than the name has.
var wrongDate = []int{registry.CodeParameterRange, codeValueSyntax, registry.CodeNotRenewable, registry.CodeParameterPolicy}

// localDate gives another date for a renewal that was refused: that which the registry writes for the very instant that the renewal starts from;
// empty if that is no other, or the name has another expiry by now.
func (c *Connector) localDate(ctx context.Context, n registry.Renew, err error) string {
	no, refused := registry.AsRefusal(err)
	if !refused || !slices.Contains(wrongDate, no.Code) {
		return ""
	}
	v, err := c.readDomain(ctx, n.Name)
	if err != nil || !v.Ours || !v.Expires.Truncate(time.Second).Equal(n.CurrentExpiry.Truncate(time.Second)) || v.expiryDate == wire.Date(n.CurrentExpiry) {
		return ""
	}
	return v.expiryDate
}

// Delete starts the deletion of a name (RFC 5731 §3.2.2). That it goes on (1001, pendingDelete) is the deletion as asked for. What is
// paid back is not told: the grace periods say it (RFC 3915 §3.1).
func (c *Connector) Delete(ctx context.Context, d registry.Delete) (registry.Receipt, error) {
	receipt, err := c.changed(ctx, command{clTRID: d.ClTRID, about: d.Name.String(), write: func(w *wire.Writer, _ *session) {
		w.In("delete", func() {
			w.Object("domain:delete", wire.NSDomain, func() { w.Text("domain:name", d.Name.String()) })
		})
		writeExtensions(w, c.parameters("delete", d.Name.TLD(), nil))
	}})
	if receipt.Pending() {
		receipt.Code = registry.CodeDone
	}
	return receipt, err
}

func writePeriod(w *wire.Writer, name string, years int) {
	if years > 0 {
		w.Text(name, strconv.Itoa(years), wire.Attr{Name: "unit", Value: "y"})
	}
}

func writeAuthCode(w *wire.Writer, code string) {
	w.In("domain:authInfo", func() { w.Text("domain:pw", code) })
}

func writeContactRefs(w *wire.Writer, refs []contactRef) {
	for _, ref := range refs {
		if ref.role == reseller.RoleRegistrant {
			w.Text("domain:registrant", ref.id)
		}
	}
	for _, ref := range refs {
		if ref.role != reseller.RoleRegistrant {
			w.Text("domain:contact", ref.id, wire.Attr{Name: "type", Value: string(ref.role)})
		}
	}
}

// writeExtensions writes <extension> around those that are not nil.
func writeExtensions(w *wire.Writer, list ...func(*wire.Writer)) {
	var given []func(*wire.Writer)
	for _, write := range list {
		if write != nil {
			given = append(given, write)
		}
	}
	if len(given) > 0 {
		w.In("extension", func() {
			for _, write := range given {
				write(w)
			}
		})
	}
}
