package words

var settings = map[string]message{
	"settings.title":         {"Account", "Konto"},
	"settings.facts":         {"The account", "Kontot"},
	"settings.facts_says":    {"The operator changes these.", "Operatören ändrar de här."},
	"settings.name":          {"Name", "Namn"},
	"settings.email":         {"E-mail address", "E-postadress"},
	"settings.currency":      {"Currency", "Valuta"},
	"settings.tax":           {"Tax", "Moms"},
	"settings.no_tax":        {"none", "ingen"},
	"settings.since":         {"Since", "Sedan"},
	"settings.contact":       {"Default contact", "Standardkontakt"},
	"settings.no_contact":    {"None: each order names its contacts.", "Ingen: varje order anger sina kontakter."},
	"settings.mail":          {"Mail and invoices", "E-post och fakturor"},
	"settings.mail_says":     {"What happens to names and money is told by mail to %s, in the language that you choose here. Each thing is told once.", "Vad som händer med namn och pengar berättas med e-post till %s, på språket du väljer här. Varje sak berättas en gång."},
	"settings.to_notices":    {"What is told, and when", "Vad som berättas, och när"},
	"settings.language":      {"Language of mail and invoices", "Språk i e-post och fakturor"},
	"settings.save":          {"Save", "Spara"},
	"settings.saved":         {"Saved. Mail and invoices from now on are in this language.", "Sparat. E-post och fakturor från och med nu är på detta språk."},
	"settings.programs":      {"A program that should hear of everything at once uses a webhook.", "Ett program som ska höra allt genast använder en webhook."},
	"settings.to_webhooks":   {"To the webhooks", "Till webhooks"},
	"settings.page_language": {"The language of these pages is each person's own and is chosen in the menu.", "Språket på de här sidorna är vars och ens eget och väljs i menyn."},
}
