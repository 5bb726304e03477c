package staff

import (
	"context"
	"time"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// healthData is what the page of the installation's health shows.
type healthData struct {
	Troubles []troubleLine
	Status   Status
	operator.Installation
	Room, Size, BackupSize string
	Registries             []registryCard
	Servers                []serverLine
	Jobs                   operator.JobList
	Failing                []operator.JobState
	Verify                 operator.JobState // the job
	Breaches               int64
	Warnings               int64
	Checked                int64
	Lasting                func(time.Time) string // since a wall time
	Queues                 []queueLine
}

// serverLine is a name server, and for how long it has not had the newest.
type serverLine struct {
	operator.NameServer
	Late string // "" = it has all, or nobody knows
}

// queueLine is something that waits.
type queueLine struct {
	Words   string
	Count   int64
	Oldest  time.Time // wall or business time since when the first one waits; zero = that is not counted
	Failing int64     // of these, tried before
	Bad     bool      // there should be none
	Page    string    // where they are; "" = on no page
}

// health shows how the installation stands: what the server, its database and its neighbours say of themselves.
func (p Pages) health(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	var d healthData
	var err error
	if d.Status, err = p.Status(ctx); err != nil {
		return visit.Answer{}, err
	}
	if d.Installation, err = p.Health.Installation(ctx); err != nil {
		return visit.Answer{}, err
	}
	states, err := p.Registries.Overview(ctx)
	if err != nil {
		return visit.Answer{}, err
	}
	for _, t := range d.Status.Troubles {
		d.Troubles = append(d.Troubles, inWords(v, t, states))
	}
	d.Registries = cardsOf(v, states, d.Status.Now)
	if d.Servers, err = p.serverLines(ctx, v); err != nil {
		return visit.Answer{}, err
	}
	if d.Jobs, err = p.Jobs(ctx); err != nil {
		return visit.Answer{}, err
	}
	for _, j := range d.Jobs.Jobs {
		if j.Run.Failing() {
			d.Failing = append(d.Failing, j)
		}
		if j.Name == "verify" {
			d.Verify = j
		}
	}
	for _, i := range d.Verified.Found.Invariants {
		d.Breaches, d.Warnings, d.Checked = d.Breaches+i.Breaches, d.Warnings+i.Warnings, d.Checked+i.Checked
	}
	d.Room, d.Size, d.BackupSize = room(v, int64(d.Free)), room(v, d.Database.Bytes), room(v, d.Backup.Bytes)
	d.Lasting = func(since time.Time) string { return lately(v, d.Status.Now.Sub(since)) }
	d.Queues = d.queues(v)
	return visit.Show("staff/health", v.Say("health.title"), &d), nil
}

// serverLines are the name servers as this server has found them.
func (p Pages) serverLines(ctx context.Context, v *visit.Visit) (lines []serverLine, err error) {
	servers, err := p.NameServers.Status(ctx)
	for _, s := range servers {
		line := serverLine{NameServer: s}
		if s.BehindSince != nil {
			line.Late = lately(v, v.Now.Sub(*s.BehindSince))
		}
		lines = append(lines, line)
	}
	return lines, err
}

// queues is what waits, where there is something that could.
func (d *healthData) queues(v *visit.Visit) []queueLine {
	q := d.Installation.Queues
	lines := []queueLine{
		{Words: v.Say("health.q_mails"), Count: q.Mails.Count, Oldest: q.Mails.Oldest, Failing: q.Mails.Failing, Page: "mails/?state=waiting"},
		{Words: v.Say("health.q_posts"), Count: q.Posts.Count, Oldest: q.Posts.Oldest, Failing: q.Posts.Failing},
	}
	for _, u := range q.Unfinished {
		lines = append(lines, queueLine{
			Words: v.Say("health.q_orders", v.Say("kind."+string(u.Kind)), v.Say("order."+string(u.State))), Count: u.Count, Oldest: u.Oldest,
			Bad: u.State == reseller.OrderUnknown, Page: "orders/?state=" + string(u.State),
		})
	}
	lines = append(lines, queueLine{Words: v.Say("health.q_messages"), Count: d.Messages, Bad: true, Page: "abuse/?show=messages"})
	if d.Status.CardPayments {
		var open queueLine
		for _, o := range d.Payments.Open {
			if open.Count += o.Count; o.Count > 0 && (open.Oldest.IsZero() || o.Oldest.Before(open.Oldest)) {
				open.Oldest = o.Oldest
			}
		}
		open.Words, open.Page = v.Say("health.q_payments"), "payments/"
		lines = append(lines, open, queueLine{Words: v.Say("health.q_cards"), Count: d.Payments.Removals})
	}
	if d.Aliases.All > 0 {
		lines = append(lines, queueLine{Words: v.Say("health.q_alias", v.Language.Count(d.Aliases.All)), Count: d.Aliases.Failing, Bad: true, Page: "nameservers/"})
	}
	return lines
}
