package reseller_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nameyard/reseller"
)

var errDisk = errors.New("disk full")

func TestErrorShowsItsCauseToTheLogOnly(t *testing.T) {
	t.Parallel()
	err := reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the registry of .%s does not answer", "se").Because(errDisk)
	if !strings.Contains(err.Error(), "disk full") || strings.Contains(err.Words, "disk full") {
		t.Errorf("log: %q, public: %q", err.Error(), err.Words)
	}
	if !errors.Is(err, errDisk) {
		t.Error("the cause is not found")
	}
	if got := reseller.Missing(reseller.PathYears).Error(); got != "missing_parameter: parameter years is required and is missing or empty" {
		t.Errorf("without a cause: %q", got)
	}
}

func TestInNamesTheParameterOnce(t *testing.T) {
	t.Parallel()
	bare := reseller.Invalid("", "wrong")
	named := bare.In(reseller.PathLabel)
	if named.Field != reseller.PathLabel || bare.Field != "" {
		t.Errorf("fields: %q, and of the original %q", named.Field, bare.Field)
	}
	if again := named.In(reseller.PathTLD); again.Field != reseller.PathLabel {
		t.Errorf("the field was renamed to %q", again.Field)
	}
	if with := bare.Because(errDisk); bare.Cause != nil || with.Cause == nil {
		t.Error("Because changed the original")
	}
}

func TestConstructorsSetKindAndCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err   *reseller.Error
		kind  reseller.Kind
		code  string
		field reseller.Path
	}{
		{reseller.Missing(reseller.PathYears), reseller.KindInvalid, reseller.CodeMissingParameter, reseller.PathYears},
		{reseller.Invalid(reseller.PathTLD, "no"), reseller.KindInvalid, reseller.CodeInvalidParameter, reseller.PathTLD},
		{reseller.NotSupported("se", "locking"), reseller.KindUnsupported, reseller.CodeNotSupported, ""},
	} {
		if c.err.Kind != c.kind || c.err.Code != c.code || c.err.Field != c.field || c.err.Words == "" {
			t.Errorf("%+v", c.err)
		}
	}
	if words := reseller.NotSupported("se", "locking").Words; words != "locking is not supported for .se" {
		t.Errorf("words: %q", words)
	}
}

func TestAsErrorHidesWhatIsNotPublic(t *testing.T) {
	t.Parallel()
	if reseller.AsError(nil) != nil {
		t.Error("no error became one")
	}
	public := reseller.Missing(reseller.PathYears)
	if got := reseller.AsError(fmt.Errorf("decode: %w", public)); got != public {
		t.Errorf("the wrapped public error is %v", got)
	}
	hidden := reseller.AsError(errDisk)
	if hidden.Kind != reseller.KindInternal || hidden.Code != reseller.CodeInternal || strings.Contains(hidden.Words, "disk") {
		t.Errorf("a private error became public: %+v", hidden)
	}
	if !errors.Is(hidden, errDisk) {
		t.Error("the private error is lost to the log")
	}
}

func TestIsKindLooksThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("open order: %w", reseller.Errorf(reseller.KindFunds, reseller.CodeFunds, "too little credit"))
	if !reseller.IsKind(err, reseller.KindFunds) || reseller.IsKind(err, reseller.KindConflict) {
		t.Error("the kind is not found")
	}
	if reseller.IsKind(errDisk, reseller.KindInternal) || reseller.IsKind(nil, reseller.KindFunds) {
		t.Error("errors without a kind have one")
	}
}
