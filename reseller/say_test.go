package reseller_test

import (
	"fmt"
	"testing"

	"nameyard/reseller"
)

// A face that speaks another language is given the form of what is wrong, of an error inside, too, with parts called as it calls them.
// A face that speaks English says the words as they are.
func TestAFaceSaysErrorsInItsLanguage(t *testing.T) {
	t.Parallel()
	inner := reseller.Invalid("", "%q is not a host", "x")
	err := reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s is wrong: %s", reseller.PathYears, reseller.Inner(inner))
	forms := map[string]string{"%s is wrong: %s": "%s är fel: %s", "%q is not a host": "%s är ingen värd"}
	swedish := reseller.Spelling{
		Param: func(reseller.Path) string { return "år" },
		Say:   func(form string, parts ...any) string { return fmt.Sprintf(forms[form], parts...) },
	}
	if got := err.Spelled(swedish).Words; got != "år är fel: x är ingen värd" {
		t.Errorf("in Swedish it is %q", got)
	}
	swedish.Say = nil
	if got := err.Spelled(swedish).Words; got != `år is wrong: "x" is not a host` {
		t.Errorf("in English it is %q", got)
	}
	plain := reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s cannot be used", "it")
	plain.Words = "a fault a line"
	if got := plain.Spelled(swedish).Words; got != "a fault a line" {
		t.Errorf("words of its own become %q", got)
	}
}
