package apiphp

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

func TestTextIsEscapedAsPHPDoes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                       `""`,
		"N/A":                    `"N\/A"`,
		`a "b" \c`:               `"a \"b\" \\c"`,
		"\b\f\n\r\t\x00\x1f\x7f": "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"",
		"Åsa":                    `"\u00c5sa"`,
		"𝔅":                      `"\ud835\udd05"`,
		"\u2028<&>'":             `"\u2028<&>'"`,
		"bad \xff":               `"bad \ufffd"`,
	} {
		if got := string(appendQuoted(nil, text)); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
}

// TestPHPWritesTheSame asks php itself.
func TestPHPWritesTheSame(t *testing.T) {
	t.Parallel()
	php, err := exec.LookPath("php")
	if err != nil {
		t.Skip("SKIPPED, NOT COMPARED WITH PHP: there is no php on this machine")
	}
	var every strings.Builder
	for c := range rune(0x3000) {
		every.WriteRune(c)
	}
	every.WriteString("\uffff\U00010000\U0010ffff")
	cmd := exec.CommandContext(t.Context(), php, "-r", "echo json_encode(stream_get_contents(STDIN));")
	cmd.Stdin = strings.NewReader(every.String())
	want, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := appendQuoted(nil, every.String()); string(got) != string(want) {
		t.Errorf("php writes something else:\n%s\n%s", got, want)
	}
}

func TestObjectsNestWithCommasInPlace(t *testing.T) {
	t.Parallel()
	o := success()
	o.open("inner")
	o.null("a")
	o.close()
	o.list("list")
	o.element()
	o.flag("b", true)
	o.close()
	o.element()
	o.close()
	o.closeList()
	o.text("last", "{")
	o.text("more", "[")
	want := `{"result":"success","inner":{"a":null},"list":[{"b":true},{}],"last":"{","more":"["}`
	if got := string(o.end()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTheTextThatMakesClientsRepeatNeverGoesOut(t *testing.T) {
	t.Parallel()
	o := success()
	o.text("address", "x"+repeatMark)
	body := o.end()
	if strings.Contains(string(body), repeatMark) {
		t.Errorf("it is in %s", body)
	}
	var read struct{ Address string }
	if err := json.Unmarshal(body, &read); err != nil || read.Address != "x"+repeatMark {
		t.Errorf("clients read %q, %v", read.Address, err)
	}
}
