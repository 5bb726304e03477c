package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// GetDNSSEC asks how a name is signed.
type GetDNSSEC struct {
	Name reseller.Name
}

// DNSSEC is how a name is signed, and what its registry has of it.
type DNSSEC struct {
	State  reseller.DNSSECState
	SecDNS reseller.SecDNS // at the registry
}

// GetDNSSEC tells how a name is signed.
func (s *Service) GetDNSSEC(ctx context.Context, call Call, r GetDNSSEC) (DNSSEC, error) {
	d, err := s.domain(ctx, call, r.Name)
	return dnssecOf(d), err
}

func dnssecOf(d reseller.Domain) DNSSEC { return DNSSEC{d.DNSSEC(), d.SecDNS} }

// SaveDNSSEC replaces the DNSSEC data that a name has at its registry, or switches DNSSEC.
type SaveDNSSEC struct {
	Name reseller.Name
	DNSSECWish
}

// DNSSECWish is how a name is to be signed.
type DNSSECWish struct {
	Enabled *bool // signed at all: false takes away what the registry has; nil = as Records say
	// Records says that DS and Keys are given, for a zone that others sign. None of both takes away what the registry has.
	Records bool
	DS      []reseller.DSRow
	Keys    []reseller.KeyRow
}

// SaveDNSSEC saves all of it or nothing. What the rows must be: reseller.CheckSecDNS.
func (s *Service) SaveDNSSEC(ctx context.Context, call Call, r SaveDNSSEC) (Ordered, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	want, err := r.of(d, rules)
	if err != nil {
		return Ordered{}, err
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderDNSSEC, Domain: &d, Subject: dnssecSubject, Desired: reseller.Desired{SecDNS: &want},
	})
	return Ordered{result.Order}, err
}

// dnssecSubject is what changes of DNSSEC data set.
const dnssecSubject = "dnssec"

// of gives what a name is to have at its registry.
func (w DNSSECWish) of(d reseller.Domain, rules reseller.TLD) (reseller.SecDNS, error) {
	if !w.Records && w.Enabled == nil {
		return reseller.SecDNS{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter,
			"nothing to change: give %s, %s or %s", reseller.PathDNSSEC, reseller.PathDS, reseller.PathKeys).In(reseller.PathDNSSEC)
	}
	want := d.SecDNS
	if w.Records {
		var err error
		if want, err = reseller.CheckSecDNS(d.Name, w.DS, w.Keys, rules); err != nil {
			return want, err
		}
	}
	switch {
	case w.Enabled == nil:
	case !*w.Enabled && w.Records && !want.IsZero():
		return want, reseller.Errorf(reseller.KindInvalid, reseller.CodeAmbiguousParameter,
			"DNSSEC cannot be switched off and have records at the same time: leave out %s, or what it contradicts", reseller.PathDNSSEC).In(reseller.PathDNSSEC)
	case !*w.Enabled:
		want = reseller.SecDNS{}
	case want.IsZero() && rules.DNSSEC == reseller.DNSSECNone:
		return want, reseller.NotSupported(rules.Name, "DNSSEC").In(reseller.PathDNSSEC)
	case want.IsZero():
		return want, reseller.Errorf(reseller.KindUnsupported, reseller.CodeNotSupported,
			"zones are not signed by the name servers here; sign the zone yourself and send %s or %s", reseller.PathDS, reseller.PathKeys).In(reseller.PathDNSSEC)
	}
	return want, nil
}

// among adds the change of DNSSEC data to the settings of an update, if it is one: what is taken away goes before the name servers
// change, and what is new comes after.
func (w DNSSECWish) among(list []setting, d reseller.Domain, rules reseller.TLD) ([]setting, error) {
	want, err := w.of(d, rules)
	if err != nil || want.Equal(d.SecDNS) {
		return list, err
	}
	was := d.SecDNS
	if len(list) > 0 && list[0].path == reseller.PathDNSSEC { // it leaves its name servers, and is unsigned already
		was = reseller.SecDNS{}
	}
	switch {
	case want.Equal(was):
		return list, nil
	case want.IsZero():
		return append([]setting{dnssecSetting(was, want)}, list...), nil
	}
	return append(list, dnssecSetting(was, want)), nil
}

// dnssecSetting is the change of DNSSEC data as part of an update.
func dnssecSetting(before, after reseller.SecDNS) setting {
	return setting{reseller.PathDNSSEC, reseller.OrderDNSSEC, dnssecSubject, reseller.Desired{SecDNS: &after}, reseller.Desired{SecDNS: &before}}
}
