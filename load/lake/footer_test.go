package lake_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"

	"carehouse/load/lake"
	"carehouse/load/lake/laketest"
	"carehouse/models"
)

func TestTheFooterTellsTheClassOfAColumnAndNoName(t *testing.T) {
	t.Parallel()

	root := laketest.Bills("clinic")
	for table := range root.All() {
		path := stage(t, root, "w1", 10, bills(300))[table.Name].Path
		in, err := file.OpenParquetFile(path, false)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		meta := in.MetaData()
		if got := meta.GetCreatedBy(); got != "carehouse" {
			t.Errorf("got %q as the writer, want the same in every build", got)
		}
		var described []struct{ Name, Privacy, Comment string }
		if err := json.Unmarshal([]byte(*meta.KeyValueMetadata().FindValue("carehouse.columns")), &described); err != nil {
			t.Fatal(err)
		}
		reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		schema, err := reader.Schema()
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range table.Columns {
			privacy, _ := schema.Field(i).Metadata.GetValue("privacy")
			comment, _ := schema.Field(i).Metadata.GetValue("comment")
			if privacy != string(c.Privacy) || comment != c.Doc {
				t.Errorf("%s: Arrow says %q and %q, want %q and %q", c.Name, privacy, comment, c.Privacy, c.Doc)
			}
			if d := described[i]; d.Name != c.Name || d.Privacy != string(c.Privacy) || d.Comment != c.Doc {
				t.Errorf("%s: carehouse.columns says %+v", c.Name, d)
			}
			chunk, err := meta.RowGroup(0).ColumnChunk(i)
			if err != nil {
				t.Fatal(err)
			}
			set, err := chunk.StatsSet()
			if err != nil {
				t.Fatal(err)
			}
			if hidden := c.Privacy == models.Direct || c.Privacy == models.Locked; set == hidden {
				t.Errorf("%s is %s: statistics are written: %v", c.Name, c.Privacy, set)
			}
			if c.Type == models.Decimal && chunk.Type() != parquet.Types.Int64 {
				t.Errorf("%s: money is kept as %s, want INT64", c.Name, chunk.Type())
			}
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if footer := string(raw[len(raw)-meta.Size()-8:]); strings.Contains(footer, "Testperson") {
			t.Errorf("%s: the footer holds a name", table.Name)
		}
	}
}

func TestBytesDoNotTellHowRowsCame(t *testing.T) {
	t.Parallel()

	root := laketest.Bills("clinic")
	made := bills(4000)
	for i := range made { // one page's lineage for all, so that only the batches differ
		made[i].Changed = 5
	}
	w := lake.Stage(filepath.Join(t.TempDir(), "one"), root)
	batch := laketest.Batch(root, laketest.Page{Tenant: "a", Window: "w", Number: 1, AskedAt: asked}, made)
	if err := w.Write(batch); err != nil {
		t.Fatal(err)
	}
	once, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	w = lake.Stage(filepath.Join(t.TempDir(), "many"), root)
	for i, rec := range batch {
		for at := int64(0); at < rec.NumRows(); at += 37 {
			part := make([]arrow.Record, len(batch))
			part[i] = rec.NewSlice(at, min(rec.NumRows(), at+37))
			if err := w.Write(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	many, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range once {
		if many[name].SHA256 != f.SHA256 || many[name].Rows != f.Rows {
			t.Errorf("%s: the bytes differ with the batches", name)
		}
	}
}

func TestADamagedFileIsAnErrorAndNoPanic(t *testing.T) {
	t.Parallel()

	root := laketest.Bills("clinic")
	path := stage(t, root, "w1", 100, bills(500))["bills"].Path
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(raw); at += 97 {
		damaged := append([]byte{}, raw...)
		damaged[at] ^= 0xff
		bad := filepath.Join(t.TempDir(), "bad.parquet")
		if err := os.WriteFile(bad, damaged[:len(raw)-at%3], 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = lake.Check(root, bad) // a value that changed is found by the receipts; here it must not panic
		source := lake.Source{Path: bad, Units: []lake.Unit{{Window: "w1", Number: 1, FirstPage: 1, LastPage: 5}}}
		live := liveIf(t, "w1", 100, 500, func(int) bool { return true })
		_, _, _ = lake.Rewrite(t.Context(), root, bad+".out", []lake.Source{source}, live)
	}
}
