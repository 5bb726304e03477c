package words

// templates are the words of templates of DNS records.
var templates = map[string]message{
	"templates.title":        {"DNS templates", "DNS-mallar"},
	"templates.says":         {"Records that you give to one name, on its page for DNS, or to many, in the list of names.", "Poster som du ger en domän, på dess sida för DNS, eller många, i listan över domäner."},
	"templates.none":         {"There are no DNS templates yet.", "Det finns inga DNS-mallar än."},
	"templates.new":          {"New DNS template", "Ny DNS-mall"},
	"templates.name":         {"Name of the template", "Mallens namn"},
	"templates.no_name":      {"A template needs a name.", "En mall behöver ett namn."},
	"templates.text":         {"Records", "Poster"},
	"templates.changed":      {"Changed", "Ändrad"},
	"templates.hint":         {"One record on a line, as in a zone file: host, type, value. @ is the name itself, hosts without a dot at the end lie in it, and {name} stands for the name inside a text.", "En post per rad, som i en zonfil: värd, typ, värde. @ är själva domänen, värdar utan punkt på slutet ligger i den, och {name} står för domänen inne i en text."},
	"templates.for_new":      {"New names begin with these records", "Nya domäner börjar med de här posterna"},
	"templates.for_new_hint": {"Names that you register on our name servers. No more than one template is for them.", "Domäner som du registrerar på våra namnservrar. Högst en mall gäller för dem."},
	"templates.new_tag":      {"for new names", "för nya domäner"},
	"templates.keeps":        {"Names that have got these records keep what they have.", "Domäner som har fått posterna behåller vad de har."},
	"templates.save":         {"Save the template", "Spara mallen"},
	"templates.saved":        {"The template is saved.", "Mallen är sparad."},
	"templates.remove":       {"Remove the template", "Ta bort mallen"},
	"templates.remove_says":  {"Names that have got its records keep them.", "Domäner som har fått dess poster behåller dem."},
	"templates.remove_do":    {"Remove it", "Ta bort den"},
	"templates.gone":         {"Choose one of the DNS templates.", "Välj en av DNS-mallarna."},
	"templates.apply":        {"Use a DNS template", "Använd en DNS-mall"},
	"templates.choose":       {"DNS template", "DNS-mall"},
	"templates.manage":       {"Your DNS templates", "Dina DNS-mallar"},
	"templates.first":        {"Make a DNS template", "Gör en DNS-mall"},
	"templates.settings":     {"Sets of DNS records for many names.", "Uppsättningar av DNS-poster för många domäner."},
}
