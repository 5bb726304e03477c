package operator

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// sqlKind is the kind of a token.
type sqlKind byte

// The kinds. A word is a keyword, a bare name or a number; a name stood in back quotes.
const (
	sqlEnd sqlKind = iota
	sqlWord
	sqlName
	sqlString       // in single quotes
	sqlDoubleString // in double quotes: a name in ANSI mode, a string else
	sqlMark         // one character
)

// sqlToken is a piece of SQL and the line on which it begins.
type sqlToken struct {
	kind sqlKind
	text string
	line int
}

// is reports whether a token is a keyword or a mark.
func (t sqlToken) is(word string) bool {
	return (t.kind == sqlWord || t.kind == sqlMark) && strings.EqualFold(t.text, word)
}

// isName reports whether a token can be the name of a table or column.
func (t sqlToken) isName() bool {
	return t.kind == sqlWord || t.kind == sqlName || t.kind == sqlDoubleString
}

// sqlLexer reads the tokens of a dump one by one, so that a dump of any size needs no memory.
type sqlLexer struct {
	in    *bufio.Reader
	line  int
	keep  bool // strings are wanted; else they are passed over
	ended bool // a comment said that the dump is complete
	begun bool // a comment said that mysqldump wrote it
	back  *sqlToken

	inCode bool // within a comment that servers carry out
	codes  int  // such comments that have ended
}

// read gives the next byte, '\n' for every line end; io.EOF at the end.
func (l *sqlLexer) read() (byte, error) {
	c, err := l.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if c == '\r' {
		if next, _ := l.in.Peek(1); len(next) == 1 && next[0] == '\n' {
			_, _ = l.in.ReadByte()
		}
		c = '\n'
	}
	if c == '\n' {
		l.line++
	}
	return c, nil
}

func (l *sqlLexer) peek() byte {
	if next, _ := l.in.Peek(1); len(next) == 1 {
		return next[0]
	}
	return 0
}

// unread puts a token back.
func (l *sqlLexer) unread(t sqlToken) { l.back = &t }

// next gives the next token; at the end of the dump its kind is sqlEnd.
func (l *sqlLexer) next() (sqlToken, error) {
	if t := l.back; t != nil {
		l.back = nil
		return *t, nil
	}
	for {
		line := l.line
		c, err := l.read()
		switch {
		case errors.Is(err, io.EOF):
			return sqlToken{line: line}, nil
		case err != nil:
			return sqlToken{}, err
		case strings.IndexByte(" \t\n\f\x1a\x00", c) >= 0:
		case c == '#', c == '-' && l.peek() == '-':
			if err := l.comment(); err != nil {
				return sqlToken{}, err
			}
		case c == '/' && l.peek() == '*':
			if err := l.longComment(); err != nil {
				return sqlToken{}, err
			}
		case c == '*' && l.peek() == '/': // the end of a comment with code in it
			_, _ = l.read()
			if l.inCode {
				l.inCode, l.codes = false, l.codes+1
			}
		case c == '\'':
			return l.quoted(sqlString, c, line)
		case c == '"':
			return l.quoted(sqlDoubleString, c, line)
		case c == '`':
			return l.quoted(sqlName, c, line)
		case isSQLWord(c):
			return l.word(c, line), nil
		default:
			return sqlToken{sqlMark, string(rune(c)), line}, nil
		}
	}
}

func isSQLWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_$@-+", c) >= 0 || c >= 0x80
}

func (l *sqlLexer) word(first byte, line int) sqlToken {
	text := []byte{first}
	number := first >= '0' && first <= '9' || first == '-' || first == '+'
	for len(text) < fieldMost {
		if c := l.peek(); !isSQLWord(c) && (c != '.' || !number) {
			break
		}
		c, _ := l.read()
		text = append(text, c)
	}
	return sqlToken{sqlWord, string(text), line}
}

// comment reads to the end of the line.
func (l *sqlLexer) comment() error {
	var text []byte
	for {
		c, err := l.read()
		if errors.Is(err, io.EOF) || err == nil && c == '\n' {
			break
		}
		if err != nil {
			return err
		}
		if len(text) < 100 {
			text = append(text, c)
		}
	}
	said := string(text)
	l.ended = l.ended || strings.Contains(said, "Dump completed")
	l.begun = l.begun || strings.Contains(said, "MySQL dump") || strings.Contains(said, "MariaDB dump")
	return nil
}

// neverCode is the version that no server has: mariadb-dump begins with /*M!999999\- enable the sandbox mode */, which is for the client.
const neverCode = "999999"

// longComment passes over a comment. One that a server carries out, /*!40000 … */, is code.
func (l *sqlLexer) longComment() error {
	begins := l.line
	_, _ = l.read()
	if next, _ := l.in.Peek(2); strings.HasPrefix(string(next), "!") || string(next) == "M!" {
		var version []byte
		for c := l.peek(); c == 'M' || c == '!' || c >= '0' && c <= '9'; c = l.peek() {
			_, _ = l.read()
			version = append(version, c)
		}
		if l.peek() != '\\' && strings.TrimLeft(string(version), "M!") != neverCode {
			l.inCode = true
			return nil
		}
	}
	for before := byte(0); ; {
		c, err := l.read()
		if errors.Is(err, io.EOF) {
			return atLine(begins, "a comment that begins here does not end")
		}
		if err != nil {
			return err
		}
		if before == '*' && c == '/' {
			return nil
		}
		before = c
	}
}

// sqlEscapes are MySQL's escapes within a string; any other character stands for itself.
var sqlEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', '0': 0, 'b': '\b', 'Z': 26}

// quoted reads on behind an opening quote.
func (l *sqlLexer) quoted(kind sqlKind, quote byte, line int) (sqlToken, error) {
	var text []byte
	for {
		c, err := l.read()
		if err == nil && c == '\\' && kind != sqlName {
			if c, err = l.read(); err == nil {
				if plain, known := sqlEscapes[c]; known {
					c = plain
				}
			}
		} else if err == nil && c == quote {
			if l.peek() != quote {
				return sqlToken{kind, string(text), line}, nil
			}
			_, err = l.read()
		}
		if errors.Is(err, io.EOF) {
			return sqlToken{}, atLine(line, "a string that begins here does not end: the dump is not whole")
		}
		if err != nil {
			return sqlToken{}, err
		}
		if l.keep || len(text) < 1000 {
			text = append(text, c)
		}
		if len(text) > fieldMost {
			return sqlToken{}, atLine(line, "a value has more than %d bytes", fieldMost)
		}
	}
}

// skipLine passes over the rest of the line and gives it.
func (l *sqlLexer) skipLine() (string, error) {
	var text strings.Builder
	for {
		c, err := l.read()
		if errors.Is(err, io.EOF) || err == nil && c == '\n' {
			return strings.TrimSpace(text.String()), nil
		}
		if err != nil {
			return "", err
		}
		if text.Len() < fieldMost {
			text.WriteByte(c)
		}
	}
}
