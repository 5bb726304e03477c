package phpvalue

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// multipartBody writes the parts with the boundary X.
func multipartBody(parts ...string) string {
	var body strings.Builder
	for _, p := range parts {
		head, text, _ := strings.Cut(p, "|")
		body.WriteString("--X\r\nContent-Disposition: " + head + "\r\n\r\n" + text + "\r\n")
	}
	return body.String() + "--X--\r\n"
}

func TestMultipartFieldsFollowTheRulesOfForms(t *testing.T) {
	t.Parallel()
	got, err := ParseMultipart(strings.NewReader(multipartBody(
		`form-data; name="a[b][]"|1`, `form-data; name="a[b][]"|2 &+%20`+"\x00\xff", `form-data; name=" a.b"|`, `form-data; name=""|z`,
	)), "X")
	want := Map(Entry{"a", Map(Entry{"b", List(String("1"), String("2 &+%20\x00\xff"))})}, Entry{"a_b", String("")})
	if err != nil || !got.Equal(want) {
		t.Errorf("got %s, %v", Serialize(got), err)
	}
}

func TestWrongMultipartSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	field := `form-data; name="a"|1`
	whole := multipartBody(field)
	many := make([]string, MaxParameters+1)
	for i := range many {
		many[i] = field
	}
	for body, words := range map[string]string{
		"":                                     "damaged or cut off",
		"hello":                                "damaged or cut off",
		whole[:len(whole)-9]:                   "damaged or cut off",
		strings.Replace(whole, "--X--", "", 1): "damaged or cut off",
		multipartBody(field, `form-data; name="f"; filename=""|`): `"f" is a file; files are not accepted`,
		multipartBody(`form-data; name="f"; filename="a.txt"|`):   "files are not accepted",
		multipartBody(`attachment; name="f"|`):                    "part 1 has no Content-Disposition of form-data",
		multipartBody(field, `;|`):                                "part 2 has no Content-Disposition",
		multipartBody(`form-data; name="a[b][c][d][e][f][g]"|`):   "more than 5 brackets",
		multipartBody(many...):                                    "more than 10000 parameters",
	} {
		_, err := ParseMultipart(strings.NewReader(body), "X")
		var refusal *Error
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "at byte") {
			t.Errorf("%.60q: says %v, want %q", body, err, words)
		}
	}
	if _, err := ParseMultipart(strings.NewReader(whole), ""); err == nil {
		t.Error("no boundary is accepted")
	}
}

func TestFailureOfTheBodyReaderCanBeTold(t *testing.T) {
	t.Parallel()
	tooLarge := errors.New("too large")
	whole := multipartBody(`form-data; name="a"|12345678`, `form-data; name="b"|`)
	for cut := range len(whole) - 4 {
		body := io.MultiReader(strings.NewReader(whole[:cut]), iotest.ErrReader(tooLarge))
		if _, err := ParseMultipart(body, "X"); !errors.Is(err, tooLarge) {
			t.Errorf("cut after %d bytes: got %v", cut, err)
		}
	}
}
