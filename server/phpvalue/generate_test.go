package phpvalue

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// serialisedInputs are the hand-made seeds, random values, and both damaged.
func serialisedInputs(rnd *rand.Rand) []string {
	inputs := append([]string{}, validSerialised...)
	for _, c := range refusedSerialised {
		inputs = append(inputs, c.input)
	}
	for range 300 {
		inputs = append(inputs, string(Serialize(randomValue(rnd, 3))))
	}
	sound := len(inputs)
	for i := range 2000 {
		inputs = append(inputs, damaged(rnd, inputs[i%sound], "0123456789aibdsNORrSCE:;\"{}+-.eINFAx\\\x00"))
	}
	return inputs
}

func randomValue(rnd *rand.Rand, depth int) Value {
	kinds := 10
	if depth == 0 {
		kinds = 6
	}
	switch rnd.IntN(kinds) {
	case 0:
		return Value{}
	case 1:
		return Bool(rnd.IntN(2) == 0)
	case 2:
		return Int(rnd.Int64() >> rnd.IntN(64) * int64(1-2*rnd.IntN(2)))
	case 3:
		return Value{kind: KindFloat, text: strconv.FormatFloat(rnd.NormFloat64(), "efg"[rnd.IntN(3)], -1, 64)}
	case 4, 5:
		return String(randomText(rnd))
	}
	entries := make([]Entry, rnd.IntN(12))
	for i := range entries {
		key := strconv.Itoa(i)
		switch rnd.IntN(3) {
		case 0:
			key = strconv.Itoa(rnd.IntN(12) - 2)
		case 1:
			key = randomText(rnd)
		}
		entries[i] = Entry{Key: key, Value: randomValue(rnd, depth-1)}
	}
	return Map(entries...)
}

func randomText(rnd *rand.Rand) string {
	texts := []string{"", "hostname", "www", `C:\new`, "O'Brien", `";i:1;`, "Björn", "\x00", "07", "-0", "v=spf1 -all", `\x41\n`, "7", "a:0:{}"}
	if n := rnd.IntN(len(texts) + 4); n < len(texts) {
		return texts[n]
	}
	return string(randomBytes(rnd, rnd.IntN(20)))
}

func randomBytes(rnd *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	return b
}

// damaged changes an input in one to three places.
func damaged(rnd *rand.Rand, input, alphabet string) string {
	for range 1 + rnd.IntN(3) {
		at := rnd.IntN(len(input) + 1)
		end := min(len(input), at+rnd.IntN(6))
		letter := alphabet[rnd.IntN(len(alphabet)):][:1]
		switch rnd.IntN(7) {
		case 0:
			input = input[:at] + input[end:]
		case 1:
			input = input[:at] + letter + input[at:]
		case 2:
			input = input[:at] + input[at:end] + input[at:]
		case 3:
			input = input[:at]
		case 4:
			input += letter
		default:
			if at < len(input) {
				input = input[:at] + letter + input[at+1:]
			}
		}
	}
	return input
}

// formInputs are the hand-made bodies, random ones made of what matters in
// names, and both damaged. None has a raw NUL byte: parse_str() ends there,
// $_POST does not.
func formInputs(rnd *rand.Rand) []string {
	inputs := append([]string{}, formBodies...)
	pieces := []string{
		"a", "b", "ab", "0", "1", "-1", "07", "9223372036854775807", "[", "]", "[]", "[a]", "[b]", "[0]", "[1]", "[ ]", "=", "=", "&", "&",
		"+", " ", ".", "_", "%00", "%20", "%5B", "%5d", "%", "%4", "%26", "%3D", ";", "x=1", "%09", "\xff", "é", "\t", "\n",
	}
	for range 400 {
		var body strings.Builder
		for range rnd.IntN(25) {
			body.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		inputs = append(inputs, body.String())
	}
	sound := len(inputs)
	for i := range 600 {
		inputs = append(inputs, damaged(rnd, inputs[i%sound], "ab01-[]=&+ ._%;5\n"))
	}
	return inputs
}
