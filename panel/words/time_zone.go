package words

var timeZone = map[string]message{
	"timezone.title":   {"Time zone", "Tidszon"},
	"timezone.what":    {"Times on these pages are in your time zone, with UTC where you point at them. Mails, invoices and downloads are in UTC, and so are dates by rule: when a name expires, an invoice is due, or a price begins.", "Tider på de här sidorna är i din tidszon, med UTC när du pekar på dem. E-post, fakturor och filer är i UTC, och det är även datum enligt regel: när en domän löper ut, en faktura förfaller eller ett pris börjar."},
	"timezone.now":     {"It is %s there now.", "Där är det nu %s."},
	"timezone.field":   {"City, or zone", "Stad eller zon"},
	"timezone.hint":    {"For example Stockholm, or Europe/Stockholm. Empty is UTC.", "Till exempel Stockholm eller Europe/Stockholm. Tomt är UTC."},
	"timezone.browser": {"Your browser's:", "Webbläsarens:"},
	"timezone.save":    {"Save the time zone", "Spara tidszonen"},
	"timezone.saved":   {"Saved. Times are in this zone from now on.", "Sparat. Tider är i den här zonen från och med nu."},
	"timezone.wrong":   {"“%s” is no time zone, or there are several of that name. Choose one of the list.", "”%s” är ingen tidszon, eller så finns det flera med det namnet. Välj en i listan."},
}
