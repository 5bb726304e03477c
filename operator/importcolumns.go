package operator

import (
	"slices"
	"strings"
	"unicode"
)

// importColumn is what a column of a file means here.
type importColumn int

// The columns that are understood.
const (
	colDomain importColumn = iota
	colSLD
	colTLD
	colAccount
	colAutoRenew
	colDoNotRenew
	colExpires
	colPaidThrough
	colStatus
	colRegistrar
	colDNSManagement
	colEmailForwarding
	colID
	importColumnCount
)

// importHeaders has the folded headers of each column as exports of WHMCS, of registrars and of ours write them; where a
// file has several of them the first counts.
var importHeaders = [importColumnCount][]string{
	colDomain:          {"domain", "domainname", "fqdn", "name", "domains"},
	colSLD:             {"sld", "secondleveldomain"},
	colTLD:             {"tld", "topleveldomain", "extension"},
	colAccount:         {"account", "accountemail", "reseller", "email"},
	colAutoRenew:       {"autorenew", "autorenewal", "autorenewenabled", "autorenewstatus", "autorenewalstatus", "isautorenew", "renewauto"},
	colDoNotRenew:      {"donotrenew", "dontrenew", "noautorenew", "donotautorenew"},
	colExpires:         {"expires", "expirydate", "expirationdate", "expiredate", "expiry", "expiration", "expireson", "expiresat", "expdate", "registryexpirydate", "domainexpirationdate"},
	colPaidThrough:     {"paidthrough", "paiduntil", "paidtill"},
	colStatus:          {"status", "domainstatus", "state"},
	colRegistrar:       {"registrar"},
	colDNSManagement:   {"dnsmanagement"},
	colEmailForwarding: {"emailforwarding"},
	colID:              {"id", "domainid"},
}

// registryHeaders are columns whose content is the registry's to say: passed over without a word.
var registryHeaders = []string{"registered", "registrationdate", "locked", "privacy", "nameservers"}

// folded is a header without case, blanks, hyphens and the like.
func folded(header string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, header)
}

// importHeader says in which field of a record each column stands.
type importHeader struct {
	at     [importColumnCount]int // -1 = nowhere
	fields int
	unread []string // headers that mean nothing here
}

func headerOf(names []string) importHeader {
	h := importHeader{fields: len(names)}
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = folded(name)
	}
	read := make([]bool, len(names))
	for column, headers := range importHeaders {
		h.at[column] = -1
		for _, header := range headers {
			if at := slices.Index(keys, header); at >= 0 {
				h.at[column], read[at] = at, true
				break
			}
		}
	}
	for i, name := range names {
		if !read[i] && keys[i] != "" && !slices.Contains(registryHeaders, keys[i]) {
			h.unread = append(h.unread, plain(name))
		}
	}
	return h
}

func (h importHeader) has(c importColumn) bool { return h.at[c] >= 0 }

// named reports whether there is a column for the name: in one piece or in two.
func (h importHeader) named() bool { return h.has(colDomain) || h.has(colSLD) && h.has(colTLD) }

// known counts the columns that are understood.
func (h importHeader) known() (n int) {
	for _, at := range h.at {
		if at >= 0 {
			n++
		}
	}
	return n
}

// row gives a record its meaning. NULL, as phpMyAdmin and mysql write it into CSV, is nothing.
func (h importHeader) row(line int, record []string) importRow {
	row := importRow{line: line, has: h}
	for column, at := range h.at {
		if at < 0 || at >= len(record) {
			continue
		}
		if value := strings.Trim(record[at], " \t\r\n\u00a0\ufeff\u200b"); value != "NULL" && value != `\N` {
			row.values[column] = value
		}
	}
	if tld := strings.TrimLeft(row.values[colTLD], "."); tld != "" {
		label := row.values[colDomain]
		if label == "" {
			label = row.values[colSLD]
		}
		if label != "" && !strings.Contains(label, ".") {
			row.values[colDomain] = label + "." + tld
		}
	}
	if row.values[colDomain] == "" {
		row.values[colDomain] = row.values[colSLD]
	}
	return row
}

// tick is a yes or no of a file; empty where it says nothing.
type tick string

// The ticks.
const (
	tickNone    tick = ""
	tickYes     tick = "yes"
	tickNo      tick = "no"
	tickUnknown tick = "unknown" // a word that nobody knows: never taken for no
)

// ticks are the words for yes and no of the panels and registrars that exports come from.
var ticks = map[tick][]string{
	tickNone: {""},
	tickYes: {
		"1", "yes", "y", "true", "t", "on", "enabled", "enable", "active", "activated", "checked", "auto", "automatic", "x", "✓", "✔",
		"ja", "j", "oui", "si", "sí", "sim", "tak", "kyllä",
	},
	tickNo: {"0", "no", "n", "false", "f", "off", "disabled", "disable", "inactive", "deactivated", "unchecked", "manual", "nej", "nein", "non", "não", "nee", "nie", "ei"},
}

// tickOf reads a yes or no.
func tickOf(text string) tick {
	word := strings.ToLower(text)
	for t, words := range ticks {
		if slices.Contains(words, word) {
			return t
		}
	}
	return tickUnknown
}
