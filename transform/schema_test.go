package transform

import (
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/tpastream"
)

func TestSchema(t *testing.T) {
	t.Parallel()

	schema := Schema(models.MustCompile[order]("shop"))
	tests := []struct {
		column   string
		typ      string
		nullable bool
		meta     map[string]string
	}{
		{"order_id", "int64", false, map[string]string{"path": "id", "privacy": "clear", "comment": "The key.", "key": "true"}},
		{"amount", "decimal(18, 4)", true, map[string]string{"path": "amount", "key": ""}},
		{"who_name", "utf8", true, map[string]string{"path": "who.name", "privacy": "direct"}},
		{"day", "date32", true, nil},
		{"at", "timestamp[us, tz=UTC]", true, nil},
		{"local", "timestamp[us]", true, nil},
		{"stamp_local", "timestamp[us]", true, map[string]string{"path": "stamp"}},
		{"span_end", "date32", true, map[string]string{"path": "span"}},
		{"flag", "bool", true, nil},
		{"lines_count", "int32", true, map[string]string{"path": "lines"}},
		{"_tenant", "utf8", false, map[string]string{"path": ""}},
		{"_hash", "int64", false, nil},
		{"_extra", "utf8", true, map[string]string{"privacy": "direct"}},
	}
	for _, tt := range tests {
		t.Run(tt.column, func(t *testing.T) {
			t.Parallel()

			f := schema.Field(schema.FieldIndices(tt.column)[0])
			if f.Type.String() != tt.typ || f.Nullable != tt.nullable {
				t.Fatalf("got %s nullable %v, want %s nullable %v", f.Type, f.Nullable, tt.typ, tt.nullable)
			}
			for key, want := range tt.meta {
				if got, _ := f.Metadata.GetValue(key); got != want {
					t.Fatalf("%s: got %q, want %q", key, got, want)
				}
			}
		})
	}
}

func TestSchemaOfAListNamesItsRecord(t *testing.T) {
	t.Parallel()

	lines := models.MustCompile[order]("shop").Children[1]
	schema := Schema(lines)
	for key, want := range map[string]string{"source": "shop", "table": "order_lines", "parent": "orders", "keys": "order_ref,code"} {
		if got, _ := schema.Metadata().GetValue(key); got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	f := schema.Field(schema.FieldIndices("order_ref")[0])
	if key, _ := f.Metadata.GetValue("key"); key != "true" || f.Nullable {
		t.Errorf("got key %q nullable %v, want a key that is never null", key, f.Nullable)
	}
}

func TestSchemaOfAListInAList(t *testing.T) {
	t.Parallel()

	schema := Schema(models.MustCompile[order]("shop").Children[1].Children[1])
	if f := schema.Field(schema.FieldIndices("order_lines_ordinal")[0]); f.Nullable || f.Type.String() != "int32" {
		t.Fatalf("got %s nullable %v, want an int32 that is never null", f.Type, f.Nullable)
	}
}

func TestEveryTableCompiles(t *testing.T) {
	t.Parallel()

	for _, root := range tpastream.Tables() {
		p, err := Compile(root)
		if err != nil {
			t.Fatal(err)
		}
		b, err := both(t, p, testPage(`{"data":[]}`))
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		for table := range root.All() {
			rec := b.Records[i]
			name, _ := rec.Schema().Metadata().GetValue("table")
			if name != table.Name || int(rec.NumCols()) != len(table.Columns) || rec.NumRows() != 0 || b.Totals[i].Table != name {
				t.Fatalf("got table %s with %d columns, want %s with %d", name, rec.NumCols(), table.Name, len(table.Columns))
			}
			i++
		}
	}
}

func TestCompileRefusesAListsTable(t *testing.T) {
	t.Parallel()

	_, err := Compile(models.MustCompile[order]("shop").Children[0])
	if err == nil || !strings.Contains(err.Error(), "order_tags") {
		t.Fatalf("got %v, want an error that names the table", err)
	}
}
