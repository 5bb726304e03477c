package actions

import (
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// IfMatch is what a caller believes a set of records or forwards to be: tags (zone.Tag) of which one must be that of the set when it is
// saved. None = whatever it is.
type IfMatch []string

// check refuses a save of a set that is another one.
func (m IfMatch) check(have any) error {
	if len(m) == 0 || slices.Contains(m, zone.Tag(have)) {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePreconditionFailed,
		"somebody else has changed the set meanwhile, and nothing was saved: read it again, make your change in what is there now, and send it with the new ETag").
		In(reseller.PathIfMatch)
}

// on checks the set as it is at the moment of a save.
func (m IfMatch) on(save zone.Save) zone.Save {
	records, forwards := save.Records, save.Forwards
	save.Patch = func(have []zone.Record) ([]zone.Record, error) { return records, m.check(have) }
	save.PatchForwards = func(have []zone.Forward) ([]zone.Forward, error) { return forwards, m.check(have) }
	return save
}
