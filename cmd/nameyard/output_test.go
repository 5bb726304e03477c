package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

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
