package actions

import (
	"slices"

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

// checkChange checks records as they are at the moment of a change, unless that makes nothing else of them.
func (m IfMatch) checkChange(have, made []zone.Record) error {
	if slices.EqualFunc(have, made, zone.Record.Equal) {
		return nil
	}
	return m.check(have)
}

// on checks the set as it is at the moment of a save. One that is so already is none to refuse: the same form twice is one change.
func (m IfMatch) on(save zone.Save) zone.Save {
	records, forwards := save.Records, save.Forwards
	save.Patch = func(have []zone.Record) ([]zone.Record, error) {
		return records, m.checkChange(have, records)
	}
	save.PatchForwards = func(have []zone.Forward) ([]zone.Forward, error) {
		if slices.Equal(have, forwards) {
			return have, nil
		}
		return forwards, m.check(have)
	}
	return save
}
