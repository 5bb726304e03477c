package zone

import (
	"strings"

	"nameyard/reseller"
)

// MaxTemplate is how many bytes the text of a template may have.
const MaxTemplate = 32 << 10

// templateName is what stands for the name in a template.
const templateName = "{name}"

// FillTemplate makes the zone file of a name out of a template: a zone file that is relative to the name, with {name} where a text has the
// name itself.
func FillTemplate(name reseller.Name, text string) string {
	return strings.ReplaceAll(text, templateName, name.String())
}

// sampleName is a name that templates are tried with. Its TLD is set aside for documentation (RFC 2606), so no template means hosts in it.
var sampleName = reseller.NameOf("sample.example", "example")

// CheckTemplate gives the text of a template as it is kept, once it is one that a name could have. Errors name lines.
func CheckTemplate(text string) (string, error) {
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n") + "\n"
	if len(text) > MaxTemplate {
		return "", reseller.Invalid(reseller.PathZoneFile, "the template has %d bytes, at most %d are allowed", len(text), MaxTemplate)
	}
	made, err := ReadFile(sampleName, FillTemplate(sampleName, text)).Onto(sampleName, nil)
	if err == nil && len(made.Records) == 0 {
		err = reseller.Invalid(reseller.PathZoneFile, "there is no record in the template that a name could get: write at least one, for example @ A 192.0.2.1")
	}
	return text, err
}
