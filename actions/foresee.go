package actions

import (
	"context"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// Foreseen is what a change of a name would come to, as far as that is known here. The registry has not been asked.
type Foreseen struct {
	Obstacle *reseller.Error // why it would be refused; nil = nothing is known that is in its way
	Already  bool            // the name is so already
	Unsigned bool            // its DNSSEC data would be taken away first
	Seen     string          // tag of what this follows from, for the IfMatch of the change; "" = it says all by itself

	Records   zone.Import // what would become of its DNS records
	Elsewhere bool        // none of its name servers is the house's: nobody would see them
}

// foreseen tells refusals from failures.
func foreseen(f Foreseen, err error) (Foreseen, error) {
	if err == nil {
		return f, nil
	}
	e := reseller.AsError(err)
	if slices.Contains([]reseller.Kind{reseller.KindInvalid, reseller.KindConflict, reseller.KindUnsupported, reseller.KindNotFound, reseller.KindPending}, e.Kind) {
		return Foreseen{Obstacle: e}, nil
	}
	return f, err
}

// Foresight tells what changes of some names would come to. Nothing is done. What it goes by is read for all names at once, because there may be hundreds.
type Foresight struct {
	service *Service
	call    Call
	live    map[reseller.Name]reseller.Domain
	zones   map[int64]zone.Publication // by domain, once one is asked for
	coming  map[int64]reseller.Order   // changes of the subject under way, by domain, once one is asked for
}

// Foresee reads some names of the account.
func (s *Service) Foresee(ctx context.Context, call Call, names []reseller.Name) (*Foresight, error) {
	f := &Foresight{s, call, make(map[reseller.Name]reseller.Domain, len(names)), nil, nil}
	if len(names) == 0 {
		return f, nil
	}
	rows, err := s.store.LiveDomainsOf(ctx, call.Caller.Account.ID, names)
	for _, d := range rows {
		f.live[d.Name] = d
	}
	return f, err
}

// domain finds a name as Service.domain does, which says what has become of one that is not there.
func (f *Foresight) domain(ctx context.Context, name reseller.Name) (reseller.Domain, error) {
	if d, is := f.live[name]; is && !d.Removed {
		return d, nil
	}
	return f.service.domain(ctx, f.call, name)
}

// active finds a name as Service.active does.
func (f *Foresight) active(ctx context.Context, name reseller.Name) (reseller.Domain, reseller.TLD, error) {
	return f.service.activeAs(name, func() (reseller.Domain, error) { return f.domain(ctx, name) })
}

// Nameservers tells what SaveNameservers would do.
func (f *Foresight) Nameservers(ctx context.Context, r SaveNameservers) (Foreseen, error) {
	d, rules, err := f.active(ctx, r.Name)
	if err != nil {
		return foreseen(Foreseen{}, err)
	}
	list, leaves, err := f.service.checkNameservers(ctx, d, rules, r)
	already := err == nil && slices.Equal(d.Nameservers, list)
	if already {
		already, err = f.stays(ctx, d, reseller.SubjectNameservers, func(coming reseller.Desired) bool { return slices.Equal(coming.Nameservers, list) })
	}
	return foreseen(Foreseen{Already: already, Unsigned: leaves, Seen: reseller.Tag(ServersSet(d))}, err)
}

// Lock tells what DomainUpdateLockingStatus would do.
func (f *Foresight) Lock(ctx context.Context, r DomainUpdateLockingStatus) (Foreseen, error) {
	d, rules, err := f.active(ctx, r.Name)
	if err == nil {
		err = lockable(rules)
	}
	if err == nil {
		err = d.MayOrder(reseller.OrderLock, reseller.Desired{Lock: &r.Locked})
	}
	already := err == nil && d.Locked == r.Locked
	if already {
		already, err = f.stays(ctx, d, reseller.SubjectLock, func(coming reseller.Desired) bool { return coming.Lock != nil && *coming.Lock == r.Locked })
	}
	return foreseen(Foreseen{Already: already}, err)
}

// stays reports whether no change that is under way makes something else of a name than it is; same says whether one makes it so. All of a
// Foresight ask about one subject.
func (f *Foresight) stays(ctx context.Context, d reseller.Domain, subject string, same func(reseller.Desired) bool) (bool, error) {
	if f.coming == nil {
		var err error
		if f.coming, err = f.service.orders.ChangesUnderWay(ctx, f.ids(), subject); err != nil {
			return false, err
		}
	}
	live, is := f.coming[d.ID]
	return !is || same(live.Desired), nil
}

// ids are the numbers of the names.
func (f *Foresight) ids() []int64 {
	ids := make([]int64, 0, len(f.live))
	for _, d := range f.live {
		ids = append(ids, d.ID)
	}
	return ids
}

// AutoRenew tells what SetAutoRenew would do.
func (f *Foresight) AutoRenew(ctx context.Context, r SetAutoRenew) (Foreseen, error) {
	d, err := f.domain(ctx, r.Name)
	if err == nil {
		err = renewsItself(d, r.AutoRenew)
	}
	return foreseen(Foreseen{Already: d.AutoRenew == r.AutoRenew}, err)
}

// Records tells what ImportZone would do.
func (f *Foresight) Records(ctx context.Context, r ImportZone) (Foreseen, error) {
	d, err := f.domain(ctx, r.Name)
	if err != nil {
		return foreseen(Foreseen{}, err)
	}
	if err := f.readZones(ctx); err != nil {
		return Foreseen{}, err
	}
	p := f.zones[d.ID]
	p.Domain = d
	made, err := f.service.compareZone(p, r)
	return foreseen(Foreseen{Already: !made.Changes(), Seen: made.Seen, Records: made, Elsewhere: f.service.Elsewhere(d)}, err)
}

// readZones reads what all names publish.
func (f *Foresight) readZones(ctx context.Context) (err error) {
	if f.zones != nil {
		return nil
	}
	f.zones, err = f.service.store.Zones(ctx, f.ids())
	return err
}

// Elsewhere reports whether nobody sees the DNS records of a name here, because none of its name servers is the house's, or because a name that the
// registry has confirmed has none. Where the house's are not known it cannot tell, and says no.
func (s *Service) Elsewhere(d reseller.Domain) bool {
	if len(d.Nameservers) == 0 && d.State != reseller.DomainActive {
		return false // it may be about to get some
	}
	return len(s.operator.Nameservers) > 0 && !s.servesSome(d.Nameservers)
}
