package alerts

import (
	"fmt"
	"time"
)

// table is all that is watched.
var table = []struct {
	kind string
	find func(Facts) []Alert // each thing that is wrong; the name is put to it
}{
	{"job_failing", func(f Facts) (wrong []Alert) {
		for _, job := range sorted(f.FailingJobs) {
			wrong = append(wrong, Alert{About: job, Why: f.FailingJobs[job], Words: fmt.Sprintf("the job %s failed at its last run: %s", job, f.FailingJobs[job])})
		}
		return wrong
	}},
	{"backup_old", func(f Facts) []Alert {
		since := f.NewestBackup
		if since.IsZero() {
			since = f.Started
		}
		late := f.BackupsEvery + backupsLate
		if f.BackupsEvery == 0 || f.Now.Sub(since) < late {
			return nil
		}
		return []Alert{{Since: since, Words: fmt.Sprintf("there is no backup newer than %s, and one is due each %s", since.UTC().Format(time.RFC3339), f.BackupsEvery)}}
	}},
	{"disk_low", func(f Facts) []Alert {
		if !f.DiskKnown || f.DiskFree >= diskLow {
			return nil
		}
		return []Alert{{Count: int64(f.DiskFree), Words: fmt.Sprintf("the disk of the database has %d MB left", f.DiskFree/1_000_000)}}
	}},
	{"mail_waiting", func(f Facts) []Alert { return queue("mail", f.Now, f.MailsSince) }},
	{"webhooks_waiting", func(f Facts) []Alert { return queue("post of a webhook", f.Now, f.PostsSince) }},
	{"orders_needing_operator", func(f Facts) []Alert {
		return counted(int64(f.Needing), "1 order is not ended by the server itself: nameyard order list --needs-you",
			"%d orders are not ended by the server itself: nameyard order list --needs-you")
	}},
	{"payments_needing_operator", func(f Facts) []Alert {
		return counted(f.PaymentsNeeding, "1 card payment needs a person: nameyard payment list --needs-you", "%d card payments need a person: nameyard payment list --needs-you")
	}},
	{"top_ups_paused", func(f Facts) []Alert {
		return counted(int64(f.TopUpsPaused), "1 automatic top-up is paused since a restore until somebody of its account switches it on: nameyard payment top-ups --paused",
			"%d automatic top-ups are paused since a restore until somebody of their accounts switches them on: nameyard payment top-ups --paused")
	}},
	{"payments_for_tests", func(f Facts) []Alert {
		if !f.PaymentsForTests {
			return nil
		}
		return []Alert{{Words: "the key of the payment provider is one for tests: card payments move no money, and give credit all the same"}}
	}},
	{"verify_breach", func(f Facts) []Alert {
		return counted(f.Breaches, "the books break their rules 1 time: nameyard verify", "the books break their rules %d times: nameyard verify")
	}},
	{"dnssec_late", func(f Facts) []Alert {
		return counted(f.DNSSECLate, "the registry of 1 signed name has not had what its zone wants for more than a day; the log names it",
			"the registries of %d signed names have not had what their zones want for more than a day; the log names them")
	}},
	{"nameservers_few", func(f Facts) []Alert {
		if f.TooFewNameservers == "" {
			return nil
		}
		return []Alert{{Why: f.TooFewNameservers, Words: f.TooFewNameservers}}
	}},
	{"program_fault", func(f Facts) []Alert {
		if f.FaultAt.IsZero() || f.Now.Sub(f.FaultAt) >= faultShown {
			return nil
		}
		return []Alert{{Since: f.FaultAt, Why: f.FaultIn, Words: fmt.Sprintf("a fault in the program ended a piece of work (%s) at %s; the log has where: please report it", f.FaultIn, f.FaultAt.UTC().Format(time.RFC3339))}}
	}},
	{"registry_unpaid", func(f Facts) (wrong []Alert) {
		for _, name := range sorted(f.RegistriesUnpaid) {
			words := fmt.Sprintf("pay in at %s: our account there does not cover what waits", name)
			if at := f.RegistriesUnpaid[name]; at.Has != "" && at.Needs != "" {
				words = fmt.Sprintf("pay in at %s: it has %s, what waits there needs %s", name, at.Has, at.Needs)
			}
			wrong = append(wrong, Alert{About: name, Words: words})
		}
		return wrong
	}},
	{"registry_paused", func(f Facts) (wrong []Alert) {
		for _, name := range sorted(f.RegistriesPaused) {
			wrong = append(wrong, Alert{About: name, Count: f.RegistriesPaused[name], Words: fmt.Sprintf("the registry %s is paused; unfinished orders for it: %d", name, f.RegistriesPaused[name])})
		}
		return wrong
	}},
	{"registry_down", func(f Facts) (wrong []Alert) {
		return silent(f, f.RegistriesDown, registryAway, "the registry %s has not answered for %s")
	}},
	{"secondary_behind", func(f Facts) (wrong []Alert) {
		wrong = silent(f, f.SecondariesSilent, secondaryLate, "the name server %s has not answered for %s")
		for _, a := range silent(f, f.SecondariesBehind, secondaryLate, "the name server %s has not had the newest zones for %s") {
			if a.Why = WhyBehind; f.Now.Sub(a.Since) >= behindShown {
				wrong = append(wrong, a)
			}
		}
		return wrong
	}},
}

// WhyBehind is Why of a name server that answers.
const WhyBehind = "behind"

// silent tells of whatever has given no answer: how long it must not have for somebody to be called.
func silent(f Facts, away map[string]time.Duration, late time.Duration, words string) (wrong []Alert) {
	for _, name := range sorted(away) {
		if long := away[name]; long > 0 {
			wrong = append(wrong, Alert{About: name, Since: f.Now.Add(-long), Early: long < late, Words: fmt.Sprintf(words, name, long.Round(time.Minute))})
		}
	}
	return wrong
}

// counted tells of a number of things, if there are any.
func counted(n int64, one, several string) []Alert {
	switch n {
	case 0:
		return nil
	case 1:
		return []Alert{{Count: 1, Words: one}}
	}
	return []Alert{{Count: n, Words: fmt.Sprintf(several, n)}}
}

func queue(what string, now, since time.Time) []Alert {
	if since.IsZero() || now.Sub(since) < queueLate {
		return nil
	}
	return []Alert{{Since: since, Words: fmt.Sprintf("a %s has waited since %s", what, since.UTC().Format(time.RFC3339))}}
}
