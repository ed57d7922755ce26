package supergood

import (
	"maps"
	"testing"
)

// TestAPlaceThatIsTheIDAndSomethingElse stays the id: what is read of it for another column would else be taken from the key,
// and every record be set aside.
func TestAPlaceThatIsTheIDAndSomethingElse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		of         Dataset
		want       Fields
		key, since string
	}{
		"nothing":         {Dataset{}, nil, "id", "updated_at"},
		"the id":          {Dataset{Fields: Fields{"appointment_id": "id"}}, Fields{"appointment_id": "id", "id": "id"}, "id", "updated_at"},
		"an id elsewhere": {Dataset{Key: "uid", Fields: Fields{"appointment_id": "uid"}}, Fields{"appointment_id": "uid", "id": "uid"}, "uid", "updated_at"},
		"the change": {
			Dataset{Fields: Fields{"signed_at": "updated_at"}}, Fields{"signed_at": "updated_at", "updated_at": "updated_at"}, "id", "updated_at",
		},
		"neither": {Dataset{Fields: Fields{"status": "state"}}, Fields{"status": "state"}, "id", "updated_at"},
	} {
		got := tt.of.withDefaults(tableOf(encounters))
		if !maps.Equal(got.Fields, tt.want) || got.Key != tt.key || got.UpdatedAt != tt.since {
			t.Errorf("%s: got %v, %s and %s", name, got.Fields, got.Key, got.UpdatedAt)
		}
	}
}
