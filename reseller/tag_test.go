package reseller

import "testing"

func TestTagsTellSetsApart(t *testing.T) {
	t.Parallel()
	have := []string{"a", "b"}
	if Tag(have) == Tag(have[:1]) || Tag(have) != Tag([]string{"a", "b"}) || Tag([]string(nil)) != Tag([]string{}) || len(Tag(have)) != 32 {
		t.Error("tags do not tell sets apart")
	}
}
