package actions

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"nameyard/reseller"
)

// liveStates are the states of names that an account has or is getting.
var liveStates = []reseller.DomainState{
	reseller.DomainPendingRegister, reseller.DomainPendingTransfer, reseller.DomainActive, reseller.DomainRedemption,
	reseller.DomainPendingDelete,
}

// domainFilter turns a request into the choice of rows.
func (s *Service) domainFilter(r ListDomains) (reseller.DomainFilter, error) {
	f := reseller.DomainFilter{
		Removed: r.Removed, Search: searchFor(r.Search), TLD: searchFor(r.TLD), AutoRenew: r.AutoRenew, Locked: r.Locked,
		PaidBefore: r.ExpiresBefore, PaidAfter: r.ExpiresAfter, RegisteredBefore: r.RegisteredBefore, RegisteredAfter: r.RegisteredAfter,
		Nameserver: strings.Trim(searchFor(r.Nameserver), "."), Sort: r.Sort, Descending: r.Descending,
	}
	if len(r.Names) > maxListedNames {
		return f, reseller.Invalid(reseller.PathName, "%d names are asked for, and %d may be at once", len(r.Names), maxListedNames)
	}
	for _, name := range r.Names {
		f.Names = append(f.Names, searchFor(name))
	}
	if r.Status == "" && r.Removed { // the list of them has all
		return f, nil
	}
	return f, narrow(&f, r.Status, s.clock.Now())
}

// DomainStatuses are all that ListDomains can be limited to, those of names that are here first.
var DomainStatuses = []string{
	"active", "pending", "expired", "locked", "hold", "unverified", "redemption", "pending_delete", "failed", "transferred_away", "deleted", "draft",
}

// narrow turns a status into rows. "locked", "hold" and "unverified" are properties, not statuses: they choose among live names.
func narrow(f *reseller.DomainFilter, status string, now time.Time) error {
	switch status {
	case "":
		f.States = liveStates
	case "active":
		f.States, f.PaidAfter = []reseller.DomainState{reseller.DomainActive}, later(f.PaidAfter, now)
	case "expired":
		f.States = []reseller.DomainState{reseller.DomainActive}
		if f.PaidBefore.IsZero() || f.PaidBefore.After(now) {
			f.PaidBefore = now
		}
	case "pending":
		f.States = []reseller.DomainState{reseller.DomainPendingRegister, reseller.DomainPendingTransfer}
	case "locked":
		f.States = liveStates
		if f.Locked != nil && !*f.Locked {
			f.Names = []string{inNoName}
		}
		f.Locked = new(true)
	case "hold":
		f.States, f.Held = liveStates, true
	case "unverified":
		f.States, f.Unverified = liveStates, true
	case "redemption":
		f.States = []reseller.DomainState{reseller.DomainRedemption}
	case "pending_delete":
		f.States = []reseller.DomainState{reseller.DomainPendingDelete}
	case "failed":
		f.States = []reseller.DomainState{reseller.DomainRefused}
	case "transferred_away":
		f.States = []reseller.DomainState{reseller.DomainReleased, reseller.DomainTransferredAway}
	case "deleted":
		f.States = []reseller.DomainState{reseller.DomainDeleted}
	case "draft":
		f.States = []reseller.DomainState{reseller.DomainDraft}
	default:
		return reseller.Invalid(reseller.PathStatus, "%q is not a status: use active, pending, expired, locked, hold or unverified, or redemption, pending_delete, failed, transferred_away, deleted or draft", status)
	}
	return nil
}

// later is the later of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// maxListedNames is how many names a list may be limited to.
const maxListedNames = 1000

// inNoName is a text that no name holds.
const inNoName = "!"

// maxSearch is how many letters can be searched for: no name has more (RFC 1035).
const maxSearch = 253

// searchFor brings what people search for to the form in which names are kept, which is ASCII. Databases do not compare that with
// other text, so what has no such form, or is longer than names, is searched for as something that finds nothing.
func searchFor(text string) string {
	text = strings.ToLower(reseller.TrimEnds(text))
	if utf8.RuneCountInString(text) > maxSearch {
		return inNoName
	}
	for _, c := range text {
		if c >= 0x80 {
			if ascii, err := reseller.ToASCII(text); err == nil {
				return ascii
			}
			return inNoName
		}
	}
	return text
}

// NotHere gives those of some names, as they were written, that ListDomains has none of: neither has the account them, nor is it getting them.
func (s *Service) NotHere(ctx context.Context, call Call, names []string) (absent []string, err error) {
	found, err := s.ListDomains(ctx, call, ListDomains{Names: names})
	if err != nil {
		return nil, err
	}
	here := make(map[string]bool, len(found.Rows))
	for _, l := range found.Rows {
		here[l.Domain.Name.String()] = true
	}
	for _, name := range names {
		if !here[searchFor(name)] {
			absent = append(absent, name)
		}
	}
	return absent, nil
}
