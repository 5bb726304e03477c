package reseller

import "testing"

// A part of a label with letters beyond ASCII is refused: its ACE form would find nothing, or something else.
func TestNamePatternsAreOfWholeLabelsBeyondASCII(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Example.com.": "example.com", "*.se": "*.se", "bücher.*": "xn--bcher-kva.*", "büch*": "", "*ücher.de": "", "": "",
	} {
		got, err := ParseNamePattern(text)
		if refused := want == "" && text != ""; string(got) != want || refused != (AsError(err) != nil && AsError(err).Field == PathName) {
			t.Errorf("%q is read as %q, %v; want %q", text, got, err, want)
		}
	}
}
