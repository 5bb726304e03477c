package wire

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"unicode/utf8"
)

// Writer writes one EPP document. Names of elements and attributes come from this program; whatever comes from outside is a value
// and is escaped. Nothing else puts text into a document.
type Writer struct {
	buf bytes.Buffer
	err error
}

// Attr is an attribute.
type Attr struct{ Name, Value string }

// Document writes <epp> with what body writes inside. The error is an *IllegalText if a value cannot stand in XML.
func Document(body func(w *Writer)) ([]byte, error) {
	w := &Writer{}
	w.buf.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\n")
	w.In("epp", func() { body(w) }, Attr{"xmlns", NSEPP})
	if w.err != nil {
		return nil, w.err
	}
	return w.buf.Bytes(), nil
}

// In writes an element and what body writes inside it.
func (w *Writer) In(name string, body func(), attrs ...Attr) {
	w.start(name, attrs)
	body()
	w.end(name)
}

// Object writes an element that declares the namespace of its own prefix: "domain:create" with that of domain.
func (w *Writer) Object(name, space string, body func(), attrs ...Attr) {
	w.In(name, body, append([]Attr{{"xmlns:" + prefixOf(name), space}}, attrs...)...)
}

// Text writes an element with a value.
func (w *Writer) Text(name, value string, attrs ...Attr) {
	w.start(name, attrs)
	w.escape(name, value)
	w.end(name)
}

// Optional writes an element with a value, unless the value is empty.
func (w *Writer) Optional(name, value string, attrs ...Attr) {
	if value != "" {
		w.Text(name, value, attrs...)
	}
}

// Empty writes an element without content.
func (w *Writer) Empty(name string, attrs ...Attr) {
	w.start(name, attrs)
	w.end(name)
}

func (w *Writer) start(name string, attrs []Attr) {
	w.buf.WriteByte('<')
	w.buf.WriteString(name)
	for _, a := range attrs {
		w.buf.WriteByte(' ')
		w.buf.WriteString(a.Name)
		w.buf.WriteString(`="`)
		w.escape(name, a.Value)
		w.buf.WriteByte('"')
	}
	w.buf.WriteByte('>')
}

func (w *Writer) end(name string) {
	w.buf.WriteString("</")
	w.buf.WriteString(name)
	w.buf.WriteByte('>')
}

func (w *Writer) escape(name, value string) {
	if !legal(value) {
		if w.err == nil {
			w.err = &IllegalText{Element: name}
		}
		return
	}
	_ = xml.EscapeText(&w.buf, []byte(value)) // a bytes.Buffer does not fail
}

// IllegalText says that a value has characters that no XML document can hold, escaped or not (XML 1.0 §2.2).
type IllegalText struct {
	Element string // "contact:city"
}

// Error names the element; the value may be personal and stays out.
func (e *IllegalText) Error() string {
	return fmt.Sprintf("the value of %s has a control character or is not UTF-8", e.Element)
}

func legal(value string) bool {
	if !utf8.ValidString(value) {
		return false
	}
	for _, c := range value {
		switch {
		case c == '\t', c == '\n', c == '\r', c >= 0x20 && c <= 0xD7FF, c >= 0xE000 && c <= 0xFFFD, c >= 0x10000:
		default:
			return false
		}
	}
	return true
}

func prefixOf(name string) string {
	for i := range len(name) {
		if name[i] == ':' {
			return name[:i]
		}
	}
	return name
}
