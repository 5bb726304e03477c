package epp

import (
	"regexp"
	"strings"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
)

// Wording is what a registry says of a change that no extension tells.
type Wording struct {
	Words string               `json:"words"` // that a message holds, in any case of letters
	Kind  registry.MessageKind `json:"kind"`  // verification_due, verified, hold_set, hold_lifted, low_funds or changed
}

// wordings are what registries are known to say; those of a profile go before them. The first two lines of .se and .nu are in their
// description of the check of holders' data.
var wordings = []Wording{
	{"needs verification", registry.MessageVerificationDue},
	{"verification required", registry.MessageVerificationDue},
	{"registrant verified", registry.MessageVerified},
	{"verification completed", registry.MessageVerified},
	{"serverhold removed", registry.MessageHoldLifted},
	{"hold removed", registry.MessageHoldLifted},
	{"low account balance", registry.MessageLowFunds},
	{"low balance", registry.MessageLowFunds},
	{"balance is low", registry.MessageLowFunds},
	{"insufficient funds", registry.MessageLowFunds},
	{"credit limit", registry.MessageLowFunds},
}

// worded are the kinds that a Wording may name.
var worded = []registry.MessageKind{
	registry.MessageVerificationDue, registry.MessageVerified, registry.MessageHoldSet, registry.MessageHoldLifted, registry.MessageLowFunds,
	registry.MessageChanged,
}

// saidIn is the kind of message that words mean; empty if they mean none that is known.
func (c *Connector) saidIn(words string) registry.MessageKind {
	words = strings.ToLower(words)
	for _, list := range [][]Wording{c.set.Profile.Messages, wordings} {
		for _, w := range list {
			if strings.Contains(words, strings.ToLower(w.Words)) {
				return w.Kind
			}
		}
	}
	return ""
}

var dates = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// dateIn is the first date in words, zero if there is none.
func dateIn(words string) time.Time { return wire.ParseTime(dates.FindString(words)) }

// flat writes a part of a message on one line, for people, without what opens a name.
func flat(n *wire.Node) string {
	if n == nil || n.Name == "authInfo" || n.Name == "pw" {
		return ""
	}
	text := n.Name
	for _, a := range n.Attrs {
		if a.Name.Space == "" && a.Name.Local != "xmlns" {
			text += " " + a.Name.Local + "=" + a.Value
		}
	}
	if value := n.Value(); value != "" {
		return text + ": " + value + "; "
	}
	return text + " " + flatInside(n)
}

func flatInside(n *wire.Node) (text string) {
	if n != nil {
		for _, kid := range n.Kids {
			text += flat(kid)
		}
	}
	return text
}
