package phpvalue

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// verdict is what php says about one input; see testdata/judge.php.
type verdict struct {
	OK     bool   `json:"ok"`
	Warned bool   `json:"warned"`
	Value  shown  `json:"value"`
	Again  []byte `json:"again"`
}

type shown struct {
	Kind    string `json:"kind"`
	Text    []byte `json:"text"`
	Bits    string `json:"bits"`
	Entries []struct {
		Key   []byte `json:"key"`
		Index bool   `json:"index"`
		Value shown  `json:"value"`
	} `json:"entries"`
}

// askPHP has one php process judge all inputs. Without php the test is skipped,
// and fails where CI=true.
func askPHP(t *testing.T, letter string, inputs []string) []verdict {
	t.Helper()
	php, err := exec.LookPath("php")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("php is missing: install php-cli, the judge of this test")
		}
		t.Skip("SKIPPED: php is missing, so nothing was compared with PHP itself; install php-cli")
	}
	var questions bytes.Buffer
	for _, in := range inputs {
		fmt.Fprintf(&questions, "%s %s\n", letter, base64.StdEncoding.EncodeToString([]byte(in)))
	}
	judge := exec.CommandContext(t.Context(), php, "-n", "-d", "memory_limit=512M", "-d", "max_input_vars=100000", "testdata/judge.php")
	judge.Stdin = &questions
	judge.Stderr = os.Stderr
	answers, err := judge.Output()
	if err != nil {
		t.Fatalf("php: %v: %.500s", err, answers)
	}
	lines := strings.Split(strings.TrimSuffix(string(answers), "\n"), "\n")
	if len(lines) != len(inputs) {
		t.Fatalf("php answered %d of %d questions", len(lines), len(inputs))
	}
	verdicts := make([]verdict, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &verdicts[i]); err != nil {
			t.Fatalf("%q: php answered %q: %v", inputs[i], line, err)
		}
	}
	return verdicts
}

// difference says how PHP's value is another one than ours; "" if it is not.
func difference(ours Value, php shown) string {
	names := map[Kind]string{KindNull: "null", KindBool: "bool", KindInt: "int", KindFloat: "float", KindString: "string", KindArray: "array"}
	if names[ours.Kind()] != php.Kind {
		return fmt.Sprintf("%s here, %s in PHP", names[ours.Kind()], php.Kind)
	}
	if ours.Kind() == KindFloat {
		if bits, _ := strconv.ParseUint(php.Bits, 16, 64); !sameFloat(ours.Text(), bits) {
			return fmt.Sprintf("float %s here, %v in PHP", ours.Text(), math.Float64frombits(bits))
		}
		return ""
	}
	if ours.Text() != string(php.Text) {
		return fmt.Sprintf("%q here, %q in PHP", ours.Text(), php.Text)
	}
	if ours.Len() != len(php.Entries) {
		return fmt.Sprintf("%d elements here, %d in PHP", ours.Len(), len(php.Entries))
	}
	for i, e := range ours.Entries() {
		theirs := php.Entries[i]
		if e.Key != string(theirs.Key) || e.IsIndex() != theirs.Index {
			return fmt.Sprintf("key %q (integer: %v) here, %q (%v) in PHP", e.Key, e.IsIndex(), theirs.Key, theirs.Index)
		}
		if d := difference(e.Value, theirs.Value); d != "" {
			return fmt.Sprintf("[%q] %s", e.Key, d)
		}
	}
	return ""
}

func sameFloat(text string, bits uint64) bool {
	f, _ := strconv.ParseFloat(text, 64) // a number that is too large gives infinity, in PHP too
	return math.Float64bits(f) == bits || math.IsNaN(f) && math.IsNaN(math.Float64frombits(bits))
}

// stricter are the words of the refusals that PHP does not share.
var stricter = []string{
	"nest deeper", "makes more than", "objects are not", "references are not", "escaped strings",
	"does not fit 64 bits", "a thousand million",
}

func TestPHPJudgesSerialisedValues(t *testing.T) {
	t.Parallel()
	inputs := serialisedInputs(rand.New(rand.NewPCG(1, 2)))
	tally := map[string]int{}
	for i, php := range askPHP(t, "u", inputs) {
		ours, err := Unserialize(inputs[i])
		outcome, complaint := judgeSerialised(inputs[i], ours, err, php)
		tally[outcome]++
		if complaint != "" {
			t.Errorf("%q: %s", inputs[i], complaint)
		}
	}
	t.Logf("%d inputs: %v", len(inputs), tally)
	for _, outcome := range []string{"both accept", "both refuse", "stricter here", "more bytes follow"} {
		if tally[outcome] < 20 {
			t.Errorf("only %d inputs of the kind %q: the test says little", tally[outcome], outcome)
		}
	}
}

// judgeSerialised names the outcome and complains where it is a wrong one.
func judgeSerialised(input string, ours Value, err error, php verdict) (outcome, complaint string) {
	switch {
	case err == nil && !php.OK:
		return "wrong", "accepted here, PHP rejects it"
	case err == nil:
		if php.Warned {
			return "wrong", "accepted here, PHP warns"
		}
		if got := Serialize(ours); !bytes.Contains(got, []byte("d:")) && !bytes.Equal(got, php.Again) {
			return "wrong", fmt.Sprintf("written here as %s, by PHP as %s", got, php.Again)
		}
		return "both accept", difference(ours, php.Value)
	case !php.OK:
		return "both refuse", ""
	case strings.Contains(err.Error(), "follow the end"):
		refusal, _ := err.(*Error) // Unserialize returns nothing else
		ours, err = Unserialize(input[:refusal.Offset])
		if err != nil {
			return "wrong", err.Error()
		}
		return "more bytes follow", difference(ours, php.Value)
	}
	for _, words := range stricter {
		if strings.Contains(err.Error(), words) {
			return "stricter here", ""
		}
	}
	return "wrong", fmt.Sprintf("PHP accepts it, here: %v", err)
}

func TestPHPJudgesForms(t *testing.T) {
	t.Parallel()
	inputs := formInputs(rand.New(rand.NewPCG(3, 4)))
	accepted := 0
	for i, php := range askPHP(t, "f", inputs) {
		ours, err := ParseForm([]byte(inputs[i]))
		if err != nil {
			if !strings.Contains(err.Error(), "more than 5 brackets") {
				t.Errorf("%q: %v", inputs[i], err)
			}
			continue
		}
		accepted++
		if d := difference(ours, php.Value); d != "" {
			t.Errorf("%q: %s", inputs[i], d)
		}
	}
	t.Logf("%d forms, %d accepted", len(inputs), accepted)
	if accepted < len(inputs)/2 {
		t.Error("most forms were refused: the test says little")
	}
}

func TestPHPJudgesBase64(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 6))
	var inputs []string
	for range 200 {
		text := []byte(base64.StdEncoding.EncodeToString(randomBytes(rnd, rnd.IntN(30))))
		for range rnd.IntN(3) {
			if len(text) > 0 {
				text[rnd.IntN(len(text))] = "\n\r\t=+/A-_*"[rnd.IntN(10)]
			}
		}
		inputs = append(inputs, string(text))
	}
	accepted := 0
	for i, php := range askPHP(t, "b", inputs) {
		ours, err := DecodeBase64(inputs[i])
		if err != nil {
			continue // PHP skips what it does not know, so it accepts everything
		}
		accepted++
		if ours != string(php.Value.Text) {
			t.Errorf("%q: %q here, %q in PHP", inputs[i], ours, php.Value.Text)
		}
	}
	if accepted < 50 {
		t.Errorf("only %d of %d were accepted: the test says little", accepted, len(inputs))
	}
}
