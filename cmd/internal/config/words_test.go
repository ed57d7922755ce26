package config

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDurationsAndSizesAreReadExactly(t *testing.T) {
	t.Parallel()

	durations := map[string]time.Duration{
		"30d": 720 * time.Hour, "12h": 12 * time.Hour, "10m": 10 * time.Minute, "90s": 90 * time.Second,
		"2w": 336 * time.Hour, "250ms": 250 * time.Millisecond, "1m5ms": time.Minute + 5*time.Millisecond, "5ms1m": -1, "1d12h": 36 * time.Hour, "0s": 0,
		"": -1, "30": -1, "d": -1, "-1d": -1, "1.5h": -1, "1h1d": -1, "1h1h": -1, "1 h": -1, "99999999999d": -1, "106752d": -1,
	}
	for in, want := range durations {
		got, err := ParseDuration(in)
		if (err != nil) != (want < 0) || (err == nil && got != want) {
			t.Errorf("%q: got %v, %v, want %v", in, got, err, want)
		}
	}
	sizes := map[string]Size{
		"640MB": 640_000_000, "2GiB": 2 << 30, "1B": 1, "1KB": 1000, "1KiB": 1024, "3TB": 3_000_000_000_000,
		"": -1, "640": -1, "MB": -1, "-1MB": -1, "+1MB": -1, "1.5GB": -1, "1 MB": -1, "1mb": -1, "9999999999TB": -1,
	}
	for in, want := range sizes {
		got, err := ParseSize(in)
		if (err != nil) != (want < 0) || (err == nil && got != want) {
			t.Errorf("%q: got %v, %v, want %v", in, got, err, want)
		}
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()

	for _, d := range []time.Duration{0, 250 * time.Millisecond, time.Second, 90 * time.Minute, 36 * time.Hour, 30 * 24 * time.Hour} {
		if got, err := ParseDuration(FormatDuration(d)); err != nil || got != d {
			t.Errorf("%v: got %v, %v", d, got, err)
		}
	}
	for _, s := range []Size{0, 1, 640 * Megabyte, Gibibyte, 1500 * Kilobyte, 1025} {
		if got, err := ParseSize(FormatSize(s)); err != nil || got != s {
			t.Errorf("%d: got %d, %v", s, got, err)
		}
	}
}

func TestNearestForgivesASlip(t *testing.T) {
	t.Parallel()

	known := []string{"home", "tenants", "keep", "limits", "my-tpa"}
	tests := []struct{ word, want string }{
		{"hmoe", "home"},
		{"tenant", "tenants"},
		{"kep", "keep"},
		{"my_tpa", "my-tpa"},
		{"limist", "limits"},
		{"xyz", ""},
		{"", ""},
		{"claims", ""},
	}
	for _, tt := range tests {
		if got := Nearest(tt.word, known); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestSchemaDescribesEveryKey(t *testing.T) {
	t.Parallel()

	text, err := json.Marshal(Schema(drivers()))
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Required   []string
		Additional *bool `json:"additionalProperties"`
		Properties struct {
			Home    struct{ Description string }
			Tenants struct {
				Items struct {
					OneOf []struct {
						Title      string
						Required   []string
						Properties map[string]struct {
							Type, Pattern, Format, Description string
							Default                            any
							Enum                               []string
							Properties                         map[string]struct {
								Pattern    string
								Properties map[string]struct{ Pattern string }
							}
						}
					}
				}
			}
			Keep struct {
				Properties struct{ Landing struct{ Default string } }
			}
		}
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	first := s.Properties.Tenants.Items.OneOf[0]
	checks := []struct {
		name      string
		got, want any
	}{
		{"unknown keys", s.Additional != nil && !*s.Additional, true},
		{"required", len(s.Required), 2},
		{"home", s.Properties.Home.Description != "", true},
		{"landing", s.Properties.Keep.Properties.Landing.Default, "30d"},
		{"required of a tenant", len(first.Required), 3},
		{"aliases", len(first.Properties["source"].Enum), 2},
		{"address", first.Properties["base_url"].Format, "uri"},
		{"default address", first.Properties["base_url"].Default, "https://api.example/v1"},
		{"secret", first.Properties["auth"].Properties["basic"].Properties["api_key"].Pattern, secretPattern},
		{"token", first.Properties["token"].Pattern, tokenPattern},
		{"a file of its own", first.Properties["profile"].Type, "string"},
		{"day", first.Properties["from"].Format, "date"},
		{"paces", first.Properties["every"].Properties["members"].Pattern, durationPattern},
		{"no other paces", len(first.Properties["every"].Properties), 2},
	}
	for _, check := range checks {
		if check.got != check.want {
			t.Errorf("%s: got %v, want %v", check.name, check.got, check.want)
		}
	}
}
