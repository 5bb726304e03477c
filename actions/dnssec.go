package actions

import (
	"context"
	"errors"
	"slices"

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
	if want.leaves {
		return s.saveForNewSigner(ctx, call, d, want.data, r.IfMatch)
	}
	return s.changeSeen(ctx, call, r.Name, reseller.SubjectDNSSEC, r.IfMatch, DNSSECSet, func(now reseller.Domain, rules reseller.TLD) (orders.Request, error) {
		want, err := s.wanted(now, r.DNSSECWish, rules)
		if err == nil && want.signing != nil {
			err = ownRecords(now.Name) // it has come to be signed here in this very moment
		}
		if err == nil && want.leaves {
			err = movedOn() // to other name servers, in this very moment
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

// saveForNewSigner gives the registry the records of who signs a name now that has left the house's name servers.
func (s *Service) saveForNewSigner(ctx context.Context, call Call, d reseller.Domain, data reseller.SecDNS, seen IfMatch) (Ordered, error) {
	if err := s.leaveSigner(ctx, call, d, true, seen, DNSSECSet); err != nil {
		return Ordered{}, err
	}
	result, err := s.change(ctx, call, orders.Request{
		Kind: reseller.OrderDNSSEC, Domain: &d, Subject: reseller.SubjectDNSSEC, Desired: reseller.Desired{SecDNS: &data},
	})
	if err != nil && !reseller.AsError(err).Kind.LeavesOpen() {
		return Ordered{}, errors.Join(err, s.leaveSigner(ctx, call, d, false, nil, DNSSECSet))
	}
	return Ordered{Order: result.Order}, err
}

// leaveSigner ends that the house's name servers give the registry the records of a name which has left them, so that those of its new signer
// stay. Its zone here stays signed until no resolver remembers the name servers before. The name must be what its caller has seen of it. Not on
// sets back what was.
func (s *Service) leaveSigner(ctx context.Context, call Call, d reseller.Domain, on bool, seen IfMatch, set func(reseller.Domain) any) error {
	_, err := s.store.ChangeDomain(ctx, d.ID, call.actor(), "SaveDNSSEC", func(row *reseller.Domain) error {
		if err := seen.check(set(*row)); err != nil {
			return err
		}
		if on && row.Signing != reseller.DNSSECRetiring {
			row.EnterSigning(reseller.DNSSECRetiring, s.clock.Now())
		} else if !on {
			row.EnterSigning(d.Signing, d.SigningAt)
		}
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
	leaves  bool            // the name has left the house's name servers, and the data is of who signs it now
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
	own := changed && !want.data.IsZero()                   // what is as it was shown is no wish for it
	signed := d.SignedHere() && s.servesSome(d.Nameservers) // and not by whoever has it now
	switch {
	case w.Enabled != nil && !*w.Enabled && w.Records && !want.data.IsZero() && (own || !d.SignedHere()):
		return want, reseller.Errorf(reseller.KindInvalid, reseller.CodeAmbiguousParameter,
			"DNSSEC cannot be switched off and have records at the same time: leave out %s, or what it contradicts", reseller.PathDNSSEC).In(reseller.PathDNSSEC)
	case signed && (own || changed && w.Enabled == nil):
		return want, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
			"%s is signed by the name servers here, which give the registry its records themselves", d.Name).In(reseller.PathDNSSEC)
	case w.Enabled != nil && (signed || d.Signs() && !*w.Enabled):
		want.data, want.signing = d.SecDNS, w.Enabled
	case w.Enabled != nil && !*w.Enabled && (!w.Records || want.data.IsZero()):
		want.data = reseller.SecDNS{}
	case w.Enabled != nil && want.data.IsZero():
		want.signing = w.Enabled
		return want, s.signable(d, rules, here)
	case here && own:
		return want, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState,
			"%s is on the name servers here, which do not sign with these keys: nobody could resolve it; nothing was changed", d.Name).In(reseller.PathDS)
	}
	want.leaves = own && want.signing == nil && d.SignedHere()
	return want, nil
}

// servesSome reports whether a name server is the house's.
func (s *Service) servesSome(nameservers []string) bool {
	return slices.ContainsFunc(nameservers, func(host string) bool { return slices.Contains(s.operator.Nameservers, host) })
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
// change, and what is new comes after. was is the data as the other settings leave it.
func among(list []setting, was, want reseller.SecDNS) []setting {
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
	return atRegistry(reseller.PathDNSSEC, reseller.OrderDNSSEC, reseller.SubjectDNSSEC, reseller.Desired{SecDNS: &before}, reseller.Desired{SecDNS: &after})
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
