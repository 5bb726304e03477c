package alerts

// todos say of each kind what to do first, in a sentence or two. The page has more.
var todos = map[string]string{
	"job_failing":               "Mend the cause: the job runs again by itself. \"nameyard job list --failing\" has the reason and when it last went well",
	"backup_old":                "See why the job backup fails, make room, and make one by hand: \"nameyard backup FILE\"",
	"disk_low":                  "Make room, old backups first. Once the disk is full sales and changes are refused, and nothing is lost",
	"mail_waiting":              "\"nameyard mail list\" shows what waits and why, \"nameyard mail test ADDRESS\" tries the mail server. Mails are tried for five days",
	"webhooks_waiting":          "\"nameyard webhook list EMAIL\" shows whose receiver is away; one that fails for long is disabled and its account told",
	"orders_needing_operator":   "Look at the registry's own interface, then decide the order: it tells what to do on its page",
	"payments_needing_operator": "Open the payment: it says what is left to do",
	"top_ups_paused":            "Tell their accounts again, before renewals fail for want of credit",
	"payments_for_tests":        "Put the live key into the file of --stripe-key-file, and restart",
	"verify_breach":             "Keep a backup of the state as it is before anything is corrected. \"nameyard verify\" shows which rule, docs/verify.md what a breach of it means",
	"dnssec_late":               "Does the signer answer, do all name servers serve the keys (\"nameyard dns status NAME\"), does the registry take the order?",
	"nameservers_few":           "Name as many of your own with --nameservers as the TLD wants, and restart",
	"program_fault":             "Look for \"a fault in the program has ended a piece of work\" in the log. What it was about goes on as after a crash",
	"registry_unpaid":           "What waits there goes on by itself once our account covers it. There is nothing to decide",
	"registry_paused":           "What waits there goes on by itself once it is resumed. There is nothing to decide",
	"registry_down":             "Orders wait and are found out by themselves. \"nameyard registry test NAME\" says where it ends: their maintenance, a certificate, a password, an address?",
	"secondary_behind":          "Look at its own log: is NOTIFY refused, is the key another one, is the port closed?",
}

// Todo says what to do first.
func (a Alert) Todo() string { return todos[a.Kind()] }
