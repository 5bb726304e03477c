package actions

import (
	"context"
	"strings"

	"nameyard/reseller"
)

// MailWay is what would become of a mail, as the operator's test of forwards tells it.
type MailWay struct {
	Address string
	Outcome string // "forwarded", "waiting", "refused" or "elsewhere"
	Reply   string // of our mail server to the sender's
	Why     string // why nobody gets it, for people; "" if somebody does
	Targets []string
	Steps   []MailStep
	// Beyond says that forwards of other names come after those that are told.
	Beyond bool
}

// MailStep is one forward that is followed, or an end of the way.
type MailStep struct {
	Address string
	Prefix  string // of the forward that takes the mail; "*" is the catch-all
	Targets []string
	Why     string // why the mail goes no further; "" if it does
}

// TestForward asks what would become of a mail to an address of a name. Nothing is sent.
type TestForward struct {
	Name   reseller.Name
	Prefix string // what stands before the @; a whole address of the name does, too
}

// TestForward follows the forwards of a name as its mail server would. Of forwards of other names, which may be another account's, it tells
// only that they come after.
func (s *Service) TestForward(ctx context.Context, call Call, r TestForward) (MailWay, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return MailWay{}, err
	}
	if s.mailWay == nil {
		return MailWay{}, reseller.Errorf(reseller.KindUnsupported, reseller.CodeNotSupported, "this server does not take mail")
	}
	local, domain, whole := strings.Cut(strings.ToLower(reseller.TrimEnds(r.Prefix)), "@")
	if whole {
		if host, err := reseller.CanonicalHost(domain, reseller.HostRule); err != nil || host != d.Name.String() { // it may be written in Unicode
			return MailWay{}, reseller.Invalid(pathPrefix, "%q is not an address in %s: give the part before the @ only", r.Prefix, d.Name)
		}
	}
	if err := reseller.CheckLocalPart(local, reseller.Deliverable); err != nil {
		return MailWay{}, reseller.AsError(err).In(pathPrefix)
	}
	way, err := s.mailWay(ctx, local+"@"+d.Name.String())
	if err != nil {
		return MailWay{}, err
	}
	return way.within(d.Name), nil
}

// pathPrefix is the part of a forward that stands before the @.
const pathPrefix reseller.Path = "prefix"

// within leaves out what forwards of other names do.
func (w MailWay) within(name reseller.Name) MailWay {
	told, own := w, map[string]bool{}
	told.Steps, told.Targets = nil, nil
	for _, step := range w.Steps { // each after the one that leads to it
		_, domain, _ := strings.Cut(step.Address, "@")
		if domain != name.String() && (step.Why == "" || !own[step.Address]) {
			told.Beyond = true
			continue
		}
		told.Steps = append(told.Steps, step)
		for _, target := range step.Targets {
			own[strings.ToLower(target)] = true
		}
	}
	for _, target := range w.Targets {
		if own[target] {
			told.Targets = append(told.Targets, target)
		}
	}
	if told.Beyond {
		told.Why = ""
		for i := range told.Steps { // of a circle, the addresses in it
			told.Steps[i].Why, _, _ = strings.Cut(told.Steps[i].Why, ":")
		}
	}
	return told
}
