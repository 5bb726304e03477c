// Package torture_test does to whole servers what machines and people do to them, and looks at the books afterwards:
// processes that are killed or paused, two servers where one was meant, databases that die, disks that are full or broken.
//
// Every story runs the real binary, drives it over HTTP with clients that keep books of their own (mix_test.go,
// holding_test.go), and ends in the same judgement (judge_test.go): "nameyard verify" finds no breach, no success that a
// client was told is missing, and the registry did nothing twice. docs/torture.md says what is broken and how to run it.
package torture_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"nameyard/store/storetest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil { // most of a story is waiting, whatever the machine's cores
		panic(err)
	}
	for name, value := range map[string]string{"NAMEYARD_SELLER_NAME": "Example Registrar", "NAMEYARD_CONFIG": ""} { // for every command
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	code := storetest.Run(m)
	if folder := filepath.Dir(binary.path); binary.path != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// binarySetting names a program to torture instead of the one that is built from this tree: a release, say.
const binarySetting = "NAMEYARD_TORTURE_BINARY"

// binary is the program that is tortured: the real one, built once for a run of the tests.
var binary struct {
	once sync.Once
	path string
	err  error
	out  []byte
}

func build(t *testing.T) string {
	t.Helper()
	if given := os.Getenv(binarySetting); given != "" {
		return given
	}
	binary.once.Do(func() {
		var folder string
		if folder, binary.err = os.MkdirTemp("", "nameyard-torture-"); binary.err != nil {
			return
		}
		binary.path = filepath.Join(folder, "nameyard")
		command := exec.Command("go", "build", "-o", binary.path, "nameyard/cmd/nameyard")
		command.Env = append(os.Environ(), "CGO_ENABLED=0")
		binary.out, binary.err = command.CombinedOutput()
	})
	if binary.err != nil {
		t.Fatalf("go build: %v\n%s", binary.err, binary.out)
	}
	return binary.path
}

// onEach runs a story on both engines, beside other stories.
func onEach(t *testing.T, story func(t *testing.T, engine string)) {
	t.Parallel()
	for _, engine := range []string{"sqlite", "mariadb"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			story(t, engine)
		})
	}
}

// oneByOne runs a story on both engines, one after the other, because it needs the machine for itself.
func oneByOne(t *testing.T, story func(t *testing.T, engine string)) {
	for _, engine := range []string{"sqlite", "mariadb"} {
		t.Run(engine, func(t *testing.T) { story(t, engine) })
	}
}
