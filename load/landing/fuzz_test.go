package landing

import (
	"bytes"
	"reflect"
	"testing"

	"carehouse/load/durable"
)

// FuzzManifest reads manifests that nobody wrote. Lines that look like objects get a checksum that is right, so that
// what is behind the checksum is tried too. What is read must be what its whole lines say, and no more.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"format":1,"window":{"id":"x"}}` + "\n" + `{"page":{"number":1}}` + "\n" + `{"ended":{},"pages":1}` + "\n"))
	f.Add([]byte(`{"format":1,"window":{"id":"x"}}` + "\n" + `{"abandoned":"why","at":"2026-01-01T00:00:00Z"}` + "\n{"))
	f.Add([]byte("\x00\x00\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var data []byte
		for l := range bytes.Lines(text) {
			if object, ok := bytes.CutSuffix(l, []byte("\n")); ok && len(object) > 1 && object[0] == '{' {
				l = append(durable.Seal(object), '\n')
			}
			data = append(data, l...)
		}
		var m manifest
		size, err := m.parse(data)
		if err != nil {
			return
		}
		if size > int64(len(data)) || m.facts.Window.ID == "" && m.lines == 0 {
			t.Fatalf("%d bytes of %d", size, len(data))
		}
		for i, p := range m.facts.Pages {
			if p.Number != i+1 {
				t.Errorf("page %d is at place %d", p.Number, i+1)
			}
		}
		var again manifest
		if n, err := again.parse(data[:size]); err != nil || n != size || !reflect.DeepEqual(again, m) {
			t.Errorf("without the torn line: %d bytes and %v, want %d", n, err, size)
		}
	})
}
