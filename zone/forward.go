package zone

import (
	"slices"
	"strings"

	"nameyard/reseller"
)

// Forward sends the mail of one address in a domain to others. In normal form Prefix is the part before the @ in lower
// case, or "*" for all addresses that no other forward names (catch-all); ForwardTo is one or several e-mail addresses,
// separated by commas.
type Forward struct {
	Prefix    string `json:"prefix"`
	ForwardTo string `json:"forwardto"`
}

// ForwardsChange tells what takes one set of forwards to another. One that gets other targets is in both lists.
type ForwardsChange struct{ Added, Removed []Forward }

// CompareForwards tells what takes one set of forwards to another.
func CompareForwards(was, is []Forward) (c ForwardsChange) {
	missing := func(set, other []Forward) (left []Forward) {
		for _, f := range set {
			if !slices.Contains(other, f) {
				left = append(left, f)
			}
		}
		return left
	}
	return ForwardsChange{Added: missing(is, was), Removed: missing(was, is)}
}

// The parts of a forward, as paths call them.
const (
	partPrefix  reseller.Path = "prefix"
	partTargets reseller.Path = "targets"
)

const (
	maxForwards       = 500 // forwards of a domain
	maxForwardTargets = 20  // addresses in one forward
)

// MaxTargets is how many addresses one mail is forwarded to at most: all rows of a prefix together, and all forwards that follow it.
const MaxTargets = 100

// Targets lists the addresses of a forward in normal form.
func (f Forward) Targets() []string { return strings.Split(f.ForwardTo, ",") }

// TargetsOf lists the addresses that forwards lead to, in lower case, each once.
func TargetsOf(forwards []Forward) []string {
	var addresses []string
	seen := map[string]bool{}
	for _, f := range forwards {
		for _, target := range f.Targets() {
			if target = strings.ToLower(target); target != "" && !seen[target] {
				seen[target] = true
				addresses = append(addresses, target)
			}
		}
	}
	return addresses
}

// CheckForwards brings the rows of a save to normal form. The set is good as a whole or not at all. A row without
// prefix and addresses is left out, and so is a repeated one; an empty prefix, "*" and "@" are the catch-all.
//
// A forward to its own address, or in a circle, is stored: it is what the protocol's own example shows. It is the mail
// server that must not follow it. All faults are told (reseller.Faults): they name the row (from 1) in words and carry the path of its part:
// forwards[2].targets.
func CheckForwards(name reseller.Name, rows []Forward) ([]Forward, error) {
	var bad reseller.Faults
	checked, full := []Forward{}, map[string]bool{}
	for i, row := range rows {
		if strings.TrimSpace(row.Prefix) == "" && strings.TrimSpace(row.ForwardTo) == "" {
			continue
		}
		f, err := checkForward(name, row)
		if !bad.AddEach(err, func(fault *reseller.Error) *reseller.Error {
			return reseller.Invalid(reseller.PathForwards.At(i).Part(fault.Field), "row %d: %s: %s", i+1, fault.Field, reseller.Inner(fault)).Because(fault.Cause)
		}) {
			continue
		}
		if !slices.Contains(checked, f) {
			checked = append(checked, f)
		}
		if len(checked) > maxForwards {
			bad.Add(reseller.Invalid(reseller.PathForwards.At(i).Part(partPrefix), "a domain can have at most %d e-mail forwards", maxForwards))
			break
		}
		if n := targetsOfPrefix(checked, f.Prefix); n > MaxTargets && !full[f.Prefix] {
			full[f.Prefix] = true
			bad.Add(reseller.Invalid(reseller.PathForwards.At(i).Part(partTargets),
				"row %d: all rows of %s together have %d addresses, at most %d are allowed", i+1, f.Prefix, n, MaxTargets))
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	return checked, nil
}

// targetsOfPrefix counts the addresses that get a mail to a prefix.
func targetsOfPrefix(forwards []Forward, prefix string) int {
	return len(TargetsOf(slices.DeleteFunc(slices.Clone(forwards), func(f Forward) bool { return f.Prefix != prefix })))
}

func checkForward(name reseller.Name, row Forward) (Forward, error) {
	var bad reseller.Faults
	prefix, err := forwardPrefix(name, row.Prefix)
	if err != nil {
		bad.Add(reseller.AsError(err).In(partPrefix))
		prefix = strings.TrimSpace(row.Prefix)
	}
	var targets []string
	seen := map[string]bool{}
	for text := range strings.SplitSeq(row.ForwardTo, ",") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		target, err := forwardTarget(text)
		if bad.Add(err) && !seen[target] {
			seen[target] = true
			targets = append(targets, target)
		}
	}
	switch {
	case len(targets) == 0 && !bad.About(partTargets):
		bad.Add(reseller.Invalid(partTargets, "no address to forward %s to: give one, or leave %s and %s empty to drop the row", prefix, partPrefix, partTargets))
	case len(targets) > maxForwardTargets:
		bad.Add(reseller.Invalid(partTargets, "%d addresses, at most %d are allowed", len(targets), maxForwardTargets))
	}
	return Forward{Prefix: prefix, ForwardTo: strings.Join(targets, ",")}, bad.Err()
}

// forwardPrefix checks a prefix. A whole address in the domain is taken for its local part.
func forwardPrefix(name reseller.Name, given string) (string, error) {
	prefix := strings.ToLower(strings.TrimSpace(given))
	if prefix == "" || prefix == "*" || prefix == "@" {
		return "*", nil
	}
	if local, domain, whole := strings.Cut(prefix, "@"); whole {
		if host, err := reseller.CanonicalHost(domain, reseller.HostRule); err != nil || host != name.String() {
			return "", reseller.Invalid("", "%q is not an address in %s: give the part before the @ only", given, name)
		}
		prefix = local
		if prefix == "" || prefix == "*" {
			return "*", nil
		}
	}
	if err := reseller.CheckLocalPart(prefix, reseller.Deliverable); err != nil {
		return "", reseller.Invalid("", "%q cannot stand before the @: %s", given, reseller.Inner(err))
	}
	return prefix, nil
}

// forwardTarget checks an address to forward to. What mail programs would read as a command, a file, a list or an option is
// refused.
func forwardTarget(text string) (string, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "-") {
		return "", reseller.Invalid(partTargets, "%q begins with a hyphen", text)
	}
	target, err := reseller.CheckMailbox(text, reseller.Deliverable)
	if err != nil {
		return "", reseller.Invalid(partTargets, "%s", reseller.Inner(err)).Because(err)
	}
	return target, nil
}
