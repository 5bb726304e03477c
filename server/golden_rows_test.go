package server_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// namedRows are the sets of a case in PHP's serialize format, by the name of their "rows" section.
type namedRows map[string]string

// keyed is a line of rows with a key of its own: 5: "info" or "5": "info".
var keyed = regexp.MustCompile(`^(-?\d+|"[^"]*"):\s+(.+)$`)

// read keeps a section of rows: one JSON value a line. Their keys count from 0, unless a line begins with its own.
func (r namedRows) read(name string, lines []byte) error {
	var set strings.Builder
	count := 0
	for line := range strings.Lines(string(lines)) {
		key, value := strconv.Itoa(count), strings.TrimSpace(line)
		if m := keyed.FindStringSubmatch(value); m != nil {
			key, value = m[1], m[2]
		}
		for _, part := range []string{key, value} {
			text, err := serialize(part)
			if err != nil {
				return fmt.Errorf("rows %s: %s: %w", name, line, err)
			}
			set.WriteString(text)
		}
		count++
	}
	r[name] = fmt.Sprintf("a:%d:{%s}", count, &set)
	return nil
}

// written is a value of a form that is not written as it is sent: serialize(NAME) of a "rows" section, serialize(JSON), or
// base64(TEXT).
var written = regexp.MustCompile(`(?m)=(serialize|base64)\((.*?)\)([& ]|$)`)

// encode writes the sets in a text as clients send them: base64 of PHP's serialize format.
func (r namedRows) encode(text string) (string, error) {
	var failed error
	sent := written.ReplaceAllStringFunc(text, func(value string) string {
		m := written.FindStringSubmatch(value)
		set, known := r[m[2]]
		if m[1] == "base64" {
			set = m[2]
		} else if !known {
			var err error
			if set, err = serialize(m[2]); err != nil {
				failed = fmt.Errorf("%s is neither the name of rows nor JSON: %w", m[2], err)
			}
		}
		return "=" + base64.StdEncoding.EncodeToString([]byte(set)) + m[3]
	})
	return sent, failed
}

// serialize turns a JSON value into PHP's serialize format. The keys of an object stay in order and stay text.
func serialize(text string) (string, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var out strings.Builder
	if err := serializeNext(d, &out); err != nil {
		return "", err
	}
	if _, err := d.Token(); err != io.EOF {
		return "", fmt.Errorf("there is more behind a JSON value")
	}
	return out.String(), nil
}

func serializeNext(d *json.Decoder, out *strings.Builder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case nil:
		out.WriteString("N;")
	case bool:
		fmt.Fprintf(out, "b:%d;", map[bool]int{true: 1}[token])
	case json.Number:
		fmt.Fprintf(out, "i:%s;", token)
	case string:
		fmt.Fprintf(out, "s:%d:\"%s\";", len(token), token)
	case json.Delim:
		return serializeArray(d, token, out)
	}
	return nil
}

// serializeArray writes what stands in brackets or braces that have just been opened.
func serializeArray(d *json.Decoder, opened json.Delim, out *strings.Builder) error {
	var elements strings.Builder
	count := 0
	for ; d.More(); count++ {
		if opened == '[' {
			fmt.Fprintf(&elements, "i:%d;", count)
		} else if err := serializeNext(d, &elements); err != nil {
			return err
		}
		if err := serializeNext(d, &elements); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "a:%d:{%s}", count, &elements)
	_, err := d.Token()
	return err
}

func TestSetsOfGoldenCasesAreSentAsPHPWritesThem(t *testing.T) {
	t.Parallel()
	rows := namedRows{}
	if err := rows.read("records", []byte("{\"hostname\":\"www\",\"priority\":10}\n5: \"info\"\n\"7\": null\n")); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`dnsrecords=serialize(records)`:           `a:3:{i:0;a:2:{s:8:"hostname";s:3:"www";s:8:"priority";i:10;}i:5;s:4:"info";s:1:"7";N;}`,
		`dnsrecords=serialize("å (x)")`:           `s:6:"å (x)";`,
		`dnsrecords=serialize([["a"],{},[],5])`:   `a:4:{i:0;a:1:{i:0;s:1:"a";}i:1;a:0:{}i:2;a:0:{}i:3;i:5;}`,
		`dnsrecords=serialize({"b":true,"a":""})`: `a:2:{s:1:"b";b:1;s:1:"a";s:0:"";}`,
		`dnsrecords=base64(O:8:"x":0:{})`:         `O:8:"x":0:{}`,
	} {
		for _, behind := range []string{"", "&sld=a", " other", "\nsld=a\n"} {
			sent, err := rows.encode("action=SaveDNS&" + text + behind)
			if want := "action=SaveDNS&dnsrecords=" + base64.StdEncoding.EncodeToString([]byte(want)) + behind; err != nil || sent != want {
				t.Errorf("%s%s is sent as %q (%v), want %q", text, behind, sent, err, want)
			}
		}
	}
	if sent, err := rows.encode("dnsrecords=serialize(nobody)"); err == nil {
		t.Errorf("rows that are nowhere are sent as %q", sent)
	}
}
