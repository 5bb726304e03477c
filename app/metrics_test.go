package app_test

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
)

// metricsOf are what a server that was started exports.
func metricsOf(e *apptest.Env, s *app.Server) string {
	e.Helper()
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(e.Context())
	go func() { ended <- s.Serve(ctx) }()
	page := get(e, "http://"+s.Addr().String()+"/metrics")
	stop()
	e.Must(<-ended)
	return page
}

// TestMetricsSayWhatTheBooksHold: what a monitor is to raise an alarm about can be read at /metrics.
func TestMetricsSayWhatTheBooksHold(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := apptest.New(t, engine)
		e.Register("counted.com")
		e.Must(e.Jobs.Run(e.Context(), "verify"))
		s, err := e.Start(e.Context(), app.HTTP{Listen: "127.0.0.1:0"})
		e.Must(err)
		t.Cleanup(func() { e.Must(s.Stop(e.Context())) })
		page := metricsOf(e, s)
		for _, line := range []string{
			"nameyard_database_up 1", `nameyard_orders_needing_operator{need="payment"} 0`, `nameyard_held_minor_units{currency="USD"} 0`,
			"nameyard_mails_waiting ", "nameyard_webhook_posts_waiting 0", "nameyard_verify_breaches 0", "nameyard_verify_last_run_timestamp_seconds ",
			"nameyard_leader ",
		} {
			if !strings.Contains(page, "\n"+line) {
				t.Errorf("/metrics has no line %q", line)
			}
		}
	})
}

// TestRulesAndDashboardUseMetricsThatThereAre: a name that nothing exports would never raise an alarm.
func TestRulesAndDashboardUseMetricsThatThereAre(t *testing.T) {
	t.Parallel()
	exported := map[string]bool{}
	name := regexp.MustCompile(`"(nameyard_[a-z_]+)"`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		body, err := os.ReadFile(path)
		for _, found := range name.FindAllSubmatch(body, -1) {
			exported[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`nameyard_[a-z_]+`)
	for _, file := range []string{"../packaging/prometheus/nameyard.rules.yml", "../packaging/grafana/nameyard.json"} {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, metric := range used.FindAllString(string(body), -1) {
			if !exported[strings.TrimSuffix(metric, "_bucket")] {
				t.Errorf("%s uses %s, which nothing exports", file, metric)
			}
		}
	}
	promtool, err := exec.LookPath("promtool")
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal(err)
	case err != nil:
		t.Skip("promtool is missing (Debian package prometheus): make setup")
	}
	if out, err := exec.Command(promtool, "check", "rules", "../packaging/prometheus/nameyard.rules.yml").CombinedOutput(); err != nil {
		t.Errorf("promtool: %v\n%s", err, out)
	}
}

func get(t testing.TB, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
