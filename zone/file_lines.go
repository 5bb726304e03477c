package zone

import (
	"strings"

	"nameyard/reseller"
)

// fileEntry is a record or a directive of a zone file.
type fileEntry struct {
	line     int  // where it begins
	inherits bool // it begins with a blank: it has the owner of the record before
	words    []string
}

// fileLines cuts a zone file into entries. An entry ends with its line, or with the one in which its brackets are closed.
type fileLines struct {
	rest string
	line int

	measured int // the line of which behind is known
	behind   int // how much of rest lies behind that line
}

// next gives the next entry that is not empty. After an error nothing more can be read.
func (l *fileLines) next() (e fileEntry, more bool, err error) {
	for l.rest != "" {
		if e, err = l.entry(); err != nil || len(e.words) > 0 {
			return e, true, err
		}
	}
	return e, false, nil
}

func (l *fileLines) entry() (fileEntry, error) {
	e, depth := fileEntry{line: l.line, inherits: l.rest[0] == ' ' || l.rest[0] == '\t'}, 0
	for l.rest != "" {
		switch c := l.rest[0]; c {
		case '\n':
			l.rest = l.rest[1:]
			l.line++
			if depth == 0 {
				return e, nil
			}
			continue
		case ';':
			l.rest = l.rest[len(l.left()):]
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return e, reseller.Invalid("", "a bracket is closed that was not opened")
			}
		case ' ', '\t', '\r':
		default:
			word, err := l.word()
			if err != nil {
				return e, err
			}
			e.words = append(e.words, word)
			continue
		}
		l.rest = l.rest[1:]
	}
	if depth > 0 {
		return e, reseller.Invalid("", "the bracket that is opened here is not closed")
	}
	return e, nil
}

// left gives what is left of the line. Its end is looked for once, or a line of many words would take a time that grows with their square.
func (l *fileLines) left() string {
	if l.measured != l.line {
		l.measured, l.behind = l.line, len(l.rest)-lineEnd(l.rest)
	}
	return l.rest[:len(l.rest)-l.behind]
}

// lineEnd gives where the first line of a text ends.
func lineEnd(text string) int {
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return end
	}
	return len(text)
}

// word takes a word off. One that begins with a quote ends with the next; any other may have quotes inside, as in alpn="h2".
func (l *fileLines) word() (string, error) {
	line, end := l.left(), 0
	for end < len(line) && !strings.ContainsRune(" \t\r;()", rune(line[end])) {
		if line[end] == '\\' {
			end = min(end+2, len(line))
			continue
		}
		if line[end] != '"' {
			end++
			continue
		}
		_, behind, err := quotedString(line[end:])
		if err != nil {
			return "", err
		}
		whole := end == 0
		if end = len(line) - len(behind); whole {
			break
		}
	}
	word := line[:end]
	l.rest = l.rest[end:]
	return word, nil
}
