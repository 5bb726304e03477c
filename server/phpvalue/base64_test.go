package phpvalue

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestParametersAsClientsSendThemAreDecoded(t *testing.T) {
	t.Parallel()
	records := `a:1:{i:0;a:1:{s:7:"address";s:5:">>>??";}}`
	encoded := base64.StdEncoding.EncodeToString([]byte(records))
	if !strings.Contains(encoded, "+") {
		t.Fatal("the example has no plus sign to lose")
	}
	for name, param := range map[string]string{
		"as it should be":   encoded,
		"plus unescaped":    strings.ReplaceAll(encoded, "+", " "),
		"broken into lines": encoded[:8] + "\r\n" + encoded[8:] + "\r\n",
	} {
		v, err := Decode(param)
		if err != nil || string(Serialize(v)) != records {
			t.Errorf("%s: %s, %v", name, Serialize(v), err)
		}
	}
	for _, param := range []string{"czowOiIiOw==", "czowOiIiOw== \n", "czowOiIiOw"} {
		if v, err := Decode(param); err != nil || v.Kind() != KindString || !v.IsEmpty() {
			t.Errorf("%q, the empty string of the protocol's own example: %s, %v", param, Serialize(v), err)
		}
	}
}

func TestBrokenBase64SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for param, words := range map[string]string{
		"":                                "the parameter is empty",
		"TjsA-":                           `at byte 4: "-" is of the URL alphabet`,
		"Tj_s":                            `at byte 2: "_" is of the URL alphabet`,
		"Tjs%3D":                          "escaped twice",
		"Tj*s":                            `at byte 2: "*" is not base64`,
		"Tj\xffs":                         `"\xff" is not base64`,
		"Tj\x00s":                         `"\x00" is not base64`,
		"Tjs=Tjs=":                        "at byte 4: base64 goes on after its = padding",
		"Tjs===":                          "more than two =",
		"Tjs=A":                           "goes on after",
		"TjsAA":                           "cut off",
		"=":                               "a value is missing",
		"Tjs7":                            "1 bytes follow the end of the value",
		strings.Repeat("A", 2*MaxBytes+1): "more than a value may have",
	} {
		if _, err := Decode(param); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%.20q: says %v, want %q", param, err, words)
		}
	}
}
