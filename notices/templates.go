package notices

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode"

	"nameyard/reseller"
)

//go:embed templates
var builtin embed.FS

// languages are the languages that there are templates in. The first is used for every other language, and for the operator.
var languages = reseller.Languages

// Kinds lists the kinds of mails: there is a template of each.
var Kinds = []string{
	"registered", "registration_failed", "transfer_started", "transferred", "transfer_failed", "transfer_requested", "wrong_auth_code", "gone",
	"renewal_invoice", "invoice_cancelled", "invoice_credited", "renewed", "renewal_failed", "expires_soon", "expired", "deleting_unpaid", "redemption",
	"deleted", "restored", "low_credit", "credit_below", "spend_cap_reached", "card_charged", "card_declined", "top_up_paused", "webhook_disabled", "forwards_idle", TargetMail, "prices_planned", "prices_cancelled", "renewals_stopped", "operator_renewals_stopped", "operator_unpaid_kept", "operator_order_unclear",
	"operator_registry_funds", "operator_alert", "operator_registry_findings", "operator_registry_messages",
	"verification_needed", "verified", "hold_set", "hold_lifted", Invitation, SignInLink, ResetLink, passwordNone, passwordChanged, passkeyMade, Digest,
}

// Facts is what templates can say. Which of them are set depends on the kind of mail; amounts and dates go through the
// functions money and date.
type Facts struct {
	House           string   // the operator's business
	Address         []string // its address, line by line
	VAT             string   // its VAT number
	Account         string   // the reseller
	Domain          string
	Order           int64
	Operation       string // kind of an order
	Registry        string // name of its connector
	Years           int
	At              time.Time // when it happened
	PaidThrough     time.Time
	Renewed         time.Time // paid through if the invoice is paid
	RenewableUntil  time.Time // how long it can be renewed after that, zero = not known
	RestorableUntil time.Time
	Days            int // from now to PaidThrough, or that a forecast looks ahead
	AutoRenew       bool
	Disabled        bool // the account: it can do nothing by itself
	Reason          string
	Code            string
	Invoice         string    // number
	Credited        string    // number of the invoice that the credit note Invoice credits
	Due             time.Time // of an invoice, or of a verification
	Note            string    // number of the credit note that cancelled the invoice Invoice
	Paid            bool
	Expired         bool           // the name, before the invoice was written
	Amount          reseller.Money // with tax
	Tax             reseller.Money // in Amount
	Available       reseller.Money
	Missing         reseller.Money // of the credit; zero = it is enough
	Price           reseller.Money // of a restore, with tax
	Until           time.Time      // of a forecast
	Count           int            // renewals in it
	More            int            // of them that are not listed
	Renewals        []Renewal
	FirstLost       Renewal        // the first one that the credit does not cover; without a name where it is not known
	TopUpBelow      reseller.Money // automatic top-up is on, and charges the card once less than this is available; zero = it is not on
	Prices          []PriceAhead
	Kept            []PriceKept
	Page            string   // where something is explained
	Link            string   // page of the panel on which it goes on
	Findings        []string // lines
	News            []News   // of a daily mail
	Target          string   // address that is asked whether it wants forwarded mail, or that a person signs in with
	By              string   // who has the mail sent: e-mail address of a person
	Token           string   // name of a token
	From            string   // network address that something was done from

	state reseller.DomainState
	tld   string
	lang  string
}

// News is a line of a daily mail.
type News struct {
	At   time.Time // business time
	What string    // the subject of the mail that would have told it
}

// Renewal is a line of a forecast, or a name that is not renewed.
type Renewal struct {
	Domain      string
	PaidThrough time.Time
	ChargedAt   time.Time // from the credit
	Amount      reseller.Money
	Priced      bool
}

// Page is a mail written out.
type Page struct{ Subject, Text, HTML string }

// Templates are the texts of mails: files "en/registered.txt" whose first line is the subject.
type Templates struct {
	texts map[string]*template.Template // by language and kind
}

// LoadTemplates reads the built-in texts, with those in a folder of the same structure before them; "" = no folder. Each is
// tried out, so that a broken one shows here and not when a mail is due.
func LoadTemplates(folder string) (*Templates, error) {
	places := []fs.FS{}
	if folder != "" {
		if _, err := os.Stat(folder); err != nil {
			return nil, fmt.Errorf("mail templates: %w", err)
		}
		places = append(places, os.DirFS(folder))
	}
	inside, err := fs.Sub(builtin, "templates")
	if err != nil {
		return nil, err
	}
	places = append(places, inside)
	t := &Templates{texts: map[string]*template.Template{}}
	for _, language := range languages {
		for _, kind := range Kinds {
			if strings.HasPrefix(kind, "operator_") && language != languages[0] {
				continue
			}
			if err := t.load(places, language, kind); err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

func (t *Templates) load(places []fs.FS, language, kind string) error {
	footer, err := readFirst(places, language+"/footer.txt")
	if err != nil {
		return err
	}
	body, err := readFirst(places, language+"/"+kind+".txt")
	if err != nil {
		return err
	}
	name := language + "/" + kind + ".txt"
	text, err := template.New(name).Funcs(functions(language)).Option("missingkey=error").Parse(strings.TrimRight(body, "\n") + "\n" + footer)
	if err != nil {
		return fmt.Errorf("mail template %s: %w", name, err)
	}
	t.texts[language+"/"+kind] = text
	if _, err := t.Render(language, kind, Facts{Address: []string{""}, Renewals: []Renewal{{}}, News: []News{{}}}); err != nil {
		return err
	}
	return nil
}

// readFirst reads a file from the first place that has it.
func readFirst(places []fs.FS, name string) (string, error) {
	for _, place := range places {
		body, err := fs.ReadFile(place, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("mail template %s: %w", name, err)
		}
		return string(body), nil
	}
	return "", fmt.Errorf("mail template %s: %w", name, fs.ErrNotExist)
}

func functions(language string) template.FuncMap {
	return template.FuncMap{
		"money": func(m reseller.Money) string { return money(language, m) },
		"date": func(at time.Time) string {
			if at.IsZero() {
				return "-"
			}
			return at.UTC().Format(time.DateOnly)
		},
		"moment": func(at time.Time) string {
			if at.IsZero() {
				return "-"
			}
			return at.UTC().Format("2006-01-02 15:04 UTC")
		},
		"pad": func(width int, s string) string {
			return s + strings.Repeat(" ", max(width-len([]rune(s)), 0))
		},
	}
}

// money writes an amount as the language does: "312.00 USD", "312,00 SEK".
func money(language string, m reseller.Money) string {
	if m.Currency == "" {
		return "-"
	}
	if language == "sv" {
		return strings.Replace(m.Decimal(), ".", ",", 1) + " " + m.Currency
	}
	return m.String()
}

// Render writes a mail out.
func (t *Templates) Render(language, kind string, f Facts) (Page, error) {
	text := t.texts[language+"/"+kind]
	if text == nil {
		text = t.texts[languages[0]+"/"+kind]
	}
	if text == nil {
		return Page{}, fmt.Errorf("there is no mail of kind %q", kind)
	}
	var out strings.Builder
	if err := text.Execute(&out, f); err != nil {
		return Page{}, fmt.Errorf("write mail %s: %w", kind, err)
	}
	first, body, _ := strings.Cut(out.String(), "\n")
	subject, ok := strings.CutPrefix(first, "Subject: ")
	if !ok || strings.TrimSpace(subject) == "" {
		return Page{}, fmt.Errorf("mail template %s must begin with a line \"Subject: …\"", text.Name())
	}
	if !slices.Contains(languages, language) {
		language = languages[0]
	}
	p := Page{Subject: oneLine(subject), Text: strings.TrimSpace(body) + "\n"}
	p.HTML = htmlOf(language, p)
	return p, nil
}

// oneLine makes text of others fit into one line: no line breaks, no control characters, nothing that turns the text around it.
func oneLine(s string) string {
	return reseller.Printable(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " "))
}

// IsKind reports whether there is a mail of this kind.
func IsKind(kind string) bool { return slices.Contains(Kinds, kind) }
