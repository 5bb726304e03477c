package operator

import (
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
)

// rows reads (…), (…) behind VALUES, to the end of the statement.
func (d *dump) rows(begins int, header importHeader) error {
	for {
		t, err := d.next()
		switch {
		case err != nil:
			return err
		case t.kind == sqlEnd:
			return d.notWhole(begins)
		case t.is("ROW"):
			continue
		case !t.is("("):
			return atLine(t.line, "a row does not begin with a bracket but with %s", shown(t.text))
		}
		record, err := d.record(t.line)
		if err != nil {
			return err
		}
		if len(record) != header.fields {
			return atLine(t.line, "a row has %d values for %d columns", len(record), header.fields)
		}
		d.file.rows = append(d.file.rows, header.row(t.line, record))
		switch t, err = d.next(); {
		case err != nil:
			return err
		case t.kind == sqlEnd:
			return d.notWhole(begins)
		case t.is(","):
		case t.is(";"):
			return nil
		case t.is("ON"), t.is("AS"):
			return d.skip()
		default:
			return atLine(t.line, "after a row stands %s", shown(t.text))
		}
	}
}

// record reads values to the closing bracket.
func (d *dump) record(begins int) ([]string, error) {
	record := []string{}
	for {
		value, err := d.value(begins)
		if err != nil {
			return nil, err
		}
		record = append(record, value)
		t, err := d.next()
		switch {
		case err != nil:
			return nil, err
		case t.kind == sqlEnd:
			return nil, d.notWhole(begins)
		case t.is(","):
		case t.is(")"):
			return record, nil
		default:
			return nil, atLine(t.line, "%s stands between two values", shown(t.text))
		}
	}
}

// set reads a = 1, b = 'x' of INSERT … SET.
func (d *dump) set(begins int) error {
	var columns, record []string
	for {
		name, err := d.next()
		if err != nil {
			return err
		}
		equal, err := d.next()
		if err != nil {
			return err
		}
		if !name.isName() || !equal.is("=") {
			return atLine(begins, "an INSERT with SET that cannot be read at %s", shown(name.text+" "+equal.text))
		}
		value, err := d.value(begins)
		if err != nil {
			return err
		}
		columns, record = append(columns, name.text), append(record, value)
		t, err := d.next()
		switch {
		case err != nil:
			return err
		case t.kind == sqlEnd:
			return d.notWhole(begins)
		case t.is(","):
			continue
		}
		d.file.rows = append(d.file.rows, headerOf(columns).row(begins, record))
		if t.is(";") {
			return nil
		}
		d.unread(t)
		return d.skip()
	}
}

// value reads a string, a number, a literal or NULL, which is empty here.
func (d *dump) value(begins int) (string, error) {
	t, err := d.next()
	switch {
	case err != nil:
		return "", err
	case t.kind == sqlEnd:
		return "", d.notWhole(begins)
	case t.kind == sqlString, t.kind == sqlDoubleString:
		return t.text, nil
	case t.kind != sqlWord:
		return "", atLine(t.line, "%s stands where a value should", shown(t.text))
	}
	after, err := d.next()
	if err != nil {
		return "", err
	}
	switch {
	case after.is("("):
		return d.call(t)
	case after.kind == sqlString || after.kind == sqlDoubleString:
		return literal(t, after.text)
	}
	d.unread(after)
	return word(t.text), nil
}

// word is what a word stands for.
func word(text string) string {
	switch upper := strings.ToUpper(text); {
	case upper == "NULL", upper == "DEFAULT":
		return ""
	case strings.HasPrefix(upper, "0X"):
		if plain, err := hex.DecodeString(text[2:]); err == nil {
			return string(plain)
		}
	case strings.HasPrefix(upper, "0B"):
		if n, ok := new(big.Int).SetString(text[2:], 2); ok {
			return n.String()
		}
	}
	return text
}

// literal is a string with a word before it: X'6f', b'1', N'text', _utf8mb4'text', DATE '2027-01-01'.
func literal(before sqlToken, text string) (string, error) {
	switch strings.ToUpper(before.text) {
	case "X":
		plain, err := hex.DecodeString(text)
		if err != nil {
			return "", atLine(before.line, "X%s is no hexadecimal literal", shown(text))
		}
		return string(plain), nil
	case "B":
		n, ok := new(big.Int).SetString(text, 2)
		if !ok {
			return "", atLine(before.line, "b%s is no binary literal", shown(text))
		}
		return n.String(), nil
	case "N", "E", "DATE", "TIMESTAMP", "TIME":
		return text, nil
	}
	if strings.HasPrefix(before.text, "_") {
		return text, nil
	}
	return "", atLine(before.line, "%s stands between two values", shown(text))
}

// conversions are functions whose first argument is the value.
var conversions = []string{"CAST", "CONVERT", "DATE", "TIMESTAMP", "STR_TO_DATE", "TO_DATE", "TO_TIMESTAMP"}

// call reads a function's arguments. What it would give is known of conversions only; of others their text is kept, which no
// column takes for a value.
func (d *dump) call(function sqlToken) (string, error) {
	text, first := function.text+"(", ""
	for depth, n := 1, 0; depth > 0; n++ {
		t, err := d.next()
		switch {
		case err != nil:
			return "", err
		case t.kind == sqlEnd:
			return "", d.notWhole(function.line)
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		}
		if n == 0 && t.kind == sqlString {
			first = t.text
		}
		if len(text) < fieldMost {
			text += t.text
		}
	}
	if first != "" && slices.ContainsFunc(conversions, func(c string) bool { return strings.EqualFold(c, function.text) }) {
		return first, nil
	}
	return text, nil
}
