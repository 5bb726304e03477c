package apiphp

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// object writes a JSON object or list in order, as PHP's json_encode with its default flags does: `/` as `\/`, everything
// that is not ASCII as \uXXXX. The zero object is ready for start.
type object struct {
	buf []byte
}

// start makes an object that is open.
func start() *object { return &object{append(make([]byte, 0, 256), '{')} }

// success makes an object that begins with the result.
func success() *object {
	o := start()
	o.text("result", "success")
	return o
}

// end closes the object and gives its bytes. Two clients repeat the order when they see a certain text in an answer; it
// cannot appear, because one of its characters goes out escaped.
func (o *object) end() []byte {
	o.buf = append(o.buf, '}')
	if bytes.Contains(o.buf, []byte(repeatMark)) {
		return bytes.ReplaceAll(o.buf, []byte(repeatMark), []byte(`----536b77590507\u0036----`))
	}
	return o.buf
}

const repeatMark = "----536b775905076----"

// next writes the comma before an element, if one is needed.
func (o *object) next() {
	if last := o.buf[len(o.buf)-1]; last != '{' && last != '[' {
		o.buf = append(o.buf, ',')
	}
}

func (o *object) key(key string) {
	o.next()
	o.buf = append(appendQuoted(o.buf, key), ':')
}

func (o *object) text(key, value string) {
	o.key(key)
	o.buf = appendQuoted(o.buf, value)
}

func (o *object) number(key string, value int64) {
	o.key(key)
	o.buf = strconv.AppendInt(o.buf, value, 10)
}

func (o *object) null(key string) {
	o.key(key)
	o.buf = append(o.buf, "null"...)
}

func (o *object) flag(key string, value bool) {
	o.key(key)
	if value {
		o.buf = append(o.buf, "true"...)
	} else {
		o.buf = append(o.buf, "false"...)
	}
}

// open begins an object inside; element begins one in a list; list begins a list. close ends objects, closeList lists.
func (o *object) open(key string) {
	o.key(key)
	o.buf = append(o.buf, '{')
}

func (o *object) list(key string) {
	o.key(key)
	o.buf = append(o.buf, '[')
}

func (o *object) element() {
	o.next()
	o.buf = append(o.buf, '{')
}

func (o *object) close()     { o.buf = append(o.buf, '}') }
func (o *object) closeList() { o.buf = append(o.buf, ']') }

const hexDigits = "0123456789abcdef"

// appendQuoted writes a JSON string. Bytes that are not UTF-8, which nothing here stores, come out as U+FFFD.
func appendQuoted(buf []byte, s string) []byte {
	buf = append(buf, '"')
	plain := 0 // s[plain:i] needs no escape
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' && c != '/' {
			i++
			continue
		}
		buf = append(buf, s[plain:i]...)
		size := 1
		if c < utf8.RuneSelf {
			buf = appendEscaped(buf, c)
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			buf = appendRune(buf, r)
		}
		i += size
		plain = i
	}
	return append(append(buf, s[plain:]...), '"')
}

func appendEscaped(buf []byte, c byte) []byte {
	switch c {
	case '"', '\\', '/':
		return append(buf, '\\', c)
	case '\b':
		return append(buf, `\b`...)
	case '\f':
		return append(buf, `\f`...)
	case '\n':
		return append(buf, `\n`...)
	case '\r':
		return append(buf, `\r`...)
	case '\t':
		return append(buf, `\t`...)
	}
	return appendUnit(buf, rune(c))
}

func appendRune(buf []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); r > 0xffff {
		return appendUnit(appendUnit(buf, high), low)
	}
	return appendUnit(buf, r)
}

func appendUnit(buf []byte, unit rune) []byte {
	return append(buf, '\\', 'u', hexDigits[unit>>12&15], hexDigits[unit>>8&15], hexDigits[unit>>4&15], hexDigits[unit&15])
}
