package reseller

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// CheckFields checks a caller's TLD-specific fields and gives them by their canonical keys ("id_number"), in normal
// form. They belong to the holder of the name, the registrant as CheckContact gave it. A field may be called by name, key or
// alias, without regard to case, blanks and underscores. Fields that the TLD does not know and empty ones are left out. All
// faults are told (Faults), each with the path of its field.
func (t TLD) CheckFields(fields map[string]string, holder Contact) (map[string]string, error) {
	given := map[string][]string{}
	for _, called := range slices.Sorted(maps.Keys(fields)) {
		if value := TrimEnds(fields[called]); value != "" {
			name := foldFieldName(called)
			given[name] = append(given[name], value)
		}
	}
	var bad Faults
	checked := map[string]string{}
	for _, field := range t.Fields {
		if value, err := t.checkField(field, given, holder); bad.Add(err) && value != "" {
			checked[field.Key] = value
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	return checked, nil
}

// UnknownFields lists the fields that are called by no name of the TLD's, in alphabetical order.
func (t TLD) UnknownFields(fields map[string]string) []string {
	var unknown []string
	for _, called := range slices.Sorted(maps.Keys(fields)) {
		known := func(f Field) bool { return slices.Contains(f.calledBy(), foldFieldName(called)) }
		if !slices.ContainsFunc(t.Fields, known) {
			unknown = append(unknown, called)
		}
	}
	return unknown
}

// NoSuchField is the error of an additional field that the TLD does not have. It names the ones that it has.
func (t TLD) NoSuchField(called string) error {
	keys := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		keys[i] = fmt.Sprintf("%s (%s)", f.Key, f.Name)
	}
	has := "it has none"
	if len(keys) > 0 {
		has = "it has " + strings.Join(keys, ", ")
	}
	return Invalid(PathAdditionalField, ".%s has no additional field %q; %s", t.Name, called, has)
}

func (t TLD) checkField(field Field, given map[string][]string, holder Contact) (string, error) {
	var values []string
	path := PathAdditionalField.Part(Path(field.Key))
	for _, called := range field.calledBy() {
		values = append(values, given[called]...)
	}
	if len(values) == 0 && field.Default != "" {
		values = []string{field.Default}
	}
	if len(values) == 0 {
		if !field.Required && field.requiredOf(holder) {
			return "", Errorf(KindInvalid, CodeMissingParameter, "%q is required of companies in %s for .%s and is missing or empty in %s",
				field.Name, holder.Country, t.Name, PathAdditionalField).In(path)
		}
		if field.Required {
			return "", Errorf(KindInvalid, CodeMissingParameter, "%q is required for .%s and is missing or empty in %s", field.Name, t.Name, PathAdditionalField).In(path)
		}
		return "", nil
	}
	canonical := ""
	for i, value := range values {
		checked, err := field.check(value, holder)
		if err != nil {
			return "", Invalid(path, "%q of .%s: %s", field.Name, t.Name, Inner(err)).Because(err)
		}
		if i > 0 && checked != canonical {
			return "", Errorf(KindInvalid, CodeAmbiguousParameter, "%q of .%s is given twice with different values", field.Name, t.Name).In(path)
		}
		canonical = checked
	}
	return canonical, nil
}

// FieldsByPosition reads the positional list of older clients: values in the order of GetDomainFields. Values beyond the
// TLD's fields are left out. The result goes to CheckFields.
func (t TLD) FieldsByPosition(values []string) map[string]string {
	fields := map[string]string{}
	for i := range min(len(values), len(t.Fields)) {
		fields[t.Fields[i].Key] = values[i]
	}
	return fields
}

// check brings one value to its normal form.
func (f Field) check(value string, holder Contact) (string, error) {
	if choices := f.Choices(); len(choices) > 0 {
		for _, choice := range choices {
			if strings.EqualFold(choice, value) {
				return choice, nil
			}
		}
		return "", Invalid("", "%q is not one of %s", value, strings.Join(choices, ", "))
	}
	return fieldChecks[f.Check](value, holder)
}

// Choices lists the values of a dropdown or radio field. WHMCS writes options as "value,value" or "value|label,value|label".
func (f Field) Choices() []string {
	if f.Type != "dropdown" && f.Type != "radio" {
		return nil
	}
	var choices []string
	for option := range strings.SplitSeq(f.Options, ",") {
		value, _, _ := strings.Cut(option, "|")
		if value = strings.TrimSpace(value); value != "" {
			choices = append(choices, value)
		}
	}
	return choices
}

// calledBy lists the folded names that the field answers to, each once.
func (f Field) calledBy() []string {
	var called []string
	for _, name := range append([]string{f.Key, f.Name}, f.Aliases...) {
		if folded := foldFieldName(name); folded != "" && !slices.Contains(called, folded) {
			called = append(called, folded)
		}
	}
	return called
}

// foldFieldName makes "Identification Number", "identification_number" and "IDENTIFICATION-NUMBER" equal. PHP turns the
// blanks of form keys into underscores.
func foldFieldName(name string) string {
	return strings.Map(func(c rune) rune {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, name)
}

// plainValue takes any text that a registry can carry, at most 255 characters.
func plainValue(value string, _ Contact) (string, error) { return cleanText(value, 255) }

// requiredOf reports whether a holder must give the field.
func (f Field) requiredOf(holder Contact) bool {
	return f.Required || holder.Company != "" && slices.Contains(f.RequiredOfCompaniesIn, holder.Country)
}
