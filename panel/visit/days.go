package visit

import "nameyard/reseller"

// Days reads the first and the last day that a list is limited to, as since and until of the query have them; both may be missing. Instants are of the
// reader's days (Times), dates by rule of UTC's (Calendar). What is no date comes back in words, by field.
func (v *Visit) Days(w Times, errors map[string]string) (b reseller.Between) {
	for _, field := range []string{"since", "until"} {
		text := reseller.TrimEnds(v.Query.Get(field))
		day, err := w.Day(text)
		switch {
		case text == "":
		case err != nil:
			errors[field] = v.Say("list.bad_date", text)
		case field == "since":
			b.Since = day
		default:
			b.Until = w.NextDay(day)
		}
	}
	return b
}
