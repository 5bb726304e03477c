package dns_test

import (
	"os"
	"testing"

	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }
