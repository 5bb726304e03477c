package actions

import (
	"context"

	"nameyard/reseller"
)

// dnssecSettings adds what a wish for DNSSEC changes, for the name as the other settings leave it.
func (s *Service) dnssecSettings(list []setting, d reseller.Domain, wish DNSSECWish, rules reseller.TLD) ([]setting, error) {
	if echoes(d, wish, rules) {
		return list, nil // what was shown stays, or goes with the name servers that it belongs to
	}
	after := d
	for _, c := range list {
		if c.path == reseller.PathNameservers {
			after.Nameservers = c.desired.Nameservers
		}
	}
	if reseller.LeavesSigner(d.Nameservers, after.Nameservers) {
		after.SecDNS = reseller.SecDNS{}
	}
	want, err := s.wanted(after, wish, rules)
	if err != nil {
		return nil, err
	}
	if want.leaves {
		list = append(list, setting{path: reseller.PathDNSSEC, wanted: true, ours: func(ctx context.Context, call Call, on bool, seen IfMatch) error {
			return s.leaveSigner(ctx, call, d, on, seen, SettingSet)
		}})
	}
	list = among(list, after.SecDNS, want.data)
	if want.signing != nil && *want.signing != d.Signs() {
		list = append(list, setting{path: reseller.PathDNSSEC, wanted: *want.signing, ours: func(ctx context.Context, call Call, on bool, seen IfMatch) error {
			return s.sign(ctx, call, d.Name, on, seen)
		}})
	}
	return list, nil
}

// echoes reports whether a wish says how the name is signed as it is shown: who sends a whole name back wishes nothing of it.
func echoes(d reseller.Domain, w DNSSECWish, rules reseller.TLD) bool {
	if !w.Records || w.Enabled == nil || *w.Enabled != d.DNSSEC().Enabled() {
		return false
	}
	data, err := reseller.CheckSecDNS(d.Name, w.DS, w.Keys, rules)
	return err == nil && data.Equal(d.SecDNS)
}
