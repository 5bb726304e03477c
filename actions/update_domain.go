package actions

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"nameyard/orders"
	"nameyard/reseller"
)

// UpdateDomain changes several settings of a name together. What is nil stays as it is.
type UpdateDomain struct {
	Name        reseller.Name
	AutoRenew   *bool
	Privacy     *bool
	Locked      *bool
	Nameservers []string // 2 to 4
	DNSSEC      *DNSSECWish
	IfMatch     IfMatch // of SettingSet
}

// The bounds of name servers in one update: fewer serve no name well, and the protocol allows no more.
const (
	fewestNameservers = 2
	mostNameservers   = 4
)

// setting is one part of an update: at the registry, or one that is only ours.
type setting struct {
	path    reseller.Path
	kind    reseller.OrderKind
	subject string
	desired reseller.Desired
	before  reseller.Desired // what undoes it

	ours   func(ctx context.Context, call Call, on bool, seen IfMatch) error // switches what is ours, of which no registry hears
	wanted bool                                                              // what it is switched to
}

// UpdateDomain checks everything before the first change. The registry is asked for one setting after the other; if it refuses
// one, those before it are set back, and the error says how the name stands. What is ours comes last: signing, then auto-renew.
func (s *Service) UpdateDomain(ctx context.Context, call Call, r UpdateDomain) (Listed, error) {
	if r.AutoRenew == nil && r.Privacy == nil && r.Locked == nil && r.Nameservers == nil && r.DNSSEC == nil {
		return Listed{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter,
			"nothing to change: give %s, %s, %s, %s or %s", reseller.PathAutoRenew, reseller.PathPrivacy, reseller.PathNameservers, reseller.PathLock, reseller.PathDNSSEC)
	}
	for range patchTries {
		l, err := s.update(ctx, call, r)
		if !errors.Is(err, reseller.ErrConflict) {
			return l, err
		}
	}
	return Listed{}, busy(r.Name)
}

// update does it for the name as it is at this moment. ErrConflict if it was to be what the caller has seen and has changed just now.
func (s *Service) update(ctx context.Context, call Call, r UpdateDomain) (Listed, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err == nil {
		err = r.IfMatch.check(SettingSet(d))
	}
	if err != nil {
		return Listed{}, err
	}
	settings, err := s.settings(ctx, d, r)
	if err != nil {
		return Listed{}, err
	}
	call.Key = "" // it belongs to the whole update
	seen := r.IfMatch
	for i, next := range settings {
		if err := s.set(ctx, call, d, next, seen); err != nil {
			if i == 0 && errors.Is(err, reseller.ErrConflict) || reseller.AsError(err).Field == reseller.PathIfMatch {
				return Listed{}, err
			}
			return Listed{}, s.undo(ctx, call, d, settings, i, err)
		}
		seen = nil // the others follow from the first
	}
	if d, err = s.domain(ctx, call, r.Name); err != nil {
		return Listed{}, err
	}
	shown, err := s.show(ctx, d)
	return shown.Listed, err
}

// set makes one setting what it is wished to be. With tags of what the caller has seen, the name is changed only as it was read.
func (s *Service) set(ctx context.Context, call Call, d reseller.Domain, c setting, seen IfMatch) error {
	if c.ours != nil {
		return c.ours(ctx, call, c.wanted, seen)
	}
	r := c.request(d, c.desired)
	r.Guarded = len(seen) > 0
	_, err := s.change(ctx, call, r)
	return err
}

// setBack makes it what it was.
func (s *Service) setBack(ctx context.Context, call Call, d reseller.Domain, c setting) error {
	c.wanted, c.desired = !c.wanted, c.before
	return s.set(ctx, call, d, c, nil)
}

// settings checks an update and gives what must be changed: what is there already needs no change.
func (s *Service) settings(ctx context.Context, d reseller.Domain, r UpdateDomain) ([]setting, error) {
	list, err := s.registrySettings(ctx, d, r)
	if err == nil && r.AutoRenew != nil {
		err = renewsItself(d, *r.AutoRenew)
	}
	if err == nil && r.AutoRenew != nil && *r.AutoRenew != d.AutoRenew {
		list = append(list, setting{path: reseller.PathAutoRenew, wanted: *r.AutoRenew, ours: func(ctx context.Context, call Call, on bool, seen IfMatch) error {
			return s.SetAutoRenew(ctx, call, SetAutoRenew{d.Name, on, seen})
		}})
	}
	return list, err
}

// registrySettings are the settings at the registry, and then signing, which it hears of.
func (s *Service) registrySettings(ctx context.Context, d reseller.Domain, r UpdateDomain) ([]setting, error) {
	rules, err := s.routes.Rules().Lookup(d.Name.TLD())
	if err != nil {
		return nil, err
	}
	if r.Privacy == nil && r.Locked == nil && r.Nameservers == nil && r.DNSSEC == nil {
		return nil, nil
	}
	if err := mustBeActive(d); err != nil {
		return nil, err
	}
	var list []setting
	if r.Nameservers != nil && !slices.Equal(r.Nameservers, d.Nameservers) {
		hosts, err := updateNameservers(d, r, rules)
		if err != nil {
			return nil, err
		}
		if !slices.Equal(hosts, d.Nameservers) {
			if err := s.mustHaveAddresses(ctx, d, hosts, r.Nameservers); err != nil {
				return nil, err
			}
			if !d.SecDNS.IsZero() && reseller.LeavesSigner(d.Nameservers, hosts) {
				list = append(list, dnssecSetting(d.SecDNS, reseller.SecDNS{}))
			}
			list = append(list, atRegistry(reseller.PathNameservers, reseller.OrderNameservers, reseller.SubjectNameservers,
				reseller.Desired{Nameservers: d.Nameservers}, reseller.Desired{Nameservers: hosts}))
		}
	}
	if r.Privacy != nil && *r.Privacy != d.Privacy {
		if !rules.Privacy {
			return nil, reseller.NotSupported(rules.Name, "privacy").In(reseller.PathPrivacy)
		}
		list = append(list, atRegistry(reseller.PathPrivacy, reseller.OrderPrivacy, reseller.SubjectPrivacy,
			reseller.Desired{Privacy: &d.Privacy}, reseller.Desired{Privacy: r.Privacy}))
	}
	if r.Locked != nil && *r.Locked != d.Locked {
		if !rules.Lock {
			return nil, reseller.NotSupported(rules.Name, "a transfer lock").In(reseller.PathLock)
		}
		list = append(list, atRegistry(reseller.PathLock, reseller.OrderLock, reseller.SubjectLock,
			reseller.Desired{Lock: &d.Locked}, reseller.Desired{Lock: r.Locked}))
	}
	if r.DNSSEC != nil {
		if list, err = s.dnssecSettings(list, d, *r.DNSSEC, rules); err != nil {
			return nil, err
		}
	}
	return list, s.mayChange(ctx, d, list)
}

// mayChange refuses all of an update, where a dispute lock stands against a part of it, or one is under way already.
func (s *Service) mayChange(ctx context.Context, d reseller.Domain, list []setting) error {
	for _, c := range list {
		if err := d.MayOrder(c.kind, c.desired); err != nil {
			return err
		}
	}
	return s.noneUnderWay(ctx, d)
}

func updateNameservers(d reseller.Domain, r UpdateDomain, rules reseller.TLD) ([]string, error) {
	if n := len(r.Nameservers); n < fewestNameservers || n > mostNameservers {
		return nil, reseller.Invalid(reseller.PathNameservers, "%d name servers; %d to %d are required", n, fewestNameservers, mostNameservers)
	}
	hosts, err := reseller.CheckNameservers(d.Name, r.Nameservers, rules)
	if err == nil && len(hosts) < fewestNameservers {
		err = reseller.Invalid(reseller.PathNameservers, "%d name servers are not empty; %d to %d are required", len(hosts), fewestNameservers, mostNameservers)
	}
	return hosts, err
}

// noneUnderWay refuses an update while a change of one of the settings has no outcome yet: what it would have to be set back
// to is not known.
func (s *Service) noneUnderWay(ctx context.Context, d reseller.Domain) error {
	for _, subject := range []string{reseller.SubjectNameservers, reseller.SubjectPrivacy, reseller.SubjectLock, reseller.SubjectDNSSEC} {
		live, err := s.orders.LiveChange(ctx, d.ID, subject)
		if err != nil {
			return err
		}
		if live != nil {
			e := reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress,
				"%s is being changed already by order %d; nothing was done: try again when it has ended", d.Name, live.ID)
			e.Order = live.ID
			return e
		}
	}
	return nil
}

// atRegistry is a setting that takes an order.
func atRegistry(path reseller.Path, kind reseller.OrderKind, subject string, before, desired reseller.Desired) setting {
	return setting{path: path, kind: kind, subject: subject, before: before, desired: desired}
}

func (c setting) request(d reseller.Domain, desired reseller.Desired) orders.Request {
	return orders.Request{Kind: c.kind, Domain: &d, Subject: c.subject, Desired: desired}
}

// undo sets back what an update changed before the setting at failed, and says in the error how the name stands now.
func (s *Service) undo(ctx context.Context, call Call, d reseller.Domain, all []setting, failed int, cause error) error {
	e := reseller.AsError(cause)
	say := func(format string, args ...any) error {
		told := reseller.Errorf(e.Kind, e.Code, format, args...)
		told.Field, told.Order, told.Cause = all[failed].path, e.Order, e.Cause
		return told
	}
	if e.Kind.LeavesOpen() {
		if len(all) == 1 {
			return say("%s", reseller.Inner(e))
		}
		return say("%s; changed before it: %s; not begun: %s", reseller.Inner(e), paths(all[:failed]), paths(all[failed+1:]))
	}
	var left []setting
	for _, done := range slices.Backward(all[:failed]) {
		if err := s.setBack(ctx, call, d, done); err != nil {
			s.log.Error("a setting of a refused update could not be set back", "domain", d.Name.String(), "setting", done.path, "err", err)
			left = append(left, done)
		}
	}
	at, why := all[failed].path, reseller.Inner(e)
	switch {
	case len(left) > 0:
		return say("%s was refused: %s; it is not confirmed that what had been changed before it (%s) has been set back: look before you try again", at, why, paths(left))
	case failed > 0:
		return say("%s was refused: %s; nothing is changed: what had been changed before it (%s) has been set back", at, why, paths(all[:failed]))
	}
	return say("%s was refused: %s; nothing was changed", at, why)
}

// paths lists settings in words.
func paths(list []setting) fmt.Stringer {
	names := make(reseller.PathList, len(list))
	for i, c := range list {
		names[i] = c.path
	}
	return names
}
