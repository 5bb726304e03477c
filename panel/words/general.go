package words

var general = map[string]message{
	"language.en": {"English", "English"},
	"language.sv": {"Svenska", "Svenska"},

	"nav.skip":     {"Skip to content", "Hoppa till innehållet"},
	"nav.main":     {"Main menu", "Huvudmeny"},
	"nav.overview": {"Overview", "Översikt"},
	"nav.domains":  {"Domains", "Domäner"},
	"nav.menu":     {"Menu", "Meny"},
	"nav.sign_out": {"Sign out", "Logga ut"},
	"nav.you":      {"Signed in as %s", "Inloggad som %s"},
	"nav.operator": {"Operator", "Operatör"},
	"nav.theme":    {"Light or dark", "Ljust eller mörkt"},
	"nav.viewing":  {"You see the pages of %s as that reseller sees them. Nothing can be changed.", "Du ser sidorna för %s så som återförsäljaren ser dem. Inget kan ändras."},
	"nav.leave":    {"Leave", "Avsluta"},

	"keys.title":  {"Shortcuts", "Kortkommandon"},
	"keys.search": {"Search", "Sök"},
	"keys.move":   {"Next or previous row", "Nästa eller föregående rad"},
	"keys.select": {"Select the row", "Markera raden"},
	"keys.open":   {"Open the row", "Öppna raden"},
	"keys.list":   {"This list", "Den här listan"},
	"keys.close":  {"Close", "Stäng"},

	"time.today":      {"today", "i dag"},
	"time.tomorrow":   {"tomorrow", "i morgon"},
	"time.yesterday":  {"yesterday", "i går"},
	"time.in_days":    {"in %s days", "om %s dagar"},
	"time.days_ago":   {"%s days ago", "för %s dagar sedan"},
	"time.in_months":  {"in %s months", "om %s månader"},
	"time.months_ago": {"%s months ago", "för %s månader sedan"},
	"time.in_years":   {"in %s years", "om %s år"},
	"time.years_ago":  {"%s years ago", "för %s år sedan"},

	"again.title": {"This was done already", "Detta är redan gjort"},
	"again.says":  {"The form was sent before, and what it asks for was done then. Nothing was done a second time.", "Formuläret har skickats förut, och det som det ber om gjordes då. Inget har gjorts en andra gång."},
	"again.lost":  {"What was shown is shown once and kept nowhere. If you have not got it, go back and make another in its place.", "Det som visades visas en gång och sparas ingenstans. Om du inte har det, gå tillbaka och gör ett nytt i dess ställe."},
	"again.back":  {"Back", "Tillbaka"},
}
