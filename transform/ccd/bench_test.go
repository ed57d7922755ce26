package ccd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRead reads 5 MB: the small document of this repository again and again, and a sample where there are any.
func BenchmarkRead(b *testing.B) {
	documents := map[string]string{"own": filepath.Join("testdata", "stylesheet.html")}
	if found, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "ccd_html", "*Transfer_Summary*")); len(found) > 0 {
		documents["sample"] = found[0]
	}
	for name, path := range documents {
		raw, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		_, body, _ := strings.Cut(string(raw), "<body")
		body, _, _ = strings.Cut("<body"+body, "</body>")
		document := []byte(strings.Repeat(body, 5_000_000/len(body)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(document)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(document); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
