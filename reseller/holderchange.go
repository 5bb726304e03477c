//go:build !control_noholder

package reseller

import (
	"maps"
	"slices"
)

// ChangeHolder gives the additional fields that a name has after a change of its registrant or of the fields, as CheckFields
// does. A holder and its identification number go together: a request that makes another holder of a name brings the number,
// and one that brings another number names the holder. A name that has no number yet may get one alone. Where the TLD asks for no
// number, everything may change alone. What does not change is not judged again.
func (t TLD) ChangeHolder(c HolderChange) (map[string]string, error) {
	given := map[string]bool{}
	for called, value := range c.Given {
		if TrimEnds(value) != "" {
			given[foldFieldName(called)] = true
		}
	}
	number, identified := t.HolderField()
	other := identified && c.Was.holder() != c.Now.holder()
	if !other && len(given) == 0 {
		return c.Had, nil
	}
	if other && c.Had[number.Key] != "" && !slices.ContainsFunc(number.calledBy(), func(name string) bool { return given[name] }) {
		return nil, Errorf(KindInvalid, CodeMissingParameter, "the holder of the name changes, and %q of .%s must change with it: "+
			"give the new holder's in the same request", number.Name, t.Name).In(PathAdditionalField.Part(Path(number.Key)))
	}
	fields := maps.Clone(c.Given)
	for _, field := range t.Fields { // what the old holder gave is not the new one's
		kept := !other && !slices.ContainsFunc(field.calledBy(), func(name string) bool { return given[name] })
		if value := c.Had[field.Key]; kept && value != "" {
			fields[field.Key] = value
		}
	}
	checked, err := t.CheckFields(fields, c.Now)
	if err != nil {
		return nil, err
	}
	if other && c.Now.Company == "" && organisationNumber.MatchString(checked[number.Key]) {
		return nil, Invalid(PathAdditionalField.Part(Path(number.Key)), "%s is the number of an organisation, and the new holder is a person: give the company with it, "+
			"or the person's number", checked[number.Key])
	}
	if was := c.Had[number.Key]; was != "" && was != checked[number.Key] && !c.Named {
		return nil, Errorf(KindInvalid, CodeMissingParameter, "%q of .%s says who the holder is: to change it, give the registrant's name or company "+
			"in the same request", number.Name, t.Name).In(PathContact(RoleRegistrant, "first_name"))
	}
	return checked, nil
}
