package invoicedoc_test

import (
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"nameyard/invoicedoc"
)

// Names as their holders write them, in the alphabets of Europe and its neighbours, and one whose letters come with their marks apart.
var names = []string{
	"Łódź Hosting", "Żółta Domena", "Zażółć gęślą jaźń", "Синергия", "Щоденні Ґанки Їжаків", "Ђорђе Љубић", "Қазақ Әуе Өңір Ұлт Һ", "Ελληνική Εταιρεία ΐΰ",
	"ᾧ ῥᾴδιος", "Þórður Ææðing", "Õunapuu Šarūnas Ģirts Ķ", "Ștefan Țară Ăâî", "Győző Űrhajó", "İstanbul Iğdır Şöğüt", "Đặng Nguyễn Ưu Ờ", "ẞ ß Œuvre Ÿ €",
	"Ċetta Ħamrun Ġgantija", "Ŵyn Ŷstwyth", "Æsir Ǿrnes Ǻland Ǽring", norm.NFD.String("Žluťoučký kůň ёй"),
}

func TestNamesOfEveryAlphabetAreReadBackAsTheyWereGiven(t *testing.T) {
	t.Parallel()
	p := renewal("en")
	p.Seller.Address, p.Buyer.Name = names, "Żółć Синергия"
	text := readBack(t, p)
	for _, name := range append(names, p.Buyer.Name) {
		if !strings.Contains(norm.NFC.String(text), norm.NFC.String(name)) {
			t.Errorf("the document does not say %q; it says:\n%s", name, text)
		}
	}
}

// What a reader of text finds is not yet what people see: the font must have the glyphs. Left out are letters that Unicode only
// has for the sake of other character sets, and those that came after the font.
func TestFontHasEveryLatinGreekAndCyrillicLetter(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"fonts/NotoSans-Regular.ttf", "fonts/NotoSans-Bold.ttf"} {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		font, err := sfnt.Parse(body)
		if err != nil {
			t.Fatal(err)
		}
		var buffer sfnt.Buffer
		tried := 0
		for r := rune(1); r <= 0xFFFF; r++ {
			letter := unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) || strings.ContainsRune("€£–—‘’“”„«»…·0123456789@&", r)
			if !letter || r >= 0xFF21 || r >= 0xA7C0 && r < 0xA800 || r >= 0x2160 && r <= 0x2188 {
				continue
			}
			tried++
			if glyph, err := font.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
				t.Errorf("%s does not have %U %c, %v", file, r, r, err)
			}
		}
		if tried < 1900 {
			t.Errorf("%d letters were looked for", tried)
		}
	}
}

// word is a word of a page with the place of its ends, in points from the left.
var word = regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="[0-9.]+" xMax="([0-9.]+)" yMax="[0-9.]+">([^<]*)</word>`)

func TestNumbersLineUpAndNothingLeavesThePage(t *testing.T) {
	t.Parallel()
	p := renewal("en")
	p.Seller.Name = "Żółta Domena spółka z ograniczoną odpowiedzialnością, oddział w Łodzi przy ulicy Długiej"
	p.Buyer.Email = "an-address-that-is-wider-than-its-half-of-the-page@subdomain.of.a.very-long-domain-name.example.com"
	p.Invoice.Reason = strings.Repeat("a reason of many words, ", 30)
	long := p.Invoice.Lines[0]
	long.Domain, long.Net, long.Tax = strings.Repeat("w", 63)+"."+strings.Repeat("m", 63)+".example", 100_000_000_00, 5
	p.Invoice.Lines = append(p.Invoice.Lines, long)
	const left, right = 20 / 25.4 * 72, 190 / 25.4 * 72
	ends := map[string]string{}
	for _, m := range word.FindAllStringSubmatch(readWith(t, p, "-bbox"), -1) {
		from, _ := strconv.ParseFloat(m[1], 64)
		to, _ := strconv.ParseFloat(m[2], 64)
		if from < left-0.1 || to > right+0.1 {
			t.Errorf("%q stands from %.1f to %.1f, and the text from %.1f to %.1f", m[3], from, to, left, right)
		}
		ends[m[3]] = strconv.FormatFloat(to, 'f', 0, 64)
	}
	for column, numbers := range map[string][]string{"net": {"Net", "12,345.00", "100,000,000.00"}, "tax": {"Tax", "3,086.25", "0.05", "SEK"}} {
		for _, number := range numbers[1:] {
			if ends[number] == "" {
				t.Errorf("%s is not there", number)
			}
		}
		if column == "tax" && (ends["3,086.25"] != ends["0.05"] || ends["0.05"] != ends["SEK"]) || column == "net" && ends["100,000,000.00"] == ends["0.05"] {
			t.Errorf("%s: %v", column, ends)
		}
	}
	text := strings.Join(strings.Fields(readBack(t, p)), "")
	if !strings.Contains(text, strings.Repeat("w", 30)) || !strings.Contains(text, strings.Repeat("m", 30)) {
		t.Errorf("the long name is lost: %s", text)
	}
}

func TestLettersOfOtherScriptsLeaveTheRestReadable(t *testing.T) {
	t.Parallel()
	p := renewal("en")
	p.Buyer.Name = "ភ្នំពេញ 中文 🐙 Hosting €"
	if text := readBack(t, p); !strings.Contains(text, "Hosting €") || !strings.Contains(text, "中文") {
		t.Errorf("the buyer's name is lost:\n%s", text)
	}
}

func TestSameInvoiceGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	var once, again bytes.Buffer
	for _, w := range []*bytes.Buffer{&once, &again} {
		if err := (invoicedoc.PDF{}).Render(w, renewal("en")); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(once.Bytes(), again.Bytes()) {
		t.Error("two prints of one invoice differ")
	}
	if once.Len() > 100_000 {
		t.Errorf("the document has %d bytes: its fonts are whole", once.Len())
	}
}
