package availability

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Kinds makes sources by the protocol that the file of registries names.
var Kinds = map[string]func(Settings) *Source{"das": NewDAS, "rdap": NewRDAP}

// ReadSettings reads a service's entry in the file of registries. All faults are told at once (errors.Join).
func ReadSettings(entry []byte) (Settings, error) {
	var f struct {
		Protocol  string `json:"protocol"`
		URL       string `json:"url"`
		PerSecond int    `json:"questions_per_second"`
		Cache     string `json:"cache"`
		Timeout   string `json:"timeout"`
	}
	decoder := json.NewDecoder(bytes.NewReader(entry))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return Settings{}, fmt.Errorf("not settings of an availability service: %w", err)
	}
	var faults []error
	check := func(good bool, format string, args ...any) {
		if !good {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	span := func(name, text string, most time.Duration) time.Duration {
		if text == "" {
			return 0
		}
		d, err := time.ParseDuration(text)
		check(err == nil && d >= time.Second && d <= most, "%s is %q: want a time from 1s to %s", name, text, most)
		return d
	}
	u, err := url.Parse(f.URL)
	check(err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil,
		"url is %q: want one without a question, such as http://free.iis.se/free", f.URL)
	check(f.PerSecond >= 0 && f.PerSecond <= 1000, "questions_per_second is %d: want 1 to 1000, or nothing for 30", f.PerSecond)
	set := Settings{URL: f.URL, PerSecond: f.PerSecond, Cache: span("cache", f.Cache, 10*time.Minute), Timeout: span("timeout", f.Timeout, 30*time.Second)}
	return set, errors.Join(faults...)
}
