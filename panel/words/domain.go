package words

var domain = map[string]message{
	"domain.active":     {"Active. Paid through %s.", "Aktiv. Betald till %s."},
	"domain.renews":     {"Active. Renews %s from credit.", "Aktiv. Förnyas %s från saldot."},
	"domain.expired":    {"Expired on %s. Renew it before it is lost.", "Löpte ut %s. Förnya namnet innan det går förlorat."},
	"domain.pending":    {"Waiting for the registry. Nothing needs to be done.", "Väntar på registret. Inget behöver göras."},
	"domain.redemption": {"Deleted. It can still be restored, for the price of a restore.", "Raderad. Namnet kan ännu återställas, till priset för en återställning."},
	"domain.gone":       {"The name is not in this account any more.", "Namnet finns inte längre i kontot."},
	"domain.draft":      {"The transfer begins when its code is there.", "Flytten börjar när koden finns."},
	"domain.facts":      {"Summary", "Sammanfattning"},
	"domain.registered": {"Registered", "Registrerad"},
	"domain.paid":       {"Paid through", "Betald till"},
	"domain.registrar":  {"Registrar", "Registrar"},
	"domain.lock":       {"Transfer lock", "Flyttlås"},
	"domain.privacy":    {"Privacy", "Integritet"},
	"domain.records":    {"DNS records", "DNS-poster"},
	"domain.no_servers": {"none", "inga"},
	"domain.published":  {"Published on all name servers since %s", "Publicerad på alla namnservrar sedan %s"},
	"domain.publishing": {"On its way to the name servers", "På väg till namnservrarna"},
}
