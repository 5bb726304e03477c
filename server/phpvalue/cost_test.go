package phpvalue

import (
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// The tests in this file measure what the whole process allocates, so they do
// not run beside others.

// allocated is how many bytes one call allocates, the garbage included. It
// takes the least of some calls, as the runtime allocates now and then too.
func allocated(call func()) int {
	least := math.MaxInt
	for range 4 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		call()
		runtime.ReadMemStats(&after)
		least = min(least, int(after.TotalAlloc-before.TotalAlloc))
	}
	return least
}

// mostMemory is how many bytes reading a value may allocate: an entry takes 64
// bytes, and settling duplicates five more for each; the shortest element has
// six bytes, and there are MaxElements at most.
func mostMemory(length int) int {
	return min(16*length, 4*length+MaxElements*(64+5)) + 4096
}

// mostWork is how many steps an input may cost: it is gone through once, and
// keys are sorted where they may hold duplicates.
func mostWork(length int) int {
	elements := length / minElement
	return 2*length + 2*elements*bits.Len(uint(elements)) + 64
}

// filled repeats a piece, numbered where it has a %d, up to a length.
func filled(length int, open, piece, end string) string {
	var out strings.Builder
	out.WriteString(open)
	for i := 0; out.Len()+len(piece)+8 < length; i++ {
		if strings.Contains(piece, "%d") {
			fmt.Fprintf(&out, piece, i)
		} else {
			out.WriteString(piece)
		}
	}
	return out.String() + end
}

func hostileSerialised() map[string]string {
	const kib64 = 64 << 10
	shuffled := make([]Entry, 5000)
	for i := range shuffled {
		shuffled[i] = Entry{Key: strconv.Itoa(i * 7919 % 5000)}
	}
	long := strings.Repeat("x", 1<<20)
	return map[string]string{
		"false header":              "a:200000000:{",
		"false header in an array":  `a:1:{s:1:"a";a:20000000:{i:0;N;}}`,
		"false headers nested":      strings.Repeat("a:9999999:{i:0;", 8),
		"small headers nested":      strings.Repeat("a:9:{i:0;", 1000),
		"deep":                      strings.Repeat("a:1:{i:0;", 100_000),
		"deep and short":            strings.Repeat("a:", 500_000),
		"headers in a row":          filled(kib64, "a:3000:{", "i:%d;a:1:{i:0;N;}", ""),
		"headers that lie in a row": filled(kib64, "a:3000:{", "i:%d;a:900:{", ""),
		"just not too many":         "a:10000:{" + strings.Repeat("x", kib64),
		"1 MB string":               "s:1048500:\"" + long[:1048500] + "\";",
		"1 MB string too long":      "s:1048576:\"" + long,
		"1 MB of digits":            "i:" + strings.Repeat("9", 1<<20-3) + ";",
		"1 MB of zeros":             "i:" + strings.Repeat("0", 1<<20-4) + "1;",
		"1 MB length":               "s:" + strings.Repeat("9", 1<<20-9) + ":\"\";",
		"1 MB float":                "d:" + strings.Repeat("9", 1<<20-3) + ";",
		"1 MB exponent":             "d:1e" + strings.Repeat("9", 1<<20-5) + ";",
		"over 1 MB":                 long + "x",
		"long equal keys":           filled(1<<20, "a:10000:{", `s:90:"`+long[:90]+`";N;`, "}"),
		"64 KiB of equal keys":      filled(kib64, "a:10000:{", "i:0;N;", ""),
		"64 KiB of lists":           filled(kib64, "a:2600:{", "i:%d;a:2:{i:0;N;i:1;N;}", ""),
		"64 KiB of small maps":      filled(kib64, "a:900:{", `i:%d;a:4:{s:1:"a";N;s:1:"b";N;s:1:"c";N;s:1:"a";N;}`, ""),
		"shuffled keys":             string(Serialize(Value{kind: KindArray, entries: shuffled})),
	}
}

func TestHostileValuesCostLittle(t *testing.T) {
	for name, input := range hostileSerialised() {
		r := reader{in: input, elements: MaxElements}
		_, _ = r.whole()
		if most := mostWork(len(input)); r.spent > most {
			t.Errorf("%s: %d bytes cost %d steps, more than %d", name, len(input), r.spent, most)
		}
		got := allocated(func() { _, _ = Unserialize(input) })
		if most := mostMemory(len(input)); got > most {
			t.Errorf("%s: %d bytes allocate %d, more than %d", name, len(input), got, most)
		}
		t.Logf("%-28s %8d bytes: %8d steps, %7d allocated", name, len(input), r.spent, got)
	}
}

func TestLargeHonestValuesAllocateLessThanFourTimesTheirSize(t *testing.T) {
	record := func(i int) Value {
		return Map(Entry{"hostname", String(fmt.Sprintf("host-%d", i))}, Entry{"type", String("TXT")},
			Entry{"address", String(`v=spf1 include:"_spf" \ -all`)}, Entry{"priority", String("N/A")}, Entry{"recid", Value{}})
	}
	records := make([]Value, 1500)
	for i := range records {
		records[i] = record(i)
	}
	input := string(Serialize(List(records...)))
	got := allocated(func() {
		if _, err := Unserialize(input); err != nil {
			t.Fatal(err)
		}
	})
	if got > 4*len(input) {
		t.Errorf("%d bytes allocate %d", len(input), got)
	}
	t.Logf("%d bytes allocate %d", len(input), got)
}

func TestHostileParametersCostLittle(t *testing.T) {
	for name, param := range map[string]string{
		"1 MB":          strings.Repeat("AAAA", 1<<18),
		"1 MB of lines": strings.Repeat("\n", 1<<20),
		"too long":      strings.Repeat("A", 4<<20),
	} {
		got := allocated(func() { _, _ = Decode(param) })
		if most := 4*len(param) + 4096; got > most {
			t.Errorf("%s: %d bytes allocate %d", name, len(param), got)
		}
	}
}

func TestHostileFormsCostLittle(t *testing.T) {
	const mib = 1 << 20
	// A parameter can make six arrays, each with a slot while it is read and an
	// entry afterwards.
	const parameters = MaxParameters * (MaxBrackets + 1) * 256
	for name, body := range map[string]string{
		"ampersands":           strings.Repeat("&", mib),
		"percent signs":        strings.Repeat("%", mib),
		"escapes":              "a=" + strings.Repeat("%41", mib/3),
		"brackets":             strings.Repeat("[", mib),
		"open brackets":        "a" + strings.Repeat("[", mib),
		"open brackets inside": "a[b]" + strings.Repeat("[", mib),
		"closed brackets":      "a" + strings.Repeat("[]", mib/2),
		"names":                strings.Repeat("a&", mib/2),
		"dots":                 strings.Repeat(".", mib),
		"deep names":           filled(mib, "", "a%d[b][c][d][e][f]=&", ""),
		"deep lists":           filled(80<<10, "", "a[][][][][]=1&%d", ""),
		"many in one array":    filled(64<<10, "", "a[%d]=1&", ""),
		"turns":                filled(64<<10, "", "a[b][c]=1&a=1&", ""),
	} {
		got := allocated(func() { _, _ = ParseForm([]byte(body)) })
		if most := 4*len(body) + parameters; got > most {
			t.Errorf("%s: %d bytes allocate %d, more than %d", name, len(body), got, most)
		}
		t.Logf("%-22s %8d bytes: %8d allocated", name, len(body), got)
	}
}

func TestHostileJSONCostsLittle(t *testing.T) {
	for name, body := range map[string]string{
		"open objects": strings.Repeat(`{"a":`, 200_000),
		"lists":        `{"a":[` + strings.Repeat("[],", 300_000) + "[]]}",
		"long text":    `{"a":"` + strings.Repeat("x", 1<<20) + `"}`,
		"blanks":       strings.Repeat(" ", 1<<20) + "{}",
		"digits":       `{"a":` + strings.Repeat("9", 1<<20) + "}",
	} {
		got := allocated(func() { _, _ = ParseJSON([]byte(body)) })
		if most := 12*len(body) + 1<<20; got > most {
			t.Errorf("%s: %d bytes allocate %d, more than %d", name, len(body), got, most)
		}
		t.Logf("%-12s %8d bytes: %8d allocated", name, len(body), got)
	}
}
