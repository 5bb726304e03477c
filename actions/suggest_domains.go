package actions

import (
	"context"
	"slices"
	"strings"

	"nameyard/reseller"
)

// maxSuggestions is how many names one request is answered with at most.
const maxSuggestions = 20

// SuggestDomains asks for names that are free and like a search term.
type SuggestDomains struct {
	Term string   // one label, or words with blanks between
	TLDs []string // without a leading dot, those wanted most first; none = every TLD that is sold in the account's currency
}

// affixes make names out of others: before and behind the label.
var affixes = [][2]string{{"", "online"}, {"", "web"}, {"my", ""}, {"get", ""}, {"", "shop"}, {"", "hq"}, {"the", ""}, {"", "app"}}

// SuggestDomains gives names that can be bought now, the closest to the term first: the term itself under every TLD, then
// other ways to write it, then with words before or behind it. A term of which no name can be made gives none.
func (s *Service) SuggestDomains(ctx context.Context, call Call, r SuggestDomains) ([]Availability, error) {
	if strings.TrimSpace(r.Term) == "" {
		return nil, reseller.Missing(reseller.PathTerm)
	}
	tlds := r.TLDs
	if len(tlds) == 0 {
		list, err := s.GetPricing(ctx, call, struct{}{})
		if err != nil {
			return nil, err
		}
		for _, t := range list.TLDs {
			tlds = append(tlds, t.Rules.Name)
		}
	}
	found := []Availability{}
	for chunk := range slices.Chunk(s.candidates(r.Term, tlds), maxSuggestions) {
		some, err := s.buyable(ctx, call, chunk)
		if err != nil {
			return nil, err
		}
		if found = append(found, some...); len(found) >= maxSuggestions {
			return found[:maxSuggestions], nil
		}
	}
	return found, nil
}

// maxTerm is how many bytes a term may have from which names are made. Labels have 63 letters, of four bytes at most.
const maxTerm = 4 * 63

// candidates lists names made of a term, each once, as many as one request may ask about.
func (s *Service) candidates(term string, tlds []string) []reseller.Name {
	if len(term) > maxTerm {
		return nil
	}
	words := strings.Fields(strings.ToLower(term))
	labels := []string{strings.Join(words, "")}
	if len(words) > 1 {
		labels = append(labels, strings.Join(words, "-"))
	}
	for _, a := range affixes {
		labels = append(labels, a[0]+labels[0]+a[1])
	}
	var names []reseller.Name
	for _, label := range labels {
		for _, tld := range tlds {
			name, err := reseller.ParseName(label, tld)
			if err != nil || slices.Contains(names, name) {
				continue
			}
			if names = append(names, name); len(names) == maxChecks {
				return names
			}
		}
	}
	return names
}

// buyable gives those of some names that can be bought now.
func (s *Service) buyable(ctx context.Context, call Call, names []reseller.Name) ([]Availability, error) {
	var found []Availability
	for _, name := range names {
		a, err := s.availability(ctx, call, name.String())
		if err != nil {
			return nil, err
		}
		if a.Status == "available" && a.Price != nil {
			found = append(found, a)
		}
	}
	return found, nil
}
