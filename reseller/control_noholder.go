//go:build control_noholder

package reseller

import "maps"

// ChangeHolder is broken on purpose: the registrant changes, and the fields that came with it are laid over the old ones, if any came.
// Caught by: TestHolderAndNumberChangeTogetherOrNotAtAll
func (t TLD) ChangeHolder(c HolderChange) (map[string]string, error) {
	if len(c.Given) == 0 {
		return c.Had, nil
	}
	fields := maps.Clone(c.Given)
	maps.Copy(fields, c.Had)
	return t.CheckFields(fields, c.Now)
}
