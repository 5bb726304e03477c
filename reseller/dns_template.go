package reseller

import (
	"strings"
	"time"
)

// DNSTemplate is a set of DNS records that an account keeps under a name, to give it to names.
type DNSTemplate struct {
	ID        int64
	AccountID int64
	Name      string // an account has it once, in whatever case
	Text      string // of a zone file, as zone.CheckTemplate gives it; lists leave it out
	ForNew    bool   // new names on the house's name servers begin with its records; one of an account at most
	ChangedAt time.Time
}

// MaxTemplateName is how many characters the name of a template may have.
const MaxTemplateName = 60

// CheckTemplateName gives the name of a template as it is kept: one line of 1 to MaxTemplateName characters.
func CheckTemplateName(text string) (string, error) {
	return checkTitle(PathTemplateName, text, MaxTemplateName)
}

// TemplateKey is by what names of templates are the same: their letters in lower case.
func TemplateKey(name string) string { return strings.ToLower(name) }
