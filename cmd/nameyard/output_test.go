package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"nameyard/operator"
	"nameyard/reseller"
)

// A receiver of webhooks chose the name in its certificate, a registry its words: nothing of that steers the terminal or the log.
func TestWhatComesFromOthersDoesNotSteerTheTerminal(t *testing.T) {
	const evil = "\x1b]0;pwned\a\u202e\x7f"
	forms := map[string]func(w *strings.Builder) error{
		"table": func(w *strings.Builder) error {
			return table(output{w: w}, []string{evil}, "PROBLEM", func(s string) []any { return []any{s} })
		},
		"fields":   func(w *strings.Builder) error { return fields(output{w: w}, nil, "problem", evil) },
		"sentence": func(w *strings.Builder) error { return output{w: w}.say(nil, "it is %s", evil) },
		"refusal": func(w *strings.Builder) error {
			failures{to: w}.tell(reseller.Invalid("", "it is %s", evil).Because(errors.New(evil)))
			return nil
		},
		"failure": func(w *strings.Builder) error { failures{to: w}.tell(errors.New(evil)); return nil },
		"log": func(w *strings.Builder) error {
			(&program{stderr: w}).logger(false).Info(evil, "words", evil)
			return nil
		},
		"log in JSON": func(w *strings.Builder) error {
			(&program{stderr: w}).logger(true).Info(evil, evil, evil)
			return nil
		},
		"result, JSON": func(w *strings.Builder) error { return output{w: w, json: true}.print(evil, nil) },
	}
	for what, write := range forms {
		var w strings.Builder
		if err := write(&w); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(w.String(), "pwned") || strings.ContainsAny(w.String(), evil[:1]+"\a\u202e\x7f") {
			t.Errorf("%s: %q", what, w.String())
		}
		var back string
		if what == "result, JSON" && (json.Unmarshal([]byte(w.String()), &back) != nil || back != evil) {
			t.Errorf("the JSON says %q", back)
		}
	}
}

func TestLogForMachinesHasLengthsOfTimeWithTheirUnit(t *testing.T) {
	t.Parallel()
	var w strings.Builder
	(&program{stderr: &w}).logger(true).Info("request", "took", 29879*time.Microsecond, "bytes", 29879)
	var line struct {
		Took  string
		Bytes int
	}
	if err := json.Unmarshal([]byte(w.String()), &line); err != nil || line.Took != "29.879ms" || line.Bytes != 29879 {
		t.Errorf("logged %s (%v)", w.String(), err)
	}
}

// With --json a failure is JSON, too, whether the command line or the command is at fault.
func TestFailuresAreJSONForPrograms(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.must("migrate")
	for _, c := range []struct {
		args string
		want failureView
	}{
		{"invoice list --status lost", failureView{Code: "invalid_parameter", Message: `--status is "lost", it must be unpaid, paid or cancelled`, Param: "--status", Exit: exitUsage}},
		{"account show nobody@example.com", failureView{Code: "not_found", Message: `there is no account nobody@example.com; "nameyard account list" shows them`, Exit: exitRefused}},
		{"acount list", failureView{Code: "usage", Exit: exitUsage}},
	} {
		r := s.run(append([]string{"--json"}, strings.Fields(c.args)...)...)
		var got struct{ Error failureView }
		err := json.Unmarshal([]byte(r.errOut), &got)
		if c.want.Code == "usage" && strings.Contains(got.Error.Message, "nameyard --help") {
			c.want.Message = got.Error.Message
		}
		if err != nil || r.out != "" || r.code != c.want.Exit || got.Error != c.want {
			t.Errorf("%s: exit %d, %v\n%s%s", c.args, r.code, err, r.out, r.errOut)
		}
	}
}

// All that is wrong with what was given is told, a line for each fault; programs are told the first.
func TestAllFaultsAreToldALineEach(t *testing.T) {
	t.Parallel()
	var bad reseller.Faults
	bad.Add(reseller.Missing(operator.PathAccountName).Because(os.ErrClosed))
	bad.Add(reseller.Invalid(operator.PathCurrency, "%s is wrong", operator.PathCurrency))
	var w strings.Builder
	if code := (failures{to: &w}).tell(bad.Err()); code != exitUsage || w.String() != "nameyard: parameter --name is required and is missing or empty\nnameyard: --currency is wrong\n  cause: file already closed\n" {
		t.Errorf("exit %d, %s", code, w.String())
	}
}
