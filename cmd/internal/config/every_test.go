package config

import (
	"maps"
	"strings"
	"testing"
	"time"
)

func TestDatasetsHaveAPaceOfTheirOwn(t *testing.T) {
	t.Parallel()

	c, err := reader().Parse("./carehouse.yaml", []byte(strings.Replace(good, "    auth:", "    every: {claims: 10m, members: 1h30m}\n    auth:", 1)))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]time.Duration{"claims": 10 * time.Minute, "members": 90 * time.Minute}
	if got := c.Tenants[0].Every; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
