package operator

import (
	"nameyard/reseller"
)

// NoLimit is what takes a spend cap or a credit floor away, where an amount would set one.
const NoLimit = "none"

// setAmount sets an optional amount in minor units from a text in a currency: nil leaves it, NoLimit takes it away.
func setAmount(minor **int64, text *string, path reseller.Path, currency string) error {
	if text == nil {
		return nil
	}
	if *text == NoLimit {
		*minor = nil
		return nil
	}
	m, err := reseller.ReadMoney(*text, currency)
	if err != nil {
		return invalid(path, "%s: %v", path, err)
	}
	if m.Minor < 0 || m.Minor > reseller.MaxAmount {
		return invalid(path, "%s is %s, it must be an amount from 0, or none", path, m)
	}
	*minor = &m.Minor
	return nil
}
