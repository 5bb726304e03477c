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
	IfMatch IfMatch // of DNSSECSet
}

// DNSSECWish is how a name is to be signed.
type DNSSECWish struct {
	Enabled *bool // signed at all: false takes away what the registry has; nil = as Records say
	// Records says that DS and Keys are given, for a zone that others sign. None of both takes away what the registry has.
	Records bool
	DS      []reseller.DSRow
	Keys    []reseller.KeyRow
}

// SaveDNSSEC saves all of it or nothing. What the rows must be: reseller.CheckSecDNS. A name on the house's name servers is signed by
// them if it is enabled without records: that begins at once and is done by jobs, as GetDNSSEC tells.
func (s *Service) SaveDNSSEC(ctx context.Context, call Call, r SaveDNSSEC) (Ordered, error) {
	d, rules, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	want, err := s.wanted(d, r.DNSSECWish, rules)
	if err != nil {
		return Ordered{}, err
	}
	if want.signing != nil {
		return Ordered{}, s.setSigning(ctx, call, d, *want.signing, r.IfMatch, DNSSECSet)
	}
	return s.changeSeen(ctx, call, r.Name, dnssecSubject, r.IfMatch, DNSSECSet, func(now reseller.Domain, rules reseller.TLD) (orders.Request, error) {
		want, err := s.wanted(now, r.DNSSECWish, rules)
		if err == nil && want.signing != nil {
			err = ownRecords(now.Name) // it has come to be signed here in this very moment
		}
		return orders.Request{Kind: reseller.OrderDNSSEC, Desired: reseller.Desired{SecDNS: &want.data}}, err
	})
}

// setSigning switches signing by the house's name servers, if the name is what its caller has seen of it.
func (s *Service) setSigning(ctx context.Context, call Call, d reseller.Domain, on bool, seen IfMatch, set func(reseller.Domain) any) error {
	_, err := s.store.ChangeDomain(ctx, d.ID, call.actor(), "SaveDNSSEC", func(row *reseller.Domain) error {
		if err := seen.check(set(*row)); err != nil {
			return err
		}
		if on && !row.SecDNS.IsZero() && !row.SignedHere() {
			return ownRecords(d.Name)
		}
		row.SetSigning(on, s.clock.Now())
		return nil
	})
	return err
}

func ownRecords(name reseller.Name) error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
		"the registry has records of another signer for %s: take them away first, and switch DNSSEC on when that is done", name).In(reseller.PathDNSSEC)
}

// wantedDNSSEC is what a wish comes to for a name.
type wantedDNSSEC struct {
	data    reseller.SecDNS // at the registry
	signing *bool           // by the house's name servers; nil = that stays, and the data goes to the registry
}

// wanted checks a wish.
func (s *Service) wanted(d reseller.Domain, w DNSSECWish, rules reseller.TLD) (want wantedDNSSEC, err error) {
	if !w.Records && w.Enabled == nil {
		return want, reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter,
			"nothing to change: give %s, %s or %s", reseller.PathDNSSEC, reseller.PathDS, reseller.PathKeys).In(reseller.PathDNSSEC)
	}
	want.data = d.SecDNS
	if w.Records {
		if want.data, err = reseller.CheckSecDNS(d.Name, w.DS, w.Keys, rules); err != nil {
			return want, err
		}
	}
	changed, here := !want.data.Equal(d.SecDNS), s.managedHere(d.Nameservers)
	switch {
	case w.Enabled != nil && !*w.Enabled && w.Records && !want.data.IsZero() && !d.SignedHere():
		return want, reseller.Errorf(reseller.KindInvalid, reseller.CodeAmbiguousParameter,
			"DNSSEC cannot be switched off and have records at the same time: leave out %s, or what it contradicts", reseller.PathDNSSEC).In(reseller.PathDNSSEC)
	case d.SignedHere() && w.Enabled != nil:
		want.data, want.signing = d.SecDNS, w.Enabled
	case d.SignedHere() && changed:
		return want, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
			"%s is signed by the name servers here, which give the registry its records themselves", d.Name).In(reseller.PathDNSSEC)
	case w.Enabled != nil && !*w.Enabled:
		want.data = reseller.SecDNS{}
	case w.Enabled != nil && want.data.IsZero():
		want.signing = w.Enabled
		return want, s.signable(d, rules, here)
	case here && changed && !want.data.IsZero():
		return want, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
			"%s is on the name servers here, which do not sign with these keys: nobody could resolve it; nothing was changed", d.Name).In(reseller.PathDS)
	}
	return want, nil
}

// managedHere reports whether all name servers are the house's.
func (s *Service) managedHere(nameservers []string) bool { return s.managedBy(nameservers) != external }

// signable refuses a name that the house's name servers cannot sign.
func (s *Service) signable(d reseller.Domain, rules reseller.TLD, here bool) error {
	switch {
	case rules.DNSSEC == reseller.DNSSECNone:
		return reseller.NotSupported(rules.Name, "DNSSEC").In(reseller.PathDNSSEC)
	case !s.operator.Signs:
		return reseller.Errorf(reseller.KindUnsupported, reseller.CodeNotSupported,
			"zones are not signed by the name servers here; sign the zone yourself and send %s or %s", reseller.PathDS, reseller.PathKeys).In(reseller.PathDNSSEC)
	case !here:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
			"%s is on other name servers than those here, which sign only what they serve: send the %s or %s of who signs it", d.Name, reseller.PathDS, reseller.PathKeys).
			In(reseller.PathDNSSEC)
	}
	return nil
}

// among adds the change of DNSSEC data to the settings of an update, if it is one: what is taken away goes before the name servers
// change, and what is new comes after.
func among(list []setting, d reseller.Domain, want reseller.SecDNS) []setting {
	if want.Equal(d.SecDNS) {
		return list
	}
	was := d.SecDNS
	if len(list) > 0 && list[0].path == reseller.PathDNSSEC { // it leaves its name servers, and is unsigned already
		was = reseller.SecDNS{}
	}
	switch {
	case want.Equal(was):
		return list
	case want.IsZero():
		return append([]setting{dnssecSetting(was, want)}, list...)
	}
	return append(list, dnssecSetting(was, want))
}

// dnssecSetting is the change of DNSSEC data as part of an update.
func dnssecSetting(before, after reseller.SecDNS) setting {
	return atRegistry(reseller.PathDNSSEC, reseller.OrderDNSSEC, dnssecSubject, reseller.Desired{SecDNS: &before}, reseller.Desired{SecDNS: &after})
}

// sign switches signing as an update wishes, once the name has the name servers that it asked for.
func (s *Service) sign(ctx context.Context, call Call, name reseller.Name, on bool, seen IfMatch) error {
	d, rules, err := s.active(ctx, call, name)
	if err != nil {
		return err
	}
	want, err := s.wanted(d, DNSSECWish{Enabled: &on}, rules)
	if err != nil || want.signing == nil {
		return err
	}
	return s.setSigning(ctx, call, d, on, seen, SettingSet)
}

// signNew says how a name that is registered is to be signed: as it is wished, else as the operator has it for new names.
func (s *Service) signNew(name reseller.Name, desired *reseller.Desired, wish *DNSSECWish, rules reseller.TLD) error {
	if wish == nil {
		desired.Sign = s.signsNew(desired.Nameservers, rules)
		return nil
	}
	want, err := s.wanted(reseller.Domain{Name: name, Nameservers: desired.Nameservers}, *wish, rules)
	if err != nil {
		return err
	}
	desired.Sign = want.signing != nil && *want.signing
	if !want.data.IsZero() {
		desired.SecDNS = &want.data
	}
	return nil
}

// signsNew reports whether a new name is signed without being asked for.
func (s *Service) signsNew(nameservers []string, rules reseller.TLD) bool {
	return s.operator.SignsNew && rules.DNSSEC != reseller.DNSSECNone && s.managedHere(nameservers)
}
