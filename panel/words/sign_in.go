package words

var signIn = map[string]message{
	"sign_in.title":        {"Sign in", "Logga in"},
	"sign_in.link_title":   {"Sign in as %s", "Logga in som %s"},
	"sign_in.link_once":    {"The link works once.", "Länken fungerar en gång."},
	"sign_in.button":       {"Sign in", "Logga in"},
	"sign_in.link_over":    {"The link has been used or is too old. Ask for a new one.", "Länken har använts eller är för gammal. Be om en ny."},
	"sign_in.ask_reseller": {"Open the link that you were sent. If you have none, ask the owner of your account or the operator.", "Öppna länken du har fått. Har du ingen, fråga kontots ägare eller operatören."},
	"sign_in.ask_staff":    {"Open the link that \"nameyard user add\" or \"nameyard user reset\" has printed.", "Öppna länken som ”nameyard user add” eller ”nameyard user reset” har skrivit ut."},
	"sign_in.signed_out":   {"You are signed out.", "Du är utloggad."},
}
