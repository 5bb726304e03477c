package visit

import (
	"strings"

	"nameyard/panel/words"
	"nameyard/reseller"
)

// Told is a sentence in the person's language, and others' words beside it as they came.
type Told = words.Told

// Told is what an error says to the person, with parts of requests and actions called what the pages call them: pages has the message
// for each hint that there is a page for. What a registry has said stays in its own words, beside what they mean.
func (v *Visit) Told(err error, pages map[reseller.Hint]string) Told {
	e := reseller.AsError(err)
	if e.Kind == reseller.KindRefused {
		if told := v.Language.Outcome(e.Code, e.Words); told.Quoted != "" {
			return told
		}
	}
	return Told{Says: e.Spelled(reseller.Spelling{
		Param: v.part,
		Action: func(hint reseller.Hint) string {
			name, _, _ := strings.Cut(string(hint), " ")
			if key, ok := pages[reseller.Hint(name)]; ok {
				return v.Language.Quote(v.Say(key))
			}
			return string(hint)
		},
		Say: v.Language.Sprintf,
	}).Words}
}

// part is what the pages call a part of a request. The key of an additional field is its TLD's own.
func (v *Visit) part(path reseller.Path) string {
	last := string(path)[strings.LastIndex(string(path), ".")+1:]
	if key := "of." + last; words.Has(key) {
		return v.Say(key)
	}
	return strings.ReplaceAll(last, "_", " ")
}
