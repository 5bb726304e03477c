package words

import (
	"strings"

	"nameyard/reseller"
)

// whos is who acts, and by which way: the words for what records and orders call a reseller.Actor; and what ledger accounts are called.
var whos = map[string]message{
	"who.token":    {"token %s", "nyckeln %s"},
	"who.operator": {"the operator", "operatören"},
	"who.shell":    {"%s at the command line", "%s på kommandoraden"},
	"who.itself":   {"the server", "servern"},
	"who.job":      {"job %s", "jobbet %s"},
	"who.nobody":   {"somebody who had not signed in", "någon som inte var inloggad"},
	"who.restore":  {"the restore of a backup", "återställningen av en säkerhetskopia"},
	"who.provider": {"the payment provider", "betaltjänsten"},
	"who.move":     {"the move between accounts", "flytten mellan konton"},

	"face.action": {"over the action API", "via action-API:et"},
	"face.rest":   {"over the REST API", "via REST-API:et"},
	"face.v2":     {"over the API version 2", "via API version 2"},
	"face.panel":  {"in the panel", "i panelen"},

	"ledger.available": {"credit of %s", "saldo för %s"},
	"ledger.held":      {"held for %s", "reserverat för %s"},
	"ledger.deposits":  {"payments in", "inbetalningar"},
	"ledger.goodwill":  {"goodwill", "goodwill"},
	"ledger.sales":     {"sales", "försäljning"},
	"ledger.tax":       {"tax", "moms"},
}

// alone are the keys for actors whose names are no kind with somebody of it.
var alone = map[string]string{
	"operator": "who.operator", "server": "who.itself", "nobody": "who.nobody", "former": "who.former", "restore": "who.restore", "payment provider": "who.provider",
	"the move between accounts": "who.move",
}

// Who says who an actor is (reseller.Actor), by the name that records and orders have for it. tokens has the names of tokens by their numbers; one that is not
// there is called by its number. What no part of the server has written is said as it is.
func (l Language) Who(actor string, tokens map[int64]string) string {
	kind, rest, _ := strings.Cut(actor, " ")
	switch {
	case alone[actor] != "":
		return l.must(alone[actor])
	case rest == "":
	case kind == "token":
		if id, ok := reseller.TokenActor(actor); ok && tokens[id] != "" {
			return l.must("who.token", tokens[id])
		}
		return l.must("who.token", rest)
	case kind == "user":
		return rest
	case kind == "operator":
		return l.must("who.shell", rest)
	case kind == "job":
		return l.must("who.job", rest)
	}
	return actor
}

// Face says by which way somebody came (reseller.Actor); nothing for the server's own acts and the command line.
func (l Language) Face(face string) string {
	if key := "face." + face; Has(key) {
		return l.must(key)
	}
	return face
}

// LedgerAccount says on whose ledger account a posting is; emails has the addresses of accounts by their ids.
func (l Language) LedgerAccount(p reseller.Posting, emails map[int64]string) string {
	account, held := p.Owner()
	switch {
	case account != 0 && held:
		return l.must("ledger.held", emails[account])
	case account != 0:
		return l.must("ledger.available", emails[account])
	}
	if _, house, ok := strings.Cut(p.Account, ":"); ok && Has("ledger."+house) {
		return l.must("ledger." + house)
	}
	return p.Account
}

// must says a message whose key is in the catalogue, as the tests of this package see to.
func (l Language) must(key string, args ...any) string {
	text, err := l.Say(key, args...)
	if err != nil {
		panic(err)
	}
	return text
}
