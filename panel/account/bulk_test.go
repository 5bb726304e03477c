package account

import (
	"testing"

	"nameyard/panel/visit"
	"nameyard/panel/words"
	"nameyard/reseller"
)

// What is said of names that are refused for the same reason is the same, whatever they are called. Other names in it stay.
func TestReasonsAreAlikeWithoutTheName(t *testing.T) {
	t.Parallel()
	name, err := reseller.ParseName("bücher", "com")
	if err != nil {
		t.Fatal(err)
	}
	v := &visit.Visit{Language: words.English}
	for says, want := range map[string]string{
		"xn--bcher-kva.com is locked":                                 "the name is locked",
		"name server 1 of bücher.com: gone":                           "name server 1 of the name: gone",
		"it is not bücher.com":                                        "it is not the name",
		"ns1.xn--bcher-kva.com is no host of xn--bcher-kva.community": "ns1.xn--bcher-kva.com is no host of xn--bcher-kva.community",
	} {
		if got := withoutName(v, visit.Told{Says: says, Quoted: "bücher.com"}, name); got.Says != want || got.Quoted != "bücher.com" {
			t.Errorf("%q becomes %+v, want %q", says, got, want)
		}
	}
}
