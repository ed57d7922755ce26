package cli

import (
	"strings"
	"testing"

	"carehouse/models/tebra"
)

func TestTheDictionarySaysWhereRowsComeFrom(t *testing.T) {
	t.Parallel()

	var b strings.Builder
	if err := writeMarkdown(&b, tebra.Tables()); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "``") || !strings.Contains(got, "Rows of `charges`, from what stands side by side in it. ") {
		t.Error("a table whose rows come from no list is said to come from one without a name")
	}
}
