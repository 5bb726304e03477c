package words

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"nameyard/reseller"
)

// said has what the parts behind the panel say, such as errors and the reasons of orders, in Swedish: by the form that it has in English,
// as catalogues of gettext do. The English is in the contracts of the APIs and in the books, and stays in the code that says it. Of what
// an argument is left out in Swedish, that is another's words, which are quoted behind the sentence.
var said = joined(saidOfOrders, saidOfActions, saidOfChecks, saidOfZones, saidOfOperator, saidOfKeeping, saidOfCards, saidOfHealth, saidOfJobs, saidOfVerify, saidWords)

// sentence is one of said, taken apart in both languages.
type sentence struct{ english, swedish form }

// sentences are all of said. Those that say most by themselves come first, so that a text is found as that which fits it best.
var sentences = sync.OnceValue(func() []sentence {
	var all []sentence
	for en, sv := range said {
		if english := parseForm(en); english.telling() {
			all = append(all, sentence{english, parseForm(sv)})
		}
	}
	slices.SortFunc(all, func(a, b sentence) int { return b.english.size() - a.english.size() })
	return all
})

var wordy = regexp.MustCompile(`[a-zA-Z]`)

// find finds which of our sentences a text is, and what it speaks of.
func find(text string) (s sentence, facts []string, ours bool) {
	for _, s := range sentences() {
		if facts, fits := s.english.read(text); fits {
			return s, facts, true
		}
	}
	return sentence{}, nil, false
}

// Sprintf writes one of our sentences, given by its English form, in the language, and in it what is words of ours. A form that is not
// known stays English.
func (l Language) Sprintf(english string, args ...any) string {
	text := fmt.Sprintf(english, args...)
	sv, known := said[english]
	if !known && !wordy.MatchString(verbs.ReplaceAllString(english, "")) {
		sv, known = english, true // it says nothing by itself: only what it speaks of
	}
	switch {
	case l == English:
		return text
	case !known:
		return l.Ours(text)
	}
	s := sentence{parseForm(english), parseForm(sv)}
	facts := make([]string, len(args))
	for _, slot := range s.english.slots {
		if slot.arg < len(args) {
			facts[slot.arg] = l.written(slot, args[slot.arg])
		}
	}
	return l.quoting(l.put(s, facts))
}

// written writes what a sentence speaks of as its verb does; an amount as the language has it.
func (l Language) written(slot slot, arg any) string {
	if m, ok := arg.(reseller.Money); ok {
		return l.Amount(m.Minor, m.Currency)
	}
	return fmt.Sprintf(slot.as, arg)
}

// Ours gives a text in the language if it is a sentence of ours, else as it is.
func (l Language) Ours(text string) string {
	s, facts, ours := find(text)
	if !ours || l == English {
		return text
	}
	return l.quoting(l.put(s, facts))
}

// put puts facts into the Swedish form of a sentence, in Swedish where they are words of ours. Those that it leaves out are quoted.
func (l Language) put(s sentence, facts []string) (says, quoted string) {
	var others []string
	for _, slot := range s.english.slots {
		own := !strings.HasSuffix(slot.as, "q") // what is quoted is others'
		switch {
		case slot.arg >= len(facts):
		case !s.swedish.has(slot.arg):
			others = append(others, facts[slot.arg])
		case own:
			facts[slot.arg] = l.fact(facts[slot.arg])
		}
	}
	return s.swedish.write(facts), strings.Join(others, "; ")
}

// between separates what stands in a list, the longer parts first.
var between = []*regexp.Regexp{regexp.MustCompile(`; `), regexp.MustCompile(`, | and | \(|\)`)}

// fact is what a sentence speaks of, in the language: words of ours, and those in a list. A list in which none is ours is others'.
func (l Language) fact(text string) string { return l.listed(text, between) }

func (l Language) listed(text string, between []*regexp.Regexp) string {
	if told := l.Ours(text); told != text || len(between) == 0 {
		return told
	}
	if before, ours, behind := l.behind(text); behind && !between[0].MatchString(text) {
		return l.fact(before) + ": " + ours
	}
	var b strings.Builder
	rest, ours := 0, false
	for _, at := range append(between[0].FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		part := text[rest:at[0]]
		told := l.listed(part, between[1:])
		b.WriteString(told)
		b.WriteString(strings.Replace(text[at[0]:at[1]], "and", "och", 1))
		rest, ours = at[1], ours || told != part
	}
	if !ours {
		return text
	}
	return b.String()
}

// behind finds a sentence of ours behind what it is about: "row 2: …".
func (l Language) behind(text string) (before, ours string, found bool) {
	for i := 0; ; i += 2 {
		next := strings.Index(text[i:], ": ")
		if next < 0 {
			return "", "", false
		}
		i += next
		if told := l.Ours(text[i+2:]); told != text[i+2:] {
			return text[:i], told, true
		}
	}
}

// quoting writes a sentence with others' words behind it.
func (l Language) quoting(says, quoted string) string {
	if quoted == "" {
		return says
	}
	return says + ": " + l.Quote(quoted)
}
