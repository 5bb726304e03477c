package v2

import (
	"context"
	"slices"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// asked is one name of a lookup, as the client put it.
type asked struct{ label, tld string }

func (a asked) whole() string {
	if a.tld == "" {
		return a.label
	}
	return a.label + "." + a.tld
}

// maxTLD is more bytes than any TLD has with its dot. Looking for it further in a term without end takes time without end.
const maxTLD = 1024

// term gives what is looked for, without the TLD that some clients leave behind it, and the TLDs asked for, without dots.
func (p *Params) term() (label string, tlds []string) {
	label = strings.TrimSpace(p.Text("punycodesearchterm"))
	if label == "" {
		label = strings.TrimSpace(p.Text("searchterm"))
	}
	if label == "" {
		p.Fail(form.Missing("searchTerm"))
	}
	for _, e := range p.array("tldstoinclude").Entries() {
		if tld := strings.Trim(strings.ToLower(p.Scalar(e.Value, "tldsToInclude")), ". "); tld != "" {
			tlds = append(tlds, tld)
		}
	}
	for i := max(0, len(label)-maxTLD); i < len(label); i++ { // from the front: lower case may have another length
		if label[i] == '.' && slices.Contains(tlds, strings.ToLower(label[i+1:])) {
			return label[:i], tlds
		}
	}
	return label, tlds
}

// maxNames is how many names a lookup asks about where the client names no TLD: as many as CheckAvailability takes.
const maxNames = 50

// lookup answers for a label under the TLDs asked for; without any, for a whole name, or under every TLD that is sold.
func lookup(ctx context.Context, s *actions.Service, call actions.Call, p *Params) (form.Answer, error) {
	label, tlds := p.term()
	if p.Err() != nil {
		return form.Answer{}, p.Err()
	}
	prices, err := s.GetPricing(ctx, call, struct{}{})
	if err != nil {
		return form.Answer{}, err
	}
	var names []asked
	for _, tld := range tlds {
		names = append(names, asked{label, tld})
	}
	if first, rest, dotted := strings.Cut(label, "."); len(tlds) == 0 && dotted {
		names = []asked{{first, rest}}
	} else if len(tlds) == 0 {
		for _, t := range prices.TLDs[:min(len(prices.TLDs), maxNames)] {
			names = append(names, asked{label, t.Rules.Name})
		}
	}
	request := actions.CheckAvailability{}
	for _, n := range names {
		request.Names = append(request.Names, n.whole())
	}
	found, err := s.CheckAvailability(ctx, call, request)
	if err != nil {
		return form.Answer{}, err
	}
	list := make([]searchResult, len(found))
	for i, a := range found {
		list[i] = describe(s, names[i], a, prices)
	}
	return form.Answer{Body: encode(list)}, nil
}

// suggestions answers with names that are free and like the one looked for, the best first.
func suggestions(ctx context.Context, s *actions.Service, call actions.Call, p *Params) (form.Answer, error) {
	label, tlds := p.term()
	if p.Err() != nil {
		return form.Answer{}, p.Err()
	}
	prices, err := s.GetPricing(ctx, call, struct{}{})
	if err != nil {
		return form.Answer{}, err
	}
	label, _, _ = strings.Cut(label, ".")
	found, err := s.SuggestDomains(ctx, call, actions.SuggestDomains{Term: label, TLDs: tlds})
	if err != nil {
		return form.Answer{}, err
	}
	list := make([]searchResult, len(found))
	for i, a := range found {
		first, rest, _ := strings.Cut(a.Name, ".")
		list[i] = describe(s, asked{first, rest}, a, prices)
		list[i].Score = len(found) - i
	}
	return form.Answer{Body: encode(list)}, nil
}

// searchResult is a name as WHMCS's domain search describes it.
type searchResult struct {
	DomainName         string   `json:"domainName"`
	IDNDomainName      string   `json:"idnDomainName"`
	TLD                string   `json:"tld"`
	TLDNoDots          string   `json:"tldNoDots"`
	SLD                string   `json:"sld"`
	IDNSLD             string   `json:"idnSld"`
	Status             string   `json:"status"`
	LegacyStatus       string   `json:"legacyStatus"`
	Score              int      `json:"score"`
	IsRegistered       bool     `json:"isRegistered"`
	IsAvailable        bool     `json:"isAvailable"`
	IsValidDomain      bool     `json:"isValidDomain"`
	DomainErrorMessage string   `json:"domainErrorMessage"`
	Pricing            ordered  `json:"pricing"`
	ShortestPeriod     ordered  `json:"shortestPeriod"`
	Group              string   `json:"group"`
	MinLength          int      `json:"minLength"`
	MaxLength          int      `json:"maxLength"`
	IsPremium          bool     `json:"isPremium"`
	PremiumCostPricing []string `json:"premiumCostPricing"`
}

// searchWords are WHMCS's words for what a check found, in its two vocabularies, and words for people.
var searchWords = map[string]struct{ status, legacy, words string }{
	"available":   {"available for registration", "available", ""},
	"registered":  {"registered", "unavailable", ""},
	"reserved":    {"reserved", "unavailable", "this name cannot be registered"},
	"invalid":     {"unknown", "error", "this is not a valid domain name"},
	"unsupported": {"tld not supported", "error", "names under this TLD are not sold here"},
}

// describe puts the answer for one name into the words of WHMCS. A name that is free but has no price cannot be bought: it
// is shown as reserved, as WHMCS itself does.
func describe(s *actions.Service, a asked, found actions.Availability, prices actions.Pricing) searchResult {
	status := found.Status
	if status == "available" && found.Price == nil {
		status = "reserved"
	}
	words := searchWords[status]
	r := searchResult{
		DomainName: strings.ToLower(a.whole()), IDNDomainName: strings.ToLower(a.whole()), TLD: a.tld,
		TLDNoDots: strings.ReplaceAll(a.tld, ".", ""), SLD: strings.ToLower(a.label), IDNSLD: strings.ToLower(a.label),
		Status: words.status, LegacyStatus: words.legacy, Score: 1, IsRegistered: status == "registered",
		IsAvailable: status == "available", IsValidDomain: status != "invalid", DomainErrorMessage: words.words,
		MinLength: 1, MaxLength: maxLabel, IsPremium: found.Premium, PremiumCostPricing: []string{},
	}
	name, err := s.WholeName(found.Name)
	if err != nil {
		return r
	}
	r.DomainName, r.IDNDomainName, r.SLD, r.TLD = name.String(), name.Unicode(), name.SLD(), name.TLD()
	r.IDNSLD = strings.TrimSuffix(name.Unicode(), "."+unicodeTLD(name))
	r.TLDNoDots = strings.ReplaceAll(r.TLD, ".", "")
	r.Pricing, r.ShortestPeriod = pricesByPeriod(prices, r.TLD)
	return r
}

// maxLabel is the longest label that the DNS takes, in octets (RFC 1035 §2.3.4).
const maxLabel = 63

// unicodeTLD is what follows the first dot of a name as people read it.
func unicodeTLD(name reseller.Name) string {
	_, tld, _ := strings.Cut(name.Unicode(), ".")
	return tld
}
