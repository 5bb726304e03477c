package reseller

import (
	"cmp"
	"strings"
)

// AuditFact is one part of what an audit record is about: "spend_cap" is "25.00 SEK".
type AuditFact struct {
	Field string // code of the part; panel/words says it
	Value string // for people and programs alike, never a secret; "" = there is none
}

// AuditChange is what one part was before and is after what is recorded.
type AuditChange struct {
	Field  string `json:"field"`
	Before string `json:"before"` // "" = there was none
	After  string `json:"after"`  // "" = there is none
}

// AuditChanges are the parts that are another one after than before, in the order of the facts. What was made has no facts before, and what is
// no more none after.
func AuditChanges(before, after []AuditFact) []AuditChange {
	was := map[string]string{}
	for _, f := range before {
		was[f.Field] = f.Value
	}
	var changes []AuditChange
	note := func(c AuditChange) {
		if c.Before != c.After {
			changes = append(changes, c)
		}
	}
	is := map[string]bool{}
	for _, f := range after {
		is[f.Field] = true
		note(AuditChange{f.Field, was[f.Field], f.Value})
	}
	for _, f := range before {
		if !is[f.Field] {
			note(AuditChange{Field: f.Field, Before: f.Value})
		}
	}
	return changes
}

// AuditValue is how a part of a record is told: as it is in what was made or ended, and before → after in all others. none says that there is none, and
// say writes a value.
func (r AuditRecord) AuditValue(c AuditChange, none string, say func(field, value string) string) string {
	told := func(value string) string {
		if value == "" {
			return none
		}
		return say(c.Field, value)
	}
	switch AuditKinds[r.Action] {
	case AuditMade, AuditEnded:
		return told(cmp.Or(c.After, c.Before))
	}
	return told(c.Before) + " → " + told(c.After)
}

// toldField is the code of a part as a word.
func toldField(field string) string { return strings.ReplaceAll(field, "_", " ") }

// AuditForm is of what form the values of a part are. Those of no form are names and texts, which are told as they are.
type AuditForm string

// The forms.
const (
	AuditFlag   AuditForm = "flag"   // "true" or "false"
	AuditAmount AuditForm = "amount" // "25.00 SEK"
	AuditCode   AuditForm = "code"   // a state, a role or a language
	AuditTime   AuditForm = "time"   // an instant as in RFC 3339, in UTC
)

// AuditForms are the forms by the part.
var AuditForms = map[string]AuditForm{
	"disabled": AuditFlag, "auto_renew": AuditFlag, "dns": AuditFlag, "mail": AuditFlag, "removed": AuditFlag, "locked": AuditFlag, "privacy": AuditFlag,
	"for_new_names": AuditFlag, "taken_off": AuditFlag,
	"spend_cap": AuditAmount, "credit_floor": AuditAmount, "available": AuditAmount, "below": AuditAmount, "charge": AuditAmount, "month": AuditAmount,
	"net": AuditAmount, "cost": AuditAmount, "refunded": AuditAmount, "disputed": AuditAmount,
	"state": AuditCode, "hold": AuditCode, "registry_hold": AuditCode, "verification": AuditCode, "role": AuditCode, "language": AuditCode,
	"expires": AuditTime, "switched_off": AuditTime, "closed": AuditTime, "old_secret_until": AuditTime,
}

// toldValue is a value as it is, but for what is or is not.
func toldValue(field, value string) string {
	if AuditForms[field] == AuditFlag {
		switch value {
		case "true":
			return "yes"
		case "false":
			return "no"
		}
	}
	return value
}

// changesTold are the changes of a record in English: "spend cap none → 25.00 SEK; language en → sv".
func (r AuditRecord) changesTold() string {
	told := make([]string, len(r.Changes))
	for i, c := range r.Changes {
		told[i] = toldField(c.Field) + " " + r.AuditValue(c, "none", toldValue)
	}
	return strings.Join(told, "; ")
}
