package account

import (
	"context"
	"strings"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// findMost is how many whole names one search asks about at most: each is a question to a registry.
const findMost = 20

// findData is what the page shows that looks for names to register.
type findData struct {
	Asked  []actions.Availability // the names that were typed whole
	Others []actions.Availability // free ones like them
	Looked bool
	More   bool // names were typed that were not asked about
}

// find looks whether names can be registered: those that are typed whole, and free ones that are made of a word.
func (p Pages) find(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d findData
	form := v.Typed()
	q := reseller.TrimEnds(v.Query.Get("q"))
	form.Values["q"] = q
	if q != "" {
		d.Looked = true
		var err error
		if d, err = p.found(ctx, v, q); err != nil {
			e := reseller.AsError(err)
			if e.Kind == reseller.KindInternal || e.Kind == reseller.KindForbidden {
				return visit.Answer{}, err
			}
			form.Tell("q", spelled(v, err))
			if e.Kind == reseller.KindUnavailable {
				form.Errors["q"] = v.Say("find.silent")
			}
		}
	}
	if err := addTax(v.Account.TaxRatePPM, d.Asked, d.Others); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/find", v.Say("find.title"), d).With(form), nil
}

// addTax adds the tax of an account to prices, as the page has it on which the name is then bought.
func addTax(ratePPM int64, offers ...[]actions.Availability) error {
	for _, list := range offers {
		for i, a := range list {
			if a.Price == nil {
				continue
			}
			tax, err := a.Price.Tax(ratePPM)
			if err != nil {
				return err
			}
			total, err := a.Price.Add(tax)
			if err != nil {
				return err
			}
			list[i].Price = &total
		}
	}
	return nil
}

// found asks the registries about the whole names that were typed, and for free ones like the first word beside them, or like a name that stands alone.
func (p Pages) found(ctx context.Context, v *visit.Visit, q string) (d findData, err error) {
	d.Looked = true
	term := q
	if strings.Contains(reseller.PlainDots(q), ".") {
		var names []string
		names, term = wholeNames(distinct(listed(strings.ToLower(q))))
		d.More, names = len(names) > findMost, names[:min(len(names), findMost)]
		if d.Asked, err = p.Actions.CheckAvailability(ctx, v.Call(), actions.CheckAvailability{Names: names}); err != nil {
			return d, err
		}
		if term == "" && len(names) == 1 {
			term, _, _ = strings.Cut(names[0], ".")
		}
	}
	if term == "" {
		return d, nil
	}
	free, err := p.Actions.SuggestDomains(ctx, v.Call(), actions.SuggestDomains{Term: term})
	for _, a := range free {
		if len(d.Asked) == 0 || d.Asked[0].Name != a.Name {
			d.Others = append(d.Others, a)
		}
	}
	return d, err
}

// wholeNames are what has a dot; word is the first that has none, "" if all have one.
func wholeNames(typed []string) (names []string, word string) {
	for _, text := range typed {
		switch {
		case strings.Contains(text, "."):
			names = append(names, text)
		case word == "":
			word = text
		}
	}
	return names, word
}
