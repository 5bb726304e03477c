package actions

import (
	"nameyard/reseller"
	"nameyard/zone"
)

// IfMatch is what a caller believes something to be that is saved as a whole: tags (reseller.Tag) of which one must be that of the set when it is
// saved. None = whatever it is.
type IfMatch []string

// Check refuses a save of a set that is another one than the caller believes.
func (m IfMatch) Check(have any) error { return m.check(have) }

func movedOn() error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodePreconditionFailed,
		"somebody else has changed this meanwhile, and nothing was saved: read it again, make your change in what is there now, and send it with the new ETag").
		In(reseller.PathIfMatch)
}

// on checks the set as it is at the moment of a save.
func (m IfMatch) on(save zone.Save) zone.Save {
	records, forwards := save.Records, save.Forwards
	save.Patch = func(have []zone.Record) ([]zone.Record, error) { return records, m.check(have) }
	save.PatchForwards = func(have []zone.Forward) ([]zone.Forward, error) { return forwards, m.check(have) }
	return save
}
