package wire

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestFramesComeBackAsTheyWent(t *testing.T) {
	for _, size := range []int{1, 100, MaxFrame} {
		var stream bytes.Buffer
		sent := bytes.Repeat([]byte("x"), size)
		if err := WriteFrame(&stream, sent); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFrame(&stream)
		if err != nil || !bytes.Equal(got, sent) {
			t.Errorf("%d bytes came back as %d, %v", size, len(got), err)
		}
	}
	if err := WriteFrame(io.Discard, make([]byte, MaxFrame+1)); !errors.Is(err, ErrFrame) {
		t.Errorf("a document that is too long gives %v", err)
	}
}

func TestLengthsThatCannotBeAreRefusedBeforeMemoryIsTaken(t *testing.T) {
	for _, header := range []string{"\x00\x00\x00\x00", "\x00\x00\x00\x04", "\x00\x00\x00\x03", "\xff\xff\xff\xff", "\x80\x00\x00\x10", "HTTP"} {
		if _, err := ReadFrame(strings.NewReader(header + "garbage")); !errors.Is(err, ErrFrame) {
			t.Errorf("length % x gives %v", header, err)
		}
	}
	for stream, want := range map[string]error{"": io.EOF, "\x00\x00": io.ErrUnexpectedEOF, "\x00\x00\x00\x09abc": io.ErrUnexpectedEOF} {
		if _, err := ReadFrame(strings.NewReader(stream)); !errors.Is(err, want) {
			t.Errorf("a stream of % x gives %v, want %v", stream, err, want)
		}
	}
}

// hard are values that break documents which are put together from pieces of text (T71).
var hard = []string{
	`</contact:name><contact:name>`, `]]>`, `<![CDATA[`, `&`, `&lt;`, `&#0;`, `"'`, `<!-- -->`, `<?xml?>`, "Åsa Öberg", "北京", "a\tb\nc",
	"\U0001F600", "e\u0301", `" x="`, `%s%n`, `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>`, "\u00a0", "\u2028",
}

func TestEveryValueComesBackAndNoneMakesAnElement(t *testing.T) {
	for _, value := range hard {
		document, err := Document(func(w *Writer) {
			w.In("command", func() {
				w.Text("msg", value, Attr{"lang", value})
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		root, err := Parse(document)
		if err != nil {
			t.Fatalf("%q: %v in %s", value, err, document)
		}
		msg := root.Kid(NSEPP, "command").Kid(NSEPP, "msg")
		if msg == nil || msg.Text != value || msg.Attr("lang") != value || len(msg.Kids) != 0 || len(root.Kids) != 1 {
			t.Errorf("%q came back as %+v", value, msg)
		}
	}
}

func TestTextThatNoXMLCanHoldIsRefused(t *testing.T) {
	for _, value := range []string{"\x00", "a\x1fb", "\ufffe", "\uffff", "\xff", "\xed\xa0\x80", "\x7f\x0b"} {
		_, err := Document(func(w *Writer) { w.Text("msg", value) })
		var illegal *IllegalText
		if !errors.As(err, &illegal) || illegal.Element != "msg" || strings.Contains(err.Error(), value) {
			t.Errorf("%q gives %v", value, err)
		}
	}
}

func TestHostileDocumentsAreRefused(t *testing.T) {
	const head = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0">`
	for what, document := range map[string]string{
		"a document type":   `<!DOCTYPE epp [<!ENTITY a "b">]>` + head + `&a;</epp>`,
		"a file as entity":  `<!DOCTYPE epp [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + head + `&a;</epp>`,
		"an unknown entity": head + `&nbsp;</epp>`,
		"a billion laughs":  `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>` + head + `&b;</epp>`,
		"depth":             head + strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100) + `</epp>`,
		"very many parts":   head + strings.Repeat("<a/>", maxNodes+1) + `</epp>`,
		"pieces of text":    head + strings.Repeat("x<!---->", maxNodes+1) + `</epp>`,
		"two roots":         head + `</epp>` + head + `</epp>`,
		"text behind":       head + `</epp>x`,
		"no end":            head,
		"another root":      `<html/>`,
		"another namespace": `<epp xmlns="urn:x"/>`,
		"another encoding":  `<?xml version="1.0" encoding="UTF-16"?>` + head + `</epp>`,
		"nothing":           ``,
		"garbage":           "\x00\x01\x02",
	} {
		if root, err := Parse([]byte(document)); err == nil {
			t.Errorf("%s was read as %+v", what, root)
		}
	}
}

func TestNothingIsFoundInWhatIsNotThere(t *testing.T) {
	var none *Node
	if none.Kid("a", "b").First().Value() != "" || none.Attr("x") != "" || none.All("a", "b") != nil || none.Values("a", "b") != nil {
		t.Error("an element that is not there has content")
	}
}

// FuzzParse looks for documents that end the program or that come back as others than they were read.
func FuzzParse(f *testing.F) {
	for _, value := range hard {
		f.Add([]byte(`<epp xmlns="urn:ietf:params:xml:ns:epp-1.0">` + value + `</epp>`))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		root, err := Parse(document)
		if err != nil {
			return
		}
		value := root.Text
		again, err := Document(func(w *Writer) { w.Text("msg", value) })
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", value, err)
		}
		if back, err := Parse(again); err != nil || back.Kid(NSEPP, "msg").Text != value {
			t.Fatalf("%q came back otherwise: %v", value, err)
		}
	})
}

// FuzzReadFrame looks for streams of bytes that end the program, or give a document that is longer than what came.
func FuzzReadFrame(f *testing.F) {
	for _, stream := range []string{"", "\x00\x00\x00\x05a", "\x00\x00\x00\x04", "\xff\xff\xff\xff", "\x00\x10\x00\x05", "HTTP/1.1 200 OK"} {
		f.Add([]byte(stream))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		document, err := ReadFrame(bytes.NewReader(stream))
		if err == nil && (len(document) == 0 || len(document)+headerLen > len(stream) || !bytes.Equal(document, stream[headerLen:headerLen+len(document)])) {
			t.Errorf("% x is read as % x", stream, document)
		}
	})
}

// TestSchemasLoadTogether judges one document, so that a fault in the folder of schemas shows here and not as one of a connector.
func TestSchemasLoadTogether(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("xmllint is not on this machine")
		}
		t.Skip("xmllint is not on this machine (make setup)")
	}
	document, err := Document(func(w *Writer) { w.Empty("hello") })
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "hello.xml")
	if err := os.WriteFile(file, document, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("xmllint", "--noout", "--nonet", "--schema", "../../../testdata/epp/xsd/all.xsd", file).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
