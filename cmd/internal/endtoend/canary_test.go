package endtoend

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestEveryWayOfWritingAWordIsFound(t *testing.T) {
	t.Parallel()

	const word = "ZZCANARYLAST"
	for _, said := range []string{
		"Anna " + word, base64.StdEncoding.EncodeToString([]byte("x:" + word + "-Smith")),
		base64.StdEncoding.EncodeToString([]byte("xy:" + word + "-Smith")), base64.URLEncoding.EncodeToString([]byte(word + "?>?")),
		"5a5a43414e4152594c415354", "ssn 900-12-3456", `{"ssn":900123456}`, "90 90 67 65 78 65 82 89 76 65 83 84",
		"key=CANARYKEY-end%2Fto%2Bend%3C7f3a%26%C3%A9%3E", "CANARYKEY-end/to+end&lt;7f3a&amp;é&gt;",
		base64.StdEncoding.EncodeToString([]byte("operator@example.com:" + apiKey)),
	} {
		var e evidence
		e.add("here", "all is well", said, "and so on")
		if leaks := e.leaks(); len(leaks) == 0 {
			t.Errorf("nothing was found in %q", said)
		}
	}
	var e evidence
	e.add("here", strings.Repeat("claim 900123 of tenant my-tpa, sha256 0a900123456ff 1900123456 ", 3))
	if leaks := e.leaks(); len(leaks) > 0 {
		t.Errorf("got %v", leaks)
	}
}
