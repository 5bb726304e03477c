package page

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever accent is taken can be read wherever it meets text or ground, in both schemes; one that is refused comes with another that is taken.
func TestAccentsThatAreTakenCanBeRead(t *testing.T) {
	t.Parallel()
	taken := 0
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				text := fmt.Sprintf("#%02x%02x%02x", r, g, b)
				s, err := shadesOf(text)
				if err != nil {
					words := err.Error()
					better := words[strings.LastIndex(words, "; ")+2:][:7]
					if s, err = shadesOf(better); err != nil {
						t.Fatalf("%s is refused for %s, which is refused: %v", text, better, err)
					}
				} else {
					taken++
				}
				for _, pair := range [][2]colour{
					{s.light, white}, {s.light, lightGrounds[1]}, {s.light, lightGrounds[2]}, {s.light, s.lightSoft}, {white, s.light},
					{s.dark, darkGrounds[0]}, {s.dark, darkGrounds[1]}, {s.dark, darkGrounds[2]}, {s.dark, s.darkSoft}, {black, s.dark},
				} {
					if contrast(pair[0], pair[1]) < readable {
						t.Fatalf("%s: %s on %s has a contrast of %.2f", text, pair[0], pair[1], contrast(pair[0], pair[1]))
					}
				}
			}
		}
	}
	if taken < 500 {
		t.Errorf("%d accents are taken", taken)
	}
}

// What contrast is, by the values that WCAG's own tools give.
func TestContrast(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]string{
		{"#000000", "#ffffff"}: "21.00", {"#777777", "#ffffff"}: "4.48", {"#595959", "#ffffff"}: "7.00", {"#ffffff", "#ffffff"}: "1.00",
	} {
		a, _ := parseColour(pair[0])
		b, _ := parseColour(pair[1])
		if got := fmt.Sprintf("%.2f", contrast(a, b)); got != want {
			t.Errorf("%v: %s, want %s", pair, got, want)
		}
	}
}

// A look changes style and mark, and their address with them; what is no look is refused.
func TestALookChangesTheFiles(t *testing.T) {
	t.Parallel()
	served := func(l Look, name string) (text, kind, policy string) {
		t.Helper()
		a, err := NewAssets(l)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		if !a.Serve(w, httptest.NewRequest("GET", "/", nil), a.version, name) {
			t.Fatalf("there is no %s", name)
		}
		return w.Body.String(), w.Header().Get("Content-Type"), w.Header().Get("Content-Security-Policy")
	}
	plain, err := NewAssets(Look{})
	if err != nil {
		t.Fatal(err)
	}
	violet := Look{Accent: "#7A1F5C"}
	if a, _ := NewAssets(violet); a.version == plain.version {
		t.Error("the address of the files stays as it was: browsers would keep the old ones")
	}
	if style, _, _ := served(violet, styleFile); !strings.Contains(style, "--accent: light-dark(#7a1f5c, ") {
		t.Error("the style has no such accent")
	}
	if mark, _, _ := served(violet, markFile); !strings.Contains(mark, "#7a1f5c") {
		t.Errorf("the mark is %s", mark)
	}
	logo, kind, policy := served(Look{Logo: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)}, markFile)
	if !strings.HasPrefix(logo, "<svg") || kind != "image/svg+xml" || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "sandbox") {
		t.Errorf("the logo is %s of %s under %s", logo, kind, policy)
	}
	for _, wrong := range []Look{{Accent: "green"}, {Accent: "#12345"}, {Accent: "#ffffff"}, {Logo: []byte("GIF89a")}, {Logo: make([]byte, maxLogo+1)}} {
		if wrong.Check() == nil {
			t.Errorf("%.40v is taken", wrong)
		}
	}
}

// The style is sent without remarks and blanks that nothing needs, and says the same.
func TestStyleIsSentSlim(t *testing.T) {
	t.Parallel()
	got := string(slim([]byte("a:hover > b { color: red; margin: 0 1px; } /* why: { } */\n@media print {\n  c { top: 0; }\n}\n")))
	if want := "a:hover > b{color:red;margin:0 1px}\n@media print {\nc{top:0}\n}\n"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}
