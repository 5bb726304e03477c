package form_test

import (
	"strings"
	"testing"

	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

func TestContentTypes(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": form.URLEncoded, "application/x-www-form-urlencoded; charset=UTF-8": form.URLEncoded, "Application/JSON": form.JSON,
		"multipart/form-data; boundary=b": form.Multipart, "text/plain; charset=us-ascii": "text/plain",
		"application/json; charset=utf-7": "", ";;": "", "/": "", "form": "", "application/json; charset=UTF-16LE": "",
	} {
		kind, _, err := form.MediaType(header)
		if kind != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v", header, kind, err)
		}
	}
}

// PHP does not look at the charset of a request, and clients of PHP servers write what they like there.
func TestBodiesAreReadWhateverTheCharsetIsCalled(t *testing.T) {
	t.Parallel()
	bodies := map[string]string{
		form.URLEncoded: "sld=sm%C3%B6rg%C3%A5s&tld=se",
		form.JSON:       `{"sld":"smörgås","tld":"se"}`,
		form.Multipart: "--b\r\nContent-Disposition: form-data; name=\"sld\"\r\n\r\nsmörgås\r\n" +
			"--b\r\nContent-Disposition: form-data; name=\"tld\"\r\n\r\nse\r\n--b--\r\n",
	}
	for kind, body := range bodies {
		for _, suffix := range []string{
			"", "; charset=utf8", ";charset=UTF8", `; charset="UTF-8"`, "; Charset=Utf-8", "; charset='utf-8'", "; charset=iso-8859-1", "; charset=windows-1252",
			"; charset=x-unknown", "; charset=", "; charset", ";", "; charset=utf-8; charset=utf-8", "; charset=utf-8;", ", " + kind, "; odd=\"open", "; charset=utf-8, text/html",
		} {
			header := kind + suffix
			if kind == form.Multipart {
				header = kind + "; boundary=b" + suffix
			}
			got, params, err := form.MediaType(header)
			if err != nil || got != kind {
				t.Errorf("%s: %s, %v", header, got, err)
				continue
			}
			root, err := form.Parse(got, params, []byte(body))
			if want := phpvalue.Map(phpvalue.Entry{Key: "sld", Value: phpvalue.String("smörgås")}, phpvalue.Entry{Key: "tld", Value: phpvalue.String("se")}); err != nil || !root.Equal(want) {
				t.Errorf("%s: %s, %v", header, phpvalue.Serialize(root), err)
			}
		}
	}
}

func TestTheBoundaryIsFoundAmongOtherParameters(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"multipart/form-data; boundary=----x1":                              "----x1",
		"multipart/form-data; " + strings.Repeat("\xff", 50) + "Boundary=x": "x",
		`multipart/form-data; charset=utf8; boundary="a b;c"`:               "a b;c",
		"multipart/form-data; BOUNDARY=x; charset=utf8":                     "x",
		"multipart/form-data; boundary=x, other/kind":                       "x",
		"multipart/form-data;charset=\"utf-8\";boundary = \"x\"":            "x",
		"multipart/form-data":                                               "",
	} {
		if _, params, err := form.MediaType(header); err != nil || params["boundary"] != want {
			t.Errorf("%s: %q, %v; want %q", header, params["boundary"], err, want)
		}
	}
}

// What is declared is not believed, and bytes of another encoding are not stored as letters that nobody sent.
func TestBytesThatAreNoUTF8AreRefusedWhateverTheCharsetSays(t *testing.T) {
	t.Parallel()
	kind, params, err := form.MediaType("application/x-www-form-urlencoded; charset=iso-8859-1")
	if err != nil {
		t.Fatal(err)
	}
	root, err := form.Parse(kind, params, []byte("city=G%F6teborg"))
	if err != nil {
		t.Fatal(err)
	}
	p := form.NewParams(root.Entries())
	if city := p.Text("city"); city != "" || p.Err() == nil {
		t.Errorf("the city is %q", city)
	}
}
