// Package words is everything that the panel says, in English and Swedish, and how it writes dates and amounts. Each message has both
// languages on one line, so that none can be forgotten.
package words

import (
	"fmt"
	"maps"
)

// Language is a language of the panel.
type Language string

// The languages.
const (
	English Language = "en"
	Swedish Language = "sv"
)

// Languages lists them.
var Languages = []Language{English, Swedish}

// Read is the language of a word such as "sv"; English for others.
func Read(word string) Language {
	if Language(word) == Swedish {
		return Swedish
	}
	return English
}

// message is one message in both languages. Its verbs are those of fmt, with the same arguments in both; %s takes text, amounts and
// dates that were written for the language already.
type message struct{ en, sv string }

// catalogue is every message by its key.
var catalogue = joined(general, faults, signIn, password, team, overview, domains, views, domain, buying, bulk, dns, record, templates, orders, transfers, money, limits, cards, tokens, webhooks, settings, timeZone, notices, staff, accounts, abuse, things, parts, jobTitles, act, outcomes, requests, audit, auditParts, nameServers, whos, history, health)

// joined puts parts of a catalogue together. What stands in two of them would hide one: that is a mistake of this package.
func joined[T any](parts ...map[string]T) map[string]T {
	all := map[string]T{}
	for _, part := range parts {
		before := len(all)
		maps.Copy(all, part)
		if len(all) != before+len(part) {
			panic("words: a key stands twice in the catalogue")
		}
	}
	return all
}

// Say gives a message in the language. A key that is not in the catalogue is an error.
func (l Language) Say(key string, args ...any) (string, error) {
	m, ok := catalogue[key]
	if !ok {
		return "", fmt.Errorf("words: there is no message %q", key)
	}
	text := m.in(l)
	if len(args) == 0 {
		return text, nil
	}
	return fmt.Sprintf(text, args...), nil
}

func (m message) in(l Language) string {
	if l == Swedish {
		return m.sv
	}
	return m.en
}

// Many gives a message about a number of things, which comes first among its arguments. Of one thing the message says that has ".one" at the
// end of its key, where there is such a one.
func (l Language) Many(key string, n int64, args ...any) (string, error) {
	if n == 1 && Has(key+one) {
		key += one
	}
	return l.Say(key, append([]any{l.Count(n)}, args...)...)
}

// one is the end of the keys of messages about one thing.
const one = ".one"

// Has reports whether there is a message for a key.
func Has(key string) bool {
	_, ok := catalogue[key]
	return ok
}
