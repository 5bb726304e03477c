package words

// history is what the history of a name and the activity of an account say.
var history = map[string]message{
	"part.history":  {"History", "Historik"},
	"history.title": {"History of %s", "Historik för %s"},
	"history.about": {"What has happened to the name in this account, newest first.", "Det som har hänt med domänen i det här kontot, nyast först."},
	"history.when":  {"When", "När"},
	"history.what":  {"What", "Vad"},
	"history.none":  {"Nothing is on record of this name.", "Det finns inget uppgivet om den här domänen."},

	"activity.title":       {"Activity", "Aktivitet"},
	"activity.about":       {"Who did what in this account, newest first. It is kept for 400 days, and some of it for longer.", "Vem som har gjort vad i det här kontot, nyast först. Det sparas i 400 dagar, en del längre."},
	"activity.kind":        {"About", "Gäller"},
	"activity.who":         {"Who", "Vem"},
	"activity.anybody":     {"Anybody", "Vem som helst"},
	"activity.name":        {"Domain name", "Domännamn"},
	"activity.to_what":     {"To what", "Med vad"},
	"activity.none":        {"Nothing was done in this account yet.", "Inget har gjorts i det här kontot än."},
	"activity.none_found":  {"Nothing matches the search.", "Inget passar sökningen."},
	"activity.by_passkey":  {"by passkey", "med lösennyckel"},
	"activity.by_password": {"by password and code", "med lösenord och kod"},
	"activity.by_link":     {"by a link", "med en länk"},
	"activity.by_session":  {"in a session that goes on", "i en session som fortsätter"},
	"topic.sign_in":        {"Signing in", "Inloggning"},
	"topic.people":         {"The team", "Medarbetare"},
	"topic.programs":       {"Tokens and webhooks", "Nycklar och webhookar"},
	"topic.names":          {"Domain names", "Domäner"},
	"topic.money":          {"Money and orders", "Pengar och order"},
	"topic.settings":       {"Settings", "Inställningar"},
	"who.former":           {"somebody who is not in the team any more", "någon som inte längre är medarbetare"},
}
