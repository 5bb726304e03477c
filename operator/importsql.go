package operator

import (
	"errors"
	"fmt"
	"strings"
)

// sqlValues reads (…), (…) of an INSERT statement.
type sqlValues struct {
	text string
	at   int
}

// row gives the values of the next row, nil at the end.
func (v *sqlValues) row() ([]string, error) {
	v.blank()
	if v.at < len(v.text) && v.text[v.at] == ',' {
		v.at++
		v.blank()
	}
	if v.at >= len(v.text) {
		return nil, nil
	}
	if v.text[v.at] != '(' {
		return nil, fmt.Errorf("a row does not begin with a bracket but with %q", v.text[v.at])
	}
	v.at++
	record := []string{}
	for {
		value, err := v.value()
		if err != nil {
			return nil, err
		}
		record = append(record, value)
		v.blank()
		if v.at >= len(v.text) {
			return nil, errors.New("a row does not end")
		}
		v.at++
		switch v.text[v.at-1] {
		case ',':
		case ')':
			return record, nil
		default:
			return nil, fmt.Errorf("%q stands between two values", v.text[v.at-1])
		}
	}
}

func (v *sqlValues) blank() {
	for v.at < len(v.text) && strings.IndexByte(" \t\r\n", v.text[v.at]) >= 0 {
		v.at++
	}
}

// sqlEscapes are MySQL's escapes within a string; any other character stands for itself.
var sqlEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', '0': 0, 'b': '\b', 'Z': 26}

// value reads a string, a number or NULL, which is empty here.
func (v *sqlValues) value() (string, error) {
	v.blank()
	if v.at < len(v.text) && v.text[v.at] != '\'' {
		end := strings.IndexAny(v.text[v.at:], ",)")
		if end < 0 {
			return "", errors.New("a row does not end")
		}
		word := strings.TrimSpace(v.text[v.at : v.at+end])
		v.at += end
		if strings.EqualFold(word, "NULL") {
			word = ""
		}
		return word, nil
	}
	var s []byte
	for v.at++; v.at < len(v.text); v.at++ {
		c := v.text[v.at]
		switch {
		case c == '\\' && v.at+1 < len(v.text):
			v.at++
			c = v.text[v.at]
			if plain, known := sqlEscapes[c]; known {
				c = plain
			}
		case c == '\'' && v.at+1 < len(v.text) && v.text[v.at+1] == '\'':
			v.at++
		case c == '\'':
			v.at++
			return string(s), nil
		}
		s = append(s, c)
	}
	return "", errors.New("a string does not end")
}
