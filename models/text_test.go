package models

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestTextIsKeptOrSetAside(t *testing.T) {
	t.Parallel()

	tests := []struct {
		in     string
		want   Text
		reason Reason
	}{
		{`null`, Text{}, ""},
		{`""`, NewText(""), ""}, // empty is not missing
		{`"a\"\u00e9\n"`, NewText("a\"é\n"), ""},
		{`"\ud83d\ude00"`, NewText("😀"), ""},
		{`1234567893`, NewText("1234567893"), ""},
		{`1.50`, NewText("1.50"), ""},
		{`"\ud83d"`, Text{}, NotUnicode},
		{`"\ude00\ud83d"`, Text{}, NotUnicode},
		{`"\ud83dx\ude00"`, Text{}, NotUnicode},
		{`"\\ud83d"`, NewText(`\ud83d`), ""},
		{"\"\xff\"", Text{}, NotUnicode},
		{`true`, Text{}, NotText},
		{`{}`, Text{}, NotText},
		{`[]`, Text{}, NotText},
	}
	for _, tt := range tests {
		var got Text
		if err := got.UnmarshalJSON([]byte(tt.in)); err != nil {
			t.Fatal(err)
		}
		tt.want.reason = tt.reason
		if got != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.in, got, tt.want)
		}
	}
}

func TestCanonicalFormIsOneSpelling(t *testing.T) {
	t.Parallel()

	const want = `{"a":[1.50,"é<"],"b":null}`
	for _, in := range []string{
		want,
		` { "b" : null , "a" : [ 1.50 , "\u00e9\u003c" ] } `,
		`{"a":0,"b":null,"a":[1.50,"é<"]}`,
	} {
		got, ok := Canonical([]byte(in))
		if !ok || string(got) != want {
			t.Errorf("%s: got %s, %v", in, got, ok)
		}
	}
	for _, in := range []string{``, `{`, `1 2`, `"\ud800"`, "\"\xff\""} {
		if got, ok := Canonical([]byte(in)); ok {
			t.Errorf("%q: got %s", in, got)
		}
	}
}

func TestASecretIsNeverPrinted(t *testing.T) {
	t.Parallel()

	secret := NewSecret("CANARYKEY")
	holder := struct{ Key Secret }{secret}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).LogAttrs(t.Context(), slog.LevelInfo, "key", slog.Any("secret", secret), slog.Any("holder", holder))
	asJSON, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%v %+v %#v %s %q %x %d", secret, holder, holder, secret, secret, secret, secret) +
		log.String() + string(asJSON)
	if strings.Contains(all, "CANARY") || strings.Contains(all, "43414e415259") {
		t.Errorf("the secret is in %s", all)
	}
	if secret.Reveal() != "CANARYKEY" {
		t.Error("the secret cannot be used")
	}
}
