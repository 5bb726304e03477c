package actions

import (
	"context"

	"nameyard/reseller"
)

// maxChecks is how many names one request may ask about.
const maxChecks = 50

// CheckAvailability asks about names, raw: "not valid" is an answer here.
type CheckAvailability struct {
	Names []string // "example.com"
}

// Availability is the answer for one name.
type Availability struct {
	Name    string // as asked for, in ACE where it is valid
	Status  string // available, registered, reserved, invalid, unsupported
	Premium bool
	Price   *reseller.Money // of the first year, net; nil if it cannot be bought
	// Asked is what its registry asks of a registrar for a year of a premium name; nil if it is none, or the registry does not say. Nobody can
	// buy it here for that, or for any other price: price lists are by TLD.
	Asked *reseller.Money
}

// CheckAvailability reports for each name whether it can be registered and for how much, in the order asked.
func (s *Service) CheckAvailability(ctx context.Context, call Call, r CheckAvailability) ([]Availability, error) {
	if len(r.Names) == 0 {
		return nil, reseller.Missing(reseller.PathNames)
	}
	if len(r.Names) > maxChecks {
		return nil, reseller.Invalid(reseller.PathNames, "%d names are too many for one request: ask about %d at most", len(r.Names), maxChecks)
	}
	list := make([]Availability, len(r.Names))
	for i, raw := range r.Names {
		a, err := s.availability(ctx, call, raw)
		if err != nil {
			return nil, err
		}
		list[i] = a
	}
	return list, nil
}

func (s *Service) availability(ctx context.Context, call Call, raw string) (Availability, error) {
	answer := Availability{Name: raw}
	name, err := s.routes.Rules().Split(raw)
	if err != nil {
		answer.Status = "invalid"
		if reseller.AsError(err).Code == reseller.CodeUnsupportedTLD {
			answer.Status = "unsupported"
		}
		return answer, nil
	}
	answer.Name = name.String()
	if rules, err := s.routes.Rules().Lookup(name.TLD()); err != nil || rules.CheckName(name) != nil {
		answer.Status = "invalid"
		return answer, nil
	}
	found, err := s.check(ctx, name)
	if err != nil {
		return answer, err
	}
	answer.Premium = found.Premium
	switch {
	case !found.Valid:
		answer.Status = "reserved"
		return answer, nil
	case !found.Free:
		answer.Status = "registered"
		return answer, nil
	}
	answer.Status = "available"
	if found.Premium {
		if found.Fee != nil {
			answer.Asked = &reseller.Money{Minor: found.Fee.Amount, Currency: found.Fee.Currency}
		}
		return answer, nil // premium names are not on the price list
	}
	price, sold, err := s.price(ctx, call.Caller.Account, name.TLD(), reseller.OpRegister, 1)
	if sold {
		answer.Price = &reseller.Money{Minor: price.Net, Currency: price.Currency}
	}
	return answer, err
}

// premiumRefused is why a premium name is not sold.
func premiumRefused(name reseller.Name) *reseller.Error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeNotAvailable, "%s is a premium name: its registry asks a price of its own for it, so it cannot be registered here", name)
}
