package app

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"nameyard/jobs"
	"nameyard/reseller"
	"nameyard/safely"
)

// metrics are what the books, the jobs and the database say of themselves (prometheus.Collector). What the books hold is read
// when it is asked for.
type metrics struct {
	app       *App
	scheduler atomic.Pointer[jobs.Scheduler] // nil until jobs run

	mu        sync.Mutex
	succeeded map[string]time.Time // jobs' last success in this process, wall time
	failed    map[string]float64   // how often each has failed
	failing   map[string]string    // why the last run failed; jobs that work are not in it
	breaches  int64                // of the last verify
	verified  time.Time            // wall time of the last verify; zero = none
	unsent    float64              // mails that no mail server took at an attempt
}

// scrapeTime bounds what one look at the books may take.
const scrapeTime = 5 * time.Second

// The metrics, with the names of the command line's documentation.
var (
	unfinishedDesc = prometheus.NewDesc("nameyard_orders_unfinished", "Orders that have not ended.", []string{"kind", "state"}, nil)
	oldestDesc     = prometheus.NewDesc("nameyard_order_oldest_seconds", "Age of the oldest unfinished order, business time.", []string{"state"}, nil)
	needingDesc    = prometheus.NewDesc("nameyard_orders_needing_operator", "Orders that the server does not end by itself, by what they need.", []string{"need"}, nil)
	heldDesc       = prometheus.NewDesc("nameyard_held_minor_units", "Credit that unfinished orders have reserved.", []string{"currency"}, nil)
	successDesc    = prometheus.NewDesc("nameyard_job_last_success_timestamp_seconds", "When a job last ended well in this process.", []string{"job"}, nil)
	failuresDesc   = prometheus.NewDesc("nameyard_job_failures_total", "How often a job has failed in this process.", []string{"job"}, nil)
	leaderDesc     = prometheus.NewDesc("nameyard_leader", "1 if this server runs the jobs that one server runs.", nil, nil)
	mailsDesc      = prometheus.NewDesc("nameyard_mails_waiting", "Mails to be sent.", nil, nil)
	unsentDesc     = prometheus.NewDesc("nameyard_mail_failures_total", "Attempts at which no mail server took a mail, in this process.", nil, nil)
	postsDesc      = prometheus.NewDesc("nameyard_webhook_posts_waiting", "Posts of webhooks to be made.", nil, nil)
	periodDesc     = prometheus.NewDesc("nameyard_backup_period_seconds", "How often a backup is due; not there if this server makes none.", nil, nil)
	backupDesc     = prometheus.NewDesc("nameyard_backup_last_success_timestamp_seconds", "When the newest backup in the folder was made.", nil, nil)
	diskDesc       = prometheus.NewDesc("nameyard_disk_free_bytes", "Room on the disk of the embedded database.", nil, nil)
	databaseDesc   = prometheus.NewDesc("nameyard_database_up", "1 if the database answers.", nil, nil)
	messagesDesc   = prometheus.NewDesc("nameyard_registry_messages_unseen", "Messages of registries that only a person can act on, and nobody has seen to.", []string{"connector"}, nil)
	breachesDesc   = prometheus.NewDesc("nameyard_verify_breaches", "Breaches that the last verify of this process has found.", nil, nil)
	faultsDesc     = prometheus.NewDesc("nameyard_faults_total", "Faults in the program that each ended a piece of work in this process.", []string{"work"}, nil)
	verifiedDesc   = prometheus.NewDesc("nameyard_verify_last_run_timestamp_seconds", "When this process last verified the books.", nil, nil)
)

func newMetrics(a *App) *metrics {
	return &metrics{app: a, succeeded: map[string]time.Time{}, failed: map[string]float64{}, failing: map[string]string{}}
}

// Describe says which metrics there are.
func (m *metrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		unfinishedDesc, oldestDesc, needingDesc, heldDesc, successDesc, failuresDesc, leaderDesc, mailsDesc, unsentDesc, postsDesc, backupDesc, periodDesc,
		diskDesc, messagesDesc, databaseDesc, faultsDesc, breachesDesc, verifiedDesc,
		paymentsDesc, paymentsOpenDesc, paymentOldestDesc, paymentsNeedingDesc, cardsLeavingDesc, topUpsDesc,
	} {
		to <- d
	}
}

// Collect gives them. What the database does not tell is left out, and nameyard_database_up says why.
func (m *metrics) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), scrapeTime)
	defer stop()
	m.collectBooks(ctx, to)
	m.collectPayments(ctx, to)
	m.collectJobs(to)
	for work, faults := range safely.Seen().Count {
		counter(to, faultsDesc, float64(faults), work)
	}
	if free, known := m.app.Store.FreeDisk(); known {
		gauge(to, diskDesc, float64(free))
	}
	if m.app.backupFolder != "" {
		gauge(to, periodDesc, m.app.backupsEvery.Seconds())
	}
	if at, known := m.newestBackup(); known {
		gauge(to, backupDesc, seconds(at))
	}
}

func gauge(to chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func counter(to chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, value, labels...)
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func (m *metrics) collectBooks(ctx context.Context, to chan<- prometheus.Metric) {
	figures, err := m.app.Store.Figures(ctx)
	var needing map[reseller.Need]int
	if err == nil {
		needing, err = m.app.needingOperator(ctx)
	}
	var unseen []reseller.RegistryMessageCount
	if err == nil {
		unseen, err = m.app.Store.OpenRegistryMessages(ctx)
	}
	gauge(to, databaseDesc, one(err == nil))
	if err != nil {
		m.app.Log.Warn("the books' metrics could not be read", "err", err)
		return
	}
	oldest := map[string]float64{}
	for _, u := range figures.Unfinished {
		gauge(to, unfinishedDesc, float64(u.Count), string(u.Kind), string(u.State))
		oldest[string(u.State)] = max(oldest[string(u.State)], m.app.Clock.Now().Sub(u.Oldest).Seconds())
	}
	for state, age := range oldest {
		gauge(to, oldestDesc, age, state)
	}
	for currency, held := range figures.Held {
		gauge(to, heldDesc, float64(held), currency)
	}
	for _, need := range reseller.Needs {
		gauge(to, needingDesc, float64(needing[need]), string(need))
	}
	for _, c := range unseen {
		gauge(to, messagesDesc, float64(c.Open), c.Connector)
	}
	gauge(to, mailsDesc, float64(figures.Mails.Count))
	gauge(to, postsDesc, float64(figures.Posts.Count))
}

func (m *metrics) collectJobs(to chan<- prometheus.Metric) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for job, at := range m.succeeded {
		gauge(to, successDesc, seconds(at), job)
	}
	for job, n := range m.failed {
		counter(to, failuresDesc, n, job)
	}
	if s := m.scheduler.Load(); s != nil {
		gauge(to, leaderDesc, one(s.Leads()))
	}
	counter(to, unsentDesc, m.unsent)
	if !m.verified.IsZero() {
		gauge(to, breachesDesc, float64(m.breaches))
		gauge(to, verifiedDesc, seconds(m.verified))
	}
}

// ended notes how a run of a job ended.
func (m *metrics) ended(job string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err != nil {
		m.failed[job]++
		m.failing[job] = jobs.Reason(job, err)
		return
	}
	m.succeeded[job] = m.app.Clock.Wall()
	delete(m.failing, job)
	if _, counted := m.failed[job]; !counted {
		m.failed[job] = 0 // so that a rate can be seen from the first failure on
	}
}

// notSent notes that a mail could not be sent at an attempt.
func (m *metrics) notSent() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unsent++
}

// newestBackup is when the newest backup was made.
func (m *metrics) newestBackup() (time.Time, bool) {
	if m.app.backupFolder == "" {
		return time.Time{}, false
	}
	at, err := jobs.NewestBackup(m.app.backupFolder, m.app.Clock.Wall())
	if err != nil && !os.IsNotExist(err) {
		m.app.Log.Warn("the folder for backups could not be read", "err", err)
	}
	return at, !at.IsZero()
}
