package staff

import (
	"strings"
	"time"

	"nameyard/operator"
	"nameyard/panel/visit"
)

// Trouble is something that is wrong with the installation, or will be if it goes on.
type Trouble struct {
	Kind  string        // as in docs/alerts.md
	About string        // the job, connector or name server that it is about; "" = the whole
	Since time.Time     // wall time; zero = not known, or it does not matter
	Lasts time.Duration // since then
	Count int64         // orders, payments, names, bytes that are free
	Why   string        // what was written down of it
	Early bool          // nobody is called for it yet
}

// whyBehind is Why of a name server that answers and does not have the newest.
const whyBehind = "behind"

// actsOn says for each kind of trouble on which page one acts on it, and how at the command line; %s is what it is about.
var actsOn = map[string]struct{ page, anchor, words, command string }{
	"job_failing":               {"jobs/", "job-%s", "staff.jobs", "nameyard job list --failing"},
	"backup_old":                {"health/", "backups", "health.title", "nameyard backup FILE"},
	"disk_low":                  {"health/", "database", "health.title", "df -h"},
	"mail_waiting":              {"mails/?state=waiting", "", "staff.mails_all", "nameyard mail list"},
	"webhooks_waiting":          {"health/", "queues", "health.title", "nameyard webhook list EMAIL"},
	"orders_needing_operator":   {"orders/", "", "staff.orders", "nameyard order list --needs-you"},
	"payments_needing_operator": {"payments/?needs=you", "", "staff.payments", "nameyard payment list --needs-you"},
	"top_ups_paused":            {"payments/", "", "staff.payments", "nameyard payment top-ups --paused"},
	"payments_for_tests":        {"payments/", "", "staff.payments", "nameyard config show"},
	"verify_breach":             {"health/", "verify", "health.title", "nameyard verify"},
	"dnssec_late":               {"nameservers/", "", "staff.nameservers", "nameyard dns status NAME"},
	"nameservers_few":           {"nameservers/", "", "staff.nameservers", "nameyard config check"},
	"program_fault":             {"health/", "server", "health.title", "journalctl -u nameyard"},
	"registry_unpaid":           {"registries/", "registry-%s", "staff.registries", "nameyard registry list"},
	"registry_paused":           {"registries/", "registry-%s", "staff.registries", "nameyard registry resume %s"},
	"registry_down":             {"registries/", "registry-%s", "staff.registries", "nameyard registry test %s"},
	"secondary_behind":          {"nameservers/", "server-%s", "staff.nameservers", "nameyard dns status"},
}

// troubleLine is a trouble in the words of who reads it.
type troubleLine struct {
	Early    bool
	Says, Do string
	Why      string // in others' words; "" = nothing
	Page     string // where one acts on it
	PageSays string // a key
	Command  string
}

// inWords says what is wrong, how long it has been so, what waits for it, and what to do.
func inWords(v *visit.Visit, t Trouble, states []operator.RegistryState) troubleLine {
	at := actsOn[t.Kind]
	line := troubleLine{
		Early: t.Early, Page: at.page, PageSays: at.words, Do: v.Say("health.do." + t.Kind),
		Command: strings.ReplaceAll(at.command, "%s", t.About),
	}
	if at.anchor != "" {
		line.Page += "#" + strings.ReplaceAll(at.anchor, "%s", t.About)
	}
	key, since := "health.is."+t.Kind, v.Times().Minute(t.Since)
	switch t.Kind {
	case "job_failing":
		line.Says, line.Why = v.Say(key, v.Say("job."+t.About)), t.Why
	case "nameservers_few":
		line.Says, line.Why = v.Say(key), t.Why
	case "program_fault":
		line.Says = v.Say(key, v.Times().Second(t.Since), t.Why)
	case "disk_low":
		line.Says = v.Say(key, room(v, t.Count))
	case "backup_old":
		line.Says = v.Say(key, since)
	case "payments_for_tests":
		line.Says = v.Say(key)
	case "mail_waiting", "webhooks_waiting":
		line.Says = v.Say(key, since, lately(v, t.Lasts))
	case "secondary_behind":
		if t.Why == whyBehind {
			line.Says = v.Say("health.is.secondary_late", t.About, since, lately(v, t.Lasts))
		} else {
			line.Says = v.Say(key, t.About, since, lately(v, t.Lasts))
		}
	case "registry_down", "registry_paused", "registry_unpaid":
		line.Says = v.Say(key, t.About, since, lately(v, t.Lasts))
		line.Says += " " + waitsThere(v, t, states)
	default:
		line.Says = manyOf(v, key, t.Count)
	}
	return line
}

// waitsThere says what waits for a registry.
func waitsThere(v *visit.Visit, t Trouble, states []operator.RegistryState) string {
	for _, s := range states {
		if s.Name != t.About {
			continue
		}
		waits := manyOf(v, "health.orders_wait", s.Queue.Orders)
		if has, needs := s.Has(), s.MayCost(); t.Kind == "registry_unpaid" && has.Currency != "" && needs.Currency != "" {
			waits += " " + v.Say("health.money_there", v.Language.Amount(has.Minor, has.Currency), v.Language.Amount(needs.Minor, needs.Currency))
		}
		return waits
	}
	return ""
}

// manyOf says how many there are of something.
func manyOf(v *visit.Visit, key string, n int64) string {
	text, err := v.Language.Many(key, n)
	if err != nil {
		panic(err) // the key is not in the catalogue, as of Visit.Say
	}
	return text
}

// lately writes how long something has been so, as exactly as anybody wants to know.
func lately(v *visit.Visit, d time.Duration) string {
	switch {
	case d >= 3*24*time.Hour:
		return manyOf(v, "health.days", int64(d.Round(24*time.Hour)/(24*time.Hour)))
	case d >= 2*time.Hour:
		d = d.Round(time.Hour)
	case d >= time.Minute:
		d = d.Round(time.Minute)
	default:
		d = d.Round(time.Second)
	}
	return v.Language.Lasting(max(d, time.Second))
}

// room writes a number of bytes.
func room(v *visit.Visit, bytes int64) string {
	for _, unit := range []struct {
		bytes int64
		name  string
	}{{1e9, "GB"}, {1e6, "MB"}} {
		if bytes >= 10*unit.bytes {
			return v.Language.Count((bytes+unit.bytes/2)/unit.bytes) + "\u00a0" + unit.name
		}
	}
	return v.Language.Count((bytes+999)/1000) + "\u00a0kB"
}
