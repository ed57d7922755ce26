package ccd

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// BenchmarkRead reads 5 MB: the small document of this repository again and again, and a sample where there are any. Beside
// each reading the tree of golang.org/x/net/html is built of the same bytes; the metric says how much longer that takes.
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
			var read, parse time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := Read(document); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				if _, err := html.Parse(bytes.NewReader(document)); err != nil {
					b.Fatal(err)
				}
				read, parse = read+middle.Sub(start), parse+time.Since(middle)
			}
			b.ReportMetric(parse.Seconds()/read.Seconds(), "x-html.Parse")
			b.ReportMetric(float64(len(document))*float64(b.N)/1e6/read.Seconds(), "MB/s")
			allocs := func(do func()) float64 { return testing.AllocsPerRun(1, do) / float64(len(document)) * 1e3 }
			b.ReportMetric(allocs(func() { _, _ = Read(document) }), "allocs/kB")
		})
	}
}
